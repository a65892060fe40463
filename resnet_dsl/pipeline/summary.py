"""The table of a network."""

from typing import Any

from resnet_dsl.analysis.summary import Summary, summarise
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.specs import Folders


def summary(
    arch: Arch | Spec,
    /,
    *,
    depth: int | None = None,
    batch: int = 1,
    sort: str | None = None,
    input: Input = None,
    folders: Folders = (),
    **parameters: Any,
) -> Summary:
    """The table of a network, folded as its file is; it prints, and shows itself in a notebook.

    `depth` is how deep it is opened; unsaid, stages are and blocks are not. Multiply-adds and memory are of `batch`
    samples. `sort` is a column, as `macs`: rows that hold no others are then put in order, the greatest first.
    Raises `ArchError`, and `ValueError` for a batch of no sample or a column that does not exist.
    """
    made = summarise(as_arch(arch, input, folders, parameters, summary.__kwdefaults__), depth, batch)
    return made if sort is None else made.sorted_by(sort)
