"""Very deep networks: what is repeated is kept once, and the work follows the file and not the network."""

import pytest
import torch
from torch import nn

import resnet_dsl as rd
from resnet_dsl.ir.nodes import Node

DEEP = """
import blocks.residual (basic)

arch deep {{
    input 16x8x8
    order conv bn + relu
    init conv: kaiming_normal
    stage body: basic 16 x{depth}
    global_avgpool
    flatten
    fc: linear 10
}}
"""
MANY = """
arch many {{
    input 3x32x32
    order conv bn relu
    conv1: conv 3x3, 16
    stage body: {{
        {{ conv 3x3, 16 }} x{depth}
    }}
    global_avgpool
    flatten
    fc: linear 10
}}
"""


def size(nodes: tuple[Node, ...]) -> int:
    """The number of nodes that the IR keeps."""
    return sum(1 + size(node.nodes) for node in nodes)


@pytest.mark.slow
def test_two_thousand_blocks_run() -> None:
    model: nn.Module = rd.build(rd.loads(DEEP.format(depth=2000))).eval()
    body = model.get_submodule("body")
    assert isinstance(body, nn.Sequential)
    assert len(body) == 2000
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.constant_(module.weight, 0.01)
    with torch.no_grad():
        output = model(torch.ones(1, 16, 8, 8))
    assert output.shape == (1, 10)
    assert output.isfinite().all()


def test_the_text_of_a_deep_network_is_short() -> None:
    short, long = (rd.emit(rd.loads(DEEP.format(depth=depth))) for depth in (20, 200_000))
    assert len(long.splitlines()) <= len(short.splitlines()) + 2
    assert "for _ in range(200000)" in long


@pytest.mark.parametrize("text", [DEEP, MANY], ids=["residual", "convolutions"])
def test_the_ir_does_not_grow(text: str) -> None:
    short, long = (rd.loads(text.format(depth=depth)) for depth in (10, 1_000_000))
    assert size(long.root.nodes) == size(short.root.nodes)
    assert len(rd.emit(long, to="ir")) < len(rd.emit(short, to="ir")) + 50


def test_a_million_convolutions_are_counted() -> None:
    depth = 1_000_000
    found = rd.summary(rd.loads(MANY.format(depth=depth)))
    a_convolution = 16 * 16 * 9
    assert found.parameters == 3 * 16 * 9 + 32 + depth * (a_convolution + 32) + 16 * 10 + 10
    assert found.macs == (3 * 16 * 9 + depth * a_convolution) * 32 * 32 + 160
    assert found.depth == depth + 2
    assert len(found.rows) < 12
    assert "1,000,000" in str(found)


def test_repeats_in_repeats_multiply() -> None:
    text = "arch many { input 4x8x8\n order conv bn\n stage a: { { conv 3x3, 4 x1000 } x1000 } x1000 }"
    found = rd.summary(rd.loads(text))
    assert found.parameters == 10**9 * (4 * 4 * 9 + 8)
    assert found.depth == 10**9


@pytest.mark.parametrize("body", ["conv 3x3, 4 x30000", "s: { a: { conv 3x3, 4 };  conv 3x3, 4 x30000 }"])
def test_what_cannot_be_written_out_says_so(body: str) -> None:
    """Members with names stand one by one in a class; past some number that is no text to read."""
    arch = rd.loads(f"arch many {{ input 4x8x8\n order conv bn\n {body} }}")
    assert rd.summary(arch).parameters > 30_000 * (4 * 4 * 9)
    with pytest.raises(rd.ArchError, match="more than 20,000 members"):
        rd.build(arch)
