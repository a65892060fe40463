"""Random networks in networks of more and of wider layers: the function is the same."""

import re

import torch
from growing import trained
from hypothesis import given, settings
from hypothesis import strategies as st

import resnet_dsl as rd

DOUBLE = 1e-10
ORDERS = st.sampled_from(["conv bn + relu", "conv + bn relu", "relu conv bn +", "bn relu conv +"])
BLOCKS = st.sampled_from(
    [
        "residual {{ conv 3x3, {w}*k{s};  conv 3x3, {w}*k }}",
        "residual {{ conv 1x1, {w}*k;  conv 3x3, {w}*k{s}, groups=2*k;  conv 1x1, {v}*k }}",
        "residual {{ conv 3x3, {w}*k{s};  conv 3x3, 16*k }} shortcut pad",
        "concat {{ conv 1x1, {w}*k{s};  {{ conv 1x1, {v}*k;  conv 3x3, {w}*k{s} }} }}",
        "conv 3x3, {w}*k{s}",
        "conv kernel=1+2*d, channels={v}*k{t}",
        "add {{ conv 1x1, {w}*k{s};  conv 3x3, {w}*k{s} }}",
    ]
)
WIDTHS = st.sampled_from([4, 6])
STRIDE = re.compile(r", (stride=|/)2")
STRIDES = st.sampled_from([1, 1, 2])


def block(form: str, w: int, v: int, s: int) -> str:
    strides = {"s": f", /{s}", "t": f", stride={s}"} if s > 1 else {"s": "", "t": ""}
    return form.format(w=w, v=v, **strides)


UNITS = st.lists(st.builds(block, BLOCKS, WIDTHS, WIDTHS, STRIDES), min_size=1, max_size=3)


def network(order: str, units: list[str], wider: int, deeper: int) -> str:
    """A network; where `deeper`, what can be an identity comes several times."""
    lines = []
    for unit in units:
        again = unit.startswith("residual") or (unit.startswith("conv 3x3") and order.endswith("relu"))
        lines += [unit, *([STRIDE.sub("", unit)] * deeper if again else [])]
    body = "\n    ".join(lines)
    return f"""arch net(k = {wider}, d = {deeper}) {{
    input 3x8x8
    order {order}
    conv 3x3, 4*k
    {body}
    global_avgpool
    flatten
    fc: linear 3
}}"""


@settings(max_examples=40, deadline=None)
@given(ORDERS, UNITS, st.sampled_from([1, 2, 3]), st.sampled_from([0, 1, 2]))
def test_wider_and_deeper(order: str, units: list[str], wider: int, deeper: int) -> None:
    small, large = rd.loads(network(order, units, 1, 0)), rd.loads(network(order, units, wider, deeper))
    torch.manual_seed(0)
    found = rd.embed(small, large, weights=trained(rd.build(small)), seed=1).report.verification
    assert found is not None
    assert found.relative < DOUBLE
