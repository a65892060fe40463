"""Where the grammar and the bundled specs are: inside the package when installed, else at the top of the project."""

import re
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
ARCH = re.compile(r"^arch +(\w+)", re.MULTILINE)


def bundled(folder: str) -> Path:
    """The folder `grammar` or `specs`.

    A wheel carries both under `resnet_dsl/_bundled/`. A checkout (an editable install too) has no such folder and
    reads them where they stand, so that it can never read a stale copy.
    """
    packed = PACKAGE / "_bundled" / folder
    return packed if packed.is_dir() else PACKAGE.parent / folder


@cache
def bundled_files() -> dict[str, Path]:
    """The file of each bundled network, by the name of its arch, sorted; one file may hold several."""
    files = bundled("specs").rglob("*.arch")
    found = ((name, path) for path in files for name in ARCH.findall(path.read_text(encoding="utf-8")))
    return dict(sorted(found))
