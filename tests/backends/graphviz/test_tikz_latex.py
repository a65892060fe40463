"""The picture in TikZ, set by LaTeX: all of it, without a complaint, and each text within its box."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from resnet_dsl import draw
from resnet_dsl.backends.graphviz.tikz.characters import ACCENTS, LETTERS, MATH, SPECIAL
from resnet_dsl.backends.graphviz.tikz.document import tikz_document, tikz_picture
from resnet_dsl.diagram.view import DEFAULT, View
from resnet_dsl.ir.nodes import Arch

Resolve = Callable[[str], Arch]
Latex = Callable[[str], str]
SMALL = (Path(__file__).parent / "golden" / "small.arch").read_text("utf-8")
ACCENTED = "".join(f"e{accent} " for accent in ACCENTS)
NASTY = f"{''.join([*SPECIAL, *LETTERS, *MATH])} {ACCENTED}\\end{{document}} [x] * 图 \x00\x1b -- ,, a\\\\b"
COMPLAINT = re.compile(r"^!|^Overfull|^Underfull|Missing character|Warning:|^LARGER", re.MULTILINE)
SIZE = "size/.style 2 args={minimum width=#1bp, minimum height=#2bp"
MEASURE = r"""\makeatletter
\def\measured#1#2{%
  \pgfpointdiff{\pgfpointanchor{\tikzlastnode}{south west}}{\pgfpointanchor{\tikzlastnode}{north east}}%
  \ifdim\pgf@x>\dimexpr#1+2pt\relax\typeout{LARGER \tikzlastnode}\fi
  \ifdim\pgf@y>\dimexpr#2+2pt\relax\typeout{LARGER \tikzlastnode}\fi}
\makeatother
"""
"""Says which nodes are larger than they should be, the width of their line left out."""
NETWORKS: dict[str, View] = {
    "resnet18": View("right", theme="print"),
    "resnet152": DEFAULT,
    "googlenet": View("right"),
    "inception_v3": View(theme="dark", legend=False),
    "resnet50_preact": View(theme="print", separate=True, expand=("all",)),
    "resnet110_shortcut_gating": View(depth=1, links="https://x.org/~a_b/c%20d"),
}


@pytest.fixture
def latex(tmp_path: Path) -> Latex:
    """Runs `pdflatex` and gives its log."""
    if shutil.which("pdflatex") is None:
        pytest.skip("`pdflatex` is not installed")

    def run(text: str) -> str:
        (tmp_path / "net.tex").write_text(text, encoding="ascii")
        command = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "net.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
        log = (tmp_path / "net.log").read_text("utf-8", "replace")
        assert done.returncode == 0, log[-3000:]
        return log

    return run


def pages(log: str) -> int:
    """How many pages were written."""
    written = re.search(r"Output written on net\.pdf \((\d+) pages?", log)
    return int(written[1]) if written else 0


def measured(picture: str) -> str:
    """A picture that says which of its nodes are too large."""
    assert SIZE in picture
    return picture.replace(SIZE, SIZE + r", append after command={\pgfextra{\measured{#1bp}{#2bp}}}")


@pytest.fixture
def nasty(resolve: Resolve) -> Arch:
    """A network of which the text and all labels are nasty."""
    arch = resolve("block b { relu; conv 1x1, 4 }\narch a { input 4x8x8\n order conv\n stage s: { y: b; sigmoid } }")
    (stage,) = arch.root.nodes
    assert stage.kind == "module"
    nodes = tuple(replace(node, label="".join(SPECIAL)) for node in stage.nodes if node.kind == "module")
    stage = replace(stage, label=NASTY, nodes=(*nodes, *stage.nodes[1:]))
    return replace(arch, docstring=NASTY, root=replace(arch.root, nodes=(stage,)))


def test_a_document_is_one_page(latex: Latex) -> None:
    log = latex(str(draw("resnet50").render("tikz")))
    assert not COMPLAINT.search(log)
    assert pages(log) == 1


def test_all_networks_fit(latex: Latex, resolve: Resolve, nasty: Arch) -> None:
    preamble = tikz_document(resolve(SMALL), View(links="x")).partition(r"\begin{document}")[0]
    arches = [(draw(name).arch, view) for name, view in NETWORKS.items()]
    arches += [(nasty, DEFAULT)]
    pictures = [measured(tikz_picture(arch, view)) for arch, view in arches]
    log = latex("\n".join([preamble, MEASURE, r"\begin{document}", *pictures, r"\end{document}"]))
    assert not COMPLAINT.search(log), COMPLAINT.findall(log)
    assert pages(log) == len(arches)


def test_what_is_too_large_is_found(latex: Latex, resolve: Resolve) -> None:
    document = measured(tikz_document(resolve(SMALL), DEFAULT)).replace(
        r"\begin{document}", MEASURE + r"\begin{document}"
    )
    log = latex(document.replace(r"\nethead{input}", r"\nethead{input of the network}"))
    assert re.findall("^LARGER (.*)", log, re.MULTILINE) == ["input"]


def test_alone_it_needs_tikz_only(latex: Latex, nasty: Arch) -> None:
    begin = r"\documentclass{article}\usepackage{tikz}\begin{document}\noindent\resizebox{\linewidth}{!}{%"
    log = latex(f"{begin}\n{tikz_picture(nasty, DEFAULT)}}}\\end{{document}}")
    assert not re.search(r"^!|^Overfull|Missing character", log, re.MULTILINE)
    assert pages(log) == 1
