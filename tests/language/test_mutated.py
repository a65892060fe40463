"""Spoiled files, in tokens and in bytes: each is answered, soon, with findings or a network, and never otherwise.

`RESNET_DSL_MUTATIONS=100000 make test ARGS="-k mutated"` tries more of them.
"""

import os
import re
import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutating import all_findings, answer, spoiled, texts

ORDINARY = 2_000
GROUPS = 4
LONGEST = 2.0
"""Seconds of computing that an answer may take."""
OURS = re.compile(r"__ANON|NoneType|Traceback|\b(Token|Tree|SyntaxSlip|Flow)\b")
"""What a message of ours about a file of theirs must never say."""


def _count() -> int:
    return int(os.environ.get("RESNET_DSL_MUTATIONS", ORDINARY)) // GROUPS


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_mutated_file_is_answered(group: int) -> None:
    slowest = 0.0
    for i in range(_count()):
        seed = group * 10_000_000 + i
        data = spoiled(Random(seed))
        began = time.process_time()
        said = answer(data)
        slowest = max(slowest, time.process_time() - began)
        assert slowest < LONGEST, f"spoiled(Random({seed})) takes {slowest:.1f} s"
        assert not OURS.search(said), f"spoiled(Random({seed})): {said}"


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
