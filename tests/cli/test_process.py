"""The command line as a process of its own: what it loads, what it prints, how it ends."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Process = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "resnet_dsl"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["check", "resnet50"],
        ["summary", "googlenet"],
        ["draw", "resnet50", "-o", "net.dot"],
        ["emit", "resnet50"],
        ["emit", "resnet50", "--to", "ir"],
    ],
    ids=" ".join,
)
def test_no_torch_and_no_terminal_library_is_needed(process: Process, arguments: list[str]) -> None:
    result = process(*arguments, without=("torch", "torchvision", "rich"))
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]], ids=" ".join)
def test_help_loads_neither_parser_nor_ir(process: Process, arguments: list[str]) -> None:
    assert process(*arguments, without=("torch", "lark", "pydantic", "graphviz", "rich")).returncode == 0


def test_a_mistake_goes_to_standard_error(process: Process) -> None:
    result = process("summary", "none.arch")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("error[E0101]")
    assert "Traceback" not in result.stderr


def test_a_terminal_that_knows_few_characters(process: Process) -> None:
    result = process("summary", "resnet18", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert "11,689,512 parameters" in result.stdout


def test_a_reader_that_goes_away() -> None:
    script = f"{sys.executable} -m resnet_dsl emit resnet152 --to ir | head -n 1"
    result = subprocess.run(["bash", "-c", script], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (result.stdout, result.stderr) == ("{\n", "")


@pytest.mark.parametrize("command", ["summary resnet18", "emit resnet50 --to ir", "list", "--help"])
@pytest.mark.parametrize(
    ("output", "why"), [(">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")], ids=str
)
def test_an_output_that_takes_nothing(command: str, output: str, why: str) -> None:
    script = f"{sys.executable} -m resnet_dsl {command} {output}"
    result = subprocess.run(["bash", "-c", script], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (1, f"error: standard output cannot be written: {why}\n")


def test_a_closed_output_that_is_not_written_to(tmp_path: Path) -> None:
    script = f"{sys.executable} -m resnet_dsl emit resnet18 -o {tmp_path / 'net.py'} >&-"
    result = subprocess.run(["bash", "-c", script], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_an_interrupt_is_quiet(tmp_path: Path) -> None:
    fifo = tmp_path / "slow.arch"
    os.mkfifo(fifo)
    started = subprocess.Popen(
        [*COMMAND, "check", str(fifo)], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    writer = opened_for_writing(fifo)
    time.sleep(0.2)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=30)
    os.close(writer)
    assert (started.returncode, out, err) == (130, "", "")


def opened_for_writing(fifo: Path) -> int:
    """The other end of a pipe, as soon as the command reads it."""
    for _ in range(300):
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody reads the pipe")


@pytest.mark.parametrize("no_colour", [False, True])
def test_colour_on_a_terminal_unless_it_is_not_wanted(no_colour: bool) -> None:
    output = on_terminal("summary", "none.arch", **({"NO_COLOR": "1"} if no_colour else {}))
    assert "E0101" in output
    assert ("\x1b[" in output) != no_colour


def test_a_table_on_a_terminal() -> None:
    output = on_terminal("summary", "resnet50", NO_COLOR="1", COLUMNS="100")
    assert "layer1.1-2" in output
    assert "25,557,032 parameters" in output


@pytest.mark.parametrize(("columns", "left_out"), [("45", "output"), ("20", "macs")])
def test_a_narrow_terminal_cuts_no_figure(columns: str, left_out: str) -> None:
    output = on_terminal("summary", "resnet50", NO_COLOR="1", COLUMNS=columns)
    assert "14,964,736" in output
    assert left_out in output.split("no room for ")[1]


def on_terminal(*arguments: str, **variables: str) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in ENVIRONMENT.items() if key != "NO_COLOR"} | {"TERM": "xterm"}
    started = subprocess.Popen([*COMMAND, *arguments], env=environment | variables, stdout=theirs, stderr=theirs)
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 4096):
            parts.append(part)
    except OSError:  # the end of a terminal
        pass
    started.wait(timeout=60)
    os.close(ours)
    return b"".join(parts).decode()


def test_completion_knows_the_bundled_names() -> None:
    environment = {
        "_RESNET_DSL_COMPLETE": "bash_complete",
        "COMP_WORDS": "resnet-dsl summary resnet1",
        "COMP_CWORD": "2",
    }
    result = subprocess.run(COMMAND, env=ENVIRONMENT | environment, capture_output=True, text=True, check=False)
    assert "plain,resnet18" in result.stdout.splitlines()
    assert "plain,googlenet" not in result.stdout.splitlines()
