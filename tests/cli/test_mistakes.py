"""Every mistake is answered with a code and a place, and never by a traceback."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

ARCH = "arch a {{\n    input 3x8x8\n    {}\n}}\n"
# what is wrong, the file, the code, line:column, words that must be said
MISTAKES = [
    ("empty", "", "E0103", "1:1", ["no arch and no block"]),
    ("comments only", "# nothing\n", "E0103", "1:1", []),
    ("stray character", ARCH.format("conv 3x3, 4 $"), "E0202", "3:17", ["`$`"]),
    ("escape sequence", ARCH.format("relu \x1b[31m"), "E0202", "3:10", []),
    ("unclosed brace", "arch a {\n    input 3x8x8\n", "E0203", "1:8", ["`{` is never closed"]),
    ("unclosed string", ARCH.format('"abc: relu'), "E0203", "3:5", []),
    ("forgotten comma", ARCH.format("conv 3x3, 64 /2"), "E0201", "3:18", ["conv 3x3, 64, /2"]),
    ("unknown op", ARCH.format("convv 3x3, 4"), "E0301", "3:5", ["did you mean `conv`?"]),
    ("unknown parameter", ARCH.format("conv 3x3, 4, dilatoin=2"), "E0302", "3:18", ["did you mean `dilation`?"]),
    ("missing argument", ARCH.format("conv 3x3"), "E0303", "3:5", ["`channels`"]),
    ("left-over argument", ARCH.format("relu 3"), "E0304", "3:10", []),
    ("wrong type", ARCH.format("conv 3x3, 4.5"), "E0305", "3:15", ["a positive integer", "the float 4.5"]),
    ("too small", ARCH.format("conv 3x3, 4, pad=0 x4"), "E0401", "3:5", ["4x2x2"]),
    ("unequal sum", ARCH.format("add { conv 3x3, 4; conv 3x3, 5 }"), "E0402", "3:24", ["4x8x8", "5x8x8"]),
    ("no plus", ARCH.format("order conv bn relu; residual { conv 3x3, 3 }"), "E0501", "3:25", ["no `+`"]),
    ("no such import", f"import no.where (b)\n{ARCH.format('relu')}", "E0104", "1:1", ["no/where.arch"]),
    ("import of a parent", f"import ..up (b)\n{ARCH.format('relu')}", "E0201", "1:8", []),
    ("circle", "block p { q }\nblock q { p }\narch a { input 3x8x8; p }", "E0307", "2:11", ["`p` → `q` → `p`"]),
    ("extends itself", "arch a extends a { input 3x8x8 }", "E0307", "1:6", []),
    ("failing figure", ARCH.format("conv 3x3, 4; assert params == 113"), "E0601", "3:18", ["112", "113"]),
    ("failing size", ARCH.format("c: conv 3x3, 4; assert c is 4x4x4"), "E0601", "3:21", ["4x8x8", "4x4x4"]),
    ("repeat of 0", ARCH.format("conv 3x3, 4 x0"), "E0305", "3:17", ["this is 0"]),
    ("repeat of -1", ARCH.format("conv 3x3, 4 x -1"), "E0305", "3:19", ["this is -1"]),
    ("repeat of 10^12", ARCH.format("conv 3x3, 4 x1000000000000"), "E0701", "3:17", ["1,000,000,000,000"]),
    ("large power", ARCH.format("conv 3x3, 9**9**9**9"), "E0308", "3:18", []),
    ("deep brackets", ARCH.format("{" * 5000), "E0701", None, []),
    ("deep braces", ARCH.format("{" * 70 + "relu" + "}" * 70), "E0701", None, []),
    ("required parameter", "arch a(n) { input 3x8x8; conv 3x3, n }", "E0303", "1:6", ["`n`", "-p n="]),
]


@pytest.mark.parametrize(("text", "code", "place", "words"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake(run: Run, text: str, code: str, place: str | None, words: list[str]) -> None:
    Path("net.arch").write_text(text, encoding="utf-8")
    result = run("check", "net.arch")
    expect(result, code, f"net.arch:{place}" if place else "net.arch:", words)


def expect(result: Result, code: str, place: str, words: Sequence[str] = ()) -> None:
    assert result.exit_code == 1
    assert result.output.startswith(f"error[{code}]: "), result.output
    assert re.search(rf"--> {re.escape(place)}\b", result.output), result.output
    assert "Traceback" not in result.output
    assert "\x1b" not in result.output
    for word in words:
        assert word in result.output


def test_a_missing_file(run: Run) -> None:
    expect(run("check", "none.arch"), "E0101", "none.arch:1:1")


def test_a_folder(run: Run) -> None:
    Path("nets.arch").mkdir()
    expect(run("check", "nets.arch"), "E0102", "nets.arch:1:1", ["is a folder"])


def test_a_file_that_is_not_utf8(run: Run) -> None:
    Path("net.arch").write_bytes("arch a {\n  # café\n}".encode("latin-1"))
    expect(run("check", "net.arch"), "E0102", "net.arch:2:8", ["not UTF-8"])


def test_a_file_that_is_too_large(run: Run) -> None:
    Path("net.arch").write_bytes(b"#" * 1_000_001)
    expect(run("check", "net.arch"), "E0102", "net.arch:1:1", ["larger than a spec may be"])


@pytest.mark.parametrize("module", ["link", "away.b"], ids=["file", "folder"])
def test_an_import_through_a_link(
    run: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, module: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "b.arch").write_text("block b { relu }")
    (tmp_path / "link.arch").symlink_to(outside / "b.arch")
    (tmp_path / "away").symlink_to(outside)
    Path("net.arch").write_text(f"import {module} (b)\n" + ARCH.format("b"))
    expect(run("check", "net.arch"), "E0104", "net.arch:1:1", ["through a link"])


def test_imports_in_a_circle(run: Run) -> None:
    Path("one.arch").write_text("import two (b)\nblock a { b }")
    Path("two.arch").write_text("import one (a)\nblock b { a }")
    expect(run("check", "one.arch"), "E0104", "two.arch:1:1", ["a circle"])


def test_the_calls_that_led_there_are_shown(run: Run) -> None:
    text = "block inner(n) { conv 3x3, 4, groups=n }\nblock outer { inner 3 }\narch a { input 4x8x8; outer }"
    Path("net.arch").write_text(text)
    output = run("check", "net.arch").output
    assert "in `inner 3`, called at net.arch:2:15" in output
    assert "in `outer`, called at net.arch:3:23" in output


def test_all_mistakes_of_all_files_are_reported(run: Run) -> None:
    Path("one.arch").write_text(ARCH.format("convv 3x3, 4; relu; reluu"))
    Path("two.arch").write_text("arch a {")
    Path("good.arch").write_text(ARCH.format("relu"))
    result = run("check", "one.arch", "two.arch", "good.arch", "resnet18", "none")
    assert re.findall(r"error\[(\w+)\]", result.output) == ["E0301", "E0301", "E0203", "E0101"]
    assert result.output.endswith("5 files, 4 errors\n")
    assert result.exit_code == 1


def test_json_has_places_and_codes(run: Run) -> None:
    Path("net.arch").write_text(ARCH.format("convv 3x3, 4"))
    result = run("check", "net.arch", "--format", "json")
    (found,) = json.loads(result.stdout)
    assert found["spec"] == "net.arch"
    assert found["code"] == "E0301"
    assert found["place"] == {"file": "net.arch", "line": 3, "column": 5, "end_line": 3, "end_column": 10}
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("files", "said"), [(["resnet18"], "1 file, no errors\n"), (["resnet18", "googlenet"], "2 files, no errors\n")]
)
def test_nothing_wrong(run: Run, files: list[str], said: str) -> None:
    result = run("check", *files)
    assert (result.exit_code, result.output) == (0, said)
    result = run("check", *files, "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_standard_input_and_blocks(run: Run) -> None:
    assert run("check", "-", input="block b { relu }").exit_code == 0
    expect(run("check", "-", input=b"arch a { \xff"), "E0102", "<stdin>:1:10")


def test_nothing_to_check_is_a_mistake_of_usage(run: Run) -> None:
    assert run("check").exit_code == 2
