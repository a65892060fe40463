"""The repairs that lints offer: what is left has nothing to say, and is the same network."""

from collections.abc import Callable

import pytest

import resnet_dsl as rd
from resnet_dsl.analysis.tensors import tensors
from resnet_dsl.diagnostics.diagnostic import Diagnostic, Edit

Check = Callable[[str], tuple[Diagnostic, ...]]
USED = "import blocks.residual (basic)\n"
NET = "arch net {\n    input 3x8x8\n    order conv bn + relu\n    basic 16\n}\n"
COUNTED = "arch net {{\n    weights torchvision.resnet50 (V1)\n    input 3x8x8\n    {}\n}}\n"
REPAIRED = [
    (f"import blocks.residual (basic, bottleneck)\n{NET}", USED + NET),
    (f"import blocks.residual (bottleneck as b, basic)\n{NET}", USED + NET),
    (f"import blocks.inception (unit, auxiliary)\n{USED}{NET}", USED + NET),
    (f"import blocks.inception (unit, inception); {USED}{NET}", f"; {USED}{NET}"),
    (
        f"import blocks.residual (\n    bottleneck, # not this\n    basic,\n)\n{NET}",
        f"import blocks.residual (\n    basic,\n)\n{NET}",
    ),
    (
        COUNTED.format("conv1: conv 3x3, 8; add { identity; conv 3x3, 8 }; flatten; linear 3"),
        COUNTED.format("conv1: conv 3x3, 8; add { identity; conv2: conv 3x3, 8 }; flatten; linear1: linear 3"),
    ),
    ("arch net {\n    # allow W0102\n    input 3x8x8 # allow W0101: no\n}\n", "arch net {\n    input 3x8x8\n}\n"),
    (
        "arch net {\n    input 3x8x8; relu\n    relu # allow W0101, W0102: so\n}\n",
        "arch net {\n    input 3x8x8; relu\n    relu # allow W0102: so\n}\n",
    ),
]
NOT_CERTAIN = [
    COUNTED.format("conv1: conv 3x3, 8; { conv 1x1, 8 }"),
    COUNTED.format("order conv + relu; c1: conv 3x3, 8; residual { c2: conv 3x3, 16 }"),
    COUNTED.format("order conv + relu; c1: conv 3x3, 8; residual { c2: conv 3x3, 16 } shortcut projection"),
    COUNTED.format("conv 3x3, 8 x2"),
    COUNTED.format("for i in range(2) { conv 3x3, 8 }"),
    "arch net {\n    input 3x8x8\n    relu # allow W0199\n}\n",
]


@pytest.mark.parametrize(("text", "repaired"), REPAIRED)
def test_what_a_repair_leaves(check: Check, text: str, repaired: str) -> None:
    found = check(text)
    assert found
    assert applied(text, [edit for one in found for edit in one.fix]) == repaired
    assert list(tensors(rd.loads(text))) == list(tensors(rd.loads(repaired)))
    assert check(repaired) == ()


@pytest.mark.parametrize("text", NOT_CERTAIN)
def test_what_is_not_certain_is_left_to_the_author(check: Check, text: str) -> None:
    (found,) = check(text)
    assert found.fix == ()


def applied(text: str, edits: list[Edit]) -> str:
    """The text with edits made."""
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
