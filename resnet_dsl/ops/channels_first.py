"""Channels moved before the places."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.permutation import Permutation


@dataclass(frozen=True)
class ChannelsFirst(Permutation):
    """The channels as the first dimension, `channels_first`. Shapes: height×width×channels to channels×height×width."""

    name: ClassVar[str] = "channels_first"

    def order(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The channels, then the other dimensions as they are."""
        return ("channels", *(name for name in names if name != "channels"))
