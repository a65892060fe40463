"""Networks side by side."""

from typing import Any

from resnet_dsl.analysis.table1 import Table1, line_up
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ir.validated import validated
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.specs import Folders


def table1(*archs: Arch | Spec, input: Input = None, folders: Folders = (), **parameters: Any) -> Table1:
    """Networks side by side, stage by stage, as in the papers.

    Input and parameters are for each that is not loaded yet. Stages of one name and one size share a row.
    Raises `ArchError`, and `ValueError` where no network is given.
    """
    if not archs:
        raise ValueError("a table has one network at least")
    return line_up(
        [validated(arch) if isinstance(arch, Arch) else as_arch(arch, input, folders, parameters) for arch in archs]
    )
