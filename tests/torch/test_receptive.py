"""Receptive fields as the IR gives them, against where torch has a gradient, and against published ones."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest
import torch
from measuring import make_linear, outputs_of, seen
from torch import Tensor
from unrolling import runs, unrolled

import resnet_dsl as rd
from resnet_dsl.analysis.receptive import Field, receptive_fields
from resnet_dsl.ir.names import Counter, advance
from resnet_dsl.ir.nodes import Arch, Module
from resnet_dsl.ops.core.op import Op
from resnet_dsl.ops.core.reach import Axis
from resnet_dsl.ops.core.registry import find_op

NETWORKS = Path(__file__).parent / "networks"

# height and width, stride: Araujo, Norris, Sim 2019, "Computing Receptive Fields of Convolutional Neural Networks"
PUBLISHED = [
    ("resnet50_v1", "layer4", 483, 32),
    ("resnet101_v1", "layer4", 1027, 32),
    ("resnet152_v1", "layer4", 1507, 32),
    ("inception_v3", "Mixed_7c", 1311, 32),
]


def members(arch: Arch) -> dict[str, int]:
    """The modules at the top of a network by name, with their positions."""
    counter = Counter(arch.root.numbered)
    found = {}
    for i, node in enumerate(arch.root.nodes):
        named = advance((node,), counter)
        if isinstance(node, Module):
            found[named[0][0]] = i
    return found


@pytest.mark.parametrize(("spec", "member", "size", "stride"), PUBLISHED, ids=[spec for spec, *_ in PUBLISHED])
def test_published(spec: str, member: str, size: int, stride: int) -> None:
    arch = rd.load(spec)
    field = receptive_fields(arch)[members(arch)[member],]
    assert field is not None
    assert field.size == (size, size)
    assert field.stride == (Fraction(stride), Fraction(stride))
    assert field.is_whole is False


# against gradients

MEASURED = [
    ("resnet18", "layer1 layer2 layer3"),
    ("resnet50_preact", "layer1 layer2"),
    ("resnet20", "layer1 layer2 layer3"),
    ("googlenet", "conv3 inception3a inception3b inception4a"),
    ("inception_v3", "Conv2d_4a_3x3 Mixed_5b Mixed_5d Mixed_6b"),
    (str(NETWORKS / "unet.arch"), "enc1 enc2 middle dec2 dec1"),
    (str(NETWORKS / "densenet.arch"), "features"),
    (str(NETWORKS / "shufflenet.arch"), "stage2 stage3 stage4"),
    (str(NETWORKS / "convnext.arch"), "features"),
]
NARROW = 96
"""The other side of images that are as long as a field: that it is cut off there does not matter."""


def check(field: Field | None, value: Tensor, x: Tensor, axis: int) -> None:
    """Compare the field of a value with what torch says of as many places in the middle as there are patterns."""
    assert field is not None
    along = (field.height, field.width)[axis]
    middle = value.shape[2 + axis] // 2
    for place in range(middle, middle + len(along.spans)):
        expected = (0, x.shape[2 + axis] - 1) if along.whole else (along.first(place), along.last(place))
        assert seen(value, x, axis, place) == expected


def side(fields: Iterable[Field | None], axis: int) -> int:
    """The length of an image in whose middle all fields have room."""
    room = max((field.size[axis] or 0) + 4 * (field.stride[axis] or 0) for field in fields if field is not None)
    return ceil(room / 64) * 64 + 64


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize(("spec", "names"), MEASURED, ids=[Path(spec).stem for spec, _ in MEASURED])
def test_gradients_reach_as_far(spec: str, names: str, axis: int) -> None:
    arch = rd.load(spec)
    fields, positions = receptive_fields(arch), members(arch)
    wanted = {name: fields[positions[name],] for name in names.split()}
    model = make_linear(rd.build(arch))
    sizes = [NARROW, NARROW]
    sizes[axis] = side(wanted.values(), axis)
    x = torch.ones(1, 3, *sizes, dtype=torch.double, requires_grad=True)
    with outputs_of(model, list(wanted)) as found:
        model(x)
    for name, field in wanted.items():
        check(field, found[name], x, axis)


# single cases


def net(body: str, order: str = "conv") -> Arch:
    return rd.loads(f"arch net {{\ninput 2x32x32\norder {order}\n{body}\n}}")


BODIES = [
    "conv 2x3, 2, /2, pad=0\nconv 3x1, 2",
    "conv 4x2, 2, pad=same, dilation=1x3",
    "upsample 2\nconv 3x3, 2",
    "upsample 3, mode=bilinear\nconv 3x3, 2\navgpool 2x2, /2",
    "upsample 4, mode=bilinear\nconv 1x1, 2, /3",
    "conv_transpose 4x4, 2, /2, pad=1\nconv 3x3, 2",
    "conv_transpose 5x5, 2, /3, pad=1, output_pad=1\nmaxpool 3x3, /2",
    "conv_transpose 3x3, 2, dilation=2, pad=1",
    "maxpool 3x3, /1, dilation=2, pad=1\navgpool 2x2, /2, ceil=true",
    "adaptive_avgpool 12x20\nconv 3x3, 2",
    "adaptive_maxpool 48x32",
    "a: conv 5x5, 2\nconv 3x3, 2, /2\nconv_transpose 2x2, 2, /2\nconcat { from a; identity; conv 1x1, 2 }",
    "add { { conv 3x3, 2, /2; upsample 2 }; conv 2x2, 2, pad=same }",
    "{ conv 2x2, 2, pad=same } x5",
    "{ add { { avgpool 2x2, /2; upsample 2 }; { conv 3x3, 2, /2; conv_transpose 2x2, 2, /2 } } } x3",
    "a: conv 9x9, 2\n{ conv 3x3, 2; add { identity; from a } } x2",
    "conv_transpose 1x1, 2, pad=1, output_pad=2, dilation=3\n" * 2,
    "mul { identity; { global_avgpool; conv 1x1, 2 } }\nconv 3x3, 2, /2",
]


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@pytest.mark.parametrize("body", BODIES)
def test_every_pattern(body: str) -> None:
    arch = net(body)
    field = receptive_fields(arch)[()]
    model = make_linear(rd.build(arch))
    x = torch.ones(1, 2, 32, 32, dtype=torch.double, requires_grad=True)
    value = model(x)
    for axis in (0, 1):
        check(field, value, x, axis)


REPEATS = [
    "{ conv 2x2, 2, pad=same } x7",
    "{ add { { avgpool 2x2, /2; upsample 2 }; { conv 3x3, 2, /2; conv_transpose 2x2, 2, /2 } } } x6",
    "a: conv 21x21, 2\n{ conv 3x3, 2; add { identity; from a } } x9",
    "a: conv 9x9, 2\n{ add { conv 3x3, 2; from a }; { conv 1x3, 2; concat { identity; from a }; conv 1x1, 2 } x4 } x3",
    "a: conv 1x1, 2\n{ conv_transpose 1x1, 2, pad=1, output_pad=2, dilation=3; add { identity; from a } } x6",
    "a: conv 5x5, 2\n{ conv 3x3, 2; from a } x5",
    "{ relu; mul { identity; { global_avgpool; conv 1x1, 2 } } } x5",
    "{ identity } x5",
]


@pytest.mark.parametrize("body", REPEATS)
def test_repeats_are_their_runs(body: str) -> None:
    arch = net(body)
    folded, flat = receptive_fields(arch), receptive_fields(unrolled(arch))
    assert folded[()] is not None
    for position, places in runs(arch):
        assert folded[position] == flat[places[-1]]


def test_the_cost_follows_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[Axis] = []
    behind = Axis.behind

    def counted(axis: Axis, before: Axis) -> Axis:
        steps.append(axis)
        return behind(axis, before)

    monkeypatch.setattr(Axis, "behind", counted)
    field = receptive_fields(net("{ conv 3x3, 2; { conv 1x3, 2 } x1000 } x1000000"))[()]
    assert field is not None
    assert field.size == (2_000_001, 2 * 1_001 * 1_000_000 + 1)
    assert len(steps) < 300


UNKNOWN = {
    "kernels that leave gaps": "conv_transpose 1x1, 2, /2, pad=0, output_pad=1",
    "a distance that depends on the size": "upsample 2, mode=bilinear, align_corners=true",
    "arms that move on differently": "add { identity; { upsample 2; conv 33x33, 2, pad=0 } }",
    "a pattern that is too long": "upsample 47\navgpool 43x43, /43\nupsample 41",
}


@pytest.mark.parametrize("why", UNKNOWN)
def test_what_has_no_exact_statement_is_unknown(why: str) -> None:
    arch = net(UNKNOWN[why])
    assert receptive_fields(arch)[()] is None
    fields = receptive_fields(net(f"a: conv 3x3, 2\n{UNKNOWN[why]}\nconv 3x3, 2\nfrom a"))
    *_, unknown, read = (fields[part] for part in sorted(fields) if len(part) == 1)
    assert unknown is None
    assert read is not None
    assert read == fields[0,]


def test_what_is_not_said_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    tanh = find_op("tanh")
    assert tanh is not None
    monkeypatch.setattr(tanh, "reach", Op.reach)
    fields = receptive_fields(net("conv 3x3, 2\n{ tanh } x3\nconv 3x3, 2"))
    assert [fields[i,] is None for i in range(3)] == [False, True, True]


def test_an_input_that_is_no_image() -> None:
    arch = rd.loads("arch net {\ninput 8\nlinear 4\nrelu\n}")
    assert set(receptive_fields(arch).values()) == {None}


def test_as_numbers() -> None:
    field = receptive_fields(net("conv 7x3, 2, /2\nupsample 8"))[()]
    assert field is not None
    assert (field.size, field.stride) == ((7, 3), (Fraction(1, 4), Fraction(1, 4)))
    whole = receptive_fields(net("global_avgpool"))[()]
    assert whole is not None
    assert (whole.size, whole.stride, whole.is_whole) == ((None, None), (None, None), True)
