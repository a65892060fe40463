"""Weights in files: what is taken, and what is refused without being run."""

import os
import pickle
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

import resnet_dsl as rd

State = dict[str, Tensor]
Refused = Callable[..., Any]


def assert_loaded(model: nn.Module, state: State) -> None:
    for key, tensor in model.state_dict().items():
        assert torch.equal(tensor, state[key]), key


@pytest.mark.parametrize("name", ["a.pth", "a.pt", "a.bin", "./plain", "a.safetensors", "A.SAFETENSORS"])
def test_forms_of_files(tiny: Path, state: State, name: str) -> None:
    if name.lower().endswith(".safetensors"):
        save_file(state, name)
    else:
        torch.save(state, name)
    model = rd.build(tiny, weights=name)
    assert_loaded(model, state)
    assert_loaded(rd.build(tiny, weights=Path(name)), state)
    assert all(parameter.requires_grad for parameter in model.parameters())


def test_the_old_form_of_torch(tiny: Path, state: State) -> None:
    torch.save(state, "old.pth", _use_new_zipfile_serialization=False)
    assert_loaded(rd.build(tiny, weights="old.pth"), state)


@pytest.mark.parametrize("wrapper", ["state_dict", "model", "model_state_dict"])
@pytest.mark.parametrize("prefix", ["", "module.", "_orig_mod.", "_orig_mod.module.", "module._orig_mod."])
def test_checkpoints_and_wrapped_models(tiny: Path, state: State, wrapper: str, prefix: str) -> None:
    inner = {prefix + key: nn.Parameter(one) if one.is_floating_point() else one for key, one in state.items()}
    torch.save({"epoch": 3, wrapper: inner, "optimizer": {"lr": 0.1}}, "checkpoint.pth")
    assert_loaded(rd.build(tiny, weights="checkpoint.pth"), state)


def test_a_network_whose_keys_begin_so(tmp_path: Path) -> None:
    text = "arch a { input 3x8x8; stage module: { conv 3x3, 4; conv 3x3, 4 } }"
    (tmp_path / "a.arch").write_text(text)
    state = rd.build(tmp_path / "a.arch").state_dict()
    assert all(key.startswith("module.") for key in state)
    torch.save(state, tmp_path / "a.pth")
    assert_loaded(rd.build(tmp_path / "a.arch", weights=tmp_path / "a.pth"), state)


# what is refused


class Malicious:
    """Touches a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.path}",)


@pytest.mark.parametrize("form", ["zip", "old", "pickle"])
def test_a_pickle_that_would_run_code(tiny: Path, refused: Refused, tmp_path: Path, form: str) -> None:
    touched = tmp_path / "touched"
    content = {"fc.weight": Malicious(touched)}
    if form == "pickle":
        Path("evil.pth").write_bytes(pickle.dumps(content, protocol=2))
    else:
        torch.save(content, "evil.pth", _use_new_zipfile_serialization=form == "zip")
    found = refused(tiny, weights="evil.pth")
    assert found.code == "E0804"
    assert f"it holds `{os.name}.system`" in found.message
    assert not touched.exists()
    pickle.loads(pickle.dumps(content))
    assert touched.exists()


def test_a_checkpoint_with_other_objects(tiny: Path, state: State, refused: Refused) -> None:
    torch.save({"model": state, "args": Namespace(lr=1)}, "args.pth")
    found = refused(tiny, weights="args.pth")
    assert (found.code, "`argparse.Namespace`" in found.message) == ("E0804", True)
    assert "torch.save(model.state_dict(), path)" in found.help


def test_a_missing_file_and_a_folder(tiny: Path, refused: Refused) -> None:
    Path("folder.pth").mkdir()
    assert refused(tiny, weights="none.pth").message == "there is no file `none.pth`"
    assert refused(tiny, weights="folder.pth").message == "`folder.pth` is a folder"
    assert refused(tiny, weights="tiny.arch/a.pth").message == "`tiny.arch/a.pth` cannot be read: Not a directory"
    assert refused(tiny, weights="nul\0.pth").code == "E0802"


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_damaged_files(tiny: Path, state: State, refused: Refused, suffix: str) -> None:
    path = Path(f"a{suffix}")
    save_file(state, path) if suffix == ".safetensors" else torch.save(state, path)
    whole = path.read_bytes()
    contents = {
        "is empty": [b""],
        "is truncated or damaged": [whole[:20], whole[: len(whole) // 2], whole[:-9]],
        "is no file of weights": [b"<html>404 Not Found</html>", b"version https://git-lfs.github.com/spec/v1\n"],
    }
    for said, damaged in contents.items():
        for data in damaged:
            path.write_bytes(data)
            found = refused(tiny, weights=path)
            assert (found.code, found.message) == ("E0803", f"`{path}` {said}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([torch.ones(1)], "it holds a value of type `list`"),
        ({}, "it is empty"),
        ({"state_dict": {}}, "it is empty"),
        ({"epoch": 3, "a": torch.ones(1)}, "`epoch` is of type `int`"),
        ({1: torch.ones(1)}, "`1` "),
        ({str(n): n for n in range(5)}, "`0` is of type `int`, `1` is of type `int`, `2` is of type `int` and 2 more"),
        ({"a": torch.ones(2).to("meta"), "b": torch.eye(2).to_sparse()}, "`a` is no dense tensor with values, `b` is"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_tensors(tiny: Path, refused: Refused, content: Any, said: str) -> None:
    torch.save(content, "a.pth")
    found = refused(tiny, weights="a.pth")
    assert found.code == "E0806"
    assert f"`a.pth` holds no weights: {said}" in found.message


def test_a_checkpoint_that_holds_itself(tiny: Path, refused: Refused) -> None:
    content: dict[str, Any] = {}
    content["model"] = content
    torch.save(content, "a.pth")
    assert refused(tiny, weights="a.pth").code == "E0806"
