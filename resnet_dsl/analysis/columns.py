"""The columns of a summary: what each says of a row, and by what rows are put in order."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from resnet_dsl.analysis.figures import UNKNOWN, mebibytes, rounded
from resnet_dsl.analysis.rows import Row
from resnet_dsl.analysis.table import Column
from resnet_dsl.diagnostics.spelling import suggest


@dataclass(frozen=True)
class Shown:
    """A column of the table, and the text of a row in it."""

    column: Column
    cell: Callable[[Row], str]


def _name(row: Row) -> str:
    return _indent(row) + row.name


def _layer(row: Row) -> str:
    what = row.layer + (f" ×{row.times:,}" if row.times > 1 else "")
    return what if row.name else _indent(row) + what


def _indent(row: Row) -> str:
    return "  " * (row.level - 1)


def _output(row: Row) -> str:
    return "×".join(map(str, row.output.sizes))


def _count(number: int) -> str:
    return f"{number:,}" if number else ""


def _share(row: Row) -> str:
    """The share in percent; a row that no evaluation runs says so instead."""
    return "train" if row.training_only else f"{100 * row.share:.1f}%" if row.share else ""


def _memory(size: int | None) -> str:
    return UNKNOWN if size is None else mebibytes(size) if size else ""


def _field(row: Row) -> str:
    """Height and width of the receptive field, a square as one number; `whole` for all of the input."""
    if row.field is None:
        return UNKNOWN
    return _pair(["whole" if size is None else str(size) for size in row.field.size])


def _stride(row: Row) -> str:
    """`/32`; `×2` where places lie closer than those of the input, and nothing where there is but one place."""
    if row.field is None:
        return UNKNOWN
    steps = row.field.stride
    return "" if steps == (None, None) else _pair(["–" if step is None else _step(step) for step in steps])


def _step(step: Fraction) -> str:
    if step.denominator == 1:
        return f"/{step}"
    return f"×{step.denominator}" if step.numerator == 1 else f"/({step})"


def _pair(texts: list[str]) -> str:
    return "×".join(texts) if len(set(texts)) > 1 else "".join(texts[:1])


def _widest(row: Row) -> float | None:
    """The longer side of the receptive field."""
    if row.field is None:
        return None
    return max(inf if size is None else size for size in row.field.size)


def _longest(row: Row) -> float | None:
    """The longer step."""
    if row.field is None:
        return None
    return max((float(step) for step in row.field.stride if step is not None), default=inf)


NAME = Shown(Column("name"), _name)
LAYER = Shown(Column("layer", elastic=True), _layer)
OUTPUT = Shown(Column("output", right=True), _output)
PARAMETERS = Shown(Column("parameters", right=True), lambda row: _count(row.parameters))
MULTIPLY_ADDS = Shown(Column("multiply-adds", right=True), lambda row: _count(row.macs))
MACS = Shown(Column("macs", right=True), lambda row: rounded(row.macs) if row.macs else "")
SHARE = Shown(Column("share", right=True, spare=4), _share)
MEMORY = Shown(Column("MiB", right=True, spare=1), lambda row: _memory(row.memory))
FIELD = Shown(Column("field", right=True, spare=2), _field)
STRIDE = Shown(Column("stride", right=True, spare=3), _stride)
OUTPUTS = Shown(Column("outputs MiB", right=True), MEMORY.cell)
SAVED = Shown(Column("saved MiB", right=True), lambda row: _memory(row.saved))
MARKS = Shown(Column(""), lambda row: ", ".join(row.marks))

BRIEF = (NAME, LAYER, OUTPUT, PARAMETERS, MACS, SHARE, MEMORY, FIELD, STRIDE)
"""What has room on a hundred columns."""
SAVING = tuple(SAVED if shown is MEMORY else shown for shown in BRIEF)
"""As `BRIEF`, of rows in the order of what is saved."""
FULL = (NAME, LAYER, OUTPUT, PARAMETERS, MULTIPLY_ADDS, SHARE, OUTPUTS, SAVED, FIELD, STRIDE, MARKS)

SORTS: dict[str, Callable[[Row], float | None]] = {
    "parameters": lambda row: row.parameters,
    "macs": lambda row: row.macs,
    "share": lambda row: row.share,
    "memory": lambda row: row.memory,
    "saved": lambda row: row.saved,
    "field": _widest,
    "stride": _longest,
}
"""What rows can be put in order by, as the data names it."""


def sort_key(name: str) -> Callable[[Row], float]:
    """A key that puts the greatest first, and last what is unknown. Raises `ValueError` with the nearest name."""
    if name not in SORTS:
        help = suggest(name, SORTS) or f"there are {', '.join(f'`{one}`' for one in SORTS)}"
        raise ValueError(f"rows cannot be sorted by `{name}`: {help}")
    value = SORTS[name]

    def key(row: Row) -> float:
        found = value(row)
        return 1 if found is None else -found

    return key
