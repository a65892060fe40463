"""The tensors of a file against those of a network, by name and shape."""

from collections.abc import Mapping
from dataclasses import dataclass

Shape = tuple[int, ...]
Shapes = Mapping[str, Shape]
COUNTER = "num_batches_tracked"
"""What batch normalisation counts since PyTorch 0.4.1; files from before have none."""


@dataclass(frozen=True)
class Comparison:
    """How the tensors of a file differ from those of a network."""

    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    reshaped: tuple[str, ...]

    @property
    def count(self) -> int:
        """The number of differences: none where the file fits."""
        return len(self.missing) + len(self.unexpected) + len(self.reshaped)


def compare(file: Shapes, network: Shapes) -> Comparison:
    """The differences; that a file has none of the counters of batch normalisation is none."""
    counted = any(key.endswith(COUNTER) for key in file)
    return Comparison(
        missing=tuple(key for key in network if key not in file and (counted or not key.endswith(COUNTER))),
        unexpected=tuple(key for key in file if key not in network),
        reshaped=tuple(key for key in network if key in file and file[key] != network[key]),
    )
