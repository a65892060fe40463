"""A network as an `nn.Module`. torch itself is imported only when one is built."""

from typing import Any

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.lowering.program import lower


def build(arch: Arch) -> Any:
    """The network as a `torch.nn.Module` with fresh weights: an instance of exactly the class that `emit` prints.

    Raises `ArchError` where it is too large to be written out, `ImportError` where torch is missing.
    """
    from resnet_dsl.backends.torch.generated import load

    program = lower(arch)
    return getattr(load(program.text), program.root)()
