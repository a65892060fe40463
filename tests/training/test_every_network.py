"""Every bundled network takes a step of training: results and side results, gradients for all that learns, no NaN."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from pathlib import Path

import pytest
import torch
from torch import Tensor

import resnet_dsl as rd
from resnet_dsl.source.bundled import bundled_files
from resnet_dsl.training.data.core.data import Opened
from resnet_dsl.training.environment import determinism, make_accelerator
from resnet_dsl.training.job import Job
from resnet_dsl.training.session import Session, make_session
from resnet_dsl.training.settings import read_recipe
from resnet_dsl.training.step import take_step

FOUND = "finite"
SAMPLES = 2
"""Batch normalisation wants more than one value of a channel, also where an image has shrunk to one place."""
SIZES = {"googlenet_paper": 79, "inception_v3": 299}
"""The smallest images that the networks with their side heads take, where that is not 32 pixels."""
RECIPE = read_recipe("cifar", {"batch": SAMPLES, "learning_rate": 1e-3, "warmup": 0, "momentum": 0, "weight_decay": 0})
"""Without weight decay, what has no gradient stays where it is."""


@pytest.mark.parametrize("name", sorted(bundled_files()))
def test_a_step(name: str) -> None:
    with determinism(0):
        session = _session(name)
        images = torch.randn(SAMPLES, *session.job.arch.input.sizes)
        begins = _begins(session)
        with _gradients(session) as found:
            loss, _ = take_step(session, images, torch.arange(SAMPLES), SAMPLES)
    assert loss.isfinite()
    assert found == dict.fromkeys(begins, FOUND)
    assert [key for key, one in session.plain.state_dict().items() if _kind(one.float()) == "not finite"] == []
    after = _begins(session)
    assert any(not torch.equal(one, after[key]) for key, one in begins.items())


def _begins(session: Session) -> dict[str, Tensor]:
    """The first numbers of every parameter."""
    return {key: one.detach().flatten()[:100].clone() for key, one in session.plain.named_parameters()}


@contextmanager
def _gradients(session: Session) -> Iterator[dict[str, str]]:
    """What the gradients are when the optimizer meets them: behind its step there are none any more."""
    found: dict[str, str] = {}

    def look(*_: object) -> None:
        found.update({key: _kind(one.grad) for key, one in session.plain.named_parameters()})

    handle = session.optimizer.optimizer.register_step_pre_hook(look)  # type: ignore[attr-defined]
    yield found
    handle.remove()


def _kind(values: Tensor | None) -> str:
    if values is None:
        return "none"
    largest = float(torch.linalg.vector_norm(values.detach(), ord=torch.inf))
    return (FOUND if largest else "zero") if isfinite(largest) else "not finite"


def _session(name: str) -> Session:
    arch = rd.load(name)
    size = SIZES.get(name, 32)
    arch = rd.load(name, input=f"{arch.input.channels}x{size}x{size}")
    data = Opened("none", [], [], [], arch.input.channels, (size, size), (0.5,), (0.5,), "")
    job = Job(arch, data, RECIPE, 0, "fp32", False, None, Path(), "none", cpu=True)
    return make_session(job, make_accelerator("fp32", cpu=True, sharded=False))
