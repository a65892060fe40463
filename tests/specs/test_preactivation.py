"""Pre-activation and the other orders of Figure 4 of He et al. 2016b, against plain torch, to the bit.

The plain version follows the paper: the first activation stands "right after conv1 and before splitting into two
paths", another one right after the last addition, and where maps are reduced the projection is pre-activated too. Other
codes lay it out in other ways, which are parameters here.
"""

from functools import partial
from typing import Any

import pytest
import torch
from comparing import noise
from plain_residual import Network, assert_same, bottlenecks
from test_orders import FIGURES, WEIGHTS, units
from torch import nn

import resnet_dsl as rd
from resnet_dsl.source.bundled import bundled_files
from resnet_dsl.source.file import SourceFile
from resnet_dsl.syntax.parse import parse_file

# the networks of Table 2
ARCHS = {
    "resnet110": "conv bn + relu",
    "resnet110_bn_after_addition": "conv + bn relu",
    "resnet110_relu_before_addition": "conv bn relu +",
    "resnet110_relu_preact": "relu conv bn +",
    "resnet110_preact": "bn relu conv +",
    "resnet164": "conv bn + relu",
    "resnet164_bn_after_addition": "conv + bn relu",
    "resnet164_relu_before_addition": "conv bn relu +",
    "resnet164_relu_preact": "relu conv bn +",
    "resnet164_preact": "bn relu conv +",
}
FORMS: dict[str, Any] = {
    "110": {"block": "basic", "option": "A"},
    "164": {"block": "bottleneck", "option": "B", "stride_on_1x1": True},
}
ON_IMAGENET = ("resnet18_preact", "resnet50_preact")
PREACTIVATED = [f"resnet{depth}_preact" for depth in (18, 34, 50, 101, 110, 152, 164, 200, 1001)]


def make(name: str, **options: Any) -> nn.Module:
    torch.manual_seed(0)
    model: nn.Module = rd.build(name, **options)
    return model


# Figure 4 on the networks of Table 2


@pytest.mark.parametrize("name", ARCHS)
def test_a_middle_unit_is_that_of_figure_4(name: str) -> None:
    figure, block = FIGURES[ARCHS[name]], FORMS[name[6:9]]["block"]
    found, _ = units(make(name, n=3))
    assert len(found) == 9
    for i in (1, 4, 7):
        assert found[i] == [*figure.of(WEIGHTS[block]), "add", *figure.after_add.split()]


@pytest.mark.parametrize("name", ARCHS)
def test_the_orders(name: str) -> None:
    plain = Network(ARCHS[name], depths=(2, 2, 2), **FORMS[name[6:9]])
    assert_same(make(name, n=2), plain, noise(4, 3, 16, 16))


# full pre-activation, in the layouts of several codes


basic = partial(Network, option="A")
LAYOUTS: dict[str, tuple[str, dict[str, Any], Any]] = {
    # the paper
    "resnet1001": ("resnet1001_preact", {"n": 1}, partial(bottlenecks, depths=(1, 1, 1), stride_on_1x1=True)),
    "resnet110, B": ("resnet110_preact", {"n": 2, "shortcut": "B"}, Network),
    "resnet164, C": (
        "resnet164_preact",
        {"n": 2, "shortcut": "C"},
        partial(bottlenecks, option="C", stride_on_1x1=True),
    ),
    "resnet18": ("resnet18_preact", {}, partial(Network, depths=(2, 2, 2, 2))),
    "resnet18, A": ("resnet18_preact", {"shortcut": "A"}, partial(basic, depths=(2, 2, 2, 2))),
    "resnet50": ("resnet50_preact", {}, partial(bottlenecks, depths=(3, 4, 6, 3))),
    # the authors' code (resnet-1k-layers): nothing behind conv1, a common activation where the shape changes
    "authors": ("resnet164_preact", {"n": 2, "stem": "none"}, partial(bottlenecks, bare=True, stride_on_1x1=True)),
    # Facebook's preresnet.lua: the first unit of each stage activates for both paths; the 3x3 downsamples
    "facebook 110": ("resnet110_preact", {"n": 2, "activate_pad": True}, partial(basic, bare=True, common=True)),
    "facebook 164": (
        "resnet164_preact",
        {"n": 2, "stride_on_1x1": False},
        partial(bottlenecks, bare=True, common=True),
    ),
    # timm's resnetv2: conv, pooling, and an identity beside the first unit reads what is not activated
    "timm 18": ("resnet18_preact", {"stem": "none"}, partial(Network, depths=(2, 2, 2, 2), bare=True)),
    "timm 50": ("resnet50_preact", {"stem": "none"}, partial(bottlenecks, depths=(3, 4, 6, 3), bare=True)),
    "timm's stem on 110": ("resnet110_preact", {"n": 2, "stem": "none"}, partial(basic, bare=True)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str) -> None:
    name, options, plain = LAYOUTS[layout]
    size = 64 if name in ON_IMAGENET else 16
    assert_same(make(name, **options), plain(), noise(2, 3, size, size))


@pytest.mark.parametrize(
    ("name", "options", "equal"),
    [
        ("resnet164_preact", {"stem": "none"}, True),
        ("resnet1001_preact", {"stem": "none"}, True),
        ("resnet50_preact", {"stem": "none"}, False),
        ("resnet164_preact", {"stride_on_1x1": False}, False),
        ("resnet110_preact", {"stem": "none"}, False),
        ("resnet110_preact", {"activate_pad": True}, False),
        ("resnet18_preact", {"stem": "none"}, False),
    ],
    ids=str,
)
def test_which_layouts_are_one_function(name: str, options: dict[str, Any], equal: bool) -> None:
    """A projection in the first unit makes them one, but where a pooling stands between conv1 and that unit."""
    small: dict[str, Any] = {} if name in ON_IMAGENET else {"n": 1}
    x = noise(2, 3, 16, 16) if small else noise(2, 3, 64, 64)
    models = make(name, **small), make(name, **small, **options)
    if equal:
        assert_same(*models, x)
    else:
        with pytest.raises(AssertionError):
            assert_same(*models, x)


# the keys, and the file


def test_the_keys_of_a_small_network() -> None:
    keys = [key.removesuffix(".weight") for key in make("resnet164_preact", n=1).state_dict() if key.endswith("weight")]
    assert " ".join(keys) == (
        "conv1 bn1 "
        "layer1.0.conv1 layer1.0.bn1 layer1.0.conv2 layer1.0.bn2 layer1.0.conv3 layer1.0.downsample.0 "
        "layer2.0.bn1 layer2.0.conv1 layer2.0.bn2 layer2.0.conv2 layer2.0.bn3 layer2.0.conv3 layer2.0.downsample.0 "
        "layer3.0.bn1 layer3.0.conv1 layer3.0.bn2 layer3.0.conv2 layer3.0.bn3 layer3.0.conv3 layer3.0.downsample.0 "
        "bn2 fc"
    )


@pytest.mark.parametrize("name", PREACTIVATED)
def test_pre_activation_is_a_change_of_a_few_lines(name: str) -> None:
    path = bundled_files()[name]
    file = parse_file(SourceFile(path.name, path.read_text(encoding="utf-8")))
    (arch,) = (arch for arch in file.archs if arch.name == name)
    assert arch.extends is not None
    assert arch.extends.name == name.removesuffix("_preact")
    assert len(arch.body.statements) <= 5
