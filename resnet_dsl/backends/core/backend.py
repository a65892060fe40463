"""What a backend is."""

from collections.abc import Callable
from dataclasses import dataclass

from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Arch


class BackendError(Exception):
    """A backend cannot do its work here, through no fault of the file: a renderer is missing. Says what to do."""


Draw = Callable[[Arch, View], str | bytes]
DrawPair = Callable[[Arch, Arch, View], str | bytes]


@dataclass(frozen=True)
class Backend:
    """A form of text that a network can take, reached by `emit --to NAME`. `run` may raise `BackendError`."""

    name: str
    suffixes: tuple[str, ...]
    help: str
    run: Callable[[Arch], str]


@dataclass(frozen=True)
class PictureBackend:
    """A form of picture, reached by `draw -o net.SUFFIX`.

    `run` gives a text, or bytes for a format that is none, of a network as it is to be looked at; `run_pair` draws two
    networks beside each other with marks on what differs, for `diff A B -o diff.SUFFIX`. Both may raise `BackendError`.
    """

    name: str
    suffixes: tuple[str, ...]
    help: str
    run: Draw
    run_pair: DrawPair | None = None
