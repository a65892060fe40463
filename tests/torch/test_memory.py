"""Activation memory as the IR gives it, against what torch computes and keeps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from measuring import computed_elements, kept_bytes
from unrolling import runs, unrolled

import resnet_dsl as rd
from resnet_dsl.analysis.memory import Kept, Memory, _Walk, memory
from resnet_dsl.analysis.positions import Position, every_part
from resnet_dsl.analysis.values import Value
from resnet_dsl.ir.nodes import Arch, Join, Layer, Residual
from resnet_dsl.ops.core.activation import Activation
from resnet_dsl.ops.core.registry import find_op
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import TorchCall
from resnet_dsl.pipeline.catalogue import find_names

HERE = Path(__file__).parent
FILES = [*(HERE / "networks").glob("*.arch"), *(HERE.parent / "language" / "samples").glob("*.arch")]
BATCH = 2
ALIKE = re.compile("1001|1202|101|152|164|200|34|wide|plain[3-9]|plain110|resnet(32|44|56|110)$")
"""Networks that differ from others only in how many units they have, or how wide they are."""


def every_network() -> Iterator[str]:
    yield from (name for name in find_names() if not ALIKE.search(name))
    for path in sorted(FILES):
        yield from (f"{path}:{name}" for name in re.findall(r"^arch (\w+)", path.read_text("utf-8"), re.M))


@pytest.mark.parametrize("spec", list(every_network()), ids=lambda spec: spec.rpartition("/")[2])
def test_torch_keeps_and_computes_as_much(spec: str) -> None:
    arch = rd.load(spec)
    with torch.device("meta"):
        model = rd.build(arch)
        x = torch.empty(BATCH, *arch.input.sizes)
    found = memory(arch)[()]
    assert kept_bytes(model, x) == found.all_kept.size(BATCH)
    assert computed_elements(arch, model, x) == found.outputs * BATCH


@pytest.mark.parametrize(
    "spec", ["resnet50", "googlenet", "resnet110_preact", str(HERE / "networks" / "densenet.arch")]
)
def test_parts_add_up(spec: str) -> None:
    arch = rd.load(spec)
    figures = memory(arch)
    for part in every_part(arch):
        inner = sum((figures.get(inner.position, Memory()) for inner in part.parts), Memory())
        whole = figures.get(part.position, Memory())
        if not isinstance(part.node, Layer | Join | Residual):
            assert whole == inner
        assert whole.outputs >= inner.outputs
        assert whole.kept.values >= inner.kept.values


def net(body: str, order: str = "conv bn + relu") -> Arch:
    return rd.loads(f"arch net {{\ninput 4x16x16\norder {order}\n{body}\n}}")


def test_heads_for_training_are_counted_apart() -> None:
    found = memory(rd.load("googlenet"))[()]
    plain = memory(rd.load("googlenet", aux=False))[()]
    assert found.outputs == plain.outputs
    assert found.kept == plain.kept
    assert found.training_outputs > 0
    assert found.all_kept.values > plain.all_kept.values


REPEATS = [
    "{ conv 3x3, 4 } x5",
    "relu\n{ conv 3x3, 4, order=none } x5\nrelu",
    "{ residual { conv 3x3, 4 } } x5",
    "{ tanh } x5",
    "{ identity } x5\nconv 3x3, 4",
    "a: conv 3x3, 4\n{ concat { identity; from a }; conv 1x1, 4 } x5",
    "a: conv 3x3, 4\n{ tanh; mul { identity; from a } } x5",
    "a: conv 3x3, 4, order=none\n{ tanh; from a } x5\nsigmoid",
    "{ { dropout 0.5; leaky_relu 0.1; maxpool 3x3, /1 } x3; avgpool 3x3, /1 } x4",
    "{ { { mul { identity; identity } } x3; { affine 2 } x2 } x2; silu } x3",
    "{ affine 2 } x3\n{ conv 1x1, 4, order=none } x3\n{ affine 2 } x3",
]


@pytest.mark.parametrize("body", REPEATS)
def test_repeats_are_worth_their_runs(body: str) -> None:
    arch = net(body)
    folded, flat = memory(arch), memory(unrolled(arch))
    assert folded[()] == flat[()]
    for position, places in runs(arch):
        assert folded.get(position, Memory()) == sum((flat.get(place, Memory()) for place in places), Memory())
    with torch.device("meta"):
        model, x = rd.build(arch), torch.empty(BATCH, 4, 16, 16)
    assert kept_bytes(model, x) == folded[()].all_kept.size(BATCH)


def test_the_cost_follows_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    visits: list[Position] = []
    layer = _Walk._layer

    def counted(walk: _Walk, position: Position, node: Layer, value: Value) -> Value:
        visits.append(position)
        return layer(walk, position, node, value)

    monkeypatch.setattr(_Walk, "_layer", counted)
    nested = "{ " * 8 + "conv 3x3, 4" + " x1000 }" * 8
    counts = []
    for body in ("{ conv 3x3, 4 } x5", "{ conv 3x3, 4 } x1000000", nested.replace("x1000", "x3"), nested):
        visits.clear()
        found = memory(net(body))[()]
        counts.append(len(visits))
    assert counts[0] == counts[1] <= 6
    assert counts[2] == counts[3] < 100
    assert found.outputs == 1000**8 * 3 * 4 * 16 * 16


@dataclass(frozen=True)
class Silent(Activation):
    """An activation that does not say what it keeps."""

    def torch(self, input: Shape) -> TorchCall:
        return TorchCall("nn.Tanh")


def test_what_is_not_said_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    tanh = find_op("tanh")
    assert tanh is not None
    monkeypatch.setattr(tanh, "saved", Silent.saved)
    arch = net("conv 3x3, 4, order=none\nbn\n{ tanh } x2\n{ conv 3x3, 8 } x2")
    figures = memory(arch)
    assert figures[()].all_kept.size() is None
    assert (
        figures[()].outputs == memory(net("conv 3x3, 4, order=none\nbn\n{ relu } x2\n{ conv 3x3, 8 } x2"))[()].outputs
    )
    known = {position[:1]: figure.kept.is_known for position, figure in figures.items() if len(position) == 1}
    assert known == {(0,): True, (1,): False, (2,): False, (3,): True}


def test_sizes() -> None:
    kept = Kept(values=10, indices=2, once=3)
    assert kept.size() == 10 * 4 + 2 * 8 + 3 * 4
    assert kept.size(batch=8, width=2) == 8 * (10 * 2 + 2 * 8) + 3 * 2
    assert (kept * 2 + Kept(is_known=False)).size() is None
