"""Random networks: what stands in an arch, and blocks for it to call."""

from hypothesis import strategies as st
from resolving import findings, net, whole

from resnet_dsl.ir.nodes import Arch

ORDERS = st.sampled_from(
    ["conv bn + relu", "conv + bn relu", "conv bn relu +", "relu conv bn +", "bn relu conv +", "conv + silu"]
)
CONV = st.builds(
    "conv {}, {}{}{}".format,
    st.sampled_from(["1x1", "3x3", "1x3", "5x5"]),
    st.sampled_from([4, 8]),
    st.sampled_from(["", ", /2"]),
    st.sampled_from(["", "", ", act=none", ", order=none", ", norm=none"]),
)
KEEP = st.sampled_from(
    ["relu", "tanh", "dropout 0.1", "maxpool 3x3, /1", "avgpool 3x3, /2", "bn", "ln", "layer_scale 0.1", "identity"]
)
ARMS = ["conv 1x1, 4", "{ conv 3x3, 8; conv 3x3, 4 }", "identity", "{ maxpool 3x3, /1; conv 1x1, 4 }"]
SHORTCUTS = [
    "",
    " shortcut none",
    " shortcut projection always",
    " shortcut identity else pad",
    " shortcut down: projection",
]


def joined(parts: list[str]) -> str:
    return "; ".join(parts)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Statements around others."""
    rows = st.lists(inner, min_size=1, max_size=3).map(joined)
    gate = "mul { identity; { global_avgpool; conv 1x1, in.channels, order=none; sigmoid } }"
    return st.one_of(
        st.builds("residual {{ {} }}{}".format, rows, st.sampled_from(SHORTCUTS)),
        st.lists(st.sampled_from(ARMS), min_size=1, max_size=3).map(lambda arms: f"concat {{ {joined(arms)} }}"),
        st.builds("{{ {} }} x{}".format, rows, st.integers(1, 4)),
        st.builds("{} x{}".format, CONV, st.integers(1, 4)),
        st.builds("{{ {} }}".format, rows),
        st.builds("if in.channels > 4 {{ {} }} else {{ {} }}".format, rows, rows),
        st.builds("for i in range(2) {{ {} }}".format, rows),
        st.just(gate),
    )


ROWS = st.lists(st.recursive(st.one_of(CONV, KEEP), grown, max_leaves=6), min_size=1, max_size=4).map("\n".join)

REFUSED = {"E0306", "E0402", "E0502", "E0503"}
"""What may well be wrong with a random network: two names, arms that do not fit, shortcuts that cannot be."""


def resolved(body: str, order: str) -> Arch | None:
    """The network, or None where the random text is refused for what may well happen."""
    found = findings(whole(body, order, "4x16x16"))
    assert {diagnostic.code for diagnostic in found} <= REFUSED, found
    return None if found else net(body, order, "4x16x16")
