"""Which samples come when, and to whom."""

from itertools import chain

import pytest

from resnet_dsl.training.order import batches, parts, permutation, share


def test_an_epoch_has_every_sample_once_in_an_order_of_its_own() -> None:
    first, second = permutation(100, 0, 0), permutation(100, 0, 1)
    assert sorted(first) == sorted(second) == list(range(100))
    assert first != second
    assert first != permutation(100, 1, 0)
    assert first == permutation(100, 0, 0)


@pytest.mark.parametrize(
    ("samples", "batch", "least", "sizes"),
    [(10, 5, 1, [5, 5]), (11, 5, 1, [5, 5, 1]), (11, 5, 2, [5, 5]), (3, 5, 4, [3])],
)
def test_a_last_batch_that_is_too_small_is_left_out(samples: int, batch: int, least: int, sizes: list[int]) -> None:
    assert [len(one) for one in batches(samples, batch, least)] == sizes


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_shares_and_their_parts_are_the_batch(processes: int) -> None:
    batch = list(range(10))
    shares = [share(batch, process, processes) for process in range(processes)]
    assert sorted(chain(*shares)) == batch
    assert max(map(len, shares)) - min(map(len, shares)) <= 1
    assert [list(chain(*parts(one, 2))) for one in shares] == shares
