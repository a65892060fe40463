"""A network as an `nn.Module`. torch itself is imported only when one is built."""

from typing import Any

from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.diagnostics.catalog import OverLimit
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ir.validated import validated
from resnet_dsl.lowering.program import lower

MOST_LAYERS = 1_000_000


def build(arch: Arch, most_layers: int | None = None) -> Any:
    """The network as a `torch.nn.Module` with fresh weights: an instance of exactly the class that `emit` prints.

    Raises `ArchError` where it has more layers than `MOST_LAYERS`, or than are said, or is too large to be written out,
    `ImportError` where torch is missing, and `BadIr` for one that was put together by hand and is none: the text of its
    class is run.
    """
    layers, most = arch_cost(validated(arch)).layers, MOST_LAYERS if most_layers is None else most_layers
    if layers > most:
        text = f"`{arch.name}` has {layers:,} layers, and a model may have {most:,}"
        help = (
            "`check`, `summary`, `draw` and `emit` take it; `build` does with `--most-layers`, `most_layers=` in Python"
        )
        raise ArchError([OverLimit(span=None, text=text, help=help)])
    from resnet_dsl.backends.torch.generated import load

    program = lower(arch)
    return getattr(load(program.text), program.root)()
