"""A name within one edit, or two from six letters on, is answered with the nearest; an alias with what it means."""

import random
from collections.abc import Iterator
from string import ascii_lowercase

import pytest

import resnet_dsl as rd
from resnet_dsl.diagnostics.aliases import DISTRIBUTIONS, OPS, PARAMETERS, plain
from resnet_dsl.diagnostics.spelling import certain, edit_distance, nearest, suggest
from resnet_dsl.ops.core.op import parameters_of
from resnet_dsl.ops.core.registry import find_op, op_names
from resnet_dsl.resolve import initial
from resnet_dsl.resolve.calls import EDITS, INITS
from resnet_dsl.source.bundled import bundled

ARCH = "arch a {{\n    input 3x8x8\n    order conv bn + relu\n    {}\n}}\n"
BLOCKS = sorted(
    line.split()[1].partition("(")[0]
    for path in (bundled("specs") / "blocks").glob("*.arch")
    for line in path.read_text(encoding="utf-8").splitlines()
    if line.startswith("block ")
)
MODULE = {
    name: path.stem
    for path in (bundled("specs") / "blocks").glob("*.arch")
    for name in BLOCKS
    if f"\nblock {name}" in path.read_text(encoding="utf-8")
}


def parameters() -> Iterator[tuple[str, str]]:
    for op in op_names():
        kind = find_op(op)
        assert kind is not None
        yield from ((op, name) for name in (*parameters_of(kind), *INITS, *(EDITS if op == "conv" else ())))


def spoilt(name: str, chance: random.Random) -> str:
    """A name with one slip of a finger: a letter left out, added, replaced, or swapped with its neighbour."""
    place, letter = chance.randrange(len(name)), chance.choice(ascii_lowercase)
    rest = name[place + 1 :]
    swapped = rest[:1] + name[place] + rest[1:]
    return name[:place] + chance.choice([rest, letter + name[place:], letter + rest, swapped])


def slips(name: str, count: int = 2) -> Iterator[str]:
    """Misspellings of a name that a person could write."""
    chance = random.Random(name)
    for _ in range(count):
        once = spoilt(name, chance)
        yield spoilt(once, chance) if len(once) >= 6 and chance.random() < 0.5 else once


def help_of(text: str) -> str:
    """The help of the first error of a file; a dash where it compiles."""
    try:
        rd.loads(text)
    except rd.ArchError as error:
        return error.diagnostics[0].help
    return "-"


def reach(name: str) -> int:
    return 2 if len(name) >= 6 else 1


def check_help(help: str, slip: str, name: str, known: list[str]) -> None:
    """The name is offered, or others that are nearer, or what is certain."""
    distance = edit_distance(slip.lower(), name, 2)
    if help == "-" or distance > reach(slip):
        return
    near = nearest(slip, known)
    assert help == f"did you mean {' or '.join(f'`{one}`' for one in near)}?"
    assert name in near or certain(slip, known) or edit_distance(slip.lower(), near[0], 2) < distance


@pytest.mark.parametrize("name", op_names())
def test_ops(name: str) -> None:
    known = [*op_names(), "concat", "add", "mul"]
    for slip in slips(name):
        if slip.isidentifier() and slip not in (*known, "in", "is", "if", "or", "as", "for"):
            help = help_of(ARCH.format(slip))
            if not help.startswith(("import it", "what enters", "`")):
                check_help(help, slip, name, known)


@pytest.mark.parametrize(("op", "name"), list(parameters()))
def test_parameters(op: str, name: str) -> None:
    known = [other for owner, other in parameters() if owner == op]
    for slip in slips(name):
        if slip.isidentifier() and slip not in (*known, "in", "is", "if", "or", "as", "x", "not"):
            help = help_of(ARCH.format(f"{op} {slip}=1"))
            if not help.startswith(f"`{op}` takes") and "reserved" not in help:
                check_help(help, slip, name, known)


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks(name: str) -> None:
    known = [name, *op_names(), "concat", "add", "mul"]
    for slip in slips(name):
        if slip.isidentifier() and slip not in (*known, *BLOCKS):
            check_help(help_of(f"import blocks.{MODULE[name]} ({name})\n" + ARCH.format(slip)), slip, name, known)


@pytest.mark.parametrize("name", sorted({*op_names(), *BLOCKS, *(name for _, name in parameters())}))
def test_the_name_that_was_meant_is_among_the_nearest(name: str) -> None:
    known = {*op_names(), *BLOCKS, name}
    for slip in slips(name, 200):
        distance = edit_distance(slip.lower(), name, 2)
        if slip and distance <= reach(slip) and certain(slip, known) is None:
            near = nearest(slip, known)
            assert name in near or edit_distance(slip.lower(), near[0], 2) < distance


def test_ties_are_listed() -> None:
    assert suggest("bnn", ["bn", "bnb", "an"]) == "did you mean `bn` or `bnb`?"
    assert suggest("layer", ["layer1", "layer2", "other"]) == "did you mean `layer1` or `layer2`?"
    assert nearest("relu66", ["relu", "relu6"]) == ["relu6"]
    assert nearest("abc", ["xyz"]) == []
    assert nearest("cnov", ["conv", "mish"]) == ["conv"]


def test_short_names_reach_one_edit_and_long_ones_two() -> None:
    assert nearest("abcde", ["abcxy"]) == []
    assert nearest("abcdef", ["abcdxy"]) == ["abcdxy"]


def test_aliases_are_of_what_there_is() -> None:
    assert set(OPS) <= {*op_names(), "concat", "add", "mul"}
    assert set(PARAMETERS) <= {name for _, name in parameters()}
    assert set(DISTRIBUTIONS) <= set(initial.DISTRIBUTIONS)
    for table in (OPS, PARAMETERS, DISTRIBUTIONS):
        for name, aliases in table.items():
            for alias in aliases.split():
                assert alias == plain(alias)
                assert plain(name) != alias


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Dense", "linear"), ("BatchNorm2d", "bn"), ("batch_norm", "bn"), ("MaxPooling2D", "maxpool"),
        ("nn_Conv2d", None), ("GlobalAveragePooling2D", "global_avgpool"), ("LeakyReLU", "leaky_relu"),
        ("convolutional", "conv"), ("AdaptiveAvgPool2d", "adaptive_avgpool"), ("SiLU", "silu"), ("fc", "linear"),
    ],
)  # fmt: skip
def test_names_of_other_tools(name: str, meant: str | None) -> None:
    assert certain(name, op_names()) == meant


def test_an_alias_of_several_is_what_there_is_of_them() -> None:
    assert certain("num_output", ["features", "bias"]) == "features"
    assert certain("num_output", ["channels", "bias"]) == "channels"
    assert certain("num_output", ["channels", "features"]) is None


@pytest.mark.parametrize("name", ["in_channels", "input_shape", "inplanes"])
def test_what_is_never_written(name: str) -> None:
    assert help_of(ARCH.format(f"conv 3x3, 4, {name}=3")).startswith("what enters is never written")
