"""Differences of random networks: nothing is lost, nothing is made up, and it is the same from both sides."""

import re
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ORDERS, ROWS, resolved

import resnet_dsl as rd
from resnet_dsl.analysis.difference import Difference, diff_archs
from resnet_dsl.analysis.tensors import tensors
from resnet_dsl.ir.names import Counter
from resnet_dsl.ir.nodes import Arch, Join, Layer, Module, Node, Output, Read, Repeat, Residual
from resnet_dsl.source.bundled import bundled_files

often = settings(max_examples=30, deadline=None)
CHANGES = {"3x3": "1x1", "8": "4", "4": "8", "relu": "tanh", "bn": "ln", "/2": "/1", "conv": "maxpool 3x3, /1; conv"}
Lines = list[str]


def described(arch: Arch, *, kept: bool = True) -> Lines:
    """A network in full, run by run, as what it computes and what its members are called.

    A residual without a shortcut is marked if it is `kept`: two networks may differ in it, and need not.
    """
    read = set(_read(arch.root))
    return [f"{arch.input} {arch.results}", *_module(arch.root, read, kept)]


def _read(node: Node) -> Iterator[str]:
    if isinstance(node, Read | Output):
        yield node.source
    for inner in node.nodes:
        yield from _read(inner)


def _module(module: Module, read: set[str], kept: bool) -> Lines:
    return list(_row(module.nodes, Counter(module.numbered), read, kept))


def _row(nodes: tuple[Node, ...], counter: Counter, read: set[str], kept: bool) -> Iterator[str]:
    for node in nodes:
        yield from _one(node, counter, read, kept)
        if node.label in read:
            yield f"label {node.label}"


def _one(node: Node, counter: Counter, read: set[str], kept: bool) -> Iterator[str]:
    match node:
        case Layer():
            yield f"{counter.name(node)}: {node.op.torch(node.input)} {node.op.weights(node.input)} {node.inits}"
        case Module():
            name = counter.name(node)
            yield from (f"{name}.{line}" for line in ["begins", *_module(node, read, kept)])
        case Repeat():
            for _ in range(node.count):
                yield from _row(node.nodes, counter, read, kept)
        case Residual():
            yield from ["main"] if kept or node.shortcut is not None else []
            yield from _row(node.main, counter, read, kept)
            yield from [] if node.shortcut is None else ["shortcut", *_row(node.shortcut, counter, read, kept)]
            yield from ["added"] if kept or node.shortcut is not None else []
        case Join():
            for arm in node.arms:
                yield from [node.how, *_row((arm,), counter, read, kept)]
            yield "joined"
        case Read():
            yield f"from {node.source}"
        case Output():
            yield from [f"{node.result} {node.source} {node.training_only}", *_row(node.nodes, counter, read, kept)]
        case _:
            yield from _row(node.nodes, counter, read, kept)


def check(before: Arch, after: Arch) -> Difference:
    """All that must hold of a difference."""
    found = diff_archs(before, after)
    if described(before) == described(after):
        assert not found
    if not found:
        assert described(before, kept=False) == described(after, kept=False)
    assert bool(found) == bool(diff_archs(after, before))
    check_modules(found, before, after)
    check_keys(found, before, after)
    assert str(found)
    return found


def check_modules(found: Difference, before: Arch, after: Arch) -> None:
    """What is marked in neither network is the same in both."""
    lines = {True: described(before, kept=False), False: described(after, kept=False)}
    for module in {line.rpartition(".begins")[0] for line in lines[True] if line.endswith(".begins")}:
        marks = found.marks.before
        if marks.kind_of(module) is None and not marks.inside(module):
            inside = [[line for line in lines[side] if line.startswith(f"{module}.")] for side in (True, False)]
            ours, theirs = inside
            assert _without_shapes(ours) == _without_shapes(theirs), module


def _without_shapes(lines: Lines) -> Lines:
    """Lines without the numbers that follow from what enters."""
    return [re.sub(r"Argument\(name='in_\w+', value=\d+|\{.*\}|value=\d+", "", line) for line in lines]


def check_keys(found: Difference, before: Arch, after: Arch) -> None:
    """The folded comparison of keys is the one of all keys."""
    ours, theirs = tensors(before), tensors(after)
    same = [key for key, tensor in ours.items() if key in theirs and theirs[key].shape == tensor.shape]
    assert (found.keys.before, found.keys.after, found.keys.same) == (len(ours), len(theirs), len(same))
    gone = found.keys.count("before") + found.keys.count("renamed")
    new = found.keys.count("after") + found.keys.count("renamed")
    assert (gone, new) == (len(ours.keys() - theirs.keys()), len(theirs.keys() - ours.keys()))
    assert found.keys.count("reshaped") == len(ours.keys() & theirs.keys()) - len(same)


@often
@given(ROWS, ORDERS, st.data())
def test_a_change_is_found(body: str, order: str, data: st.DataObject) -> None:
    before = resolved(body, order)
    places = [match for old in CHANGES for match in re.finditer(re.escape(old), body)]
    if before is None or not places:
        return
    match = data.draw(st.sampled_from(places))
    try:
        after = resolved(f"{body[: match.start()]}{CHANGES[match[0]]}{body[match.end() :]}", order)
    except AssertionError:
        return
    if after is not None:
        check(before, after)


@often
@given(ROWS, ORDERS, ROWS, ORDERS)
def test_any_two_networks(body: str, order: str, other_body: str, other_order: str) -> None:
    before, after = resolved(body, order), resolved(other_body, other_order)
    if before is not None and after is not None:
        check(before, after)


@often
@given(ROWS, ORDERS, ORDERS)
def test_another_order(body: str, order: str, other: str) -> None:
    before, after = resolved(body, order), resolved(body, other)
    if before is not None and after is not None:
        check(before, after)


BUNDLED = (
    "resnet18", "resnet34", "resnet50", "resnet50_v1", "resnet50_preact", "wide_resnet50_2", "resnext50_32x4d",
    "resnet20", "plain20", "googlenet", "googlenet_paper", "d2l_resnet18",
)  # fmt: skip


def test_all_pairs_of_bundled_networks() -> None:
    assert set(BUNDLED) <= bundled_files().keys()
    archs = [rd.load(name) for name in BUNDLED]
    for i, before in enumerate(archs):
        for j, after in enumerate(archs):
            if i <= j:
                assert bool(check(before, after)) == (i != j)
