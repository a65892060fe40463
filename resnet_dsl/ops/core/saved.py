"""What autograd keeps of an op until the backward pass."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Saved:
    """What torch keeps for the gradients of one op, in training mode on a CPU. Parameters and buffers do not count.

    `input` and `output` tell whether its input and its result are kept; each is one tensor, however many ops keep it.
    The others are tensors of the op's own: `values` and `indices` (of 64 bits) for each sample, `once` values for a
    whole batch, such as the statistics of a batch normalisation.
    """

    input: bool = False
    output: bool = False
    values: int = 0
    indices: int = 0
    once: int = 0


NOTHING = Saved()
INPUT = Saved(input=True)
OUTPUT = Saved(output=True)
