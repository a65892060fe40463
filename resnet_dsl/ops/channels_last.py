"""Channels moved behind the places."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.permutation import Permutation


@dataclass(frozen=True)
class ChannelsLast(Permutation):
    """The channels as the last dimension, `channels_last`. Shapes: channels×height×width to height×width×channels."""

    name: ClassVar[str] = "channels_last"

    def order(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The other dimensions as they are, then the channels."""
        return (*(name for name in names if name != "channels"), "channels")
