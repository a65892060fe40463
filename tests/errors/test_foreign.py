"""Files of other tools are named for what they are; files of this language never are, however wrong."""

import json
import random
import re
from pathlib import Path

import pytest
from answering import CASES

import resnet_dsl as rd
from resnet_dsl.diagnostics.foreign import foreign
from resnet_dsl.pipeline.check import check
from resnet_dsl.source.bundled import bundled
from resnet_dsl.source.file import SourceFile

TEXTS = {
    "flashlight (wav2letter)": ["V -1 1 NFEAT 0\nC NFEAT 256 8 2 -1\nR\n", "# AM\nWN 3 C NFEAT 400 13 1 170\nGLU 2\n"],
    "Darknet": ["[net]\nbatch=1\n\n[convolutional]\nfilters=32\n", "# Training\n[ convolutional]\n[maxpool]\nsize=2\n"],
    "Ultralytics": ["nc: 80\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]  # 0\n", "head:\n- [[-1, 6], 1, Concat, [1]]\n"],
    "Python": [
        "import torch\n\nclass Net(nn.Module):\n    pass\n",
        "from torch import nn\n",
        '"""A block of layers.\n\nblock of four\n"""\nimport torch.nn as nn\n',
        "def net(x):\n    return x\n",
    ],
    "Caffe": ['name: "LeNet"\nlayer {\n  name: "conv1"\n  type: "Convolution"\n}\n'],
    "printed PyTorch module": ["ResNet(\n  (conv1): Conv2d(3, 64, kernel_size=(7, 7))\n)\n"],
    "HTML": ["<!DOCTYPE html>\n<html>\n"],
    "Git LFS": ["version https://git-lfs.github.com/spec/v1\noid sha256:0\n"],
    "Keras in JSON": ['{"class_name": "Functional", "config": {}}'],
    "Jupyter": ['{"cells": [], "nbformat": 4}'],
    "JSON": ['{"layers": [1, 2]}', "[1, 2]\n"],
}
DATA = {
    "HDF5": b"\x89HDF\r\n\x1a\n\x00",
    "zip archive": b"PK\x03\x04\x00",
    "pickle": b"\x80\x02}q\x00",
    "ONNX": b"\x08\x07\x12\x07pytorch\x1a",
    "TensorFlow Lite": b"\x1c\x00\x00\x00TFL3",
    "safetensors": b'\x40\x00\x00\x00\x00\x00\x00\x00{"a":{}}',
    "gzip": b"\x1f\x8b\x08",
    "a picture": b"\x89PNG\r\n",
}


@pytest.mark.parametrize("suffix", ["arch", "txt"])
@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in TEXTS.items() for text in texts])
def test_a_text_of_another_tool(name: str, text: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"net.{suffix}"
    path.write_text(text, encoding="utf-8")
    (found,) = check(path)
    assert found.code == "E0105"
    assert name in found.message


@pytest.mark.parametrize(("name", "data"), DATA.items(), ids=list(DATA))
def test_what_is_no_text(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "net.arch"
    for size in (0, 1_500_000):
        path.write_bytes(data + b"\xff" * size)
        (found,) = check(path)
        assert found.code == "E0105"
        assert name in found.message


def test_the_name_tells_what_no_signature_does(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(b"\x0a\xff")
    (found,) = check(path)
    assert (found.code, "ONNX" in found.message) == ("E0105", True)


def test_the_ir_is_known(tmp_path: Path) -> None:
    path = tmp_path / "net.json"
    path.write_text(rd.emit("resnet18", to="ir"), encoding="utf-8")
    (found,) = check(path)
    assert "`emit --to ir`" in found.message


@pytest.mark.parametrize(("name", "said"), [("net.py", "Python"), ("net.YAML", "YAML"), ("net.cfg", "Darknet")])
def test_the_name_decides_where_the_text_does_not(name: str, said: str) -> None:
    found = foreign(SourceFile(name, "x = 1\n"))
    assert found is not None
    assert said in found.message
    assert foreign(SourceFile(name, "")) is None
    assert foreign(SourceFile(name, "arhc a {\n    input 3x8x8\n}\n")) is None
    assert foreign(SourceFile("net.arch", "x = 1\n")) is None


SPECS = sorted(bundled("specs").rglob("*.arch"))
OURS = [path.read_text(encoding="utf-8") for path in (*SPECS, *CASES.glob("*.arch")) if "foreign" not in path.name]


@pytest.mark.parametrize("seed", range(10))
def test_our_own_files_are_never_taken_for_others(seed: int) -> None:
    chance = random.Random(seed)
    for text in OURS:
        words = list(re.finditer(r"\w+|[^\w\s]", text))
        word = chance.choice([*words, *words[:8]])
        replaced = chance.choice(["", word[0] * 2, word[0][:-1], "\n", "[", "import", json.dumps(word[0])])
        spoilt = text[: word.start()] + replaced + text[word.end() :]
        assert foreign(SourceFile("net.arch", text)) is None
        assert foreign(SourceFile("net.arch", spoilt)) is None, spoilt
