"""A network as an `nn.Module`. torch itself is imported only when one is built."""

from typing import Any

from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.diagnostics.catalog import OverLimit
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.lowering.program import lower

MOST_LAYERS = 1_000_000


def build(arch: Arch) -> Any:
    """The network as a `torch.nn.Module` with fresh weights: an instance of exactly the class that `emit` prints.

    Raises `ArchError` where it is too large to be written out, `ImportError` where torch is missing.
    """
    layers = arch_cost(arch).layers
    if layers > MOST_LAYERS:
        text = f"`{arch.name}` has {layers:,} layers, and a model may have {MOST_LAYERS:,}"
        help = "`check`, `summary`, `draw` and `emit` take it"
        raise ArchError([OverLimit(span=None, text=text, help=help)])
    from resnet_dsl.backends.torch.generated import load

    program = lower(arch)
    return getattr(load(program.text), program.root)()
