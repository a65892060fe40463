"""A network as a model, its weights as they begin."""

from typing import Any

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.needed import needed
from resnet_dsl.pipeline.specs import Folders


def build(
    arch: Arch | Spec,
    /,
    *,
    most_layers: int | None = None,
    input: Input = None,
    folders: Folders = (),
    **parameters: Any,
) -> Any:
    """A network as a `torch.nn.Module`. Raises `ArchError`, and `ImportError` where torch is not installed."""
    resolved = as_arch(arch, input, folders, parameters)
    with needed("building a model"):
        from resnet_dsl.backends.torch import build as build_module

        return build_module(resolved, most_layers)
