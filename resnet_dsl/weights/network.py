"""The network that weights are wanted for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.ir.nodes import Arch, Place
from resnet_dsl.pipeline.load import Asked
from resnet_dsl.resolve.claims import ClaimError
from resnet_dsl.source.file import Span


@dataclass(frozen=True)
class Network:
    """A network as it was asked for; `asked` is how, None where it was given as it is loaded already.

    `most_layers` is how many layers its model may have, if that is said.
    """

    arch: Arch
    asked: Asked | None = None
    most_layers: int | None = None

    def at(self, parameters: Mapping[str, Any]) -> Arch:
        """The network at other parameters, whatever its file claims. Raises `ArchError`."""
        assert self.asked is not None
        try:
            return self.asked.resolve(parameters)
        except ClaimError as error:
            return error.arch

    def tried(self, parameters: Mapping[str, Any]) -> Arch | None:
        """The network at other parameters, or None where it has none."""
        try:
            return self.at(parameters)
        except ArchError:
            return None

    def span(self, place: Place | None) -> Span | None:
        """The stretch of text at a place; None where the text is not at hand."""
        if place is None or self.asked is None:
            return None
        opened = self.asked.opened
        for source in (opened.scope.source, *opened.files.sources):
            if source.name == place.file:
                return source.span((place.line, place.column), (place.end_line, place.end_column))
        return None
