"""The deepest networks of the papers as they are: they load with their claims checked, and they run."""

import pytest
from comparing import noise, train_step

import resnet_dsl as rd
from resnet_dsl.analysis.depth import depth

DEEPEST = {"resnet1202": 1202, "resnet1001_preact": 1001}


@pytest.mark.parametrize("name", DEEPEST)
def test_it_runs(name: str) -> None:
    arch = rd.load(name)
    assert depth(arch) == DEEPEST[name]
    step = train_step(rd.build(arch), noise(2, 3, 32, 32))
    assert step.outputs["output"].shape == (2, 10)
    assert all(value.isfinite().all() for value in step.outputs.values())
    assert [key for key, gradient in step.gradients.items() if not gradient.isfinite().all()] == []
