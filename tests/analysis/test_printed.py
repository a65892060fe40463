"""Tables in Markdown and LaTeX: every cell comes back as it was, whatever stands in it; LaTeX compiles."""

import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

import resnet_dsl as rd
from resnet_dsl.analysis.latex import escape as escape_latex
from resnet_dsl.analysis.markdown import escape, table

NASTY = r"a|b `c` *d* _e_ <b>f</b> & $g$ 100% #h {i} ~j^k \l [m](n) [o]: p × · ⊕ ⊗ … → −"
PLAIN = "\\documentclass{article}\n\\usepackage{booktabs}\n\\begin{document}\n%s\n\\end{document}\n"
FAMILY = ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152")


def cells_of(line: str) -> list[str]:
    """The cells of a row of a table of Markdown, as they are shown."""
    assert line.startswith("| ")
    assert line.endswith(" |")
    parts = re.split(r"(?<!\\)\|", line)[1:-1]
    return [unescape(re.sub(r"\\(.)", r"\1", part)).strip(" ").replace("\xa0", " ") for part in parts]


def rows_of(markdown: str) -> list[list[str]]:
    """All rows of a table but the rule."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    assert re.fullmatch(r"\|( -{2,3}:? \|)+", lines[1])
    return [cells_of(lines[0]), *map(cells_of, lines[2:])]


def test_markdown_shows_any_text_as_it_is() -> None:
    assert rows_of(table(["a", "b|c"], [False, True], [[NASTY, "  two"]])) == [["a", "b|c"], [NASTY, "  two"]]
    assert "<b>" not in escape(NASTY)


@pytest.mark.parametrize("name", ["resnet50", "googlenet", "inception_v3"])
def test_a_summary_in_markdown_is_its_table(name: str) -> None:
    summary = rd.summary(name)
    titles, *rows = rows_of(summary.markdown())
    assert titles == [column.title for column in summary.table.columns]
    assert rows == [[cell.rstrip() for cell in row] for row in summary.table.rows]


def test_table1_in_markdown_has_a_cell_for_each_network() -> None:
    made = rd.table1(*FAMILY)
    titles, *rows = rows_of(made.markdown())
    assert titles == ["stage", "output", *FAMILY]
    assert {len(row) for row in rows} == {7}
    assert rows[3][2:5] == [
        "[3×3, 128; 3×3, 128] ×2",
        "[3×3, 128; 3×3, 128] ×4",
        "[1×1, 128; 3×3, 128; 1×1, 512] ×4",
    ]


def test_latex_of_a_summary_has_the_rules_of_booktabs() -> None:
    lines = rd.summary("resnet50").latex().splitlines()
    assert lines[0] == r"% \usepackage{booktabs}"
    assert [line for line in lines if line in (r"\toprule", r"\midrule", r"\bottomrule")] == [
        r"\toprule", r"\midrule", r"\midrule", r"\bottomrule",
    ]  # fmt: skip
    row = next(line for line in lines if line.startswith(r"\quad layer2.0 "))
    assert row == (
        r"\quad layer2.0 & bottleneck 128, /2 & 512$\times$28$\times$28 & 379,392 & 372,506,624 & 9.1\% & 14.93 & 8.43"
        r" & 43 & /8 & $\oplus$ projection \\"
    )


def test_table1_in_latex_is_written_as_in_the_paper() -> None:
    text = rd.table1(*FAMILY).latex()
    assert r"conv1 & 112$\times$112 & \multicolumn{5}{c|}{7$\times$7, 64, stride 2} \\" in text
    assert r"$\left[\begin{array}{c}\mbox{3$\times$3, 64}\\\mbox{3$\times$3, 64}\end{array}\right]\times2$" in text
    assert r"$1.8\times10^{9}$" in text


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """What LaTeX says to a document; it has to make one page."""
    latex = shutil.which("pdflatex")
    if latex is None:
        pytest.skip("pdflatex is not installed")

    def run(text: str) -> str:
        folder = tmp_path_factory.mktemp("latex")
        Path(folder, "table.tex").write_text(text, encoding="utf-8")
        command = [latex, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "table.tex"]
        made = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
        log = made.stdout.decode(errors="replace")
        assert made.returncode == 0, log[-2000:]
        assert Path(folder, "table.pdf").read_bytes().startswith(b"%PDF")
        return log

    return run


def test_latex_compiles(compiled: Callable[[str], str]) -> None:
    """All kinds of tables in one document, since most of the time is LaTeX's start."""
    tables = [
        rd.summary("googlenet", depth=2).latex(),
        rd.summary("resnet18", sort="macs", batch=8).latex(),
        rd.table1(*FAMILY).latex(),
        rd.table1("googlenet").latex(),
        rd.table1("resnet50", "resnext50_32x4d").latex(),
        rd.table1("d2l_resnet18", "d2l_googlenet").latex(),
    ]
    log = compiled(PLAIN % "\n\n\\noindent ".join([*tables, escape_latex(f"  {NASTY}")]))
    assert "Missing character" not in log
    assert "LaTeX Warning" not in log
