"""The tensors of a network, read off its spec, against those that torch registers."""

import pytest
from torch import nn

import resnet_dsl as rd
from resnet_dsl.analysis.tensors import nearest_place, tensors

TEXT = """\
block unit(width) { conv 3x3, width; bn }
arch a {
    input 3x8x8
    stage s: unit 4 x3
    output one: unit 5 from s
    output two when training: { conv 1x1, 2; conv 1x1, 3 } from s
    order conv bn + relu
    conv 3x3, 6
    output three: conv 3x3, 4 from s
    conv 3x3, 6 x2
}
"""


SCALES = "arch a { input 8x4x4; conv 1x1, 8; gamma: layer_scale 0.1; { conv 1x1, 8; layer_scale 0.5 } x2 }"


@pytest.mark.parametrize("name", ["resnet18", "googlenet", TEXT, SCALES], ids=lambda name: name.partition("{")[0])
def test_they_are_those_of_torch(name: str) -> None:
    arch = rd.loads(name) if "{" in name else rd.load(name)
    model: nn.Module = rd.build(arch)
    found = tensors(arch)
    assert list(found) == list(model.state_dict())
    assert {key: one.shape for key, one in found.items()} == {
        key: tuple(tensor.shape) for key, tensor in model.state_dict().items()
    }


def test_what_serves_a_side_result() -> None:
    found = tensors(rd.loads(TEXT))
    assert {key.partition(".")[0]: one.result for key, one in found.items()} == {
        "s": "",
        "one": "one",
        "two": "two",
        "conv1": "",
        "bn1": "",
        "three": "three",
        "bn2": "three",
        "conv2": "",
        "bn3": "",
        "conv3": "",
        "bn4": "",
    }


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("s.2.conv1.weight", "1:21"),
        ("s.2.conv9.weight", "4:14"),
        ("s.3.conv1.weight", "4:5"),
        ("two.1.bias", "6:46"),
        ("conv3.weight", "10:5"),
        ("head.weight", "2:6"),
    ],
)
def test_places_of_keys(key: str, place: str) -> None:
    assert str(nearest_place(rd.loads(TEXT), key)) == f"<text>:{place}"
