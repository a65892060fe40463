"""A network in a larger one that computes the same: `rd.embed`."""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

from resnet_dsl.embedding.networks import network
from resnet_dsl.embedding.report import Report
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Input, Spec
from resnet_dsl.pipeline.needed import needed
from resnet_dsl.pipeline.specs import Folders


class Embedded(NamedTuple):
    """The larger network as a `torch.nn.Module` that computes what the smaller does, and what was done for it."""

    model: Any
    report: Report


def embed(
    small: Arch | Spec,
    large: Arch | Spec,
    /,
    *,
    weights: Any = None,
    random: int | None = None,
    seed: int | None = None,
    verify: bool = True,
    inputs: Any = None,
    progress: bool = True,
    input: Input = None,
    folders: Folders = (),
) -> Embedded:
    """A model of `large` that computes exactly what `small` does with its weights, and can learn from there.

    `weights` are those of `small`: as `build` takes them, or a model of it; or `random` is a seed from which they begin
    by chance. `seed` is for what is new. Both networks are compared on random inputs, and on `inputs` if some are given
    (samples × the shape of the input), unless `verify` is false. `input` and `folders` are for specs; for parameters,
    give networks that are loaded.

    Raises `ArchError` where `large` does not contain `small`, where the weights do not fit it, or where the two differ;
    `TypeError` unless there is one of `weights` and `random`; and `ImportError` where torch is missing.
    """
    if (weights is None) == (random is None):
        raise TypeError("give `weights` for the smaller network, or a seed for `random` ones, and not both")
    first, second = (network(one, {}, input, folders) for one in (small, large))
    with needed("embedding a model"):
        from resnet_dsl.embedding.run import Wanted, grow

        grown = grow(first, second, Wanted(weights, random, seed, verify, inputs, progress))
    for warning in grown.small.warnings:
        warnings.warn(warning, stacklevel=2)
    return Embedded(grown.built.model, grown.report)
