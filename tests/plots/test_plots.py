"""Plots of networks side by side."""

import re
from io import BytesIO
from itertools import combinations
from pathlib import Path

import matplotlib
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Annotation
from PIL import Image

import resnet_dsl as rd
from resnet_dsl.pipeline.compare import Comparison
from resnet_dsl.plots.look import DARK, LIGHT, Theme
from resnet_dsl.plots.scatter import scatter

NAMES = (
    "resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "resnext50_32x4d", "wide_resnet50_2", "googlenet",
    "inception_v3",
)  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Comparison:
    return rd.compare(*NAMES)


@pytest.mark.parametrize(("kind", "theme"), [("scatter", "dark"), ("stages", "light")])
def test_svg_is_the_same_at_every_time(found: Comparison, kind: str, theme: str) -> None:
    before = dict(matplotlib.rcParams)
    plot = found.plot(kind, theme=theme)
    assert plot.svg == plot._repr_svg_()
    assert plot.svg.startswith("<?xml")
    assert not re.search(r"<dc:date>|Matplotlib v", plot.svg)
    assert (DARK.ground.lower() in plot.svg) == (theme == "dark")
    assert dict(matplotlib.rcParams) == before


def test_formats(found: Comparison, tmp_path: Path) -> None:
    plot = found.plot("stages")
    assert plot.save(tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert plot.save(tmp_path / "a", "svg").read_bytes().startswith(b"<?xml")
    with Image.open(BytesIO(plot.save(tmp_path / "a.PNG").read_bytes())) as image:
        assert image.width > image.height > 300
        assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
        assert "Software" not in image.info
    for name in ("a.gif", "b"):
        with pytest.raises(ValueError, match=rf"`{re.escape(name)}` has no suffix of a plot: there are `\.svg`"):
            plot.save(tmp_path / name)
        assert not (tmp_path / name).exists()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_no_label_covers_another(found: Comparison, theme: Theme) -> None:
    figure = scatter(found, theme)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    figure.draw_without_rendering()
    labels = [one for one in figure.axes[0].texts if isinstance(one, Annotation)]
    assert sorted(one.get_text() for one in labels) == sorted(NAMES)
    boxes = [one.get_window_extent(renderer) for one in labels]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_an_axis_is_logarithmic_where_values_differ_much(found: Comparison) -> None:
    near, far = (
        scatter(rd.compare(*names), LIGHT).axes[0] for names in (("resnet50", "resnet101"), ("resnet20", "resnet50"))
    )
    assert (near.get_xscale(), near.get_yscale()) == ("linear", "linear")
    assert (far.get_xscale(), far.get_yscale()) == ("log", "log")


def test_one_network_and_one_without_weights() -> None:
    nothing = rd.loads("arch a { input 3x8x8; relu }")
    assert rd.compare(nothing).plot().svg
    assert rd.compare(nothing, "resnet18").plot("stages").svg


def test_what_there_is_not(found: Comparison) -> None:
    with pytest.raises(ValueError, match="there is no plot `pie`: there are `scatter`, `stages`"):
        found.plot("pie")
    with pytest.raises(ValueError, match="there is no theme `red`"):
        found.plot(theme="red")
    with pytest.raises(ValueError, match="there is no format `gif`"):
        found.plot().render("gif")
