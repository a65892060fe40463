"""Random networks: activation memory and receptive fields as the IR gives them, against torch."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring import computed_elements, kept_bytes, make_linear, seen
from networks import ORDERS, ROWS, resolved
from unrolling import runs, unrolled

import resnet_dsl as rd
from resnet_dsl.analysis.memory import Memory, memory
from resnet_dsl.analysis.receptive import receptive_fields
from resnet_dsl.ir.nodes import Arch

often = settings(max_examples=40, deadline=None)
ACTIVATIONS = st.sampled_from(["relu", "leaky_relu", "elu", "silu"])
SIDE = 256


@st.composite
def networks(draw: st.DrawFn) -> Arch | None:
    """A network whose activations may keep other things in place than elsewhere."""
    activation = draw(ACTIVATIONS)
    body, order = (draw(strategy).replace("relu", activation) for strategy in (ROWS, ORDERS))
    return resolved(body, order)


@often
@given(networks())
def test_torch_keeps_and_computes_as_much(arch: Arch | None) -> None:
    if arch is None:
        return
    with torch.device("meta"):
        model, x = rd.build(arch), torch.empty(2, *arch.input.sizes)
    found = memory(arch)[()]
    assert kept_bytes(model, x) == found.all_kept.size(2)
    assert computed_elements(arch, model, x) == found.outputs * 2


@often
@given(networks())
def test_repeats_are_their_runs(arch: Arch | None) -> None:
    if arch is None:
        return
    flat = unrolled(arch)
    of_memory, of_flat = memory(arch), memory(flat)
    fields, of_runs = receptive_fields(arch), receptive_fields(flat)
    for position, places in runs(arch):
        assert fields[position] == of_runs[places[-1]]
        assert of_memory[position] == sum((of_flat[run] for run in places), Memory())


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@settings(max_examples=20, deadline=None)
@given(networks())
def test_gradients_reach_as_far(arch: Arch | None) -> None:
    field = receptive_fields(arch)[()] if arch is not None else None
    if arch is None or field is None:
        return
    model = make_linear(rd.build(arch))
    x = torch.ones(1, arch.input.channels, SIDE, SIDE, dtype=torch.double, requires_grad=True)
    value = model(x)
    for axis, along in enumerate((field.height, field.width)):
        middle = value.shape[2 + axis] // 2
        first, last = along.first(middle), along.last(middle)
        if along.whole:  # a stride may leave the last places unread
            assert seen(value, x, axis, middle)[1] >= SIDE - 64
        elif first >= 0 and last < SIDE:
            assert seen(value, x, axis, middle) == (first, last)
