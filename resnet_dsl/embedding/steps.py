"""What is written into the layers of the larger network: the steps of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from resnet_dsl.embedding.channels import Channels, is_whole


@dataclass(frozen=True)
class Carry:
    """A layer takes over the weights of another, which lie among its own.

    `outputs` has for each channel of the smaller layer that of the larger; `columns`, for each of its groups, where its
    inputs lie among those that the group of the larger layer reads; empty for a layer that treats every channel by
    itself. A smaller kernel lies `offset` rows and columns inside the larger. `width` is how many outputs the larger
    layer has, `reads` how many inputs a group of it. `eps` are those of two batch normalisations that differ in it.
    """

    large: str
    small: str
    op: str
    outputs: Channels
    width: int
    columns: tuple[Channels, ...] = ()
    reads: int = 0
    offset: tuple[int, ...] = ()
    eps: tuple[float, ...] = ()

    @property
    def is_copy(self) -> bool:
        """Whether the layers are of one size, and nothing moves."""
        return not (self.is_wider or any(self.offset) or self.eps)

    @property
    def is_wider(self) -> bool:
        """Whether the larger layer has other channels too, or has these in other places."""
        whole = all(is_whole(columns, self.reads) for columns in self.columns)
        return not (whole and is_whole(self.outputs, self.width))


@dataclass(frozen=True)
class Copy:
    """A layer takes over all tensors of another as they are."""

    large: str
    small: str
    op: str
    is_copy = True


@dataclass(frozen=True)
class Identity:
    """A new layer gives its input: kernels of Dirac, a unit matrix, a neutral normalisation, factors of 1.

    `block`, here and below, is the key of the module that it is part of; in the network itself, of a first layer.
    """

    large: str
    op: str
    block: str
    eps: float = 0.0
    groups: int = 1


@dataclass(frozen=True)
class Silence:
    """A new layer gives zeros in these channels: their weights are 0.

    `deaf` is the key of an activation behind it that then lets no gradient back.
    """

    large: str
    op: str
    block: str
    channels: Channels
    deaf: str = ""


@dataclass(frozen=True)
class Begin:
    """A new layer begins as in a fresh network: what it gives meets zeros before it meets anything else."""

    large: str
    op: str
    block: str


Written = Carry | Copy | Identity | Silence | Begin
New = Identity | Silence | Begin
