"""`resnet-dsl fmt`."""

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import Result

from resnet_dsl.cli.main import cli
from resnet_dsl.source.bundled import bundled

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]
BAD, GOOD = "block b{relu;gelu}  # kept", "block b { relu;  gelu }  # kept\n"


def written(name: str, text: str = BAD) -> Path:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_files_are_formatted_in_place(run: Run) -> None:
    bad, good = written("bad.arch"), written("good.arch", GOOD)
    before = good.stat()
    result = run("fmt", "bad.arch", "good.arch")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 file reformatted, 1 left unchanged\n"
    assert bad.read_text() == GOOD
    assert (good.stat().st_ino, good.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_folders_are_searched_and_hidden_ones_are_not(run: Run) -> None:
    taken = [written("a.arch"), written("sub/b.arch")]
    left = [written("sub/c.txt"), written(".hidden/d.arch")]
    assert run("fmt", ".", "a.arch").stderr == "2 files reformatted, 0 left unchanged\n"
    assert [path.read_text() for path in (*taken, *left)] == [GOOD, GOOD, BAD, BAD]


def test_standard_input_goes_to_standard_output(run: Run) -> None:
    assert run("fmt", "-", input=BAD).stdout == GOOD
    assert run("fmt", "-", input=GOOD).stdout == GOOD
    result = run("fmt", "--check", "-", input=BAD)
    assert (result.exit_code, result.stdout) == (1, "would reformat -\n")


def test_check_lists_and_writes_nothing(run: Run) -> None:
    bad = written("bad.arch")
    result = run("fmt", "--check", "bad.arch", str(written("good.arch", GOOD)))
    assert (result.exit_code, result.stdout) == (1, "would reformat bad.arch\n")
    assert result.stderr == "1 file would be reformatted, 1 left unchanged\n"
    assert bad.read_text() == BAD
    assert run("fmt", "--check", "good.arch").exit_code == 0


def test_a_difference(run: Run) -> None:
    written("bad.arch")
    result = run("fmt", "--diff", "bad.arch")
    head = "--- bad.arch\n+++ bad.arch\n@@ -1 +1 @@\n"
    assert result.stdout == f"{head}-{BAD}\n\\ No newline at end of file\n+{GOOD}"
    assert (result.exit_code, Path("bad.arch").read_text()) == (1, BAD)


def test_line_ends_are_a_difference(run: Run) -> None:
    path = written("net.arch", "\ufeff" + GOOD.replace("\n", "\r\n"))
    assert run("fmt", "--diff", "net.arch").exit_code == 1
    assert run("fmt", "net.arch").exit_code == 0
    assert path.read_bytes() == GOOD.encode()


def test_a_file_with_mistakes_is_left_and_the_others_are_not(run: Run) -> None:
    wrong, bad = written("a.arch", "block b { relu"), written("b.arch")
    written("c.arch", "WN 3 C NFEAT 100 3 1 -1\n")
    result = run("fmt", "a.arch", "b.arch", "c.arch", "missing.arch")
    assert result.exit_code == 1
    assert "1 file reformatted, 0 left unchanged" in result.stderr
    assert all(part in result.stderr for part in ("error[E0203]", "a.arch:1:9", "flashlight", "missing.arch"))
    assert (wrong.read_text(), bad.read_text()) == ("block b { relu", GOOD)


def test_mode_and_link_stay(run: Run) -> None:
    target = written("sub/net.arch")
    target.chmod(0o640)
    Path("link.arch").symlink_to(target)
    assert run("fmt", "link.arch").exit_code == 0
    assert Path("link.arch").is_symlink()
    assert (target.read_text(), stat.S_IMODE(target.stat().st_mode)) == (GOOD, 0o640)
    assert os.listdir("sub") == ["net.arch"]


def test_what_cannot_be_written_stays_as_it_was(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = written("sub/net.arch")
    monkeypatch.setattr(os, "replace", fail)
    result = run("fmt", str(path))
    assert result.exit_code == 1
    assert "cannot be written: No space left on device" in result.stderr
    assert (path.read_text(), os.listdir("sub")) == (BAD, ["net.arch"])


def test_only_the_parser_is_needed(process: Process) -> None:
    without = ("torch", "torchvision", "rich", "graphviz", "pygraphviz")
    result = process("fmt", "--check", str(bundled("specs")), without=without)
    assert (result.returncode, result.stdout) == (0, ""), result.stderr


def test_no_file_is_a_mistake_of_usage(run: Run) -> None:
    assert run("fmt").exit_code == 2


def test_files_are_completed(run: Run) -> None:
    complete = ShellComplete(cli, {}, "resnet-dsl", "_RESNET_DSL_COMPLETE")
    assert [item.type for item in complete.get_completions(["fmt"], "ne")] == ["file"]
