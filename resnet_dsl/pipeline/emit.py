"""A network as text."""

from typing import Any

from resnet_dsl.backends.core.registry import backends, want_all
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.source_text import SourceText
from resnet_dsl.pipeline.specs import Folders


def emit(
    arch: Arch | Spec, /, to: str = "python", *, input: Input = None, folders: Folders = (), **parameters: Any
) -> SourceText:
    """A network as text: PyTorch source that stands alone, or the IR as JSON (`to="ir"`); coloured in a notebook.

    Raises `ArchError`, and `ValueError` for a form that does not exist; `PluginError` if it may be one that fails.
    """
    forms = text_forms()
    if to not in forms:
        want_all()
        help = suggest(to, forms) or f"there are {', '.join(f'`{name}`' for name in forms)}"
        raise ValueError(f"there is no text form `{to}`: {help}")
    backend = backends()[to]
    text = backend.run(as_arch(arch, input, folders, parameters))
    language = backend.suffixes[0].removeprefix(".") if backend.suffixes else ""
    return SourceText(text, language)


def text_forms() -> list[str]:
    """The names of the forms that are text."""
    return sorted(backends())
