"""`resnet-dsl diff` and `resnet-dsl compare`."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.testing import Result

Run = Callable[..., Result]
Process = Callable[..., "CompletedProcess[str]"]
SAME = "arch one { input 8x8x8; conv 3x3, 8 }\narch other {\n  input 8x8x8\n  conv 3x3, 8\n}\n"


def test_the_exit_status_of_a_difference(run: Run) -> None:
    Path("nets.arch").write_text(SAME)
    same = run("diff", "nets.arch:one", "nets.arch:other")
    assert (same.exit_code, same.stdout) == (0, "one → other\n\nno difference\n")
    assert run("diff", "resnet50", "resnet50_v1").exit_code == 1
    wrong = run("diff", "resnet50", "resnet5")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "did you mean `resnet`" in wrong.stderr
    assert run("diff", "resnet50").exit_code == 2


def test_a_picture_that_cannot_be_written_is_trouble(run: Run) -> None:
    failed = run("diff", "resnet18", "resnet34", "-o", "nodir/x.svg")
    assert (failed.exit_code, failed.stdout) == (2, "")
    assert "`nodir/x.svg` cannot be written" in failed.stderr


def test_parameters_of_the_second_or_of_both(run: Run) -> None:
    assert "fc: features 1000 → 10" in run("diff", "resnet18", "resnet18", "-p", "classes=10").stdout
    assert run("diff", "resnet18", "resnet18", "-p", "classes=10", "--both").exit_code == 0
    assert "input 3×224×224 → 3×32×32" in run("diff", "resnet18", "resnet18", "--input", "3x32x32").stdout


def test_a_difference_as_json(run: Run) -> None:
    result = run("diff", "resnet50", "resnet50_v1", "--json")
    data = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [change["kind"] for change in data["changes"]] == ["moved_stride"]
    assert [place["after"] for place in data["changes"][0]["places"]] == ["layer2.0", "layer3.0", "layer4.0"]


def test_little_in_common(run: Run) -> None:
    short, long = (run("diff", "resnet50", "googlenet", *more).stdout for more in ([], ["--all"]))
    assert len(short.splitlines()) < 10 < len(long.splitlines())


def test_claims_that_fail_are_told_behind_the_answer(run: Run) -> None:
    body = "{ let unit = bottleneck(base=32); assert params == 1 }"
    Path("net.arch").write_text(f"import blocks.residual (bottleneck)\narch a extends resnet50 {body}")
    difference = run("diff", "resnet50", "net.arch")
    assert "conv1-2: channels ×0.5" in difference.stdout
    assert (difference.exit_code, "error[E0601]" in difference.stderr) == (2, True)
    table = run("compare", "resnet50", "net.arch")
    assert "12.4 M" in table.stdout
    assert (table.exit_code, "error[E0601]" in table.stderr) == (1, True)


def test_a_table_of_networks(run: Run) -> None:
    output = run("compare", "resnext*", "resnet50", "resnext50_32x4d").stdout
    names = [line.split()[0] for line in output.splitlines()[1:5]]
    assert names == ["resnext50_32x4d", "resnext101_32x8d", "resnext101_64x4d", "resnet50"]
    assert run("compare", "resnet18", "--markdown").stdout.startswith("| name |")
    assert json.loads(run("compare", "resnet18", "--json").stdout)[0]["name"] == "resnet18"


def test_plots(run: Run) -> None:
    result = run("compare", "resnet18", "resnet34", "-o", "a.svg", "--plot", "stages", "--theme", "dark")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "wrote `a.svg`\n")
    assert Path("a.svg").read_bytes().startswith(b"<?xml")
    assert run("compare", "resnet18", "-o", "-").stdout.startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--plot", "stages"], "`--plot` is for a plot: say with `-o FILE` where to write it"),
        (["--theme", "dark"], "`--theme` is for a plot"),
        (["--json", "-o", "a.svg"], "`--json` prints a table and `-o` writes a plot"),
        (["-o", "a.gif"], "`a.gif` has no suffix of a plot"),
        (["-o", "a"], "`a` has no suffix of a plot: there are `.svg`, `.png`, `.pdf`"),
        (["-o", "a.svg", "--plot", "pie"], "'pie' is not one of"),
    ],
)
def test_mistakes_in_the_command(run: Run, arguments: list[str], said: str) -> None:
    result = run("compare", "resnet18", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


def test_an_unknown_pattern(run: Run) -> None:
    result = run("compare", "resnet18", "vgg*")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no bundled network `vgg*`" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["diff", "resnet18", "resnet34"], ["compare", "resnet18", "resnet34"]], ids=" ".join
)
def test_neither_torch_nor_matplotlib_is_needed(process: Process, arguments: list[str]) -> None:
    result = process(*arguments, without=("torch", "torchvision", "rich", "matplotlib", "numpy"))
    assert result.returncode == (arguments[0] == "diff"), result.stderr
    assert "resnet34" in result.stdout


def test_a_plot_without_matplotlib(process: Process) -> None:
    result = process("compare", "resnet18", "-o", "a.svg", without=("matplotlib",))
    assert (result.returncode, result.stdout) == (1, "")
    assert "drawing a plot needs matplotlib: install it with `pip install 'resnet-dsl[plot]'`" in result.stderr
