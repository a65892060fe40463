"""Where the grammar and the bundled specs are: inside the package when installed, else at the top of the project."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def bundled(folder: str) -> Path:
    """The folder `grammar` or `specs`.

    A wheel carries both under `resnet_dsl/_bundled/`. A checkout (an editable install too) has no such folder and
    reads them where they stand, so that it can never read a stale copy.
    """
    packed = PACKAGE / "_bundled" / folder
    return packed if packed.is_dir() else PACKAGE.parent / folder


def bundled_files() -> dict[str, Path]:
    """The bundled network files by their stem, sorted; block files are not among them."""
    root = bundled("specs")
    files = (path for path in root.rglob("*.arch") if "blocks" not in path.relative_to(root).parts)
    return {path.stem: path for path in sorted(files, key=lambda path: path.stem)}
