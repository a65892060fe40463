"""The file itself, without a browser."""

import re
from pathlib import Path

import pytest
from reader import SMALL, render, resolve

import resnet_dsl as rd
from resnet_dsl.diagram.view import View


@pytest.mark.parametrize("suffix", [".html", ".HTM"])
def test_written_by_its_suffix(suffix: str, tmp_path: Path) -> None:
    path = rd.draw(resolve(SMALL)).save(tmp_path / f"net{suffix}")
    assert path.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_the_same_network_gives_the_same_file() -> None:
    assert render(resolve(SMALL)) == render(resolve(SMALL))


def test_no_address_but_that_of_svg_is_in_it() -> None:
    html = render(resolve(SMALL))
    assert set(re.findall(r"[a-z]+://[^\s\"'<]*", html)) == {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize(("legend", "count"), [(True, 1), (False, 0)])
def test_the_legend_is_left_out_when_asked(legend: bool, count: int) -> None:
    assert render(resolve(SMALL), View(legend=legend)).count("how to read this") == count


@pytest.mark.parametrize("direction", ["down", "right"])
def test_every_colour_has_a_name(direction: str) -> None:
    html = render(resolve(SMALL), View(direction=direction))  # type: ignore[arg-type]
    drawn = html[html.index("<svg") : html.index("</svg>")]
    assert not re.search(r'(fill|stroke)="#', drawn)
    assert 'class="f-ink"' in drawn


def test_a_folded_block_has_a_card_of_its_own_wherever_its_numbers_differ() -> None:
    html = rd.draw("googlenet").render("html")
    assert len(re.findall(r'class="sheet', str(html))) == 11
    assert len(re.findall(r'class="sheet closed"', str(html))) == 9


def test_everything_opened_has_no_cards() -> None:
    html = render(resolve(SMALL), View(expand=("all",)))
    assert "data-card" not in html[html.index("<svg") : html.index("</svg>")]
