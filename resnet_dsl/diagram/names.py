"""The names by which parts of a network can be expanded."""

from resnet_dsl.ir.names import members
from resnet_dsl.ir.nodes import Arch, Module


def names_of(arch: Arch) -> tuple[str, ...]:
    """The blocks of a network by name and by key; of the runs of a repeat the first."""
    found: dict[str, None] = {}
    _collect(arch.root, "", found)
    return tuple(found)


def _collect(module: Module, prefix: str, found: dict[str, None]) -> None:
    for name, member in members(module, most=1):
        if isinstance(member, Module):
            found[f"{prefix}{name}"] = None
            if member.role == "block":
                found[member.block] = None
            _collect(member, f"{prefix}{name}.", found)
