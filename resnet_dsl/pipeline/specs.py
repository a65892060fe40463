"""What a spec names: a bundled network, a file, an arch of a file, or standard input."""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from resnet_dsl.diagnostics.catalog import AmbiguousArch, MissingFile, UnknownName
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.resolve.files import LARGEST_FILE, Files, decode
from resnet_dsl.resolve.scope import FileScope
from resnet_dsl.source.bundled import bundled_files
from resnet_dsl.source.file import SourceFile, Span
from resnet_dsl.syntax import tree

STANDARD_INPUT = "-"
Folders = Iterable[str | os.PathLike[str]]


@dataclass(frozen=True)
class Opened:
    """A file that a spec names, and the name of the arch that is wanted of it, if one is."""

    scope: FileScope
    files: Files
    name: str | None = None

    @property
    def archs(self) -> tuple[tree.Arch, ...]:
        """The archs of the file, or the one that is named. Raises `ArchError` where there is none of that name."""
        return self.scope.content.archs if self.name is None else (self.arch(),)

    def arch(self) -> tree.Arch:
        """The one arch that is meant. Raises `ArchError` where that is not clear."""
        archs = {arch.name: arch for arch in self.scope.content.archs}
        if self.name in archs:
            return archs[self.name]
        if self.files.found and (self.name is not None or len(archs) != 1):
            raise ArchError(self.files.found)
        if self.name is not None:
            text = f"`{self.scope.source.name}` has no arch `{self.name}`"
            raise ArchError([UnknownName(span=None, text=text, help=suggest(self.name, archs) or _listed(archs))])
        if len(archs) != 1:
            raise ArchError([_ambiguous(self.scope)])
        return self.scope.content.archs[0]


def open_spec(
    spec: str | os.PathLike[str], folders: Folders = (), texts: Mapping[Path, str] = MappingProxyType({})
) -> Opened:
    """The file that a spec names, with its imports; of paths in `texts` that is the text. Raises `ArchError`."""
    files = Files(tuple(map(Path, folders)), texts)
    if not isinstance(spec, str):
        return Opened(files.open(Path(spec)), files)
    where, name = _split(spec)
    if where == STANDARD_INPUT:
        return Opened(files.open_text(_standard_input()), files, name)
    if _is_path(where):
        return Opened(files.open(Path(where)), files, name)
    bundled = bundled_files()
    if where not in bundled:
        help = suggest(where, bundled) or "`resnet-dsl list` shows them; a path ends in `.arch`"
        raise ArchError([MissingFile(span=None, text=f"there is no bundled network `{where}`", help=help)])
    return Opened(files.open(bundled[where]), files, name or where)


def path_of(spec: str) -> Path | None:
    """The file that a spec names by its path; None for a bundled name, standard input, and what is no file."""
    where, _ = _split(spec)
    is_file = where != STANDARD_INPUT and _is_path(where) and os.path.isfile(where)
    return Path(where) if is_file else None


def open_source(text: str, name: str, arch: str | None, folders: Folders) -> Opened:
    """A text in no file, and its imports from the given folders and the bundled specs. Raises `ArchError`."""
    files = Files(tuple(map(Path, folders)))
    return Opened(files.open_text(SourceFile(name, text.replace("\r\n", "\n"))), files, arch)


def _split(spec: str) -> tuple[str, str | None]:
    """`nets.arch:small` in two, unless a file has that very name."""
    where, colon, name = spec.rpartition(":")
    if colon and where and name.isidentifier() and not os.path.isfile(spec):
        return where, name
    return spec, None


def _is_path(where: str) -> bool:
    if where.endswith(".arch") or os.sep in where or "/" in where or os.path.isfile(where):
        return True
    return where not in bundled_files() and os.path.isdir(where)


def _standard_input() -> SourceFile:
    stream = getattr(sys.stdin, "buffer", None)
    data = stream.read(LARGEST_FILE + 1) if stream else sys.stdin.read(LARGEST_FILE + 1).encode()
    return SourceFile("<stdin>", decode(data, "<stdin>"))


def _ambiguous(scope: FileScope) -> AmbiguousArch:
    archs = scope.content.archs
    name = scope.source.name
    if not archs:
        text = f"`{name}` holds blocks only, and no arch"
        help = "`import` its blocks in a file that has one"
        return AmbiguousArch(span=Span(scope.source, 0, 0), text=text, help=help)
    names = [arch.name for arch in archs]
    spec = f"-- {STANDARD_INPUT}" if name == "<stdin>" else name
    return AmbiguousArch(
        span=archs[0].name_span,
        text=f"`{name}` holds {len(archs)} archs, and one is wanted",
        label="the first one",
        notes=(_listed(names),),
        help=f"name one behind a colon, as in `{spec}:{names[0]}`",
    )


def _listed(names: Iterable[str]) -> str:
    return f"it has {', '.join(f'`{name}`' for name in names) or 'none'}"
