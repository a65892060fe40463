"""What a backend is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from resnet_dsl.ir.nodes import Arch


class BackendError(Exception):
    """A backend cannot do its work here, through no fault of the file: a renderer is missing. Says what to do."""


@dataclass(frozen=True)
class Backend:
    """A form that a network can take.

    `emit --to NAME` reaches one of kind `text`, `draw -o net.SUFFIX` one of kind `picture`. `run` gives a text, or
    bytes for a format that is none; it may raise `BackendError`.
    """

    name: str
    kind: Literal["text", "picture"]
    suffixes: tuple[str, ...]
    help: str
    run: Callable[[Arch], str | bytes]
