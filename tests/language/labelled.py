"""Random networks with blocks, labels that are read from afar, stages and side results."""

from hypothesis import strategies as st
from networks import KEEP, ORDERS, grown, joined

CONV = st.builds(
    "conv {}, {}{}".format,
    st.sampled_from(["1x1", "3x3"]),
    st.sampled_from([4, 8]),
    st.sampled_from(["", "", "", "", ", /2", ", act=none", ", order=none"]),
)
READS = ["identity; from a", "from a; identity", "{ from a; conv 1x1, 4 }; identity", "from a; conv 1x1, in.channels"]
IN_BLOCK = ["identity; from in", "{ from in; relu }; conv 1x1, 4"]
OUTPUT = "output side{}: {{ global_avgpool; flatten; linear 10 }} from {}"


def _reads(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    rows = st.lists(inner, min_size=1, max_size=2).map(joined)
    first = st.sampled_from(["conv 1x1, 4", "identity", "relu", "maxpool 3x3, /1", "bn"])
    afar = st.builds("{{ a: {}; {}; concat {{ {} }} }}".format, first, rows, st.sampled_from(READS))
    repeated = st.builds("{{ {}; a: {}; {} x2; from a }}".format, rows, first, CONV)
    own = st.builds("residual {{ {} }} shortcut {{ {} }}".format, rows, rows)
    inner_read = st.builds(
        "{{ a: {}; {}; {{ {}; concat {{ {} }} }} x{} }}".format,
        first, rows, rows, st.sampled_from(READS), st.integers(1, 3),
    )  # fmt: skip
    return st.one_of(grown(inner), afar, repeated, own, inner_read)


def _body(calls: list[str], more: list[str]) -> st.SearchStrategy[str]:
    """What stands in a block, or at the top, where some blocks can be called."""
    call = st.builds(
        "{}{}{}".format, st.sampled_from(calls), st.sampled_from(["", "", ", /2"]), st.sampled_from(["", " x2", " x3"])
    )
    leaf = st.one_of(CONV, KEEP, *([call, call] if calls else []))
    tree = st.recursive(leaf, _reads, max_leaves=5)
    there = st.one_of(tree, st.sampled_from([f"concat {{ {one} }}" for one in more])) if more else tree
    return st.lists(there, min_size=1, max_size=3).map(joined)


BLOCKS = st.builds(
    "block unit(width, stride = 1) {{ {} }}\nblock outer(width, stride = 1) {{ {} }}\n".format,
    st.one_of(
        _body([], IN_BLOCK),
        st.just("residual { conv 3x3, width, /stride; conv 3x3, width }"),
        st.just(
            "g: conv 1x1, width, /stride; from in; residual { conv 3x3, width, /stride; mul { identity; from g } }"
        ),
        st.just("dropout (0.05 * width); conv 3x3, width, /stride, groups=(width // 4)"),
    ),
    _body(["unit 4", "unit 8", "unit width"], IN_BLOCK),
)
CALLS = ["unit 4", "unit 8", "outer 4", "outer 8", "unit 16"]
LABELS = st.sampled_from(["", "p{}", "stage p{}"])


def _labelled(rows: list[tuple[str, str]], sides: list[tuple[int, bool]]) -> str:
    lines = [f"{label.format(i)}: {{ {text} }}" if label else text for i, (label, text) in enumerate(rows)]
    named = [f"p{i}" for i, (label, _) in enumerate(rows) if label]
    for number, (where, training) in enumerate(sides if named else []):
        text = OUTPUT.format(number, named[where % len(named)])
        lines.append(text.replace(":", " when training:", 1) if training else text)
    return "\n".join(lines)


TOPS = st.lists(st.tuples(LABELS, _body(CALLS, [])), min_size=1, max_size=4)
SIDES = st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=2)
ARCHS = st.builds(
    "{}arch net {{\ninput 4x16x16\norder {}\n{}\n}}\n".format, BLOCKS, ORDERS, st.builds(_labelled, TOPS, SIDES)
)
"""The whole file of a network."""
