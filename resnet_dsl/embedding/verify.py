"""Whether two models compute the same: run on the same inputs, and the largest difference taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan
from typing import Any

import torch
from torch import Tensor, nn

SAMPLES = 2
MOST_RELATIVE = 1e-10
"""What rounding may do in double precision, relative to the largest result."""
MOST_RELATIVE_IN_TRAINING = 1e-6
"""The same where batches normalise: a channel that hardly varies is divided by little, and its rounding with it."""
MOST_RELATIVE_IN_SINGLE = 1e-3


@dataclass(frozen=True)
class Gap:
    """The largest difference of two results, and relative to the largest value of the first."""

    absolute: float
    relative: float

    def within(self, most: float) -> bool:
        """Whether the relative difference is a number, and no larger."""
        return self.relative <= most


def gap(small: nn.Module, large: nn.Module, inputs: Tensor, *, training: bool = False) -> Gap:
    """How far the results of two models are apart; in training mode their statistics stay as they were."""
    with torch.no_grad():
        ours, theirs = (_results(_run(model, inputs, training=training)) for model in (small, large))
    absolute = _most(_largest(one - other) for one, other in zip(ours, theirs, strict=True))
    scale = _most(map(_largest, ours))
    return Gap(absolute, absolute / scale if scale else absolute)


def random_inputs(sizes: tuple[int, ...], seed: int | None) -> Tensor:
    """A few samples of normal noise in double precision. Shape: samples × `sizes`."""
    generator = torch.Generator().manual_seed(0 if seed is None else seed)
    return torch.randn(SAMPLES, *sizes, dtype=torch.float64, generator=generator)


def _run(model: nn.Module, inputs: Tensor, *, training: bool) -> Any:
    if not training:
        return model.eval()(inputs)
    kept = {key: tensor.clone() for key, tensor in model.state_dict().items()}
    try:
        return model.train()(inputs)
    finally:
        model.load_state_dict(kept)
        model.eval()


def _results(result: Any) -> tuple[Tensor, ...]:
    return (result,) if isinstance(result, Tensor) else tuple(one for one in result if one is not None)


def _most(numbers: Iterable[float]) -> float:
    """The largest; not a number where one of them is none."""
    return max(numbers, key=lambda number: (isnan(number), number))


def _largest(values: Tensor) -> float:
    """The largest magnitude; not a number where one of the values is none."""
    return float(values.abs().max()) if bool(values.isfinite().all()) else float("nan")
