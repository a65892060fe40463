"""The networks of "Dive into Deep Learning" against the book's own text in plain torch, with sizes written out."""

from typing import Any

import pytest
import torch
from comparing import Step, assert_bits, form, noise, train_step
from torch import Tensor, nn
from torch.nn import functional as F

import resnet_dsl as rd
from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.ir.names import members

Pair = tuple[nn.Module, nn.Module]
Widths = tuple[int, int]


class Inception(nn.Module):
    """Section 8.4.1."""

    def __init__(self, channels: int, c1: int, c2: Widths, c3: Widths, c4: int) -> None:
        super().__init__()
        self.b1_1 = nn.Conv2d(channels, c1, kernel_size=1)
        self.b2_1 = nn.Conv2d(channels, c2[0], kernel_size=1)
        self.b2_2 = nn.Conv2d(c2[0], c2[1], kernel_size=3, padding=1)
        self.b3_1 = nn.Conv2d(channels, c3[0], kernel_size=1)
        self.b3_2 = nn.Conv2d(c3[0], c3[1], kernel_size=5, padding=2)
        self.b4_1 = nn.MaxPool2d(kernel_size=3, stride=1, padding=1)
        self.b4_2 = nn.Conv2d(channels, c4, kernel_size=1)

    def forward(self, x: Tensor) -> Tensor:
        b1 = F.relu(self.b1_1(x))
        b2 = F.relu(self.b2_2(F.relu(self.b2_1(x))))
        b3 = F.relu(self.b3_2(F.relu(self.b3_1(x))))
        b4 = F.relu(self.b4_2(self.b4_1(x)))
        return torch.cat((b1, b2, b3, b4), dim=1)


class GoogleNet(nn.Module):
    """Section 8.4.2."""

    def __init__(self, channels: int = 1, classes: int = 10) -> None:
        super().__init__()
        b1 = nn.Sequential(
            nn.Conv2d(channels, 64, kernel_size=7, stride=2, padding=3),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
        )
        b2 = nn.Sequential(
            nn.Conv2d(64, 64, kernel_size=1),
            nn.ReLU(),
            nn.Conv2d(64, 192, kernel_size=3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
        )
        b3 = nn.Sequential(
            Inception(192, 64, (96, 128), (16, 32), 32),
            Inception(256, 128, (128, 192), (32, 96), 64),
            nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
        )
        b4 = nn.Sequential(
            Inception(480, 192, (96, 208), (16, 48), 64),
            Inception(512, 160, (112, 224), (24, 64), 64),
            Inception(512, 128, (128, 256), (24, 64), 64),
            Inception(512, 112, (144, 288), (32, 64), 64),
            Inception(528, 256, (160, 320), (32, 128), 128),
            nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
        )
        b5 = nn.Sequential(
            Inception(832, 256, (160, 320), (32, 128), 128),
            Inception(832, 384, (192, 384), (48, 128), 128),
            nn.AdaptiveAvgPool2d((1, 1)),
            nn.Flatten(),
        )
        self.net = nn.Sequential(b1, b2, b3, b4, b5, nn.Linear(1024, classes))
        self.net.apply(init_cnn)

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)  # type: ignore[no-any-return]


class Residual(nn.Module):
    """Section 8.6.2."""

    def __init__(self, channels: int, width: int, use_1x1conv: bool = False, strides: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, kernel_size=3, padding=1, stride=strides)
        self.conv2 = nn.Conv2d(width, width, kernel_size=3, padding=1)
        self.conv3 = nn.Conv2d(channels, width, kernel_size=1, stride=strides) if use_1x1conv else None
        self.bn1 = nn.BatchNorm2d(width)
        self.bn2 = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.conv3 is not None:
            x = self.conv3(x)
        y += x
        return F.relu(y)


class ResNet18(nn.Module):
    """Section 8.6.3."""

    def __init__(self, channels: int = 1, classes: int = 10) -> None:
        super().__init__()
        self.net = nn.Sequential(
            nn.Sequential(
                nn.Conv2d(channels, 64, kernel_size=7, stride=2, padding=3),
                nn.BatchNorm2d(64),
                nn.ReLU(),
                nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
            )
        )
        before = 64
        for i, (residuals, width) in enumerate(((2, 64), (2, 128), (2, 256), (2, 512))):
            blocks = []
            for j in range(residuals):
                if j == 0 and i > 0:
                    blocks.append(Residual(before, width, use_1x1conv=True, strides=2))
                else:
                    blocks.append(Residual(width, width))
            self.net.add_module(f"b{i + 2}", nn.Sequential(*blocks))
            before = width
        last = nn.Sequential(nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(), nn.Linear(512, classes))
        self.net.add_module("last", last)
        self.net.apply(init_cnn)

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)  # type: ignore[no-any-return]


def init_cnn(module: nn.Module) -> None:
    """Section 7.6."""
    if isinstance(module, nn.Linear | nn.Conv2d):
        nn.init.xavier_uniform_(module.weight)


BOOK: dict[str, Any] = {"d2l_googlenet": GoogleNet, "d2l_resnet18": ResNet18}
NAMES = tuple(BOOK)
# name: parameters, by channels of the input and classes
PARAMETERS = {
    "d2l_googlenet": {(1, 10): 5_977_530, (1, 1000): 6_992_280, (3, 10): 5_983_802, (3, 1000): 6_998_552},
    "d2l_resnet18": {(1, 10): 11_178_378, (1, 1000): 11_686_248, (3, 10): 11_184_650, (3, 1000): 11_692_520},
}
# what the members of `net` give, by the size of the input, as the book's code was seen to do
SHAPES: dict[tuple[str, int], list[tuple[int, ...]]] = {
    ("d2l_googlenet", 96): [(64, 24, 24), (192, 12, 12), (480, 6, 6), (832, 3, 3), (1024,), (10,)],
    ("d2l_googlenet", 224): [(64, 56, 56), (192, 28, 28), (480, 14, 14), (832, 7, 7), (1024,), (10,)],
    ("d2l_resnet18", 96): [(64, 24, 24), (64, 24, 24), (128, 12, 12), (256, 6, 6), (512, 3, 3), (10,)],
    ("d2l_resnet18", 224): [(64, 56, 56), (64, 56, 56), (128, 28, 28), (256, 14, 14), (512, 7, 7), (10,)],
}
# the first keys of the book's code, as it was seen to have them, and how many it has
KEYS = {
    "d2l_googlenet": (
        116,
        """net.0.0.weight net.0.0.bias net.1.0.weight net.1.0.bias net.1.2.weight net.1.2.bias
        net.2.0.b1_1.weight net.2.0.b1_1.bias net.2.0.b2_1.weight net.2.0.b2_1.bias net.2.0.b2_2.weight
        net.2.0.b2_2.bias net.2.0.b3_1.weight net.2.0.b3_1.bias""",
    ),
    "d2l_resnet18": (
        127,
        """net.0.0.weight net.0.0.bias net.0.1.weight net.0.1.bias net.0.1.running_mean net.0.1.running_var
        net.0.1.num_batches_tracked net.b2.0.conv1.weight net.b2.0.conv1.bias net.b2.0.conv2.weight
        net.b2.0.conv2.bias net.b2.0.bn1.weight net.b2.0.bn1.bias net.b2.0.bn1.running_mean""",
    ),
}


@pytest.fixture(scope="module", params=NAMES)
def pair(request: pytest.FixtureRequest) -> Pair:
    """Our network and the book's, with equal weights."""
    torch.manual_seed(0)
    theirs: nn.Module = BOOK[request.param]()
    train_step(theirs, noise(4, 1, 96, 96, seed=7))
    ours = rd.build(request.param)
    assert ours.load_state_dict(theirs.state_dict(), strict=True) == ([], [])
    assert theirs.load_state_dict(ours.state_dict(), strict=True) == ([], [])
    return ours, theirs


@pytest.mark.parametrize("name", NAMES)
def test_keys(name: str) -> None:
    ours, theirs = rd.build(name), BOOK[name]()
    count, first = KEYS[name]
    assert len(ours.state_dict()) == count
    assert list(theirs.state_dict())[: len(first.split())] == first.split()
    assert set(first.split()) <= set(ours.state_dict())
    if name == "d2l_googlenet":
        assert form(ours) == form(theirs)
    else:
        assert sorted(form(ours)) == sorted(form(theirs))


def test_keys_of_a_residual_stand_as_they_run() -> None:
    """The book registers conv1, conv2, conv3, bn1, bn2."""
    stems = [key.removesuffix(".weight") for key in rd.build("d2l_resnet18").state_dict() if key.endswith("weight")]
    assert [stem for stem in stems if "b3.0" in stem] == [
        f"net.b3.0.{name}" for name in ("conv1", "bn1", "conv2", "bn2", "conv3")
    ]


@pytest.mark.parametrize("size", [96, 224])
def test_outputs(pair: Pair, size: int) -> None:
    ours, theirs = pair
    x = noise(2, 1, size, size)
    with torch.no_grad():
        assert torch.equal(ours.eval()(x), theirs.eval()(x))


def test_training(pair: Pair) -> None:
    ours, theirs = pair
    x = noise(4, 1, 96, 96)
    mine, other = (in_order(train_step(model, x)) for model in (ours, theirs))
    assert_bits(mine.outputs, other.outputs)
    assert_bits(mine.gradients, other.gradients)
    assert_bits(mine.buffers, other.buffers)


def in_order(step: Step) -> Step:
    """The same by the alphabet."""
    return Step(*(dict(sorted(part.items())) for part in (step.outputs, step.gradients, step.buffers)))


@pytest.mark.parametrize("name", NAMES)
def test_equal_weights_by_equal_seeds(name: str) -> None:
    torch.manual_seed(5)
    theirs = BOOK[name]().state_dict()
    torch.manual_seed(5)
    ours = rd.build(name).state_dict()
    assert_bits(dict(sorted(ours.items())), dict(sorted(theirs.items())))


@pytest.mark.parametrize(("name", "size"), SHAPES, ids=str)
def test_shapes(name: str, size: int) -> None:
    """Of each member of `net`, counted without torch."""
    (net,) = (member for _, member in members(rd.load(name, input=f"1x{size}x{size}").root))
    assert net.kind == "module"
    assert [member.output.sizes for _, member in members(net)] == SHAPES[name, size]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("channels", "classes"), [(1, 10), (1, 1000), (3, 10), (3, 1000)])
def test_parameters(name: str, channels: int, classes: int) -> None:
    arch = rd.load(name, input=f"{channels}x96x96", classes=classes)
    theirs = BOOK[name](channels, classes)
    assert arch_cost(arch).parameters_without_training == PARAMETERS[name][channels, classes]
    assert sum(parameter.numel() for parameter in theirs.parameters()) == PARAMETERS[name][channels, classes]
    assert arch.output.sizes == (classes,)


def test_googlenet_has_as_many_weights_as_the_papers() -> None:
    paper = rd.load("googlenet_paper", aux=False)
    assert (
        arch_cost(rd.load("d2l_googlenet", input="3x224x224", classes=1000)).parameters_without_training
        == arch_cost(paper).parameters_without_training
    )
