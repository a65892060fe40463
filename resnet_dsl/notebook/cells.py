"""The cells of a session that hold networks: each is a file, from which later ones import and which they extend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.findings import Findings
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.check import check, distinct
from resnet_dsl.pipeline.load import Asked, resolve_spec
from resnet_dsl.pipeline.specs import Opened, open_spec
from resnet_dsl.resolve.arch import Request, resolve_arch
from resnet_dsl.resolve.claims import ClaimError

FOLDER = Path("<cells>")
"""Where cells are said to be. There is no such folder."""
ARCH = re.compile(r"^[ \t]*arch[ \t]+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Asking:
    """What is asked of a network besides its text: parameters, an input, folders of imports."""

    parameters: Mapping[str, str]
    input: tuple[int, ...] | None
    folders: tuple[Path, ...]


@dataclass(frozen=True)
class Cell:
    """What a cell holds: its networks by name, the claims in it that do not hold, and what is doubtful."""

    path: Path
    text: str
    networks: Mapping[str, Arch]
    claims: tuple[Diagnostic, ...]
    warnings: Findings


class Cells:
    """The texts of the cells so far, by the paths that they are found under: one for each name."""

    def __init__(self) -> None:
        self._texts: dict[Path, str] = {}
        self._archs: dict[str, Path] = {}

    def read(self, text: str, name: str | None, asked: Asking) -> Cell:
        """What a text holds. Raises `ArchError`, but for claims that do not hold."""
        path = _path(name or next(iter(ARCH.findall(text)), "cell"))
        texts = {**self._texts, path: text}
        opened = open_spec(path, asked.folders, texts)
        networks, claims = _resolved(opened, asked)
        doubts = (one for one in check(path, asked.folders, texts=texts) if one.severity == "warning")
        return Cell(path, text, networks, claims, Findings(doubts))

    def keep(self, cell: Cell) -> None:
        """Let later cells find what a cell holds: by its name, and by those of its archs."""
        self._archs |= {arch: _path(arch) for arch in cell.networks}
        self._texts |= {path: cell.text for path in (cell.path, *map(_path, cell.networks))}

    def load(self, spec: str, asked: Asking) -> Arch:
        """The network of an arch of these cells, or else of a spec. Raises `ArchError`."""
        if spec not in self._archs:
            return resolve_spec(spec, asked.parameters, asked.input, asked.folders)
        opened = open_spec(self._archs[spec], asked.folders, self._texts)
        return Asked(Opened(opened.scope, opened.files, spec), asked.parameters, asked.input).resolve()


def _path(name: str) -> Path:
    return FOLDER / f"{name}.arch"


def _resolved(opened: Opened, asked: Asking) -> tuple[dict[str, Arch], tuple[Diagnostic, ...]]:
    """The networks of a file, and the claims that do not hold. Raises `ArchError` for all else that is wrong."""
    networks: dict[str, Arch] = {}
    claims: list[Diagnostic] = []
    errors: list[Diagnostic] = [*opened.files.found]
    for arch in opened.archs:
        try:
            request = Request(dict(asked.parameters), asked.input)
            networks[arch.name] = resolve_arch(arch, opened.scope, opened.files, request)
        except ClaimError as error:
            networks[arch.name] = error.arch
            claims += error.diagnostics
        except ArchError as error:
            errors += error.diagnostics
    if errors:
        raise ArchError(distinct([*errors, *claims]))
    return networks, tuple(distinct(claims))
