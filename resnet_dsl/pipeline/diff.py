"""What differs between two networks."""

from typing import Any

from resnet_dsl.analysis.difference import Difference, diff_archs
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.specs import Folders


def diff(
    before: Arch | Spec,
    after: Arch | Spec,
    /,
    *,
    input: Input = None,
    folders: Folders = (),
    both: bool = False,
    **parameters: Any,
) -> Difference:
    """What differs between two networks in meaning: what they compute, how they begin, how tensors are called.

    The result is false where nothing differs, prints as text and shows itself in a notebook. `input` and parameters are
    those of the second network, with `both` of the first one too; `diff("resnet50", "resnet50", classes=10)` tells what
    a parameter does. Raises `ArchError`.
    """
    own = (input, parameters) if both else (None, {})
    return diff_archs(as_arch(before, own[0], folders, own[1]), as_arch(after, input, folders, parameters))
