"""How the work grows: checking and counting with the number of repeats, building with the number of blocks."""

from typing import Any

import pytest

import resnet_dsl as rd

TEXT = """
import blocks.residual (basic)

arch deep {{
    input 16x8x8
    order conv bn + relu
    stage body: basic 16 x{depth}
    global_avgpool
    flatten
    fc: linear 10
}}
"""


@pytest.mark.benchmark(group="check and count, by the number of residual blocks: stays as it is")
@pytest.mark.parametrize("depth", [10**i for i in range(1, 7)])
def test_check_and_count(benchmark: Any, depth: int) -> None:
    text = TEXT.format(depth=depth)
    found = benchmark(lambda: rd.summary(rd.loads(text)))
    assert found.depth == 2 * depth + 1


@pytest.mark.benchmark(group="build, by the number of residual blocks: grows with the modules that torch makes")
@pytest.mark.parametrize("depth", [10, 50, 200, 1000, 2000])
def test_build(benchmark: Any, depth: int) -> None:
    arch = rd.loads(TEXT.format(depth=depth))
    model = benchmark.pedantic(rd.build, (arch,), rounds=3, warmup_rounds=1)
    assert len(model.body) == depth


@pytest.mark.benchmark(group="emit, by the number of residual blocks: stays as it is")
@pytest.mark.parametrize("depth", [10, 1000, 100_000])
def test_emit(benchmark: Any, depth: int) -> None:
    arch = rd.loads(TEXT.format(depth=depth))
    assert f"range({depth})" in benchmark(rd.emit, arch)
