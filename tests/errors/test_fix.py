"""`check --fix`: what is repaired, what is left alone, and what becomes of the file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from answering import CASES
from click.testing import CliRunner, Result

from resnet_dsl.cli.main import cli
from resnet_dsl.pipeline.check import check
from resnet_dsl.pipeline.fix import fix

Run = Callable[..., Result]
ARCH = "arch a {{\n    input 3x8x8\n    order conv bn + relu\n    {}\n}}\n"
CERTAIN = [
    ("conv 3x3, 16 /2", "conv 3x3, 16, /2"),
    ("conv 3x3 16", "conv 3x3, 16"),
    ("conv 3x3, 16, x3", "conv 3x3, 16 x3"),
    ("fc = conv 3x3, 16", "fc: conv 3x3, 16"),
    ("s = residual { conv 3x3, 3 }", "s: residual { conv 3x3, 3 }"),
    ("init conv = kaiming_normal(mode=fan_out)", "init conv: kaiming_normal(mode=fan_out)"),
    ("if 1 = 2 { relu }", "if 1 == 2 { relu }"),
    ("if 1 == 2 { relu } else if 2 = 2 { tanh }", "if 1 == 2 { relu } else if 2 == 2 { tanh }"),
    ("assert depth = 0", "assert depth == 0"),
    ("if true && 1 == 2 { relu }", "if true and 1 == 2 { relu }"),
    ("add { identity, conv 3x3, 3 }", "add { identity; conv 3x3, 3 }"),
    ("concat { conv 3x3, 4; identity, relu }", "concat { conv 3x3, 4; identity; relu }"),
    ("block: relu", '"block": relu'),
    ("// a comment", "# a comment"),
    ("stage 'a b': conv 3x3, 3", 'stage "a b": conv 3x3, 3'),
    ("Conv2d 3x3, 16", "conv 3x3, 16"),
    ("GlobalAveragePooling2D", "global_avgpool"),
    ("LeakyReLU alpha=0.1", "leaky_relu slope=0.1"),
    ("maxpool 3x3, strides=2, padding=1, ceil_mode=True", "maxpool 3x3, stride=2, pad=1, ceil=true"),
    ("order Conv2D BatchNorm2d(epsilon=1e-3) + SiLU", "order conv bn(eps=1e-3) + silu"),
    ("conv 3x3, 16, activation=Swish", "conv 3x3, 16, act=silu"),
    ("init Conv2d: he_normal", "init conv: kaiming_normal"),
    ("flatten; Dense units=10, use_bias=False", "flatten; linear features=10, bias=false"),
    (
        "Convolutional 3x3, filters=8; flatten; InnerProduct num_output=3",
        "conv 3x3, channels=8; flatten; linear features=3",
    ),
]
GUESSES = [
    "convv 3x3, 16",
    "conv 3x3, 16, dilatoin=2",
    "conv 3x3, 16 / 2",
    "conv 3x3, 16/2",
    "width = 16",
    "width = base * 2",
    "conv 3x3, 16 relu",
    "conv, 3x3, 16",
    "conv 3x3, 16, x3, bias=true",
    "add { relu, tanh }",
    "conv 3, 16",
    "conv 3x3, 16, in_channels=3",
    "let x = 3 = 4",
    "conv 3x3, 16 & relu",
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, **options: CliRunner().invoke(cli, ["check", *arguments], **options)


@pytest.mark.parametrize(("slip", "repaired"), CERTAIN, ids=[slip for slip, _ in CERTAIN])
def test_what_is_certain_is_repaired(run: Run, slip: str, repaired: str) -> None:
    path = Path("net.arch")
    path.write_text(ARCH.format(slip), encoding="utf-8")
    result = run("net.arch", "--fix")
    assert path.read_text(encoding="utf-8") == ARCH.format(repaired)
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("fixed net.arch:")


@pytest.mark.parametrize("slip", GUESSES)
def test_a_guess_is_no_repair(run: Run, slip: str) -> None:
    Path("net.arch").write_text(ARCH.format(slip), encoding="utf-8")
    result = run("net.arch", "--fix")
    assert Path("net.arch").read_text(encoding="utf-8") == ARCH.format(slip)
    assert (result.exit_code, result.stderr) == (1, "")


def test_a_block_is_imported(run: Run) -> None:
    path = Path("net.arch")
    path.write_text(f'"""A net."""\n\n{ARCH.format("bottleneck 16; basic 64; bottleneck 16")}', encoding="utf-8")
    assert run("net.arch", "--fix").exit_code == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[:5] == [
        '"""A net."""',
        "",
        "import blocks.residual (basic)",
        "import blocks.residual (bottleneck)",
        "",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_mark_stay(run: Run, end: str, mark: bytes) -> None:
    path = Path("net.arch")
    data = (
        mark
        + ARCH.format("# é\n    bottleneck 16\n    BatchNorm2d; ReLU\n    # 畳\n    Tanh").replace("\n", end).encode()
    )
    path.write_bytes(data)
    assert run("net.arch", "--fix").exit_code == 0
    written = path.read_bytes()
    assert written.startswith(mark + b"import")
    assert b"    bn; relu" + end.encode() in written
    assert written.count(b"\n") == written.count(end.encode()) == data.count(b"\n") + 2
    assert written.endswith(b"    tanh" + end.encode() + b"}" + end.encode())


def test_mixed_line_ends_stay(run: Run) -> None:
    Path("net.arch").write_bytes(b"arch a {\r\n input 3x8x8\n ReLU\r\n Tanh\n}\r\n")
    run("net.arch", "--fix")
    assert Path("net.arch").read_bytes() == b"arch a {\r\n input 3x8x8\n relu\r\n tanh\n}\r\n"


def test_what_remains_is_reported(run: Run) -> None:
    Path("net.arch").write_text(ARCH.format("Conv2d 3x3, 16 /2; convv 3x3, 4"), encoding="utf-8")
    result = run("net.arch", "--fix")
    assert result.exit_code == 1
    assert result.stderr == "fixed net.arch:4:20: `,` is inserted\nfixed net.arch:4:5: `Conv2d` is now `conv`\n"
    assert "no op or block `convv`" in result.stdout
    assert result.stdout.endswith("1 file, 1 error\n")


def test_the_difference_is_shown_and_nothing_written(run: Run) -> None:
    text = ARCH.format("Conv2d 3x3, 16; convv 3x3, 4")
    Path("net.arch").write_text(text, encoding="utf-8")
    result = run("net.arch", "--diff")
    assert "-    Conv2d 3x3, 16; convv 3x3, 4\n+    conv 3x3, 16; convv 3x3, 4\n" in result.stdout
    assert (result.exit_code, result.stderr) == (1, "1 mistake of `net.arch` would be repaired, 1 left\n")
    assert Path("net.arch").read_text(encoding="utf-8") == text
    Path("net.arch").write_text(ARCH.format("Conv2d 3x3, 16"), encoding="utf-8")
    assert run("net.arch", "--diff", "--fix").exit_code == 1
    Path("net.arch").write_text(ARCH.format("conv 3x3, 16"), encoding="utf-8")
    assert (run("net.arch", "--diff").exit_code, run("net.arch", "--diff").output) == (0, "")


def test_other_formats_tell_what_remains(run: Run) -> None:
    Path("net.arch").write_text(ARCH.format("Conv2d 3x3, 16"), encoding="utf-8")
    result = run("net.arch", "--fix", "--format", "json")
    assert (result.stdout, result.exit_code) == ("[]\n", 0)


def test_only_files_given_by_their_path_are_written(run: Run) -> None:
    Path("lib.arch").write_text("block b { ReLU }", encoding="utf-8")
    Path("net.arch").write_text("import lib (b)\n" + ARCH.format("b"), encoding="utf-8")
    assert run("net.arch", "--fix").exit_code == 1
    assert Path("lib.arch").read_text(encoding="utf-8") == "block b { ReLU }"
    assert run("-", "resnet18", "none", "--fix", input="arch a { input 3x8x8; ReLU }").exit_code == 1
    assert run("net.arch:a", "lib.arch", "--fix").exit_code == 1
    assert run("nothing.arch", "--fix").exit_code == 1


def test_one_arch_of_a_file(run: Run) -> None:
    Path("nets.arch").write_text("arch a { input 3x8x8; ReLU }\narch b { input 3x8x8; Tanh }\n", encoding="utf-8")
    run("nets.arch:b", "--fix")
    assert (
        Path("nets.arch").read_text(encoding="utf-8") == "arch a { input 3x8x8; ReLU }\narch b { input 3x8x8; tanh }\n"
    )


def test_a_link_stays_a_link(run: Run) -> None:
    Path("real.arch").write_text(ARCH.format("ReLU"), encoding="utf-8")
    Path("net.arch").symlink_to("real.arch")
    run("net.arch", "--fix")
    assert Path("net.arch").is_symlink()
    assert "relu" in Path("real.arch").read_text(encoding="utf-8").splitlines()[3]


def test_a_file_that_may_not_be_read(run: Run) -> None:
    Path("net.arch").write_bytes(b"arch a { \xff ReLU }")
    assert run("net.arch", "--fix").exit_code == 1
    assert Path("net.arch").read_bytes() == b"arch a { \xff ReLU }"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.arch")), ids=lambda path: path.stem)
def test_a_repair_makes_nothing_worse(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    before = check(path)
    fixed = fix(Path(path.name), lambda texts: check(path.name, texts=texts))
    assert len(fixed.left) <= len(before)
    assert (fixed.before == fixed.after) == (not fixed.done)
    assert not any(finding.fix for finding in fixed.left)
