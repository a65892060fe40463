"""The parser's tables on disk: read where they certainly are ours and whole, made anew in every other case."""

import json
import os
import pickle
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lark import Lark

from resnet_dsl.source import private
from resnet_dsl.source.private import MOST_BYTES, VARIABLE
from resnet_dsl.syntax import parse, tables
from resnet_dsl.syntax.layout import Layout
from resnet_dsl.syntax.tables import NAME, kept_parser

GRAMMAR = 'start: (word | number)+\nword: /[a-z]+/\nnumber: /[0-9]+/\n%ignore " "\n'
TEXT = "forty 2"
OPTIONS = {"start": ["start"], "parser": "lalr", "lexer": "basic"}
SCRIPT = "from resnet_dsl.syntax import parse; print(parse._parser().parse(parse.SAMPLE, start='start').data)"


def started(folder: Path, **variables: str) -> subprocess.Popen[str]:
    """A process in a folder that parses the sample with the parser of the language, and says what it is."""
    paths = os.pathsep.join(os.path.abspath(path) for path in sys.path)
    environment = {"PYTHONPATH": paths, "PATH": os.environ["PATH"]} | variables
    command = [sys.executable, "-c", SCRIPT]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, env=environment)


def ends_well(process: subprocess.Popen[str]) -> bool:
    return process.communicate()[0] == "start\n" and process.returncode == 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, which does not exist yet."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The grammars whose tables were made, one after the other."""
    texts: list[str] = []

    class Counted(Lark):
        def __init__(self, grammar: str, **options: Any) -> None:
            texts.append(grammar)
            super().__init__(grammar, **options)

    monkeypatch.setattr(tables, "Lark", Counted)
    return texts


def parses() -> None:
    """The parser that one gets does what the parser of the grammar does."""
    assert kept_parser(GRAMMAR, OPTIONS, TEXT).parse("a 1 b") == Lark(GRAMMAR, **OPTIONS).parse("a 1 b")


def test_tables_are_made_once(folder: Path, made: list[str]) -> None:
    parses()
    parses()
    assert len(made) == 1
    assert os.listdir(folder) == [NAME]


def test_only_the_owner_reads_and_writes(folder: Path) -> None:
    before = os.umask(0)
    try:
        parses()
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600


def sealed(payload: bytes) -> bytes:
    """A payload as we would have kept it ourselves."""
    return tables._seal(tables._made_from(GRAMMAR, OPTIONS), payload) + payload


def changed(kept: bytes, change: Callable[[Any], None]) -> bytes:
    """Kept tables with a change, sealed anew."""
    content = json.loads(kept.partition(b"\n")[2])
    change(content)
    return sealed(json.dumps(content).encode())


def nonsense_states(content: Any) -> None:
    content["data"]["parser"]["parser"]["states"] = {
        state: {} for state in content["data"]["parser"]["parser"]["states"]
    }


def no_terminals(content: Any) -> None:
    content["data"]["parser"]["lexer_conf"]["terminals"] = []


def odd_patterns(content: Any) -> None:
    for one in content["memo"].values():
        if one["__type__"] == "TerminalDef":
            one["pattern"]["value"] = "(("


def class_of_ours(content: Any) -> None:
    content["data"]["parser"]["__type__"] = "os.system"
    content["data"]["rules"] = [{"__type__": "Popen", "args": ["sh"]}]


class Code:
    """What a pickle runs when it is read."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> Any:
        return (os.mkdir, (str(self.trace),))


DAMAGES: dict[str, Callable[[bytes, Path], bytes]] = {
    "empty": lambda kept, trace: b"",
    "no line": lambda kept, trace: kept.replace(b"\n", b" "),
    "cut": lambda kept, trace: kept[:-100],
    "longer": lambda kept, trace: kept + b" ",
    "one byte": lambda kept, trace: kept[:500] + bytes([kept[500] ^ 1]) + kept[501:],
    "noise": lambda kept, trace: bytes(range(256)) * 100,
    "too large": lambda kept, trace: sealed(kept.partition(b"\n")[2] + b" " * MOST_BYTES),
    "another version": lambda kept, trace: kept.replace(tables.FORMAT.encode(), b"resnet-dsl parser 0", 1),
    "pickle": lambda kept, trace: pickle.dumps(Code(trace)),
    "pickle, sealed": lambda kept, trace: sealed(pickle.dumps(Code(trace))),
    "no JSON": lambda kept, trace: sealed(b"{"),
    "no text": lambda kept, trace: sealed(b"\xff\xfe"),
    "null": lambda kept, trace: sealed(b"null"),
    "list": lambda kept, trace: sealed(b"[]"),
    "nothing in it": lambda kept, trace: sealed(b'{"data": {}, "memo": {}}'),
    "deep": lambda kept, trace: sealed(b"[" * 100_000),
    "long number": lambda kept, trace: sealed(b'{"data": ' + b"1" * 10_000 + b"}"),
    "states": lambda kept, trace: changed(kept, nonsense_states),
    "terminals": lambda kept, trace: changed(kept, no_terminals),
    "patterns": lambda kept, trace: changed(kept, odd_patterns),
    "classes": lambda kept, trace: changed(kept, class_of_ours),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_right_is_made_anew(damage: str, folder: Path, made: list[str], tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    parses()
    right = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(DAMAGES[damage](right, trace))
    parses()
    assert len(made) == 2
    parses()
    assert len(made) == 2
    assert not trace.exists()


def test_code_in_a_pickle_would_run(tmp_path: Path) -> None:
    """So that it did not run in the test above says something."""
    pickle.loads(pickle.dumps(Code(tmp_path / "trace")))
    assert (tmp_path / "trace").exists()


def test_tables_of_another_grammar_are_not_used(folder: Path, made: list[str]) -> None:
    kept_parser(GRAMMAR + "%ignore /-/", OPTIONS, TEXT)
    parses()
    assert made == [GRAMMAR + "%ignore /-/", GRAMMAR]


@pytest.mark.parametrize("option", [{"keep_all_tokens": True}, {"start": ["word", "start"]}, {"postlex": Layout()}])
def test_tables_with_other_options_are_not_used(option: dict[str, Any], folder: Path, made: list[str]) -> None:
    kept_parser(GRAMMAR, OPTIONS, TEXT)
    kept_parser(GRAMMAR, OPTIONS | option, TEXT)
    assert len(made) == 2


@pytest.mark.usefixtures("folder")
def test_the_parser_of_the_language_is_the_same_from_the_folder(made: list[str]) -> None:
    first, second = parse._parser.__wrapped__(), parse._parser.__wrapped__()
    assert made == [parse.grammar()]
    assert first.parse(parse.SAMPLE, start="start") == second.parse(parse.SAMPLE, start="start")
    for start in parse.STARTS:
        states = [parser.parse_interactive(start=start) for parser in (first, second)]
        accepted, same = [state.accepts() for state in states]  # type: ignore[no-untyped-call]
        assert accepted == same
    assert list(first.lex(parse.SAMPLE)) == list(second.lex(parse.SAMPLE))


@pytest.mark.parametrize(("module", "name"), [("lark", "__version__"), ("sys", "version")])
def test_tables_of_another_version_are_not_used(
    module: str, name: str, folder: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parses()
    monkeypatch.setattr(f"{module}.{name}", "0.0")
    parses()
    assert len(made) == 2


def linked(path: Path) -> None:
    path.rename(path.with_name("real"))
    path.symlink_to("real")


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


FOREIGN: dict[str, Callable[[Path], None]] = {
    "folder of a group": lambda folder: folder.chmod(0o720),
    "folder of all": lambda folder: folder.chmod(0o1777),
    "file of a group": lambda folder: (folder / NAME).chmod(0o620),
    "file of all": lambda folder: (folder / NAME).chmod(0o602),
    "link to the folder": linked,
    "link to the file": lambda folder: linked(folder / NAME),
    "hard link to the file": lambda folder: (folder / "real").hardlink_to(folder / NAME),
    "pipe": lambda folder: piped(folder / NAME),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_may_be_of_others_is_not_read(what: str, folder: Path, made: list[str]) -> None:
    parses()
    FOREIGN[what](folder)
    parses()
    assert len(made) == 2


def test_files_of_another_user_are_neither_read_nor_written(
    folder: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parses()
    before = (folder / NAME).stat().st_mtime_ns
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    parses()
    assert len(made) == 2
    assert (folder / NAME).stat().st_mtime_ns == before


def test_what_a_link_points_to_stays(folder: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs", encoding="utf-8")
    folder.mkdir(mode=0o700)
    (folder / NAME).symlink_to(theirs)
    parses()
    assert theirs.read_text(encoding="utf-8") == "theirs"
    assert not (folder / NAME).is_symlink()


def test_nothing_is_put_into_a_folder_of_others(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    parses()
    assert os.listdir(folder) == []


@pytest.mark.parametrize("place", ["", "off", "0", "kept", "./kept", "~/kept", "/dev/null/kept", "/proc/kept"])
def test_without_a_folder_nothing_is_kept(
    place: str, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, place)
    monkeypatch.chdir(tmp_path)
    parses()
    parses()
    assert len(made) == 2
    assert os.listdir(tmp_path) == []


def test_where_nobody_says_whom_a_file_belongs_to_nothing_is_kept(
    folder: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(private, "CAN_TELL", False)
    parses()
    parses()
    assert len(made) == 2
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_is_no_hindrance(folder: Path) -> None:
    folder.mkdir(mode=0o500)
    parses()
    assert os.listdir(folder) == ([NAME] if os.geteuid() == 0 else [])  # nothing is read-only for root


def test_without_a_home_nothing_is_kept(made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(user: int) -> None:
        raise KeyError(user)

    for variable in (VARIABLE, "HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)
    monkeypatch.chdir(tmp_path)
    parses()
    parses()
    assert len(made) == 2
    assert os.listdir(tmp_path) == []


def test_a_write_that_fails_leaves_nothing(folder: Path, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    parses()
    assert os.listdir(folder) == []


@pytest.mark.parametrize(
    ("home", "kept"), [({"HOME": "{}"}, ".cache/resnet-dsl"), ({"XDG_CACHE_HOME": "{}"}, "resnet-dsl")]
)
@pytest.mark.skipif(sys.platform == "darwin", reason="the caches of macOS stand elsewhere")
def test_by_default_it_is_the_cache_of_the_user(home: dict[str, str], kept: str, tmp_path: Path) -> None:
    environment = {name: value.format(tmp_path) for name, value in home.items()}
    assert ends_well(started(tmp_path, **environment))
    assert os.listdir(tmp_path / kept) == [NAME]


def test_tables_that_lark_does_not_give_are_not_kept(
    folder: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lark, "memo_serialize", lambda parser, types: ({"options": 0, "parser": object()}, {}))
    parses()
    parses()
    assert len(made) == 2
    assert not folder.exists()


def test_processes_at_once_do_not_disturb_each_other(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / NAME).write_bytes(b"damaged")
    processes = [started(folder, **{VARIABLE: str(folder)}) for _ in range(4)]
    assert all([ends_well(process) for process in processes])
    assert os.listdir(folder) == [NAME]
    assert (folder / NAME).read_bytes() != b"damaged"
