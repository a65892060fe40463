"""What a network is turned into: a table, a text, a model."""

from typing import Any

from resnet_dsl.analysis.summary import Summary, summarise
from resnet_dsl.backends.core.registry import backends
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.needed import needed
from resnet_dsl.pipeline.specs import Folders


def summary(
    arch: Arch | Spec, /, *, levels: int | None = None, input: Input = None, folders: Folders = (), **parameters: Any
) -> Summary:
    """The table of a network, folded as its file is; it prints, and shows itself in a notebook.

    `levels` is how deep it is opened; unsaid, stages are and blocks are not. Raises `ArchError`.
    """
    return summarise(as_arch(arch, input, folders, parameters), levels)


def emit(
    arch: Arch | Spec, /, to: str = "python", *, input: Input = None, folders: Folders = (), **parameters: Any
) -> str:
    """A network as text: PyTorch source that stands alone, or the IR as JSON (`to="ir"`).

    Raises `ArchError`, and `ValueError` for a form that does not exist.
    """
    forms = text_forms()
    if to not in forms:
        help = suggest(to, forms) or f"there are {', '.join(f'`{name}`' for name in forms)}"
        raise ValueError(f"there is no text form `{to}`: {help}")
    return backends()[to].run(as_arch(arch, input, folders, parameters))


def text_forms() -> list[str]:
    """The names of the forms that are text."""
    return sorted(backends())


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
