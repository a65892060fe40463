"""Which samples come when, and to which process: a function of the seed and the epoch, of which nothing is kept."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import TypeVar

import torch

Item = TypeVar("Item")
LEAST = 2
"""The samples that batch normalisation needs to have a deviation."""


def chance(*numbers: int) -> int:
    """A seed of 63 bits made of some integers; neighbours give unrelated ones."""
    digest = blake2b(",".join(map(str, numbers)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def permutation(samples: int, seed: int, epoch: int) -> list[int]:
    """The order of the samples in an epoch."""
    generator = torch.Generator().manual_seed(chance(seed, epoch))
    order: list[int] = torch.randperm(samples, generator=generator).tolist()
    return order


def batches(samples: int, batch: int, least: int = 1) -> list[range]:
    """The places of an order that make each batch; a last one of fewer than `least` is left out, unless it is all."""
    cut = [range(start, min(start + batch, samples)) for start in range(0, samples, batch)]
    return cut[:-1] if len(cut) > 1 and len(cut[-1]) < least else cut


def share(batch: list[Item], process: int, processes: int) -> list[Item]:
    """What one of several processes takes of a batch."""
    return batch[process::processes]


def parts(share: list[int], count: int) -> Iterator[list[int]]:
    """A share in `count` parts for gradient accumulation, as equal as can be."""
    for part in range(count):
        yield share[len(share) * part // count : len(share) * (part + 1) // count]
