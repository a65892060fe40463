"""`%%arch` and `%arch`."""

from pathlib import Path

import pytest
from cells import Ran, Run
from IPython.core.error import UsageError

import resnet_dsl as rd
from resnet_dsl.backends.core.backend import BackendError
from resnet_dsl.pipeline.picture import Picture

SMALL = "arch small(width = 4) {\n    input 3x8x8\n    conv 3x3, width\n}\n"
WIDER = "arch wider extends small(width = 8) {}\n"
BLOCK = "block unit(width) { conv 3x3, width }\n"


def refused(ran: Ran) -> str:
    """The line that a mistake in the magic itself is answered with."""
    assert isinstance(ran.error, UsageError), ran.error
    (line,) = ran.printed.strip().splitlines()
    return line.removeprefix("UsageError: ")


def codes(ran: Ran) -> list[str]:
    assert isinstance(ran.error, rd.ArchError), ran.error
    return [one.code for one in ran.error.diagnostics]


# a cell


def test_a_cell_is_a_file_and_its_arch_a_variable(run: Run) -> None:
    ran = run(f"%%arch\n{SMALL}")
    assert ran.error is None
    assert ran.variables["small"] == rd.loads(SMALL)
    assert [set(shown) for shown in ran.shown] == [{"text/plain", "text/html"}]


def test_every_arch_of_a_cell(run: Run) -> None:
    ran = run(f"%%arch\n{SMALL}{WIDER}")
    assert [shown["text/plain"] for shown in ran.shown] == [
        "<Arch small: 3x8x8 to 4x8x8>",
        "<Arch wider: 3x8x8 to 8x8x8>",
    ]
    assert ran.variables["wider"].output.channels == 8


def test_lines_are_counted_as_the_notebook_counts_them(run: Run) -> None:
    ran = run("%%arch\narch bad {\n    input 3x8x8\n    convv 3x3, 4\n    conv 3x3, 4, grups=2\n}\n")
    assert codes(ran) == ["E0301", "E0302"]
    assert "<cells>/bad.arch:4:5\n" in ran.printed
    assert "4 |     convv 3x3, 4\n" in ran.printed
    assert "Traceback" not in ran.printed
    assert "run_cell_magic" not in ran.printed


def test_what_does_not_parse(run: Run) -> None:
    assert "<cells>/cell.arch:2:" in run("%%arch\nnothing of the sort").printed
    assert codes(run("%%arch\n# nothing yet")) == ["E0103"]
    assert codes(run("%%arch\narch a { input 3x8x8; conv 3x3, 4")) == ["E0203"]


def test_what_two_archs_share_is_said_once(run: Run) -> None:
    ran = run("%%arch\nblock b { nope }\narch one { input 3x8x8; b }\narch two { input 3x8x8; b }\n")
    assert codes(ran) == ["E0301"]


def test_a_failed_cell_changes_nothing(run: Run) -> None:
    run(f"%%arch\n{SMALL}")
    ran = run("%%arch\narch small { nope }")
    assert ran.variables["small"] == rd.loads(SMALL)
    assert run(f"%%arch\n{WIDER}").error is None


def test_a_failing_claim_does_not_hide_the_network(run: Run) -> None:
    ran = run(f"%%arch\n{SMALL[:-2]}\n    assert params == 1\n}}")
    assert codes(ran) == ["E0601"]
    assert ran.variables["small"].output.channels == 4
    assert len(ran.shown) == 1
    assert run(f"%%arch\n{WIDER}").error is None


def test_what_is_doubtful_is_said_below(run: Run) -> None:
    ran = run("%%arch\narch a {\n    input 3x8x8\n    conv 3x3, 4, bias=true\n    bn\n}\n")
    assert ran.error is None
    assert ran.shown[1]["text/plain"].startswith("warning[W0101]")
    assert "<cells>/a.arch:4:" in ran.shown[1]["text/plain"]


def test_a_file_of_another_tool(run: Run) -> None:
    assert codes(run("%%arch\nimport torch.nn as nn\nclass Net(nn.Module):\n    pass\n")) == ["E0105"]


# its options


def test_parameters_and_input(run: Run) -> None:
    run("n = 6")
    ran = run(f"%%arch -p width={{n}} --input 3x16x16\n{SMALL}")
    assert ran.variables["small"].output.sizes == (6, 16, 16)
    assert run(f"%%arch -p 'width = 2 + 3'\n{SMALL}").variables["small"].output.channels == 5
    assert codes(run(f"%%arch -p wdith=5\n{SMALL}")) == ["E0302"]


def test_a_parameter_that_has_no_default(run: Run) -> None:
    ran = run("%%arch -p width=5\narch a(width) { input 3x8x8; conv 3x3, width }")
    assert ran.error is None
    assert ran.variables["a"].output.channels == 5


def test_a_name_of_ones_own(run: Run) -> None:
    ran = run(f"%%arch net --quiet\n{SMALL}")
    assert ran.shown == []
    assert ran.variables["net"].name == "small"
    assert "small" not in ran.variables


def test_the_picture(run: Run) -> None:
    (shown,) = run(f"%%arch --draw\n{SMALL}").shown
    assert "<svg" in shown["image/svg+xml"]


def test_the_picture_where_nothing_draws(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(picture: Picture, format: str) -> str:
        raise BackendError("nothing here can draw svg: install it")

    monkeypatch.setattr(Picture, "render", fail)
    ran = run(f"%%arch --draw\n{SMALL}")
    assert refused(ran) == "%%arch: nothing here can draw svg: install it"
    assert ran.variables["small"].name == "small"


def test_a_folder_of_imports(run: Run) -> None:
    Path("blocks").mkdir()
    Path("blocks/mine.arch").write_text(BLOCK)
    cell = "import mine (unit)\narch a { input 3x8x8; unit 5 }"
    assert run(f"%%arch -I blocks\n{cell}").error is None
    assert codes(run(f"%%arch\n{cell}")) == ["E0104"]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("--qiet", "there is no option `--qiet`: did you mean `--quiet`?"),
        ("--nonsense", "there is no option `--nonsense`: `%%arch?` shows what there is"),
        ("--draw --quiet", "argument --quiet: not allowed with argument --draw"),
        ("-p width", "`width` is not NAME=VALUE"),
        ("--input 3x", "argument --input: the input cannot be `3x`: give it as `3x299x299`, or as a tuple of integers"),
        ("-I nowhere", "argument -I: there is no folder `nowhere`"),
        ("two names", "unrecognized arguments: names"),
        ("../up", "argument NAME: `../up` is no name"),
        ("-p 'width=4", "no closing quotation"),
    ],
)
def test_a_wrong_option(line: str, answer: str, run: Run) -> None:
    ran = run(f"%%arch {line}\n{SMALL}")
    assert refused(ran) == f"%%arch: {answer}"
    assert "small" not in ran.variables


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        (f"%%arch\n{BLOCK}", "the cell holds blocks only: `%%arch NAME` names what they are imported from"),
        (f"%%arch net\n{SMALL}{WIDER}", "the cell holds `small`, `wider`, and `net` can be one only"),
        ("%%arch\narch lambda { input 3x8x8; relu }", "`lambda` is a word of Python"),
    ],
)
def test_a_cell_that_no_variable_can_have(cell: str, answer: str, run: Run) -> None:
    assert refused(run(cell)).startswith(f"%%arch: {answer}")
    assert codes(run("%%arch\narch later extends small {}")) == ["E0301"]


@pytest.mark.parametrize(
    ("magic", "options"), [("%%arch", ("--draw", "-p NAME=VALUE")), ("%arch", ("SPEC", "--input"))]
)
def test_help(magic: str, options: tuple[str, ...], run: Run) -> None:
    ran = run(f"{magic}?")
    assert all(option in ran.printed for option in (f"usage: {magic} [", *options))


# later cells


def test_a_later_cell_extends_the_arch_of_an_earlier_one(run: Run) -> None:
    run(f"%%arch\n{SMALL}{BLOCK}")
    assert run(f"%%arch\n{WIDER}").variables["wider"].output.channels == 8
    assert run("%%arch\narch widest extends wider(width = 16) {}").variables["widest"].output.channels == 16


def test_a_later_cell_imports_the_blocks_of_an_earlier_one(run: Run) -> None:
    run(f"%%arch lib\n{BLOCK}")
    run(f"%%arch net\n{SMALL}\nblock other {{ relu }}")
    cell = "import lib (unit)\nimport net (other)\nimport small (small as s)\narch a { input 3x8x8; unit 5; other }"
    assert run(f"%%arch\n{cell}").variables["a"].output.channels == 5


def test_the_latest_run_of_a_cell_counts(run: Run) -> None:
    run(f"%%arch\n{SMALL}")
    run(f"%%arch\n{SMALL.replace('8x8', '9x9')}")
    assert run(f"%%arch\n{WIDER}").variables["wider"].output.sizes == (8, 9, 9)


def test_a_mistake_in_an_earlier_cell_is_shown_there(run: Run) -> None:
    run("%%arch lib\nblock unit(width) {\n    conv 3x3, 100, groups=width\n}")
    ran = run("%%arch\nimport lib (unit)\narch a { input 3x8x8; unit 7 }")
    assert "<cells>/lib.arch:3:5\n" in ran.printed
    assert "<cells>/a.arch:3:" in ran.printed


def test_a_cell_stands_in_the_folder_of_its_notebook(run: Run) -> None:
    Path("mine.arch").write_text(BLOCK)
    Path("base.arch").write_text(SMALL.replace("small", "base"))
    ran = run("%%arch\nimport mine (unit)\narch a extends base {\n    conv1: unit 5\n}")
    assert ran.variables["a"].output.channels == 5


def test_a_cell_comes_before_a_file_and_a_bundled_network(run: Run) -> None:
    run("%%arch\narch resnet18 { input 3x8x8; conv 3x3, 4 }")
    assert run("%%arch\narch a extends resnet18 {}").variables["a"].input.sizes == (3, 8, 8)
    assert run("b = %arch resnet18").variables["b"].input.sizes == (3, 8, 8)
    assert run("c = rd.load('resnet18')").variables["c"].input.sizes == (3, 224, 224)


# a line


def test_a_line_gives_the_network_of_a_spec(run: Run) -> None:
    ran = run("net = %arch resnet18 -p classes=10 --input 3x64x64")
    assert ran.variables["net"] == rd.load("resnet18", classes=10, input="3x64x64")
    (shown,) = run("%arch resnet18").shown
    assert "<table>" in shown["text/html"]


def test_a_line_gives_the_network_of_a_cell_at_other_parameters(run: Run) -> None:
    run(f"%%arch --quiet\n{SMALL}{WIDER}")
    assert run("net = %arch small -p width=5").variables["net"].output.channels == 5
    assert run("net = %arch wider").variables["net"].output.channels == 8


def test_a_line_that_is_wrong(run: Run) -> None:
    assert codes(run("%arch resnet5")) == ["E0101"]
    assert refused(run("%arch")) == "%arch: the following arguments are required: SPEC"
    assert refused(run("%arch resnet18 --draw")).startswith("%arch: there is no option `--draw`")
