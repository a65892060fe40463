"""Random expressions and random networks: what must hold of all of them."""

from typing import Any

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ORDERS, ROWS, resolved
from resolving import findings, layers, parameter_shapes, state_keys, whole
from sums import check_sums

import resnet_dsl as rd
from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.ir.serialise import from_json, to_json
from resnet_dsl.source.file import SourceFile
from resnet_dsl.syntax.parse import parse_file

often = settings(max_examples=50, deadline=None)

# expressions


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operator = st.sampled_from(["+", "-", "*", "//", "%"])
    call = st.sampled_from(["min", "max"])
    return st.one_of(
        st.tuples(inner, operator, inner).map(" ".join),
        inner.map("({})".format),
        inner.map("-{}".format),
        inner.map("abs({})".format),
        st.tuples(call, inner, inner).map(lambda parts: f"{parts[0]}({parts[1]}, {parts[2]})"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} < {parts[2]} else {parts[1]})"),
        st.tuples(inner, st.integers(0, 3)).map(lambda parts: f"({parts[0]}) ** {parts[1]}"),
        st.tuples(inner, inner).map(lambda parts: f"[{parts[0]}, {parts[1]}][-1]"),
    )


EXPRESSIONS = st.recursive(st.integers(0, 99).map(str), _grown, max_leaves=12)


@often
@given(EXPRESSIONS)
def test_integers_are_computed_as_python_computes_them(text: str) -> None:
    source = whole(f"let n = {text}\naffine n")
    found = {diagnostic.code for diagnostic in findings(source)}
    try:
        wanted: Any = eval(text)
    except ZeroDivisionError:
        assert found == {"E0308"}
        return
    if found:
        assert found <= {"E0308", "E0701"}
        assert "**" in text or "*" in text
        return
    (layer,) = layers(rd.loads(source).root)
    assert layer.op.scale == wanted
    assert type(layer.op.scale) is int


@often
@given(st.text(alphabet='ab3x{}()[]\n;:,=/+-*#" .convreludsif', max_size=60))
def test_any_text_gives_a_network_or_findings(text: str) -> None:
    found = findings(f"arch net {{\ninput 8x8x8\norder conv + relu\n{text}\n}}")
    assert all(diagnostic.message and diagnostic.span for diagnostic in found)


# networks


@often
@given(ROWS, ORDERS)
def test_json_comes_back_equal(body: str, order: str) -> None:
    arch = resolved(body, order)
    if arch is not None:
        assert from_json(to_json(arch)) == arch


@often
@given(ROWS, ORDERS)
def test_the_model_is_what_the_ir_says(body: str, order: str) -> None:
    arch = resolved(body, order)
    if arch is None:
        return
    with torch.device("meta"):
        model = rd.build(arch).eval()
        output = model(torch.randn(2, *arch.input.sizes))
    assert tuple(output.shape[1:]) == arch.output.sizes
    assert list(model.state_dict()) == state_keys(arch)
    assert sum(tensor.numel() for tensor in model.parameters()) == arch_cost(arch).all_parameters
    assert {name: tuple(tensor.shape) for name, tensor in model.named_parameters()} == parameter_shapes(arch)


@often
@given(ROWS, ORDERS)
def test_rows_of_a_summary_add_up(body: str, order: str) -> None:
    arch = resolved(body, order)
    if arch is not None:
        for depth in (None, 1, 2, 3, 9):
            check_sums(rd.summary(arch, depth=depth))


@often
@given(ROWS, ORDERS)
def test_a_formatted_network_is_the_same_one(body: str, order: str) -> None:
    text = whole(body, order, "4x16x16")
    formatted = rd.format_text(text)
    assert rd.format_text(formatted) == formatted
    assert parse_file(SourceFile("a", formatted)) == parse_file(SourceFile("b", text))
    arch = resolved(body, order)
    if arch is not None:
        assert rd.loads(formatted) == arch
