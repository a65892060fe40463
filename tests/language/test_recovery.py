"""A file with several slips reports all of them, each once, and with them what else is wrong."""

from pathlib import Path

import pytest
from mutating import SPECS, all_findings
from resolving import SAMPLES

import resnet_dsl as rd
from resnet_dsl.source.file import SourceFile
from resnet_dsl.syntax import parse, tree
from resnet_dsl.syntax.recover import recover
from resnet_dsl.syntax.slips import MOST_SLIPS

HEAD = "arch a {\n    input 3x8x8\n"
# the body of an arch, and the findings: code and line, the body beginning at 3
BODIES = {
    "conv 3x3 4\nrelu": ["E0201:3"],
    "conv 3x3 4; relu 3 3\nconvv 3x3, 4": ["E0201:3", "E0201:3", "E0301:4"],
    "let n = (1 + 2\nconv 3x3, n": ["E0203:3"],
    "let n = 1 + 2)\nconv 3x3, n": ["E0201:3"],
    "let n = [\n    1,\n    2,\nconv 3x3, n[0]": ["E0203:3"],
    "conv 3x3, (4]\nconv 3x3 4": ["E0203:3", "E0201:4"],
    '"abc: { relu }\nrelu 3 3': ["E0203:3", "E0201:4"],
    '"abc: {\n    relu 3 3\n}\nrelu 3 3': ["E0203:3", "E0201:4", "E0201:6"],
    "$ relu\nrelu $ $$\nconvv": ["E0202:3", "E0202:4", "E0202:4", "E0301:5"],
    "residual {\n    conv 3x3, 3\nrelu 3 3": ["E0203:3", "E0201:5"],
    "residual\n    conv 3x3, 3\n    relu 3 3\n}\nrelu": ["E0201:3", "E0201:5"],
    "{\n    conv 3x3, 3\n}\n}\nrelu 3 3": ["E0201:6", "E0201:7"],
    "residual {\n    conv 3x3, 3\n)\nrelu 3 3": ["E0203:5", "E0201:6"],
    "iff x { relu 3 3; convv }\nrelu": ["E0201:3", "E0301:3"],
    "iff x {\n    relu 3 3\n    convv\n}\nrelu": ["E0201:3", "E0201:4", "E0301:5"],
    "let n = = 3\nlabel: conv 3x3 4\nfrom label\nconv 3x3, n\nfrom lable": ["E0201:3", "E0201:4", "E0301:7"],
    "for i inn range(3) { conv 3x3, i }": ["E0201:3"],
    "order conv bn(\nresidual { conv 3x3, 3 }": ["E0203:3"],
    "input 3x8\nconv 3x3 4": ["E0309:3", "E0201:4"],
    '{ """text""" relu }\nrelu 3 3': ["E0201:3", "E0201:4"],
    f"let n = {'9' * 50}\nrelu 3 3": ["E0701:3", "E0201:4"],
    "conv 3x3, 4_\nconv 3x3, 1__0\nconv 3x3, 1_.5": ["E0201:3", "E0201:4", "E0201:5"],
    '"a{1 +}": relu\nrelu 3 3': ["E0201:3", "E0201:4"],
}


def _places(text: str) -> list[str]:
    found = all_findings(text)
    return [f"{one.code}:{one.span.file.position(one.span.start)[0] if one.span else 0}" for one in found]


@pytest.mark.parametrize("body", BODIES)
def test_all_of_a_body(body: str) -> None:
    indented = "\n".join(f"    {line}" for line in body.split("\n"))
    assert _places(f"{HEAD}{indented}\n}}\n") == BODIES[body]


GOOD = "block good(n = 3) { conv 3x3, n }\n"
# a file, and its findings
FILES = {
    f"{GOOD}import a b\narch a {{ input 3x8x8; good; b; c }}": ["E0201:2", "E0301:3"],
    f"{GOOD}import no.where (b)\narch a {{ input 3x8x8; good; b; convv }}": ["E0104:2", "E0301:3"],
    f"{GOOD}block bad(n m) {{ relu 3 3 }}\narch a {{ input 3x8x8; bad 3, 4; convv }}": ["E0201:2", "E0301:3"],
    f"{GOOD}blok bad() {{\n    relu 3 3\n}}\narch a {{ input 3x8x8; bad }}": ["E0201:2", "E0201:3"],
    "arch a(n = , m = 3) {\n    input 3x8x8\n    conv 3x3, n\n    convv n\n}": ["E0201:1", "E0301:4"],
    "arch a({ relu }) { relu 3 3 }": ["E0203:1"],
    "arch a {\n    input 3x8x8\n\narch b {\n    input 3x8x8\n    relu 3 3\n}": ["E0203:1", "E0201:6"],
    "arch a\n    input 3x8x8\n    relu 3 3\n}\n": ["E0201:1", "E0201:3"],
    "arch a {\n    input 3x8x8\n}\nrelu\nrelu\narch b { relu 3 3 }": ["E0201:4", "E0201:6"],
    'arch a {\n    """Text.""\n    input 3x8x8\n    convv\n}\narch b {\n    """Text."""\n    relu 3 3\n}\n': [
        *("E0203:2", "E0301:4", "E0201:8"),
    ],
    "arch a { input 3x8x8; relu 3 3 }\narch b extends a { c: relu }": ["E0201:1"],
    "arch a extends b { c: convv; d: relu }\nblock b( { relu }": ["E0203:2"],
    "arch a { ipnut 3x8x8; relu; assert params = 0 }": ["E0301:1", "E0201:1"],
    "arch a {\ninput 3x8x8\nresidual { conv 3x3 }\nrelu": ["E0203:1", "E0303:3"],
}


@pytest.mark.parametrize("text", FILES)
def test_all_of_a_file(text: str) -> None:
    assert _places(text) == FILES[text]


# behind a mistake in the shapes: what does not depend on them is reported, what does is not
BEHIND = {
    "residual { conv 3x3, 4, dilatoin=2 } shortcut { convv }": ["E0302", "E0301"],
    "concat { identity; convv; relu 3 }": ["E0301", "E0304"],
    "if in.channels > 4 { convv; let n = 3 } else { relu 3 }\nconv 3x3, n": ["E0301", "E0304"],
    "for i in in.channels { conv 3x3, i; convv }": ["E0301"],
    "stage s: { relu 3 }\nfrom s\nfrom t": ["E0304", "E0301"],
    'for i in in.channels { "a{i}": relu }\nfrom a1': [],
    "let n = in.channels\nconv 3x3, n, dilatoin=2\nlinear n": ["E0302"],
    "concat { if in.channels > 3 { convv } else { relu 3 }; identity }": ["E0301", "E0304"],
    "residual { conv 3x3, 4 } shortcut { avgpool 2x2, /2; projection }": [],
    "output o: convv from nowhere": ["E0301"],
    "assert first is 3x3x3\nassert second is 3x3x3\nassert macs == 3": ["E0601", "E0301"],
}


@pytest.mark.parametrize("body", BEHIND)
def test_behind_a_wrong_shape(body: str) -> None:
    text = f"arch a {{ input 3x8x8; first: conv 3x3, 4; conv 3x3, 4, groups=3\n{body}\n}}"
    assert [one.code for one in all_findings(text)] == ["E0401", *BEHIND[body]]


@pytest.mark.parametrize("path", [*SPECS, *SAMPLES], ids=lambda path: path.stem)
def test_a_correct_file_is_read_the_same_piece_by_piece(path: Path) -> None:
    file = SourceFile(path.name, path.read_text(encoding="utf-8"))
    content, slips = recover(file, parse._parser(), parse.grammar(), parse.parse_expression)
    assert not slips
    assert content == parse.parse_file(file)


def test_imports_of_a_broken_file_report_it_once(tmp_path: Path) -> None:
    (tmp_path / "parts.arch").write_text("block good { relu }\nblock bad(n m) { relu }\nblock lost { relu 3 3 }\n")
    text = "import parts (good, bad)\nimport parts (lost)\narch a { input 3x8x8; good; bad; lost; convv }"
    (tmp_path / "net.arch").write_text(text)
    found = rd.check(tmp_path / "net.arch")
    assert [(one.code, str(one.span).rpartition("/")[2]) for one in found] == [
        ("E0201", "parts.arch:2:13"),
        ("E0201", "parts.arch:3:21"),
        ("E0301", "net.arch:3:40"),
    ]
    with pytest.raises(rd.ArchError) as error:
        rd.load(tmp_path / "net.arch")
    assert error.value.diagnostics == found


def test_a_file_with_a_slip_is_never_a_network() -> None:
    with pytest.raises(rd.ArchError):
        rd.loads("arch a { input 3x8x8; relu }\nblock b { relu 3 3 }", arch="a")


def test_so_many_slips_are_shown_and_no_more() -> None:
    body = "relu 3 3\n" * 3 * MOST_SLIPS
    with pytest.raises(rd.ArchError) as error:
        rd.loads(f"arch a {{ input 3x8x8\n{body}}}")
    *slips, last = error.value.diagnostics
    assert (len(slips), last.code) == (MOST_SLIPS, "E0701")
    assert f"more than {MOST_SLIPS} slips" in last.message


def test_thousands_of_mistakes_are_thousands_of_findings() -> None:
    body = "".join(f"conv 3x3, nosuch{i}\n" for i in range(3_000))
    assert len(all_findings(f"arch a {{ input 3x8x8\n{body}}}")) == 3_000


GARBAGE = ["$", "$ ", ")", "}\n", "{", "{ }", "(\n", "a ", '"', '"""a" ', "arch a {\n", "relu 3 3\n", "conv ,"]


@pytest.mark.parametrize("part", GARBAGE, ids=ascii)
def test_much_garbage_is_answered(part: str) -> None:
    found = all_findings(part * (200_000 // len(part)))
    assert 1 <= len(found) <= 2 * MOST_SLIPS + 2


def test_a_broken_statement_keeps_its_words_and_bodies() -> None:
    content, _ = parse.read_file(SourceFile("text", 'arch a { x: y z "two words" { relu; 3 } }'))
    (broken,) = content.archs[0].body.statements
    assert isinstance(broken, tree.Broken)
    assert broken.words == {"x", "y", "z", "two words"}
    assert [type(statement) for statement in broken.bodies[0].statements] == [tree.Call, tree.Broken]
