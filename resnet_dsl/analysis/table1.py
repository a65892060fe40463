"""Networks side by side, stage by stage, as Table 1 of He et al. 2016 shows a family."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from resnet_dsl.analysis.align_stages import Aligned, aligned
from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.analysis.figures import powered
from resnet_dsl.analysis.markdown import table as markdown_table
from resnet_dsl.analysis.panels import Block, Panels
from resnet_dsl.analysis.stages import GATE, Group, side_results, stages_of
from resnet_dsl.analysis.table1_latex import tabular
from resnet_dsl.ir.nodes import Arch

WIDTH = 100
TITLES = ("stage", "output")
NOTES = (
    "multiply-adds, which the papers call FLOPs; FLOPs as others count them = 2×",
    "brackets hold the layers of a block, not its shortcut, normalisation, activations and strides",
)
GATE_NOTE = f"{GATE} stands before a gate: layers beside the others, by whose result that of the others is multiplied"


@dataclass(frozen=True)
class Column:
    """A network: its name and figures, those of `training_results` not among them but for `parameters`, which are all.

    `side_results` are computed beside what the rows show, `training_results` in training only.
    """

    name: str
    macs: int
    parameters: int
    training_parameters: int
    side_results: tuple[str, ...]
    training_results: tuple[str, ...]

    @property
    def parameters_without_training(self) -> int:
        """The parameters that are at work in inference."""
        return self.parameters - self.training_parameters

    def notes(self) -> Iterator[str]:
        """What the network computes besides the rows, and whether that is counted."""
        if self.side_results:
            yield f"{self.name} also computes {', '.join(self.side_results)}, counted here"
        if self.training_results:
            count = f"{self.training_parameters:,} parameters"
            yield f"{self.name} is counted without {', '.join(self.training_results)}, for training only: {count} more"


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
            ("parameters", tuple(one.parameters_without_training for one in self.networks)),
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known of the figures, and of what is not shown."""
        gates = [GATE_NOTE] if any(line.startswith(f"{GATE} ") for line in self._lines()) else []
        return (*NOTES, *gates, *(note for one in self.networks for note in one.notes()))

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
            "networks": [_network_data(one) for one in self.networks],
            "rows": [_data(row) for row in self.rows],
            "conventions": list(self.notes),
        }

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        titles = "".join(f"<th>{escape(title)}</th>" for title in (*TITLES, *(one.name for one in self.networks)))
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>" for cells in self._cells())
        notes = "<br>".join(map(escape, self.notes))
        return f"<table><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table><p>{notes}</p>"

    def _lines(self) -> Iterator[str]:
        """The lines of all cells."""
        return (line for row in self.rows for cell in row.cells for group in cell for line in group.lines)

    def _cells(self) -> list[tuple[str, ...]]:
        """All rows with a text for each cell."""
        rows = [(row.name, row.output, *map(_written, row.cells)) for row in self.rows]
        return rows + [(name, "", *map(powered, numbers)) for name, numbers in self.figures]


def line_up(archs: Sequence[Arch]) -> Table1:
    """The table of some networks. Stages of one name and one size are put beside each other."""
    rows = aligned([stages_of(arch) for arch in archs])
    return Table1(tuple(map(_column, archs)), tuple(map(_row, rows)))


def _column(arch: Arch) -> Column:
    cost = arch_cost(arch)
    return Column(
        name=arch.name,
        macs=cost.macs,
        parameters=cost.all_parameters,
        training_parameters=cost.training_parameters,
        side_results=side_results(arch, training_only=False),
        training_results=side_results(arch, training_only=True),
    )


def _row(stages: Aligned) -> Row:
    known = next(filter(None, stages))
    return Row(known.name, known.size, tuple(stage.groups if stage else () for stage in stages))


def _network_data(one: Column) -> dict[str, Any]:
    data = asdict(one) | {"parameters_without_training": one.parameters_without_training}
    del data["training_parameters"]
    return data


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
