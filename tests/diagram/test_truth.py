"""No picture falsifies an edge: what it tells, opened again, is what the IR says."""

from collections import Counter

import pytest
from expand import Expansion
from hypothesis import given, settings
from hypothesis import strategies as st
from interpret import Interpreter
from labelled import ARCHS
from resolving import findings
from terms import Terms, masked

import resnet_dsl as rd
from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.catalogue import find_names

NAMES = find_names()
REFUSED = {"E0306", "E0402", "E0502", "E0503"}
"""What may well be wrong with a random network: two names, arms that do not fit, shortcuts that cannot be."""
VIEWS = [View(), View(expand=("all",)), View(separate=True), View(depth=1), View(depth=2), View(expand=("unit",))]


def tells_the_truth(arch: Arch, view: View) -> None:
    """Check that a picture and the IR have the same terms; widths count where no card stands for others."""
    graph = diagram(arch, view)
    text = masked if graph.cards else str
    said = Terms()
    wanted = Terms(said.numbers)
    Expansion(graph, said, text).whole()
    Interpreter(wanted, text, view.depth if "all" not in view.expand else None).arch(arch)
    missing, added = wanted.counts - said.counts, said.counts - wanted.counts
    assert (missing, added) == (Counter(), Counter()), "\n".join(
        ["not drawn:", *said.told(missing), "only drawn:", *said.told(added)]
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_bundled_networks(name: str) -> None:
    arch = rd.load(name)
    tells_the_truth(arch, View())
    tells_the_truth(arch, View(expand=("all",)))


@settings(max_examples=120, deadline=None)
@given(ARCHS, st.sampled_from(VIEWS))
def test_random_networks(text: str, view: View) -> None:
    found = findings(text)
    assert {diagnostic.code for diagnostic in found} <= REFUSED, (text, found)
    if not found:
        tells_the_truth(rd.loads(text), view)
