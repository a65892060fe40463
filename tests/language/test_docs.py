"""`docs/language.md`: every example compiles as it says, and every table agrees with the code."""

import re
from dataclasses import MISSING, dataclass
from typing import Any

import pytest
from resolving import RESERVED, ROOT, codes, flow, stems, whole

import resnet_dsl as rd
from resnet_dsl.backends.torch import MOST_LAYERS
from resnet_dsl.lowering.build import MOST_MEMBERS
from resnet_dsl.ops.core.kinds import Size
from resnet_dsl.ops.core.op import kind_of, parameters_of, takes_bare, takes_size, takes_stride
from resnet_dsl.ops.core.registry import find_op, op_names
from resnet_dsl.resolve import context, expressions, extends, files, functions, initial, repeats
from resnet_dsl.syntax import build, layout, slips

TEXT = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(arch\S*)(?: (\w+))?\n(.*?)^```$", re.M | re.S)
INPUT = "64x32x32"


@dataclass(frozen=True)
class Example:
    """A fence: the line it stands on, its text, and the code of the mistake that it shows."""

    line: int
    text: str
    code: str | None

    def __str__(self) -> str:
        return f"line {self.line}"

    @property
    def file(self) -> str:
        """The text as a whole file; a fragment stands in an arch, its blocks in front of it."""
        if re.search(r"^arch ", self.text, re.M):
            return self.text
        blocks = re.findall(r"^block (?:.*\}\n|.*\{\n(?s:.*?)^\}\n)", self.text, re.M)
        body = self.text
        for block in blocks:
            body = body.replace(block, "")
        return "".join(blocks) + whole(body, input=INPUT)

    def expected(self, sign: str) -> str:
        """What the comments of one sign say, in one line."""
        return " ".join(" ".join(re.findall(rf"^#{sign} (.*)$", self.text, re.M)).split())


EXAMPLES = [
    Example(TEXT[: match.start()].count("\n") + 1, match[3], match[2] if match[1] == "arch-error" else None)
    for match in FENCE.finditer(TEXT)
]
GOOD = [example for example in EXAMPLES if example.code is None]
BAD = [example for example in EXAMPLES if example.code is not None]


def test_all_fences_are_seen() -> None:
    assert len(EXAMPLES) == TEXT.count("```arch")
    assert len(GOOD) > 20
    assert len(BAD) > 8


@pytest.mark.parametrize("example", GOOD, ids=str)
def test_an_example_is_what_it_says(example: Example) -> None:
    arch = rd.loads(example.file)
    for sign, found in ((">", stems(arch)), ("=", flow(arch))):
        if example.expected(sign):
            assert example.expected(sign) == found
    assert rd.emit(arch)


@pytest.mark.parametrize("example", BAD, ids=str)
def test_a_mistake_is_refused_as_it_says(example: Example) -> None:
    assert codes(example.file) == [example.code]


def table(heading: str) -> dict[str, list[str]]:
    """The rows of the table whose first column is headed so: the other cells by the first."""
    start = TEXT.index(f"| {heading} |")
    rows = TEXT[start : TEXT.index("\n\n", start)].splitlines()[2:]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]
    return {row[0]: row[1:] for row in cells}


def test_the_table_of_ops_is_the_registry() -> None:
    rows = table("op")
    assert list(rows) == [f"`{name}`" for name in op_names()]
    for name in op_names():
        parameters, meaning = rows[f"`{name}`"]
        assert parameters == usage(name), name
        assert meaning


def usage(name: str) -> str:
    """The parameters of an op as the table has them."""
    op = find_op(name)
    assert op is not None
    bare: list[str] = []
    named: list[str] = []
    for item in parameters_of(op).values():
        sign = "/" if takes_stride(item) else ""
        shown = sign + item.name + ("" if item.default in (MISSING, None) else f"={_shown(item.default)}")
        free = takes_size(item) or takes_stride(item) or takes_bare(item)
        (bare if free else named).append(shown)
        assert kind_of(item).name
    text = ", ".join(bare) + (f"; {', '.join(named)}" if named else "")
    return f"`{text.strip()}`" if text else ""


def _shown(value: Any) -> str:
    if isinstance(value, Size):
        return str(value[0]) if len(set(value)) == 1 else str(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_the_table_of_limits_is_the_code() -> None:
    limits = [
        files.LARGEST_FILE,
        layout.MOST_OPEN,
        layout.MOST_CHOICES,
        slips.MOST_SLIPS,
        context.DEEPEST,
        expressions.DEEPEST,
        context.MOST_NODES,
        context.MOST_SECONDS,
        repeats.MOST_RUNS,
        functions.LONGEST_RANGE,
        functions.LONGEST_TUPLE,
        expressions.LONGEST_DEFERRED,
        build.LONGEST_NUMBER,
        files.DEEPEST_IMPORT,
        extends.LONGEST_CHAIN,
        MOST_MEMBERS,
        MOST_LAYERS,
    ]
    stated = [int(row[0].partition(" ")[0].replace(",", "")) for row in table("limit").values()]
    assert stated == limits


def test_the_table_of_distributions_is_the_code() -> None:
    stated: dict[str, tuple[str, ...]] = {}
    for names, (parameters,) in table("distribution").items():
        plain = re.sub(r" \([^)]*\)", "", parameters)
        stated |= dict.fromkeys(re.findall(r"`(\w+)`", names), tuple(re.findall(r"`(\w+)`", plain)))
    assert stated == initial.DISTRIBUTIONS
    words = re.findall(r"`\w+` \(([^)]*)\)", table("distribution")["`kaiming_uniform`, `kaiming_normal`"][0])
    assert [tuple(re.findall(r"\w+", word)) for word in words] == [initial.MODES, initial.NONLINEARITIES]


def test_the_functions_are_those_of_the_code() -> None:
    named = {name for cell in table("function") for name in re.findall(r"(\w+)\(", cell)}
    assert named == set(functions.FUNCTIONS)


def test_the_reserved_words_are_those_of_the_grammar() -> None:
    start = TEXT.index("These words are reserved:")
    words = re.findall(r"`(\w+)`", TEXT[start : TEXT.index("alone or before digits", start)])
    assert words == [*sorted(words[:-1], key=words.index), "x"]
    assert set(words) == {*RESERVED, "x"}


def test_links_lead_to_headings() -> None:
    titles = (re.sub(r"[^\w -]", "", line).strip().lower() for line in re.findall(r"^#+ (.*)$", TEXT, re.M))
    headings = {title.replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([^)]*)\)", TEXT)) <= headings


def test_lines_are_short() -> None:
    prose = [line for line in TEXT.splitlines() if not line.startswith(("|", "#"))]
    assert max(map(len, prose)) <= 125
