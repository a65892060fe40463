"""Two rows brought together: which members of one are those of the other, and which stand alone."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")
Pair = tuple[T | None, T | None]
MOST_COMPARED = 250_000
"""Pairs of members of two rows that are weighed; of longer rows those that are equal are brought together first."""


def align(
    left: Sequence[T], right: Sequence[T], score: Callable[[T, T], int], key: Callable[[T], str]
) -> list[Pair[T]]:
    """Both rows in their order, the pairs of the greatest total `score`; 0 is for what is no pair.

    `key` tells apart what may be equal in rows that are too long to be weighed. Costs the product of the lengths of
    what is left between the equal beginning and end, and no more than `MOST_COMPARED`.
    """
    front = _shared(left, right)
    back = _shared(left[front:][::-1], right[front:][::-1])
    inner = left[front : len(left) - back], right[front : len(right) - back]
    middle = _weighed(*inner, score) if len(inner[0]) * len(inner[1]) <= MOST_COMPARED else _long(*inner, score, key)
    tail = zip(left[len(left) - back :], right[len(right) - back :], strict=True)
    return [*zip(left[:front], right[:front], strict=True), *middle, *tail]


def _shared(left: Sequence[T], right: Sequence[T]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _weighed(left: Sequence[T], right: Sequence[T], score: Callable[[T, T], int]) -> list[Pair[T]]:
    """The best of all alignments, by dynamic programming from the end."""
    scores = [[score(one, other) for other in right] for one in left]
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            paired = best[i + 1][j + 1] + scores[i][j] if scores[i][j] else 0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return _path(left, right, scores, best)


def _path(
    left: Sequence[T], right: Sequence[T], scores: Sequence[Sequence[int]], best: Sequence[Sequence[int]]
) -> list[Pair[T]]:
    pairs: list[Pair[T]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            pairs.append((left[i], right[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((left[i], None))
            i += 1
        else:
            pairs.append((None, right[j]))
            j += 1
    return [*pairs, *((one, None) for one in left[i:]), *((None, other) for other in right[j:])]


def _long(
    left: Sequence[T], right: Sequence[T], score: Callable[[T, T], int], key: Callable[[T], str]
) -> list[Pair[T]]:
    """What has equal keys is brought together, and what lies between is weighed where it is short enough."""
    matcher = SequenceMatcher(None, [key(one) for one in left], [key(other) for other in right], autojunk=False)
    pairs: list[Pair[T]] = []
    i = j = 0
    for block in matcher.get_matching_blocks():
        one_gap, other_gap = left[i : block.a], right[j : block.b]
        if len(one_gap) * len(other_gap) <= MOST_COMPARED:
            weighed: list[Pair[T]] = _weighed(one_gap, other_gap, score)
            pairs += weighed
        else:
            pairs += [*((one, None) for one in one_gap), *((None, other) for other in other_gap)]
        i, j = block.a + block.size, block.b + block.size
        pairs += zip(left[block.a : i], right[block.b : j], strict=True)
    return pairs
