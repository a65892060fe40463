"""Reading files and following their imports, within the folders allowed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from resnet_dsl.diagnostics.catalog import BadImport, DoubleName, EmptyFile, MissingFile, UnreadableFile
from resnet_dsl.diagnostics.diagnostic import Diagnostic, Label
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.foreign import foreign, foreign_data, foreign_name
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.resolve.scope import FileScope
from resnet_dsl.source.bundled import bundled, bundled_files
from resnet_dsl.source.file import SourceFile, Span
from resnet_dsl.syntax import tree
from resnet_dsl.syntax.parse import read_file

LARGEST_FILE = 1_000_000
DEEPEST_IMPORT = 32


class Files:
    """The files read so far; `folders` are where imports are looked up besides the importing file's own.

    A path in `texts` is not read, and need not exist: that is its text.
    """

    def __init__(self, folders: tuple[Path, ...] = (), texts: Mapping[Path, str] = MappingProxyType({})) -> None:
        self.folders = folders
        self._texts = {_real(path): text for path, text in texts.items()}
        self.found: list[Diagnostic] = []
        """What is wrong with the syntax and the imports of the files read so far."""
        self._read: dict[Path, FileScope] = {}
        self._offered: dict[str, str] | None = None

    def open(self, path: Path, asked: Span | None = None, importing: tuple[Path, ...] = ()) -> FileScope:
        """The scope of a file. Raises `ArchError`; `asked` is the import that wants it."""
        key = _real(path)
        if key not in self._read:
            text = self._texts[key] if key in self._texts else read_text(path, asked)
            source = SourceFile(str(path), text)
            self._read[key] = self._scope(source, path.parent, (*importing, key))
        return self._read[key]

    def open_text(self, source: SourceFile) -> FileScope:
        """The scope of a text that is in no file; it imports from the given folders and the bundled specs."""
        return self._scope(source, None, ())

    def extended(self, name: str, home: FileScope) -> tuple[tree.Arch, FileScope] | None:
        """The arch that `extends NAME` means: of the file, imported, beside it, of a given folder, or bundled."""
        if name in home.archs:
            return home.archs[name]
        for root in self._roots(home.folder):
            path = root / f"{name}.arch"
            if self._has(path) and _inside(path, root):
                return self.open(path).archs.get(name)
        path = bundled_files().get(name, Path())
        return self.open(path).archs.get(name) if path.is_file() else None

    def extendable(self, home: FileScope) -> list[str]:
        """The names of archs that a file can extend without an import: its own, those of given texts, bundled ones."""
        return [*home.archs, *(path.stem for path in self._texts), *bundled_files()]

    @property
    def sources(self) -> list[SourceFile]:
        """The texts of the files read so far."""
        return [scope.source for scope in self._read.values()]

    def offer(self, name: str) -> str:
        """Help that names the import of a bundled block; empty where there is none of that name."""
        line = self.import_of(name)
        return f"import it: `{line}`" if line else ""

    def import_of(self, name: str) -> str:
        """The import of a bundled block; empty where there is none of that name."""
        if self._offered is None:
            paths = sorted((bundled("specs") / "blocks").glob("*.arch"), reverse=True)
            self._offered = {block: path.stem for path in paths for block in self.open(path).blocks}
        return f"import blocks.{self._offered[name]} ({name})" if name in self._offered else ""

    def _scope(self, source: SourceFile, folder: Path | None, importing: tuple[Path, ...]) -> FileScope:
        refuse_foreign(source)
        file, slips = read_file(source)
        if not (file.archs or file.blocks):
            end = Span(source, 0, 0)
            empty = EmptyFile(span=end, text="the file has no arch and no block", help="see `resnet-dsl list`")
            raise ArchError(slips or [empty])
        self.found += slips
        scope = FileScope(source, folder, file)
        scope.lost.update(*(broken.words for broken in file.broken))
        self.found += _declare(scope)
        for statement in file.imports:
            try:
                self._import(statement, scope, importing)
            except ArchError as error:
                self.found += error.diagnostics
                scope.lost.update(here for _, here in statement.names)
        return scope

    def _has(self, path: Path) -> bool:
        return _real(path) in self._texts or path.is_file()

    def _roots(self, folder: Path | None) -> list[Path]:
        return [*([folder] if folder else []), *self.folders, bundled("specs")]

    def _import(self, statement: tree.Import, scope: FileScope, importing: tuple[Path, ...]) -> None:
        path = self._find(statement, scope)
        if path.resolve() in importing or len(importing) > DEEPEST_IMPORT:
            raise ArchError([BadImport(span=statement.span, text=f"`{path}` is already being imported: a circle")])
        other = self.open(path, statement.span, importing)
        for there, here in statement.names:
            self.found += _take(statement, scope, other, there, here)

    def _find(self, statement: tree.Import, scope: FileScope) -> Path:
        roots = self._roots(scope.folder)
        for root in roots:
            path = root.joinpath(*statement.module).with_suffix(".arch")
            if self._has(path):
                if _inside(path, root):
                    return path
                text = f"`{path}` leads out of `{root}` through a link"
                raise ArchError(
                    [BadImport(span=statement.span, text=text, help="copy the file, or give its folder with `-I`")]
                )
        looked = ", ".join(f"`{root}`" for root in roots)
        text = f"there is no file `{'/'.join(statement.module)}.arch`"
        raise ArchError([BadImport(span=statement.span, text=text, notes=(f"looked in {looked}",))])


def read_text(path: Path, asked: Span | None = None) -> str:
    """The text of a file. Raises `ArchError` where it is missing, a folder, too large, or no UTF-8."""
    asked = asked or Span(SourceFile(str(path), ""), 0, 0)
    try:
        if path.is_dir():
            raise _unreadable(f"`{path}` is a folder", asked, "name a file in it")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        help = suggest(path.stem, bundled_files())
        raise ArchError([MissingFile(span=asked, text=f"there is no file `{path}`", help=help)]) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise _unreadable(f"`{path}` cannot be read: {reason}", asked) from None
    return decode(data, str(path), asked)


def decode(data: bytes, name: str, asked: Span | None = None) -> str:
    """The text of a file's bytes. Raises `ArchError` where they are too many, no UTF-8, or of another tool."""
    asked = asked or Span(SourceFile(name, ""), 0, 0)
    guess = foreign_data(data, name)
    if guess:
        raise ArchError([guess])
    if len(data) > LARGEST_FILE:
        raise _unreadable(f"`{name}` is larger than a spec may be ({LARGEST_FILE:,} bytes)", asked)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        named = foreign_name(name)
        raise (ArchError([named]) if named else _not_utf8(data, name, error)) from None


def _not_utf8(data: bytes, name: str, error: UnicodeDecodeError) -> ArchError:
    good = data[: error.start].decode("utf-8", "replace")
    source = SourceFile(name, good + "\ufffd")
    text = f"byte {error.start} is not UTF-8"
    place = Span(source, len(good), len(good) + 1)
    return ArchError([UnreadableFile(span=place, text=text, help="save the file as UTF-8")])


def _unreadable(text: str, asked: Span, help: str = "") -> ArchError:
    return ArchError([UnreadableFile(span=asked, text=text, help=help)])


def refuse_foreign(source: SourceFile) -> None:
    """Raise `ArchError` for a text that is plainly of another tool."""
    guess = foreign(source)
    if guess:
        raise ArchError([guess])


def _real(path: Path) -> Path:
    """The path without links; itself where it cannot be followed, which reading it then reports."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def _inside(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def _declare(scope: FileScope) -> Iterator[Diagnostic]:
    """Make known what a file declares; what is wrong with that."""
    seen: dict[str, Span] = {}
    declared: tuple[tree.Block | tree.Arch, ...] = (*scope.content.blocks, *scope.content.archs)
    for node in declared:
        if node.name in seen:
            first = Label(seen[node.name], "first here")
            text = f"`{node.name}` is declared twice"
            yield DoubleName(span=node.name_span, text=text, secondary=(first,))
        seen.setdefault(node.name, node.name_span)
    scope.blocks.update({block.name: (block, scope) for block in scope.content.blocks})
    scope.archs.update({arch.name: (arch, scope) for arch in scope.content.archs})


def _take(statement: tree.Import, scope: FileScope, other: FileScope, there: str, here: str) -> Iterator[Diagnostic]:
    """Make known what a file imports; what is wrong with that."""
    if here in scope.blocks or here in scope.archs:
        text = f"`{here}` is already declared in this file"
        yield DoubleName(span=statement.span, text=text, help=f"write `{there} as` and another name")
    elif there in other.blocks:
        scope.blocks[here] = other.blocks[there]
    elif there in other.archs:
        scope.archs[here] = other.archs[there]
    else:
        scope.lost.add(here)
        if there not in other.lost:
            known = [*other.blocks, *other.archs]
            text = f"`{other.source.name}` has no block and no arch `{there}`"
            yield BadImport(span=statement.span, text=text, help=suggest(there, known))
