"""What a network is turned into: a table, a text, a model."""

from typing import Any

from resnet_dsl.analysis.summary import Summary, summarise
from resnet_dsl.analysis.table1 import Table1, line_up
from resnet_dsl.backends.core.registry import backends
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Input, Spec, as_arch
from resnet_dsl.pipeline.needed import needed
from resnet_dsl.pipeline.source_text import SourceText
from resnet_dsl.pipeline.specs import Folders


def summary(
    arch: Arch | Spec,
    /,
    *,
    depth: int | None = None,
    batch: int = 1,
    sort: str | None = None,
    input: Input = None,
    folders: Folders = (),
    **parameters: Any,
) -> Summary:
    """The table of a network, folded as its file is; it prints, and shows itself in a notebook.

    `depth` is how deep it is opened; unsaid, stages are and blocks are not. Multiply-adds and memory are of `batch`
    samples. `sort` is a column, as `macs`: rows that hold no others are then put in order, the greatest first.
    Raises `ArchError`, and `ValueError` for a batch of no sample or a column that does not exist.
    """
    made = summarise(as_arch(arch, input, folders, parameters, summary.__kwdefaults__), depth, batch)
    return made if sort is None else made.sorted_by(sort)


def table1(*archs: Arch | Spec, input: Input = None, folders: Folders = (), **parameters: Any) -> Table1:
    """Networks side by side, stage by stage, as in the papers.

    Input and parameters are for each that is not loaded yet. Stages of one name and one size share a row.
    Raises `ArchError`, and `ValueError` where no network is given.
    """
    if not archs:
        raise ValueError("a table has one network at least")
    return line_up([arch if isinstance(arch, Arch) else as_arch(arch, input, folders, parameters) for arch in archs])


def emit(
    arch: Arch | Spec, /, to: str = "python", *, input: Input = None, folders: Folders = (), **parameters: Any
) -> SourceText:
    """A network as text: PyTorch source that stands alone, or the IR as JSON (`to="ir"`); coloured in a notebook.

    Raises `ArchError`, and `ValueError` for a form that does not exist.
    """
    forms = text_forms()
    if to not in forms:
        help = suggest(to, forms) or f"there are {', '.join(f'`{name}`' for name in forms)}"
        raise ValueError(f"there is no text form `{to}`: {help}")
    backend = backends()[to]
    text = backend.run(as_arch(arch, input, folders, parameters))
    language = backend.suffixes[0].removeprefix(".") if backend.suffixes else ""
    return SourceText(text, language)


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
