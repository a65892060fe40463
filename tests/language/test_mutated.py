"""Spoiled files, in tokens and in bytes: each is answered, soon, with findings or a network, and never otherwise.

2,000 of them are tried in every run of the tests, 100,000 by `make mutations`.
"""

import re
import sys
import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory import at_most
from mutating import all_findings, answer, spoiled, texts

GROUPS = 4
LONGEST = 2.0
"""Seconds of computing that an answer may take."""
LARGEST = 500_000_000
"""Bytes of memory that an answer may take."""
OURS = re.compile(r"__ANON|NoneType|Traceback|\b(Token|Tree|SyntaxSlip|Flow)\b")
"""What a message of ours about a file of theirs must never say."""


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_mutated_file_is_answered(group: int) -> None:
    answer_spoiled(group, 2_000 // GROUPS)


@pytest.mark.long
@pytest.mark.parametrize("group", range(GROUPS))
def test_many_mutated_files_are_answered(group: int) -> None:
    answer_spoiled(group, 100_000 // GROUPS)


def answer_spoiled(group: int, count: int) -> None:
    for seed in range(group * 10_000_000, group * 10_000_000 + count):
        data = spoiled(Random(seed))
        began = time.process_time()
        try:
            with at_most(LARGEST):
                said = answer(data)
        except Exception as error:
            raise AssertionError(f"spoiled(Random({seed})): {error!r}") from error
        took = time.process_time() - began
        assert took < LONGEST, f"spoiled(Random({seed})) takes {took:.1f} s"
        assert not OURS.search(said), f"spoiled(Random({seed})): {said}"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory a process has")
def test_the_limit_on_memory_is_one() -> None:
    with at_most(LARGEST):
        bytearray(LARGEST // 2)
        with pytest.raises(MemoryError):
            bytearray(LARGEST * 6 // 5)
    bytearray(LARGEST * 6 // 5)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_parts_of_files_in_any_order_are_answered(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(texts())).splitlines()
    some = data.draw(st.lists(st.sampled_from(lines), max_size=12))
    assert all(one.message for one in all_findings("\n".join(some)))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_beginning_of_a_file_is_answered(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(texts()))
    assert all(one.message for one in all_findings(text[: data.draw(st.integers(0, len(text)))]))
