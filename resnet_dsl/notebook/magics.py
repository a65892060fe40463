"""The magics `%%arch`, whose cell is the text of a file, and `%arch`."""

from argparse import Namespace
from collections.abc import Mapping
from keyword import iskeyword
from typing import Any

from IPython.core.error import UsageError
from IPython.display import display

from resnet_dsl.backends.core.backend import BackendError
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.notebook.cells import Asking, Cell, Cells
from resnet_dsl.notebook.options import cell_options, line_options
from resnet_dsl.pipeline.picture import Picture, draw

FIRST_LINE = "\n"
"""The line of the magic itself, left empty: lines are then counted as the notebook counts them."""
CELL_OPTIONS, LINE_OPTIONS = cell_options(), line_options()


class Magics:
    """The two, with the cells of a session between them. The docstring of each is its help."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._cells = Cells()

    def register(self) -> None:
        """Let the shell know them."""
        self._shell.register_magic_function(self.line, "line", "arch")
        self._shell.register_magic_function(self.cell, "cell", "arch")

    def line(self, line: str) -> Arch:  # noqa: D102
        options = LINE_OPTIONS.read(line)
        return self._cells.load(options.spec, _asking(options))

    def cell(self, line: str, cell: str) -> None:  # noqa: D102
        options = CELL_OPTIONS.read(line)
        made = self._cells.read(FIRST_LINE + cell, options.name, _asking(options))
        variables = _variables(made.networks, options.name)
        self._cells.keep(made)
        self._shell.push(variables)
        _show(made, options)
        if made.claims:
            raise ArchError(made.claims)

    line.__doc__, cell.__doc__ = LINE_OPTIONS.format_help(), CELL_OPTIONS.format_help()


def _asking(options: Namespace) -> Asking:
    return Asking(options.parameters, options.input, tuple(options.folders))


def _variables(networks: Mapping[str, Arch], name: str | None) -> dict[str, Arch]:
    """The networks of a cell by the names of their variables. Raises `UsageError`."""
    if not networks and name is None:
        raise UsageError("%%arch: the cell holds blocks only: `%%arch NAME` names what they are imported from")
    if len(networks) > 1 and name is not None:
        listed = ", ".join(f"`{one}`" for one in networks)
        raise UsageError(f"%%arch: the cell holds {listed}, and `{name}` can be one only: each has a name of its own")
    variables = {name or own: network for own, network in networks.items()}
    for variable in filter(iskeyword, variables):
        raise UsageError(f"%%arch: `{variable}` is a word of Python: name the variable, as in `%%arch net`")
    return variables


def _show(made: Cell, options: Namespace) -> None:
    for network in made.networks.values() if not options.quiet else ():
        display(_picture(network) if options.draw else network)
    if made.warnings:
        display(made.warnings)


def _picture(network: Arch) -> Picture:
    """The picture of a network. Raises `UsageError` where nothing is installed that renders."""
    picture = draw(network)
    try:
        _ = picture.svg
    except BackendError as error:
        raise UsageError(f"%%arch: {error}") from None
    return picture
