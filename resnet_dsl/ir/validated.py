"""Networks that were not made by resolving a file: validated by pydantic before anything else is made of them.

A network of the resolver has its types by mypy and its values by the rules of the language, and is marked as such. Any
other, put together by hand or by `dataclasses.replace`, has no mark.
"""

from resnet_dsl.ir.nodes import Arch

MARK = "_is_sound"


def sound(arch: Arch) -> Arch:
    """Mark a network as one that needs no validation."""
    object.__setattr__(arch, MARK, True)
    return arch


def validated(arch: Arch) -> Arch:
    """A network as it is, or as pydantic reads it. Raises `BadIr`, a `ValueError` that says where it is none."""
    if hasattr(arch, MARK):
        return arch
    from resnet_dsl.ir.serialise import check

    return check(arch)
