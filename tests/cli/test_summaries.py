"""`resnet-dsl summary`: its options, its formats, several networks."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

README = Path(__file__).parents[2] / "README.md"
Run = Callable[..., Result]
FALSE = "arch a { input 3x8x8; conv 3x3, 4; assert params == 7 }"


def test_columns_are_sorted_by(run: Run) -> None:
    lines = run("summary", "resnet50", "--depth", "3", "--sort", "parameters").output.splitlines()
    assert lines[4].startswith("layer4.1-2.conv2")
    assert not any(line.startswith("  ") for line in lines)


def test_a_batch(run: Run) -> None:
    output = run("summary", "resnet18", "--batch", "8").output
    assert output.startswith("resnet18: 3×224×224 → 1000, a batch of 8\n")
    assert "11,689,512 parameters" in output
    assert f"{8 * 1_814_073_344:,} multiply-adds" in output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--sort", "parametres"], "cannot be sorted by `parametres`: did you mean `parameters`?"),
        (["--sort", "colour"], "there are `parameters`, `macs`, `share`"),
        (["--batch", "0"], "0 is not in the range x>=1"),
        (["--table1", "--batch", "2"], "--batch does not go with --table1"),
        (["--table1", "--sort", "macs"], "--sort does not go with --table1"),
        (["--table1", "--depth", "2"], "--depth does not go with --table1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_options_that_cannot_be(run: Run, arguments: list[str], message: str) -> None:
    result = run("summary", "resnet18", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_json_is_exact(run: Run) -> None:
    data = json.loads(run("summary", "resnet50", "--json", "--batch", "2").stdout)
    assert (data["parameters"], data["macs"], data["batch"]) == (25_557_032, 2 * 4_089_184_256, 2)
    assert data["conventions"]["macs"].endswith("FLOPs = 2×")
    assert set(data["conventions"]) <= set(data["rows"][0])
    last = next(row for row in data["rows"] if row["name"] == "layer4")
    assert (last["field"], last["stride"]) == ([427, 427], [32, 32])
    assert data["rows"][-1]["field"] == ["whole", "whole"]
    assert data["rows"][-1]["stride"] == [None, None]


def test_several_networks_follow_each_other(run: Run) -> None:
    output = run("summary", "resnet18", "resnet34", "-p", "classes=10").output
    assert output.index("resnet18: 3×224×224 → 10\n") < output.index("\n\nresnet34: 3×224×224 → 10\n")
    assert [one["name"] for one in json.loads(run("summary", "resnet18", "resnet34", "--json").stdout)] == [
        "resnet18",
        "resnet34",
    ]


@pytest.mark.parametrize(("form", "mark"), [("--markdown", "\n| --- |"), ("--latex", r"\begin{tabular}")])
@pytest.mark.parametrize("family", [[], ["--table1"]])
def test_markdown_and_latex(run: Run, form: str, mark: str, family: list[str]) -> None:
    output = run("summary", "resnet18", "resnet34", form, *family).output
    assert output.count(mark) == (1 if family else 2)


def test_a_family(run: Run) -> None:
    output = run("summary", "resnet18", "resnet50", "--table1").output
    assert "⎢3×3, 64 ⎥×3" in output
    data = json.loads(run("summary", "resnet18", "resnet50", "--table1", "--json").stdout)
    assert [one["name"] for one in data["networks"]] == ["resnet18", "resnet50"]
    assert data["rows"][2]["cells"][0] == [{"lines": ["3×3, 64", "3×3, 64"], "times": 2}]


def test_networks_that_are_no_family(run: Run) -> None:
    lines = run("summary", "resnet18", "resnet20", "--table1").output.splitlines()
    assert [line.split()[:2] for line in lines if line.startswith("conv1")] == [
        ["conv1", "112×112"],
        ["conv1", "32×32"],
    ]


def test_a_claim_that_fails_hides_no_table(run: Run) -> None:
    Path("a.arch").write_text(FALSE)
    result = run("summary", "a.arch", "resnet18")
    assert result.exit_code == 1
    assert "112 parameters" in result.stdout
    assert "11,689,512 parameters" in result.stdout
    assert "error[E0601]" in result.stderr


def test_a_file_that_is_wrong_is_told_before_any_table(run: Run) -> None:
    result = run("summary", "resnet18", "none.arch")
    assert (result.exit_code, result.stdout) == (1, "")


def test_what_the_readme_shows_is_what_is_printed(run: Run) -> None:
    shown = re.findall(r"^\$ resnet-dsl (summary .*)\n((?:(?!```).*\n)+)", README.read_text(encoding="utf-8"), re.M)
    assert len(shown) == 2
    for command, output in shown:
        assert run(*command.split()).output == output
