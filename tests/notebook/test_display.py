"""How things show themselves in a notebook."""

import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cells import Run

import resnet_dsl as rd
from resnet_dsl.diagnostics.colours import HTML, as_html
from resnet_dsl.pipeline.source_text import SourceText

HOSTILE = '"""<script>alert(1)</script> & more"""\narch a { input 3x8x8; conv 3x3, 4 }'
WRONG = "arch a { input 3x8x8; convv 3x3, 4 }  # <script>alert(1)</script>"
WHITE, JUPYTER_DARK = "#ffffff", "#111111"


def test_a_network_is_its_table_and_one_line_of_text(run: Run) -> None:
    (shown,) = run("rd.load('resnet18')").shown
    assert shown["text/plain"] == "<Arch resnet18: 3x224x224 to 1000>"
    assert shown["text/html"] == rd.summary("resnet18")._repr_html_()


@pytest.mark.parametrize(
    "call", ["compare('resnet18', 'resnet34')", "diff('resnet18', 'resnet34')", "table1('resnet18', 'resnet34')"]
)
def test_where_there_is_text_only_a_report_is_its_text(run: Run, call: str) -> None:
    (shown,) = run(f"rd.{call}").shown
    assert shown["text/plain"] == str(eval(f"rd.{call}"))


def test_a_network_shows_itself_without_the_extension_and_loads_nothing_before() -> None:
    code = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
import resnet_dsl as rd
assert not {'torch', 'lark', 'pydantic', 'resnet_dsl.ir'} & set(sys.modules)
assert '<table>' in shell.display_formatter.format(rd.load('resnet18'))[0]['text/html']
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("stands_for", ["None", "object()"])
def test_an_ipython_that_is_none(stands_for: str) -> None:
    code = f"import sys; sys.modules['IPython'] = {stands_for}; import resnet_dsl"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_table_is_text_too(run: Run) -> None:
    (shown,) = run("rd.summary('resnet18')").shown
    assert shown["text/plain"] == str(rd.summary("resnet18"))
    assert "<table>" in shown["text/html"]


def test_a_picture(run: Run) -> None:
    (shown,) = run("rd.draw('resnet18')").shown
    assert "<svg" in shown["image/svg+xml"]
    assert shown["text/plain"] == "Picture(name='resnet18')"


def test_findings(run: Run) -> None:
    Path("net.arch").write_text(WRONG)
    (shown,) = run("rd.check('net.arch')").shown
    assert shown["text/plain"] == str(rd.check("net.arch"))
    assert shown["text/plain"].startswith("error[E0301]: there is no op or block `convv`\n --> net.arch:1:23\n")
    assert f'<b style="color: {HTML["error"]}">error[E0301]</b>: there is no op' in shown["text/html"]
    (nothing,) = run("rd.check('resnet18')").shown
    assert nothing["text/plain"] == "no findings"


def test_source_has_the_colours_of_code(run: Run) -> None:
    (shown,) = run("rd.emit('resnet18')").shown
    assert shown["text/plain"] == rd.emit("resnet18")
    assert shown["text/markdown"].startswith('```py\n"""The network `resnet18`')
    assert rd.emit("resnet18", "ir")._repr_markdown_().startswith("```json\n{")


def test_source_cannot_end_its_fence() -> None:
    assert SourceText("a ```` b")._repr_markdown_() == "`````\na ```` b\n`````"


def test_source_is_an_ordinary_text() -> None:
    source = rd.emit("resnet18")
    copied = pickle.loads(pickle.dumps(source))
    assert (copied, copied.language) == (str(source), "py")
    assert source == str(source)


# what strangers write


def test_markup_in_a_file_is_only_text(run: Run) -> None:
    run(f"net = rd.loads({HOSTILE!r})")
    for cell in ("net", "rd.summary(net)", "rd.draw(net)"):
        (shown,) = run(cell).shown
        assert "script" in "".join(shown.values())
        assert not any("<script" in text for kind, text in shown.items() if kind != "text/plain")


def test_markup_in_an_excerpt_is_only_text(run: Run) -> None:
    Path("<b>.arch").write_text(WRONG)
    (shown,) = run("rd.check('<b>.arch')").shown
    assert "# &lt;script&gt;alert(1)" in shown["text/html"]
    assert "&lt;b&gt;.arch:1:23" in shown["text/html"]
    assert set(re.findall(r"<(\w+)", shown["text/html"])) == {"pre", "b"}


# colours


@pytest.mark.parametrize("ground", [WHITE, JUPYTER_DARK])
@pytest.mark.parametrize("colour", HTML.values())
def test_colours_are_read_on_white_and_on_black(colour: str, ground: str) -> None:
    dark, light = sorted((luminance(colour), luminance(ground)))
    assert (light + 0.05) / (dark + 0.05) > 4


def test_nothing_else_has_a_colour_or_a_ground(run: Run) -> None:
    html = as_html("error[E1]: no") + run("rd.load('resnet18')").shown[0]["text/html"]
    assert re.findall(r"[\w-]*color: [^;\"]+|background[^;\"]*", html) == [f"color: {HTML['error']}"]


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
