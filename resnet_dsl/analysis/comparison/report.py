"""Figures of several networks, as a table, as Markdown, as HTML and as data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from resnet_dsl.analysis.comparison import measured as of_runs
from resnet_dsl.analysis.comparison.figures import Figures
from resnet_dsl.analysis.comparison.measured import Measured
from resnet_dsl.analysis.comparison.numbers import mebibytes, ratio, rounded
from resnet_dsl.analysis.comparison.stages import stage_name
from resnet_dsl.analysis.table import Column, Table
from resnet_dsl.ops.core.shape import Shape

WIDTH = 100
CONVENTION = "FLOPs = 2 × multiply-adds; memory of all results of an inference as float32; × of the first network"
COLUMNS = (
    Column("name"),
    Column("input", right=True, spare=2),
    Column("output", right=True, spare=3),
    Column("depth", right=True),
    Column("layers", right=True, spare=4),
    Column("parameters", right=True),
    Column("×", right=True),
    Column("multiply-adds", right=True),
    Column("×", right=True),
    Column("memory", right=True),
    Column("field", right=True, spare=1),
)
EXACT = ("name", "input", "depth", "parameters", "×", "multiply-adds", "×")
MEASURED = "measured in trainings"
STAGES = "multiply-adds by the size that parts work at"


@dataclass(frozen=True)
class Comparison:
    """Networks side by side; ratios are to the first. It prints as text, shows itself in a notebook, goes to JSON.

    `measured` is of each network what its runs have measured, None where there are none; empty if none were asked for.
    """

    networks: tuple[Figures, ...]
    measured: tuple[Measured | None, ...] = ()

    @property
    def table(self) -> Table:
        """A row a network."""
        return Table(COLUMNS, tuple(tuple(_cells(one, self.networks[0])) for one in self.networks))

    @property
    def measured_table(self) -> Table:
        """What the runs of each network have measured."""
        rows = zip(self.networks, self.measured, strict=True)
        return Table(of_runs.COLUMNS, tuple((one.name, *of_runs.cells(found)) for one, found in rows))

    def stage_table(self, *, brief: bool = False) -> Table:
        """Of each network the multiply-adds at each size, from the greatest on, and their shares; or these alone."""
        halvings = self.halvings
        columns = (Column("name"), *(Column(stage_name(one), right=True) for one in halvings))
        return Table(columns, tuple((one.name, *_shares(one, halvings, brief)) for one in self.networks))

    @property
    def halvings(self) -> tuple[int | None, ...]:
        """The sizes of all stages of the networks, the head last."""
        found = {stage.halvings for one in self.networks for stage in one.stages}
        return (*sorted(halvings for halvings in found if halvings is not None), *([None] if None in found else []))

    def text(self, width: int = WIDTH) -> str:
        """The tables, aligned; what there is no room for is left out."""
        stages = self.stage_table().text()
        if max(map(len, stages.split("\n"))) > width:
            stages = self.stage_table(brief=True).text(width)
        runs = ["", MEASURED, "", self.measured_table.text(width)] if self.measured else []
        conventions = [CONVENTION, of_runs.CONVENTION] if self.measured else [CONVENTION]
        return "\n".join([self.table.text(width), "", STAGES, "", stages, *runs, "", *conventions])

    def __str__(self) -> str:
        return self.text()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        runs = f"<p>{MEASURED}</p>{self.measured_table.html()}" if self.measured else ""
        return f"{self.table.html()}<p>{STAGES}</p>{self.stage_table().html()}{runs}<p>{CONVENTION}</p>"

    def markdown(self) -> str:
        """The table as Markdown, with exact numbers."""
        titles, sides = list(EXACT), ["---", "---", *["--:"] * (len(EXACT) - 2)]
        rows = [list(_exact(one, self.networks[0])) for one in self.networks]
        if self.measured:
            titles += [column.title for column in of_runs.COLUMNS[1:]]
            sides += ["--:" if column.right else "---" for column in of_runs.COLUMNS[1:]]
            rows = [[*row, *of_runs.cells(found)] for row, found in zip(rows, self.measured, strict=True)]
        lines = [f"| {' | '.join(titles)} |", f"|{'|'.join(sides)}|", *(f"| {' | '.join(row)} |" for row in rows)]
        return "\n".join(lines) + "\n"

    def to_data(self) -> list[dict[str, Any]]:
        """This as JSON values, a member a network, with the ratios to the first, and what was measured if asked for."""
        members = [one.to_data() | {"ratios": _ratios(one, self.networks[0])} for one in self.networks]
        for member, found in zip(members, self.measured, strict=bool(self.measured)):
            member["measured"] = found.to_data() if found else None
        return members


def _cells(one: Figures, first: Figures) -> Iterator[str]:
    yield from (one.name, _sizes(one.input), _sizes(one.output), f"{one.depth:,}", f"{one.cost.layers:,}")
    yield from (rounded(one.cost.all_parameters), ratio(one.cost.all_parameters, first.cost.all_parameters))
    yield from (rounded(one.cost.macs), ratio(one.cost.macs, first.cost.macs))
    yield mebibytes(one.memory)
    yield "" if one.field is None else "×".join(dict.fromkeys("all" if n is None else f"{n:,}" for n in one.field))


def _ratios(one: Figures, first: Figures) -> dict[str, float | None]:
    pairs = {
        "parameters": (one.cost.all_parameters, first.cost.all_parameters),
        "macs": (one.cost.macs, first.cost.macs),
        "memory": (one.memory, first.memory),
    }
    return {name: number / of if of else None for name, (number, of) in pairs.items()}


def _exact(one: Figures, first: Figures) -> Iterator[str]:
    yield from (f"`{one.name}`", _sizes(one.input), f"{one.depth:,}")
    yield from (f"{one.cost.all_parameters:,}", ratio(one.cost.all_parameters, first.cost.all_parameters))
    yield from (f"{one.cost.macs:,}", ratio(one.cost.macs, first.cost.macs))


def _shares(one: Figures, halvings: Iterable[int | None], brief: bool) -> Iterator[str]:
    for size in halvings:
        macs = sum(stage.cost.macs for stage in one.stages if stage.halvings == size)
        share = f"{macs / one.cost.macs:.0%}" if macs else ""
        yield share if brief or not macs else f"{rounded(macs)} {share:>4}"


def _sizes(shape: Shape) -> str:
    return "×".join(map(str, shape.sizes))
