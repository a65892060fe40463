"""The five orders of He et al. 2016b, Figure 4: what runs, and that it computes what the paper says.

The figure's table is copied from the paper's facts; the plain version below follows its text and knows nothing of ours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from comparing import assert_bits, noise, train_step
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

import resnet_dsl as rd


@dataclass(frozen=True)
class Figure:
    """A part of Figure 4: the residual branch of two weights, and what follows the addition."""

    branch: str
    after_add: str = ""

    def units(self) -> tuple[str, ...]:
        """What stands before the first weight, between two, and behind the last."""
        before, between, behind = self.branch.split("weight")
        return before, between, behind

    def of(self, weights: int) -> list[str]:
        """The branch for so many weights, the pattern continued."""
        before, between, behind = self.units()
        return f"{before}{f'weight{between}' * (weights - 1)}weight{behind}".split()


FIGURES = {
    "conv bn + relu": Figure("weight BN ReLU weight BN", "ReLU"),
    "conv + bn relu": Figure("weight BN ReLU weight", "BN ReLU"),
    "conv bn relu +": Figure("weight BN ReLU weight BN ReLU"),
    "relu conv bn +": Figure("ReLU weight BN ReLU weight BN"),
    "bn relu conv +": Figure("BN ReLU weight BN ReLU weight"),
}
# what stands between the last addition and the pooling: the rest of the last unit, or the extra activation of Section 4
CLOSING = {
    "conv bn + relu": ["ReLU"],
    "conv + bn relu": ["BN", "ReLU"],
    "conv bn relu +": [],
    "relu conv bn +": ["ReLU"],
    "bn relu conv +": ["BN", "ReLU"],
}
# the projection: a weight, and the normalisation of the branch that stands before the addition
PROJECTION = {
    "conv bn + relu": ["weight", "BN"],
    "conv + bn relu": ["weight"],
    "conv bn relu +": ["weight", "BN"],
    "relu conv bn +": ["weight", "BN"],
    "bn relu conv +": ["weight"],
}
WEIGHTS = {"basic": 2, "bottleneck": 3}
EXPANSION = {"basic": 1, "bottleneck": 4}
ORDERS = list(FIGURES)

TEXT = """
import blocks.residual (basic, bottleneck)

arch net {{
    input 3x16x16
    order {order}

    conv1: conv 3x3, 8
    {pool}
    stage layer1: {block} 8       x3
    stage layer2: {block} 16, /2  x2

    global_avgpool
    flatten
    fc: linear 10
}}
"""


def build(order: str, block: str, pool: str = "") -> nn.Module:
    torch.manual_seed(0)
    model: nn.Module = rd.build(rd.loads(TEXT.format(order=order, block=block, pool=pool)))
    return model


# what runs

KINDS = {nn.Conv2d: "weight", nn.BatchNorm2d: "BN", nn.ReLU: "ReLU", nn.MaxPool2d: "pool", nn.AdaptiveAvgPool2d: "pool"}


class Additions(TorchFunctionMode):
    """Notes additions of tensors."""

    def __init__(self, note: Callable[[str, str], None]) -> None:
        super().__init__()
        self.note = note

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Note an addition, and let everything pass."""
        if func in (torch.add, Tensor.add, Tensor.add_, Tensor.__add__, Tensor.__iadd__):
            self.note("", "add")
        return func(*args, **(kwargs or {}))


def executed(model: nn.Module) -> list[tuple[str, str]]:
    """What runs, in turn: the name of the module and its kind; additions without a name."""
    events: list[tuple[str, str]] = []

    def hook(name: str, kind: str) -> Callable[..., None]:
        return lambda *_: events.append((name, kind))

    hooks = [
        module.register_forward_hook(hook(name, KINDS[type(module)]))
        for name, module in model.named_modules()
        if type(module) in KINDS
    ]
    with torch.no_grad(), Additions(lambda name, kind: events.append((name, kind))):
        model.eval()(torch.zeros(1, 3, 16, 16))
    for handle in hooks:
        handle.remove()
    return events


def units(model: nn.Module) -> tuple[list[list[str]], list[str]]:
    """The kinds in each residual unit in turn, and those outside; an addition belongs to the unit before."""
    events = executed(model)
    found: dict[str, list[str]] = {"": []}
    unit = ""
    for name, kind in events:
        unit = unit if kind == "add" else ".".join(name.split(".")[:2]) if name.startswith("layer") else ""
        found.setdefault(unit, []).append(kind)
    return [kinds for unit, kinds in found.items() if unit], found[""]


def expected_unit(order: str, block: str, *, activated: bool, projected: bool) -> list[str]:
    """A unit by the figure; `activated` where its first activation has been adopted by what stands before."""
    branch = FIGURES[order].of(WEIGHTS[block])
    first = branch.index("weight")
    leading, branch = branch[:first], branch[first:]
    return [
        *([] if activated else leading),
        *branch,
        *(PROJECTION[order] if projected else []),
        "add",
        *FIGURES[order].after_add.split(),
    ]


@pytest.mark.parametrize("block", WEIGHTS)
@pytest.mark.parametrize("order", ORDERS)
def test_an_inner_unit(order: str, block: str) -> None:
    """Its input is a sum, its shortcut an identity: Figure 4 as it stands."""
    found, _ = units(build(order, block))
    figure = FIGURES[order]
    assert found[1] == [*figure.of(WEIGHTS[block]), "add", *figure.after_add.split()]
    assert figure.of(2) == figure.branch.split()


@pytest.mark.parametrize("pool", ["", "maxpool 3x3, /2", "dropout 0.1"])
@pytest.mark.parametrize("block", WEIGHTS)
@pytest.mark.parametrize("order", ORDERS)
def test_the_first_unit(order: str, block: str, pool: str) -> None:
    """The stem adopts its activation, "right after conv1 and before splitting"; `basic` keeps the identity there."""
    found, outside = units(build(order, block, pool))
    assert outside[:3] == ["weight", "BN", "ReLU"]
    assert found[0] == expected_unit(order, block, activated=True, projected=block == "bottleneck")


@pytest.mark.parametrize("block", WEIGHTS)
@pytest.mark.parametrize("order", ORDERS)
def test_a_unit_that_changes_the_shape(order: str, block: str) -> None:
    found, _ = units(build(order, block))
    assert found[3] == expected_unit(order, block, activated=False, projected=True)


@pytest.mark.parametrize("block", WEIGHTS)
@pytest.mark.parametrize("order", ORDERS)
def test_the_last_unit(order: str, block: str) -> None:
    kinds = [kind for _, kind in executed(build(order, block))]
    last = len(kinds) - 1 - kinds[::-1].index("add")
    assert kinds[last + 1 :] == [*CLOSING[order], "pool"]


@pytest.mark.parametrize(("number", "shared"), [(1, False), (3, True)], ids=["identity", "projection"])
@pytest.mark.parametrize("order", ["relu conv bn +", "bn relu conv +"])
def test_what_the_shortcut_reads(order: str, number: int, shared: bool) -> None:
    """A projection reads what the branch reads, activated; an identity the raw value."""
    model = build(order, "basic").eval()
    unit = model.get_submodule("layer1.1" if number == 1 else "layer2.0")
    seen: dict[str, Tensor] = {}
    handles = [
        module.register_forward_hook(lambda _, args, out, name=name: seen.update({f"{name} in": args[0], name: out}))
        for name, module in [("unit", unit), *unit.named_children()]
    ]
    # kept as they were: an activation in place would write over them
    for module in model.modules():
        if isinstance(module, nn.ReLU):
            module.inplace = False
    with torch.no_grad():
        model(noise(1, 3, 16, 16))
    for handle in handles:
        handle.remove()
    if shared:
        assert seen["downsample in"] is seen["conv1 in"]
        assert torch.equal(seen["unit"], seen_last(seen, order) + seen["downsample"])
    else:
        assert not torch.equal(seen["unit in"], seen["conv1 in"])
        assert torch.equal(seen["unit"], seen_last(seen, order) + seen["unit in"])


def seen_last(seen: dict[str, Tensor], order: str) -> Tensor:
    return seen["bn2"] if order == "relu conv bn +" else seen["conv2"]


# what it computes


class Row(nn.Module):
    """Layers in a row, by their names in the figure."""

    def __init__(self, kinds: list[str], weights: list[nn.Conv2d], channels: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList()
        for kind in kinds:
            if kind == "weight":
                channels = weights[0].out_channels
                self.layers.append(weights.pop(0))
            else:
                self.layers.append(nn.BatchNorm2d(channels) if kind == "BN" else nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        return x


class Unit(nn.Module):
    """y = f(h(x) + F(x)), Equations 1 and 2."""

    def __init__(self, order: str, block: str, channels: int, width: int, stride: int, *, first: bool) -> None:
        super().__init__()
        out = width * EXPANSION[block]
        if block == "basic":
            convolutions = [conv(channels, width, 3, stride), conv(width, width, 3)]
        else:
            convolutions = [conv(channels, width, 1), conv(width, width, 3, stride), conv(width, out, 1)]
        kinds = FIGURES[order].of(WEIGHTS[block])
        split = kinds.index("weight")
        self.leading = Row([] if first else kinds[:split], [], channels)
        self.branch = Row(kinds[split:], convolutions, channels)
        self.projects = stride != 1 or channels != out
        projection = [conv(channels, out, 1, stride)]
        self.projection = Row(PROJECTION[order], projection, channels) if self.projects else Row([], [], channels)
        self.after_add = Row(FIGURES[order].after_add.split(), [], out)

    def forward(self, x: Tensor) -> Tensor:
        activated = self.leading(x)
        residual = self.branch(activated)
        return self.after_add(residual + (self.projection(activated) if self.projects else x))  # type: ignore[no-any-return]


class Plain(nn.Module):
    """The whole network: a stem, three units, two units of half the size, a head."""

    def __init__(self, order: str, block: str) -> None:
        super().__init__()
        self.stem = Row(["weight", "BN", "ReLU"], [conv(3, 8, 3)], 3)
        e = EXPANSION[block]
        self.units = nn.Sequential(
            Unit(order, block, 8, 8, 1, first=True),
            Unit(order, block, 8 * e, 8, 1, first=False),
            Unit(order, block, 8 * e, 8, 1, first=False),
            Unit(order, block, 8 * e, 16, 2, first=False),
            Unit(order, block, 16 * e, 16, 1, first=False),
        )
        # the extra activation of a pre-activated network; in the others the last unit has it
        closing = [] if FIGURES[order].after_add else CLOSING[order]
        self.closing = Row(closing, [], 16 * e)
        self.fc = nn.Linear(16 * e, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.closing(self.units(self.stem(x)))
        return self.fc(nn.functional.adaptive_avg_pool2d(x, 1).flatten(1))  # type: ignore[no-any-return]


def conv(channels: int, out: int, kernel: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(channels, out, kernel, stride, kernel // 2, bias=False)


def leaves_in_turn(model: nn.Module) -> list[tuple[str, nn.Module]]:
    """The modules with weights, in the order in which they run."""
    found: list[tuple[str, nn.Module]] = []
    handles = [
        module.register_forward_hook(lambda one, *_, name=name: found.append((name, one)))
        for name, module in model.named_modules()
        if isinstance(module, nn.Conv2d | nn.BatchNorm2d | nn.Linear)
    ]
    model.eval()(torch.zeros(1, 3, 16, 16))
    for handle in handles:
        handle.remove()
    return found


@pytest.mark.parametrize("block", WEIGHTS)
@pytest.mark.parametrize("order", ORDERS)
def test_outputs_and_gradients(order: str, block: str) -> None:
    ours, plain = build(order, block), Plain(order, block)
    mine, theirs = leaves_in_turn(ours), leaves_in_turn(plain)
    assert len(mine) == len(theirs) == len([m for m in ours.modules() if isinstance(m, nn.Conv2d | nn.BatchNorm2d)]) + 1
    names: dict[str, str] = {}
    for (name, one), (other_name, other) in zip(mine, theirs, strict=True):
        other.load_state_dict(one.state_dict())
        names |= {f"{other_name}.{key}": f"{name}.{key}" for key in one.state_dict()}
    x = noise(4, 3, 16, 16)
    step, other_step = train_step(ours, x), train_step(plain, x)
    named = {names.get(name, name): gradient for name, gradient in other_step.gradients.items()}
    assert_bits(step.outputs, other_step.outputs)
    assert_bits(dict(sorted(step.gradients.items())), dict(sorted(named.items())))
