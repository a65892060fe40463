"""The bundled networks as a list: where each one stands, what its file says of it, what it costs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from resnet_dsl.analysis.cost import Cost, arch_cost
from resnet_dsl.analysis.depth import depth
from resnet_dsl.diagnostics.catalog import MissingFile
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Arch, Binding, Published
from resnet_dsl.ops.core.kinds import Size
from resnet_dsl.pipeline.docstring import Docstring
from resnet_dsl.resolve.arch import Request, resolve_arch
from resnet_dsl.resolve.files import Files
from resnet_dsl.source.bundled import bundled, bundled_files

FAMILIES = {
    "resnet": "ResNet for ImageNet",
    "cifar": "ResNet for CIFAR-10",
    "identity_mappings": "Identity mappings in ResNet",
    "inception": "Inception",
    "d2l": "Dive into Deep Learning",
}
"""The folders of `specs/` in the order in which one reads them, with their titles; further ones follow by name."""


@dataclass(frozen=True)
class Entry:
    """A bundled network. `file` is relative to `specs/`, and `file_docstring` what it says of all its networks."""

    arch: Arch
    file: str
    file_docstring: str
    cost: Cost
    depth: int

    @property
    def family(self) -> str:
        """The folder in `specs/` that the file stands in."""
        return _folder(self.file)

    @property
    def name(self) -> str:
        """What one calls it."""
        return self.arch.name

    @property
    def about(self) -> Docstring:
        """What is said of it, by itself or else by its file."""
        return Docstring.read(self.arch.docstring)

    @property
    def defaults(self) -> dict[str, Any]:
        """The parameters of the arch and their defaults, as JSON values."""
        return _by_name(self.arch.root.parameters)

    def to_data(self) -> dict[str, Any]:
        """This as JSON values."""
        return {
            "family": self.family,
            "name": self.name,
            "title": self.about.title,
            "source": self.about.source,
            "year": self.about.year,
            "parameters": self.cost.all_parameters,
            "parameters_without_training": self.cost.parameters,
            "macs": self.cost.macs,
            "depth": self.depth,
            "input": list(self.arch.input.sizes),
            "weights": [_weights(one) for one in self.arch.published],
            "defaults": self.defaults,
            "file": self.file,
        }


def find_names(patterns: Iterable[str] = ()) -> list[str]:
    """The bundled networks that fit any of some shell-style patterns, or all: by family, `resnet50` before `resnet101`.

    Raises `ArchError` for a pattern that none fits.
    """
    known = bundled_files()
    patterns = tuple(patterns) or ("*",)
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in known):
            text = f"there is no bundled network `{pattern}`"
            help = suggest(pattern, known) or "`resnet-dsl list` shows them; `*` in a name stands for anything"
            raise ArchError([MissingFile(span=None, text=text, help=help)])
    return sorted((name for name in known if any(fnmatchcase(name, pattern) for pattern in patterns)), key=_rank)


def read_entries(names: Iterable[str]) -> Iterator[Entry]:
    """The entries of bundled networks, each resolved when it is asked for. Raises `ArchError`."""
    files = Files()
    for name in names:
        path = bundled_files()[name]
        scope = files.open(path)
        arch = resolve_arch(scope.archs[name][0], scope, files, Request({}))
        yield Entry(arch, _relative(path), scope.content.docstring, arch_cost(arch), depth(arch))


def family_title(folder: str) -> str:
    """What a family is called; one that has no title by its folder."""
    return FAMILIES.get(folder) or folder.replace("_", " ").capitalize() or "Others"


def plain(value: Any) -> Any:
    """A value as JSON has it: what is no number, boolean or tuple is a text of the language."""
    match value:
        case None:
            return "none"
        case Size():
            return str(value)
        case tuple():
            return [plain(member) for member in value]
    return value


def _rank(name: str) -> tuple[Any, ...]:
    folder, known = _folder(_relative(bundled_files()[name])), list(FAMILIES)
    return known.index(folder) if folder in known else len(known), folder, _natural(name)


def _natural(name: str) -> list[tuple[str, int]]:
    """A key that puts `resnet50` before `resnet101`."""
    return [(word, int(number or 0)) for word, number in re.findall(r"(\D+)(\d*)", name)]


def _folder(file: str) -> str:
    return file.rpartition("/")[0].partition("/")[0]


def _relative(path: Path) -> str:
    return path.relative_to(bundled("specs")).as_posix()


def _weights(published: Published) -> dict[str, Any]:
    return {
        "publisher": published.publisher,
        "model": published.model,
        "names": list(published.names),
        "parameters": _by_name(published.parameters),
    }


def _by_name(bindings: Iterable[Binding]) -> dict[str, Any]:
    return {binding.name: plain(binding.value) for binding in bindings}
