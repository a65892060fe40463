"""The options of the magics."""

import re
import shlex
from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Never

from IPython.core.error import UsageError

from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.pipeline.load import read_input

UNKNOWN = re.compile(r"unrecognized arguments: (-[-\w]+)")


class Parser(ArgumentParser):
    """Reads the line of a magic."""

    def __init__(self, prog: str, description: str, epilog: str) -> None:
        super().__init__(
            prog,
            description=description,
            epilog=epilog,
            formatter_class=RawDescriptionHelpFormatter,
            add_help=False,
            allow_abbrev=False,
        )

    def read(self, line: str) -> Namespace:
        """The options of a line. Raises `UsageError`, which IPython shows in one line."""
        try:
            return self.parse_args(shlex.split(line))
        except ValueError as error:
            raise UsageError(f"{self.prog}: {error}".lower()) from None

    def error(self, message: str) -> Never:
        """Refuse the line, with the nearest name for an option that does not exist."""
        unknown = UNKNOWN.match(message)
        if unknown:
            help = suggest(unknown[1], self._option_string_actions) or f"`{self.prog}?` shows what there is"
            message = f"there is no option `{unknown[1]}`: {help}"
        raise UsageError(f"{self.prog}: {message}")


class _Parameter(Action):
    """`-p NAME=VALUE`, collected in a dictionary."""

    def __call__(self, parser: Any, namespace: Namespace, value: str | Sequence[Any] | None, *rest: Any) -> None:
        name, equals, given = (part.strip() for part in str(value).partition("="))
        if not (name and equals and given):
            parser.error(f"`{value}` is not NAME=VALUE")
        setattr(namespace, self.dest, getattr(namespace, self.dest) | {name: given})


def cell_options() -> Parser:
    """Those of `%%arch`."""
    parser = Parser("%%arch", "Read the cell as a file, and give each of its archs to a variable of its name.", CELL)
    parser.add_argument("name", nargs="?", metavar="NAME", type=_name, help="what to call the one arch of the cell")
    _add_request(parser)
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--draw", action="store_true", help="show the picture instead of the table")
    shown.add_argument("--quiet", action="store_true", help="show neither")
    return parser


def line_options() -> Parser:
    """Those of `%arch`."""
    parser = Parser("%arch", "The network of an arch of an earlier cell, or of a spec as `resnet_dsl.load`.", LINE)
    parser.add_argument("spec", metavar="SPEC", help="an arch of a cell, a bundled name, a path, or PATH:ARCH")
    _add_request(parser)
    return parser


CELL = """\
Later cells can extend an arch of this one, and import its blocks: `import NAME (block)`. A cell that holds blocks only
must be given a NAME. Python's variables may be used in the line: -p classes={n}
"""
LINE = "Example: net = %arch resnet50 -p classes=10\n"


def _add_request(parser: Parser) -> None:
    help = "a parameter of the arch, an expression of the language; repeatable"
    parser.add_argument("-p", dest="parameters", metavar="NAME=VALUE", action=_Parameter, default={}, help=help)
    parser.add_argument("--input", metavar="3x299x299", type=_input, help="the shape of the input")
    help = "where imports are looked up besides; repeatable"
    parser.add_argument(
        "-I", dest="folders", metavar="FOLDER", action="append", type=_folder, default=[Path()], help=help
    )


def _name(text: str) -> str:
    if not (text.isascii() and text.isidentifier()):
        raise ArgumentTypeError(f"`{text}` is no name")
    return text


def _input(text: str) -> tuple[int, ...] | None:
    try:
        return read_input(text)
    except ArchError as error:
        found = error.diagnostics[0]
        raise ArgumentTypeError(f"{found.message}: {found.help}") from None


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise ArgumentTypeError(f"there is no folder `{text}`")
    return Path(text)
