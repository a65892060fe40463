"""Residual networks in plain torch, written from the papers' figures and text; nothing here knows the language.

Weights go from one model to another by the order in which the layers run, so names are free.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from comparing import Step, assert_bits, noise, results, train_step
from test_orders import CLOSING, EXPANSION, FIGURES, PROJECTION, Row, conv, leaves_in_turn
from torch import Tensor, nn

Side = Callable[[Tensor], Tensor]
FULL_PREACTIVATION = "bn relu conv +"


class Pad(nn.Module):
    """Option A: "identity, zero-padding for increasing dimensions", with a stride."""

    def __init__(self, extra: int, stride: int) -> None:
        super().__init__()
        self.extra, self.stride = extra, stride

    def forward(self, x: Tensor) -> Tensor:
        x = x[:, :, :: self.stride, :: self.stride]
        return torch.cat([x, x.new_zeros(len(x), self.extra, *x.shape[2:])], dim=1)


class Unit(nn.Module):
    """y = f(h(x) + F(x)), Equations 1 and 2 of He et al. 2016b.

    `adopted`: the first activation stands in the stem. `common`: the shortcut reads what is activated, whatever it is.
    """

    def __init__(
        self, order: str, weights: list[nn.Conv2d], option: str, *, adopted: bool = False, common: bool = False
    ) -> None:
        super().__init__()
        channels, out = weights[0].in_channels, weights[-1].out_channels
        stride = max(one.stride[0] for one in weights)
        changed = stride != 1 or channels != out
        projects = option == "C" or (option == "B" and changed)
        kinds = FIGURES[order].of(len(weights))
        split = kinds.index("weight")
        self.leading = Row([] if adopted else kinds[:split], [], channels)
        self.branch = Row(kinds[split:], list(weights), channels)
        self.shortcut: nn.Module = nn.Identity()
        if projects:
            self.shortcut = Row(PROJECTION[order], [conv(channels, out, 1, stride)], channels)
        elif changed:
            self.shortcut = Pad(out - channels, stride)
        self.reads_activated = projects or common
        self.after_add = Row(FIGURES[order].after_add.split(), [], out)

    def sides(self, x: Tensor) -> tuple[Side, Side]:
        """What is done to F(x), and to h(x), before they are added."""
        return nn.Identity(), nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        on_branch, on_shortcut = self.sides(x)
        activated = self.leading(x)
        branch = on_branch(self.branch(activated))
        return self.after_add(branch + on_shortcut(self.shortcut(activated if self.reads_activated else x)))  # type: ignore[no-any-return]


def weights_of(block: str, channels: int, width: int, stride: int, *, stride_on_1x1: bool) -> list[nn.Conv2d]:
    if block == "basic":
        return [conv(channels, width, 3, stride), conv(width, width, 3)]
    first, second = (stride, 1) if stride_on_1x1 else (1, stride)
    return [conv(channels, width, 1, first), conv(width, width, 3, second), conv(width, 4 * width, 1)]


class Network(nn.Module):
    """A stem, stages of units, what closes them, a head.

    `bare`: nothing follows conv1 but the pooling, and the first unit has its own activation. `common`: the first unit
    of each stage activates before its paths split, whatever the shortcut is.
    """

    def __init__(
        self,
        order: str = FULL_PREACTIVATION,
        block: str = "basic",
        depths: tuple[int, ...] = (2, 2, 2),
        option: str = "B",
        *,
        bare: bool = False,
        common: bool = False,
        stride_on_1x1: bool = False,
        unit: Callable[..., Unit] = Unit,
    ) -> None:
        super().__init__()
        on_imagenet = len(depths) == 4
        width = 64 if on_imagenet else 16
        conv1 = conv(3, width, 7, 2) if on_imagenet else conv(3, width, 3)
        self.stem = Row(["weight"] if bare else ["weight", "BN", "ReLU"], [conv1], 3)
        self.pool = nn.MaxPool2d(3, 2, 1) if on_imagenet else nn.Identity()
        units: list[Unit] = []
        channels = width
        for stage, depth in enumerate(depths):
            for i in range(depth):
                stride = 2 if stage and not i else 1
                weights = weights_of(block, channels, width << stage, stride, stride_on_1x1=stride_on_1x1)
                adopted = not (units or bare)
                units.append(unit(order, weights, option, adopted=adopted, common=common and not i))
                channels = (width << stage) * EXPANSION[block]
        self.units = nn.Sequential(*units)
        self.closing = Row([] if FIGURES[order].after_add else CLOSING[order], [], channels)
        self.fc = nn.Linear(channels, 1000 if on_imagenet else 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.closing(self.units(self.pool(self.stem(x))))
        return self.fc(nn.functional.adaptive_avg_pool2d(x, 1).flatten(1))  # type: ignore[no-any-return]


bottlenecks = partial(Network, block="bottleneck")


def share(ours: nn.Module, plain: nn.Module) -> dict[str, str]:
    """Give both equal weights, those of normalisations unlike each other; our names for theirs."""
    with torch.no_grad():
        for i, parameter in enumerate(ours.parameters()):
            if parameter.dim() == 1:
                parameter.add_(noise(*parameter.shape, seed=i), alpha=0.3)
    names: dict[str, str] = {}
    for (name, one), (other_name, other) in zip(leaves_in_turn(ours), leaves_in_turn(plain), strict=True):
        other.load_state_dict(one.state_dict())
        names |= {f"{other_name}.{key}": f"{name}.{key}" for key in one.state_dict()}
    for model in (ours, plain):
        assert set(model.state_dict()) == set(names if model is plain else names.values())
    return names


def assert_same(ours: nn.Module, plain: nn.Module, x: Tensor) -> Step:
    """Fail unless with equal weights both do the same to the bit, in training and then in evaluation; our step."""
    names = share(ours, plain)
    step, other = train_step(ours, x), train_step(plain, x)
    assert_bits(step.outputs, other.outputs)
    for mine, theirs in [(step.gradients, other.gradients), (step.buffers, other.buffers)]:
        assert_bits(in_order(mine), in_order({names.get(name, name): value for name, value in theirs.items()}))
    with torch.no_grad():
        assert_bits(results(ours.eval()(x)), results(plain.eval()(x)))
    return step


def in_order(values: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(values.items()))
