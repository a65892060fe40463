"""The Inception networks: torchvision's to the bit, the paper's GoogLeNet by the rows of its table."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from comparing import (
    assert_bits,
    assert_same_function,
    form,
    import_file,
    network_class,
    noise,
    results,
    train_step,
)
from torch import Tensor, nn

import resnet_dsl as rd
from resnet_dsl.analysis.cost import arch_cost, cost
from resnet_dsl.analysis.depth import depth
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output
from resnet_dsl.torchvision_import import import_torchvision

Pair = tuple[nn.Module, nn.Module]


def torchvisions(name: str, **options: Any) -> nn.Module:
    """Torchvision's network; its weights begin as torch's layers do, which is faster, unless told otherwise."""
    model: nn.Module = import_torchvision().models.get_model(name, **{"init_weights": False} | options)
    return model


# torchvision's


@cache
def seasoned(name: str) -> dict[str, Tensor]:
    """Weights of torchvision's network without its heads, and running statistics of data: the signal gets through."""
    torch.manual_seed(0)
    model = torchvisions(name, aux_logits=False)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = 1
    with torch.no_grad():
        model.train()(noise(4, 3, 75, 75, seed=7))
    return model.state_dict()


@pytest.fixture(scope="module")
def pair() -> Pair:
    """Our Inception v3 and torchvision's, with equal weights."""
    theirs = torchvisions("inception_v3")
    theirs.load_state_dict(seasoned("inception_v3"), strict=False)
    ours = rd.build("inception_v3")
    assert ours.load_state_dict(theirs.state_dict(), strict=True) == ([], [])
    return ours, theirs


def test_keys(pair: Pair) -> None:
    ours, theirs = pair
    assert form(ours) == form(theirs)
    assert [name for name, _ in ours.named_parameters()] == [name for name, _ in theirs.named_parameters()]
    assert deepcopy(theirs).load_state_dict(ours.state_dict(), strict=True) == ([], [])


@pytest.mark.parametrize("size", [(299, 299), (75, 131)], ids=str)
def test_outputs(pair: Pair, size: tuple[int, int]) -> None:
    ours, theirs = pair
    x = noise(1, 3, *size)
    with torch.no_grad():
        assert_bits(results(ours.eval()(x)), results(theirs.eval()(x)))


def test_training(pair: Pair) -> None:
    """With the auxiliary head, whose 5x5 convolution needs an input of this size."""
    mine, other = (train_step(deepcopy(model), noise(2, 3, 299, 299), seed=3) for model in pair)
    assert_bits(mine.outputs, other.outputs)
    assert_bits(mine.gradients, other.gradients)
    assert_bits(mine.buffers, other.buffers)
    assert list(mine.outputs) == ["logits", "aux_logits"]


def test_without_the_auxiliary_head() -> None:
    theirs = torchvisions("inception_v3", aux_logits=False)
    theirs.load_state_dict(seasoned("inception_v3"), strict=True)
    ours = rd.build("inception_v3", aux=False)
    assert form(ours) == form(theirs)
    ours.load_state_dict(theirs.state_dict(), strict=True)
    assert_same_function(ours, theirs, noise(4, 3, 75, 75))
    assert isinstance(ours.train()(noise(2, 3, 75, 75)), torch.Tensor)


def test_the_emitted_file(tmp_path: Path) -> None:
    path = tmp_path / "emitted_inception_v3.py"
    path.write_text(rd.emit("inception_v3", aux=False, transform_input=True), encoding="utf-8")
    theirs = torchvisions("inception_v3", aux_logits=False, transform_input=True)
    theirs.load_state_dict(seasoned("inception_v3"), strict=True)
    ours = network_class(import_file(path))()
    ours.load_state_dict(theirs.state_dict(), strict=True)
    x = noise(4, 3, 75, 75)
    mine, other = train_step(ours, x), train_step(theirs, x)
    assert_bits(mine.outputs, other.outputs)
    assert_bits(mine.gradients, other.gradients)


@pytest.mark.parametrize("name", ["googlenet", "inception_v3"])
def test_the_input_is_transformed_as_theirs(name: str) -> None:
    theirs = torchvisions(name, aux_logits=False, transform_input=True)
    theirs.load_state_dict(seasoned(name), strict=True)
    ours, without = rd.build(name, aux=False, transform_input=True), rd.build(name, aux=False)
    assert form(ours) == form(without) == form(theirs)
    for model in (ours, without):
        model.load_state_dict(theirs.state_dict(), strict=True)
    x = noise(2, 3, 80, 112)
    with torch.no_grad():
        assert_bits(results(ours.eval()(x)), results(theirs.eval()(x)))
        assert (ours(x) - without.eval()(x)).abs().max() > 1e-3


@pytest.mark.parametrize("name", ["googlenet", "inception_v3"])
@pytest.mark.parametrize("aux", [True, False], ids=["with heads", "without"])
def test_equal_weights_by_equal_seeds(name: str, aux: bool) -> None:
    torch.manual_seed(5)
    theirs = torchvisions(name, init_weights=True, aux_logits=aux).state_dict()
    torch.manual_seed(5)
    assert_bits(rd.build(name, aux=aux).state_dict(), theirs)


@pytest.mark.parametrize(("aux", "parameters"), [(True, 27_161_264), (False, 23_834_568)])
def test_figures(aux: bool, parameters: int) -> None:
    published = import_torchvision().models.get_model_weights("inception_v3").DEFAULT.meta
    arch = rd.load("inception_v3", aux=aux)
    assert arch_cost(arch).all_parameters == parameters
    assert round(arch_cost(arch).macs / 1e9, 3) == published["_ops"] == 5.713
    assert published["num_params"] == 27_161_264
    assert arch.results == (("logits", "aux_logits") if aux else ())


# the paper's

# type, patch size and stride, output size, depth, #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj
TABLE_1: list[tuple[Any, ...]] = [
    ("convolution", "7x7/2", "112x112x64", 1, None, None, None, None, None, None),
    ("max pool", "3x3/2", "56x56x64", 0, None, None, None, None, None, None),
    ("convolution", "3x3/1", "56x56x192", 2, None, 64, 192, None, None, None),
    ("max pool", "3x3/2", "28x28x192", 0, None, None, None, None, None, None),
    ("inception (3a)", None, "28x28x256", 2, 64, 96, 128, 16, 32, 32),
    ("inception (3b)", None, "28x28x480", 2, 128, 128, 192, 32, 96, 64),
    ("max pool", "3x3/2", "14x14x480", 0, None, None, None, None, None, None),
    ("inception (4a)", None, "14x14x512", 2, 192, 96, 208, 16, 48, 64),
    ("inception (4b)", None, "14x14x512", 2, 160, 112, 224, 24, 64, 64),
    ("inception (4c)", None, "14x14x512", 2, 128, 128, 256, 24, 64, 64),
    ("inception (4d)", None, "14x14x528", 2, 112, 144, 288, 32, 64, 64),
    ("inception (4e)", None, "14x14x832", 2, 256, 160, 320, 32, 128, 128),
    ("max pool", "3x3/2", "7x7x832", 0, None, None, None, None, None, None),
    ("inception (5a)", None, "7x7x832", 2, 256, 160, 320, 32, 128, 128),
    ("inception (5b)", None, "7x7x1024", 2, 384, 192, 384, 48, 128, 128),
    ("avg pool", "7x7/1", "1x1x1024", 0, None, None, None, None, None, None),
    ("dropout (40%)", None, "1x1x1024", 0, None, None, None, None, None, None),
    ("linear", None, "1x1x1000", 1, None, None, None, None, None, None),
]
# by the columns of the table: weights, biases, multiply-adds
COMPUTED = {
    "conv1": (9_408, 64, 118_013_952),
    "conv2": (4_096, 64, 12_845_056),
    "conv3": (110_592, 192, 346_816_512),
    "inception3a": (163_328, 368, 128_049_152),
    "inception3b": (388_096, 640, 304_267_264),
    "inception4a": (375_552, 624, 73_608_192),
    "inception4b": (448_512, 648, 87_908_352),
    "inception4c": (509_440, 664, 99_850_240),
    "inception4d": (604_672, 704, 118_515_712),
    "inception4e": (867_328, 1_024, 169_996_288),
    "inception5a": (1_042_432, 1_024, 51_079_168),
    "inception5b": (1_442_816, 1_264, 70_697_984),
    "fc": (1_024_000, 1_000, 1_024_000),
}


HEAD = ["avgpool", "conv", "relu", "flatten", "linear", "relu", "dropout", "linear"]


@pytest.fixture(scope="module")
def paper() -> Arch:
    return rd.load("googlenet_paper")


def test_the_rows_of_table_1(paper: Arch) -> None:
    assert list(table(paper)) == TABLE_1
    assert depth(paper) == sum(row[3] for row in TABLE_1) == 22


def table(arch: Arch) -> Iterator[tuple[Any, ...]]:
    """The rows of the paper's table, read off the network."""
    waiting: Layer | None = None
    for node in main_parts(arch):
        if isinstance(node, Module):
            assert node.block == "inception"
            assert node.name is not None
            name = f"inception ({node.name.removeprefix('inception')})"
            yield name, None, volume(node), branch_depth(node), *branches(node)
            continue
        assert isinstance(node, Layer)
        op: Any = node.op
        nothing = (None,) * 6
        match op.name:
            case "conv" if op.kernel == (1, 1):
                waiting = node  # the row of the convolution that it reduces for has it in a column
            case "conv" if waiting is not None:
                reduced: Any = waiting.op
                columns = (None, reduced.channels, op.channels, None, None, None)
                yield "convolution", patch(op), volume(node), 2, *columns
                waiting = None
            case "conv":
                yield "convolution", patch(op), volume(node), 1, *nothing
            case "maxpool":
                yield "max pool", patch(op), volume(node), 0, *nothing
            case "global_avgpool":
                yield "avg pool", f"{node.input['height']}x{node.input['width']}/1", volume(node), 0, *nothing
            case "dropout":
                yield f"dropout ({op.p:.0%})", None, volume(node), 0, *nothing
            case "linear":
                yield "linear", None, volume(node), 1, *nothing
            case _:
                assert op.name in ("relu", "lrn", "flatten")


def main_parts(arch: Arch) -> Iterator[Layer | Module]:
    """The blocks and layers on the way to the main result."""
    for node in arch.root.nodes:
        if isinstance(node, Module):
            yield node
        elif not isinstance(node, Output):
            yield from layers([node])


def layers(nodes: Iterable[Node]) -> Iterator[Layer]:
    for node in nodes:
        if isinstance(node, Layer):
            yield node
        else:
            yield from layers(node.nodes)


def patch(op: Any) -> str:
    assert op.stride[0] == op.stride[1]
    return f"{op.kernel}/{op.stride[0]}"


def volume(node: Layer | Module) -> str:
    channels, height, width = (*node.output.sizes, 1, 1)[:3]
    return f"{height}x{width}x{channels}"


def arms(module: Module) -> list[list[Layer]]:
    """The branches of a block; every convolution is rectified, nothing is normalised, and this is left out."""
    (join,) = module.nodes
    assert isinstance(join, Join)
    assert join.how == "concat"
    found = []
    for arm in join.arms:
        parts = list(layers([arm]))
        names = [part.op.name for part in parts]
        assert names in (["conv", "relu"], ["conv", "relu"] * 2, ["maxpool", "conv", "relu"])
        found.append([part for part in parts if part.op.name != "relu"])
    return found


def branches(module: Module) -> tuple[int, ...]:
    """The columns of the table, from #1x1 to pool proj."""
    direct, three, five, pool = arms(module)
    written = [(part.op.name, patch(part.op)) for part in (*direct, *three, *five, *pool)]
    one = ("conv", "1x1/1")
    assert written == [one, one, ("conv", "3x3/1"), one, ("conv", "5x5/1"), ("maxpool", "3x3/1"), one]
    convolutions: list[Any] = [part.op for arm in (direct, three, five, pool[1:]) for part in arm]
    return tuple(convolution.channels for convolution in convolutions)


def branch_depth(module: Module) -> int:
    return max([part.op.name for part in arm].count("conv") for arm in arms(module))


def test_weights_and_multiply_adds_of_each_row(paper: Arch) -> None:
    found = {}
    for node in main_parts(paper):
        total = cost(node)
        if total.macs:
            assert node.name is not None
            found[node.name] = (weights([node]), total.parameters_without_training - weights([node]), total.macs)
    assert found == COMPUTED
    assert sum(weights + biases for weights, biases, _ in COMPUTED.values()) == 6_998_552
    assert sum(macs for *_, macs in COMPUTED.values()) == arch_cost(paper).macs == 1_582_671_872


def weights(nodes: Iterable[Node]) -> int:
    """Weights without biases."""
    shapes = [layer.op.weights(layer.input).get("weight", (0,)) for layer in layers(nodes)]
    return sum(torch.Size(shape).numel() for shape in shapes)


def test_parameters_with_and_without_the_auxiliary_heads(paper: Arch) -> None:
    assert arch_cost(paper).all_parameters == 13_378_280
    assert arch_cost(rd.load("googlenet_paper", aux=False)).all_parameters == 6_998_552


def test_the_stem_is_normalised_where_figure_3_has_it(paper: Arch) -> None:
    stem = [part.op.name for part in main_parts(paper) if isinstance(part, Layer)][:10]
    assert stem == ["conv", "relu", "maxpool", "lrn", "conv", "relu", "conv", "relu", "lrn", "maxpool"]
    assert {layer.op.role for layer in layers(paper.root.nodes) if layer.op.name == "bn"} == set()


def test_the_auxiliary_heads(paper: Arch) -> None:
    """Section 5 of the paper, layer by layer."""
    heads = [node for node in paper.root.nodes if isinstance(node, Output)]
    assert [(head.source, head.training_only) for head in heads] == [("inception4a", True), ("inception4d", True)]
    for head, channels, convolution in zip(heads, (512, 528), (65_664, 67_712), strict=True):
        parts = list(layers(head.nodes))
        assert [part.op.name for part in parts] == HEAD
        pool: Any = parts[0].op
        assert patch(pool) == "5x5/3"
        assert volume(parts[0]) == f"4x4x{channels}"
        assert [cost(part).parameters_without_training for part in parts if cost(part).macs] == [
            convolution,
            2_098_176,
            1_025_000,
        ]
        dropout: Any = parts[-2].op
        assert dropout.p == 0.7


def test_the_papers_network_is_torchvisions_with_other_units() -> None:
    """One table for both: equal names of members, and equal channels but for the size of the kernel."""
    ours, theirs = rd.build("googlenet_paper"), rd.build("googlenet")
    shapes = {key: tuple(value.shape) for key, value in ours.state_dict().items() if value.dim() == 4}
    other = [tuple(value.shape) for value in theirs.state_dict().values() if value.dim() == 4]
    fives = {key for key in shapes if key.endswith("branch3.2.weight")}
    assert len(fives) == 9
    assert [shape[:2] if key in fives else shape for key, shape in shapes.items()] == [
        shape[:2] if key in fives else shape for key, shape in zip(shapes, other, strict=True)
    ]
    assert {shapes[key][2:] for key in fives} == {(5, 5)}


def test_the_papers_network_runs() -> None:
    """Values neither vanish nor explode on the way through 22 layers without batch normalisation."""
    torch.manual_seed(0)
    model = rd.build("googlenet_paper", classes=10)
    step = train_step(model, noise(2, 3, 224, 224))
    assert {name: tuple(value.shape) for name, value in step.outputs.items()} == {
        "logits": (2, 10),
        "aux_logits2": (2, 10),
        "aux_logits1": (2, 10),
    }
    assert all(0.01 < value.std() < 100 for value in step.outputs.values())
    assert all(gradient.isfinite().all() and gradient.any() for gradient in step.gradients.values())
