"""Networks that are not in the package, written in the language: equal to torchvision's or a plain version, to the bit.

Nothing in the package knows them: they are made of ops, joins and residuals.
"""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from comparing import assert_bits, assert_same_function, form, noise, results, train_step
from torch import Tensor, nn

import resnet_dsl as rd
from resnet_dsl.torchvision_import import import_torchvision

torchvision: Any = import_torchvision()
models: Any = torchvision.models
NETWORKS = Path(__file__).parent / "networks"


def conv(channels: int, out: int, kernel: int = 3, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(channels, out, kernel, stride, kernel // 2, bias=False)


# plain versions of what torchvision does not have


class PlainResidual(nn.Module):
    """A basic block with something behind its path, and something before its projection."""

    def __init__(self, channels: int, out: int, stride: int, last: tuple[str, nn.Module] | None = None) -> None:
        super().__init__()
        self.conv1, self.bn1 = conv(channels, out, stride=stride), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = conv(out, out), nn.BatchNorm2d(out)
        self.last = ""
        if last is not None:
            self.last, module = last
            self.add_module(self.last, module)
        if stride != 1 or channels != out:
            self.downsample: nn.Module = self.make_shortcut(channels, out, stride)
        else:
            self.downsample = nn.Identity()

    def make_shortcut(self, channels: int, out: int, stride: int) -> nn.Module:
        return nn.Sequential(conv(channels, out, 1, stride), nn.BatchNorm2d(out))

    def forward(self, x: Tensor) -> Tensor:
        out = self.bn1(self.conv1(x)).relu()
        out = self.bn2(self.conv2(out))
        if self.last:
            out = self.get_submodule(self.last)(out)
        return (out + self.downsample(x)).relu()  # type: ignore[no-any-return]


class PooledResidual(PlainResidual):
    """One that pools where it would stride."""

    def make_shortcut(self, channels: int, out: int, stride: int) -> nn.Module:
        return nn.Sequential(nn.AvgPool2d(2, stride), conv(channels, out, 1), nn.BatchNorm2d(out))


class PlainResidualNetwork(nn.Module):
    """A stem, two stages, a head."""

    def __init__(self, width: int, stages: list[list[nn.Module]]) -> None:
        super().__init__()
        self.conv1, self.bn1 = conv(3, width), nn.BatchNorm2d(width)
        self.layer1, self.layer2 = nn.Sequential(*stages[0]), nn.Sequential(*stages[1])
        self.fc = nn.Linear(2 * width, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.layer2(self.layer1(self.bn1(self.conv1(x)).relu()))
        return self.fc(nn.functional.adaptive_avg_pool2d(x, 1).flatten(1))  # type: ignore[no-any-return]


def squeeze() -> nn.Module:
    def block(channels: int, out: int, stride: int = 1) -> nn.Module:
        return PlainResidual(channels, out, stride, ("se", torchvision.ops.SqueezeExcitation(out, out // 4)))

    return PlainResidualNetwork(16, [[block(16, 16), block(16, 16)], [block(16, 32, 2), block(32, 32)]])


def resnet_d() -> nn.Module:
    blocks = [
        PooledResidual(16, 16, 1),
        PooledResidual(16, 16, 1),
        PooledResidual(16, 32, 2),
        PooledResidual(32, 32, 1),
    ]
    return PlainResidualNetwork(16, [list(blocks[:2]), list(blocks[2:])])


def stochastic_depth() -> nn.Module:
    def block(index: int, channels: int, out: int, stride: int = 1) -> nn.Module:
        drop = torchvision.ops.StochasticDepth(0.5 * index / 5, "row")
        return PlainResidual(channels, out, stride, ("drop", drop))

    return PlainResidualNetwork(
        8,
        [
            [block(0, 8, 8), block(1, 8, 8), block(2, 8, 8)],
            [block(3, 8, 16, 2), block(4, 16, 16), block(5, 16, 16)],
        ],
    )


class PlainPair(nn.Module):
    """Two convolutions."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = conv(channels, out), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = conv(out, out), nn.BatchNorm2d(out)

    def forward(self, x: Tensor) -> Tensor:
        return self.bn2(self.conv2(self.bn1(self.conv1(x)).relu())).relu()  # type: ignore[no-any-return]


class PlainDecoder(nn.Module):
    """Twice the size, what the encoder had there beside it, two convolutions."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        self.up = nn.ConvTranspose2d(channels, out, 2, 2)
        self.pair = PlainPair(2 * out, out)

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        return self.pair(torch.cat([skip, self.up(x)], 1))  # type: ignore[no-any-return]


class PlainUnet(nn.Module):
    """Two levels."""

    def __init__(self) -> None:
        super().__init__()
        self.enc1, self.enc2, self.middle = PlainPair(3, 8), PlainPair(8, 16), PlainPair(16, 32)
        self.dec2, self.dec1 = PlainDecoder(32, 16), PlainDecoder(16, 8)
        self.head = nn.Conv2d(8, 5, 1)

    def forward(self, x: Tensor) -> Tensor:
        first = self.enc1(x)
        second = self.enc2(nn.functional.max_pool2d(first, 2))
        x = self.middle(nn.functional.max_pool2d(second, 2))
        return self.head(self.dec1(self.dec2(x, second), first))  # type: ignore[no-any-return]


def convnext() -> nn.Module:
    config = models.convnext.CNBlockConfig
    blocks = [config(16, 32, 2), config(32, None, 2)]
    model: nn.Module = models.ConvNeXt(blocks, stochastic_depth_prob=0.2, num_classes=10)
    return model


# by the name of the file in `networks/`
PLAIN: dict[str, Callable[[], nn.Module]] = {
    "convnext": convnext,
    "densenet": lambda: models.DenseNet(8, (3, 4), num_init_features=16, num_classes=10),
    "mobilenet_v2": lambda: models.mobilenet_v2(),
    "resnet_d": resnet_d,
    "shufflenet": lambda: models.ShuffleNetV2([2, 3, 2], [8, 16, 32, 64, 96], num_classes=10),
    "squeeze": squeeze,
    "stochastic_depth": stochastic_depth,
    "unet": PlainUnet,
}


def make(name: str) -> tuple[nn.Module, nn.Module]:
    """Our network and the plain one, with equal weights that are all of a size to matter."""
    torch.manual_seed(0)
    ours, plain = rd.build(NETWORKS / f"{name}.arch"), PLAIN[name]()
    assert form(ours) == form(plain)
    for key, parameter in plain.named_parameters():
        if key.endswith("layer_scale"):
            nn.init.uniform_(parameter)
    assert ours.load_state_dict(plain.state_dict(), strict=True) == ([], [])
    return ours, plain


def test_every_network_has_a_plain_version() -> None:
    assert sorted(PLAIN) == sorted(path.stem for path in NETWORKS.glob("*.arch") if path.stem != "small")


@pytest.mark.parametrize("size", [(64, 64), (96, 64)], ids=str)
@pytest.mark.parametrize("name", PLAIN)
def test_equal_to_the_bit(name: str, size: tuple[int, int]) -> None:
    """Keys, their order, outputs, gradients and running statistics; what is random draws from one seed."""
    ours, plain = make(name)
    assert_same_function(ours, plain, noise(4, 3, *size))


def test_mobilenet_at_its_size() -> None:
    ours, plain = make("mobilenet_v2")
    for model in (ours, plain):
        train_step(model, noise(4, 3, 64, 64, seed=7))
    x = noise(1, 3, 224, 224)
    with torch.no_grad():
        assert_bits(results(ours.eval()(x)), results(plain.eval()(x)))


def test_stochastic_depth_drops() -> None:
    """Two seeds give two results, so that the comparison above compares something; the first never falls away."""
    ours, _ = make("stochastic_depth")
    first, second = (train_step(ours, noise(4, 3, 32, 32), seed) for seed in (0, 1))
    assert not torch.equal(first.outputs["output"], second.outputs["output"])
    rates = [module.p for module in ours.modules() if type(module).__name__ == "StochasticDepth"]
    assert rates == [0.5 * i / 5 for i in range(6)]


def code_of(path: Path) -> str:
    """The code of a file without its docstrings and comments, which may name a paper."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = ""
    return ast.unparse(tree).lower()


def test_nothing_in_the_package_knows_them() -> None:
    package = Path(rd.__file__).parent
    code = {path.relative_to(package): code_of(path) for path in package.rglob("*.py")}
    words = ("densenet", "shufflenet", "mobilenet", "unet", "convnext", "googlenet")
    assert [(path, word) for path, text in code.items() for word in words if word in text] == []
