"""Files and commands to what is answered."""

import atexit
import re
import shlex
import warnings
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from urllib.error import URLError

import pytest
from click.testing import CliRunner

import resnet_dsl as rd
from resnet_dsl.cli.main import cli
from resnet_dsl.diagnostics.explanation import Fence
from resnet_dsl.torchvision_import import import_torchvision

HEAD = re.compile(r"^(?:error|warning)\[(\w+)\]: ", re.MULTILINE)
CASES = Path(__file__).parent / "cases"
NET = "arch net(width = 4) {\n    input 3x8x8\n    conv 3x3, width\n}\n"
TWO = "arch small {\n    input 3x8x8\n    relu\n}\n\narch large extends small {\n    input 3x64x64\n}\n"
BIG = "resnet18-f37072fd.pth"


def said(command: str) -> str:
    """What a command line says, on either stream."""
    words = shlex.split(command.removeprefix("$ "))
    assert words[0] == "resnet-dsl"
    result = CliRunner().invoke(cli, words[1:], prog_name="resnet-dsl")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def codes(fence: Fence) -> list[str]:
    """The codes with which an example is answered, run where it stands."""
    match fence.language:
        case "arch":
            Path("example.arch").write_text(fence.text, encoding="utf-8")
            return HEAD.findall(said("$ resnet-dsl check example.arch"))
        case "console":
            return HEAD.findall(said(fence.text))
    return HEAD.findall(raised(fence.text))


def raised(statements: str) -> str:
    """What statements of Python raise, as text; empty where they run through."""
    try:
        exec(statements, {"rd": rd})
    except rd.ArchError as error:
        return str(error)
    return ""


@cache
def examples() -> Path:
    """A folder with the networks and weights that examples of commands speak of."""
    folder = Path(mkdtemp())
    atexit.register(rmtree, folder)
    with warnings.catch_warnings(action="ignore"):
        _furnish(folder)
    return folder


def _furnish(folder: Path) -> None:
    import torch
    from safetensors.torch import save_file

    (folder / "nets").mkdir()
    for name, text in {"net.arch": NET, "nets/net.arch": NET, "two.arch": TWO}.items():
        (folder / name).write_text(text, encoding="utf-8")
    state = rd.build(folder / "net.arch").state_dict()
    save_file(state, folder / "net.safetensors")
    contents = {
        "net.pth": state,
        "whole_checkpoint.pth": {"model": state, "args": Namespace(epochs=90)},
        "losses.pth": {"loss": 0.5, "step": 3},
        "diverged.pth": {key: torch.full_like(tensor, torch.nan) for key, tensor in state.items()},
        BIG: import_torchvision().models.resnet18().state_dict(),
    }
    for name, content in contents.items():
        torch.save(content, folder / name)
    (folder / "half_of_net.pth").write_bytes((folder / "net.pth").read_bytes()[:400])
    (folder / "page.pth").write_text("<html>404 Not Found</html>", encoding="utf-8")


@contextmanager
def network(*, works: bool) -> Iterator[None]:
    """Published weights as torchvision's own code makes them anew, or no network at all."""

    def fetched(member: Any, *, progress: bool) -> Any:
        name = type(member).__name__.removesuffix("_Weights").lower()
        options = {"init_weights": False} if name == "googlenet" else {}
        return import_torchvision().models.get_model(name, **options).state_dict()

    def unreachable(*_: Any, **__: Any) -> None:
        raise URLError("no route to host")

    with pytest.MonkeyPatch.context() as patch:
        if works:
            patch.setattr("resnet_dsl.weights.choose.fetch", fetched)
        else:
            patch.setenv("TORCH_HOME", "home")
            patch.setattr("torch.hub.download_url_to_file", unreachable)
        yield
