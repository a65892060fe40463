"""Networks side by side, stage by stage, as Table 1 of He et al. 2016 shows a family."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.analysis.figures import powered
from resnet_dsl.analysis.markdown import table as markdown_table
from resnet_dsl.analysis.panels import Block, Panels
from resnet_dsl.analysis.stages import Group, Stage, side_results, stages_of
from resnet_dsl.analysis.table1_latex import tabular
from resnet_dsl.ir.nodes import Arch

WIDTH = 100
TITLES = ("stage", "output")
NOTES = (
    "multiply-adds, which the papers call FLOPs; FLOPs as others count them = 2×",
    "brackets hold the layers of a block, not its shortcut, normalisation, activations and strides",
)


@dataclass(frozen=True)
class Column:
    """A network: its name and figures. `side_results` are computed beside what the rows show."""

    name: str
    macs: int
    parameters: int
    side_results: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A stage of all networks; the cell of one that has no such stage is empty."""

    name: str
    output: str
    cells: tuple[tuple[Group, ...], ...]

    @property
    def shared(self) -> bool:
        """Whether all networks have the same here."""
        return len(set(self.cells)) == 1


@dataclass(frozen=True)
class Table1:
    """The table of a family. It prints as text, and goes to Markdown, LaTeX and JSON."""

    networks: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def figures(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The last rows: a name, and the figure of each network."""
        return (
            ("multiply-adds", tuple(one.macs for one in self.networks)),
            ("parameters", tuple(one.parameters for one in self.networks)),
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known of the figures, and of what is not shown."""
        beside = (
            f"{one.name} also computes {', '.join(one.side_results)}" for one in self.networks if one.side_results
        )
        return (*NOTES, *beside)

    def text(self, width: int | None = WIDTH) -> str:
        """Aligned lines; networks that do not fit into `width` beside each other go on below."""
        rows = [Block((row.name, row.output), tuple(map(_drawn, row.cells)), row.shared) for row in self.rows]
        for name, numbers in self.figures:
            rows.append(Block((name, ""), tuple((powered(number),) for number in numbers)))
        panels = Panels(TITLES, tuple(one.name for one in self.networks), tuple(rows))
        return "\n".join([panels.text(width), "", *self.notes])

    def __str__(self) -> str:
        return self.text()

    def markdown(self) -> str:
        """A table as GitHub shows it, and the notes."""
        titles = (*TITLES, *(one.name for one in self.networks))
        table = markdown_table(titles, [False, True] + [False] * len(self.networks), self._cells())
        return "\n\n".join([table, "\n".join(f"- {note}" for note in self.notes)])

    def latex(self) -> str:
        """A `tabular` as the paper has it; it needs no package."""
        rows = [(row.name, row.output, row.cells, row.shared) for row in self.rows]
        return tabular(TITLES, [one.name for one in self.networks], rows, self.figures, self.notes)

    def to_data(self) -> dict[str, Any]:
        """This as JSON values; sizes are those of the output without its channels."""
        return {
            "networks": [asdict(one) for one in self.networks],
            "rows": [_data(row) for row in self.rows],
            "conventions": list(NOTES),
        }

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        titles = "".join(f"<th>{escape(title)}</th>" for title in (*TITLES, *(one.name for one in self.networks)))
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>" for cells in self._cells())
        notes = "<br>".join(map(escape, self.notes))
        return f"<table><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table><p>{notes}</p>"

    def _cells(self) -> list[tuple[str, ...]]:
        """All rows with a text for each cell."""
        rows = [(row.name, row.output, *map(_written, row.cells)) for row in self.rows]
        return rows + [(name, "", *map(powered, numbers)) for name, numbers in self.figures]


def line_up(archs: Sequence[Arch]) -> Table1:
    """The table of some networks. Raises `ValueError` where stages of one name have different sizes, or none is common.

    Stages are put beside each other by their names, in the order of the network that has them first.
    """
    stages = [{stage.name: stage for stage in stages_of(arch)} for arch in archs]
    _check_common([arch.name for arch in archs], stages)
    rows = (_row(name, archs, stages) for name in _ordered(stages))
    return Table1(tuple(map(_column, archs)), tuple(rows))


def _column(arch: Arch) -> Column:
    cost = arch_cost(arch)
    return Column(arch.name, cost.macs, cost.all_parameters, side_results(arch))


def _ordered(stages: Sequence[dict[str, Stage]]) -> list[str]:
    """The names of all stages: what only a later network has goes behind what it follows there. The head is last."""
    order: list[str] = []
    for one in stages:
        at = 0
        for name in one:
            if name in order:
                at = order.index(name) + 1
            else:
                order.insert(at, name)
                at += 1
    return [name for name in order if name] + ([""] if "" in order else [])


def _check_common(names: Sequence[str], stages: Sequence[dict[str, Stage]]) -> None:
    known: set[str] = set()
    for name, one in zip(names, stages, strict=True):
        body = set(filter(None, one))
        if known and not body & known:
            raise ValueError(f"`{name}` has no stage of a name that one before it has: show it in a table of its own")
        known |= body


def _row(name: str, archs: Sequence[Arch], stages: Sequence[dict[str, Stage]]) -> Row:
    sizes = {one[name].size: arch.name for arch, one in zip(archs, stages, strict=True) if name in one}
    if len(sizes) > 1:
        said = " and ".join(f"{size} in `{arch}`" for size, arch in list(sizes.items())[:2])
        raise ValueError(f"the output of {f'`{name}`' if name else 'the head'} is {said}: these need two tables")
    return Row(name, next(iter(sizes)), tuple(one[name].groups if name in one else () for one in stages))


def _data(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "output": [int(size) for size in row.output.split("×")],
        "cells": [[{"lines": list(group.lines), "times": group.times} for group in cell] for cell in row.cells],
    }


def _written(cell: tuple[Group, ...]) -> str:
    """A cell on one line: `[3×3, 64; 3×3, 64] ×2`."""
    return ", ".join(
        group.lines[0] if group.times is None else f"[{'; '.join(group.lines)}] ×{group.times}" for group in cell
    )


def _drawn(cell: tuple[Group, ...]) -> tuple[str, ...]:
    """A cell on several lines, with tall brackets."""
    return tuple(line for group in cell for line in _bracketed(group))


def _bracketed(group: Group) -> tuple[str, ...]:
    if group.times is None:
        return group.lines
    last, width = len(group.lines) - 1, max(map(len, group.lines))
    if not last:
        return (f"[{group.lines[0]}]×{group.times}",)
    lefts, rights = (f"{top}{middle * (last - 1)}{bottom}" for top, middle, bottom in ("⎡⎢⎣", "⎤⎥⎦"))
    lines = [f"{lefts[i]}{line:<{width}}{rights[i]}" for i, line in enumerate(group.lines)]
    lines[last // 2] += f"×{group.times}"
    return tuple(lines)
