"""The summary of a network: its parts folded as the file is, with what each costs, and the totals."""

from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.analysis.depth import depth
from resnet_dsl.analysis.rows import Row, rows_of
from resnet_dsl.analysis.table import Column, Table
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ops.core.shape import Shape

WIDTH = 120
CONVENTION = "multiply-adds; FLOPs = 2×"
COLUMNS = (
    Column("name"),
    Column("layer", elastic=True),
    Column("output", right=True),
    Column("parameters", right=True),
    Column("multiply-adds", right=True),
    Column(""),
)


@dataclass(frozen=True)
class Summary:
    """The table of a network. It prints as text, shows itself in a notebook, and goes to JSON by `to_data`.

    `parameters` are those at work in inference, `training_parameters` those of parts that run in training only.
    """

    name: str
    source: str
    input: Shape
    output: Shape
    rows: tuple[Row, ...]
    parameters: int
    training_parameters: int
    macs: int
    depth: int

    @property
    def table(self) -> Table:
        """The rows as a table of texts."""
        return Table(COLUMNS, tuple(map(_cells, self.rows)))

    @property
    def heading(self) -> str:
        """The name, and what goes in and comes out."""
        return f"{self.name}: {_show(self.input)} → {_show(self.output)}"

    @property
    def totals(self) -> tuple[str, ...]:
        """The figures of the whole network, a line each."""
        everything = self.parameters + self.training_parameters
        training = f" ({self.parameters:,} without what is for training only)" if self.training_parameters else ""
        return (
            f"{everything:,} parameters{training}",
            f"{self.macs:,} {CONVENTION}",
            f"depth {self.depth:,}",
        )

    def __str__(self) -> str:
        title = [self.source] if self.source else []
        return "\n".join([self.heading, *title, "", self.table.text(WIDTH), "", *self.totals])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        title = f"<br>{escape(self.source)}" if self.source else ""
        totals = "<br>".join(map(escape, self.totals))
        return f"<p><b>{escape(self.heading)}</b>{title}</p>{self.table.html()}<p>{totals}</p>"

    def to_data(self) -> dict[str, Any]:
        """This as JSON values."""
        return {
            "name": self.name,
            "source": self.source,
            "input": list(self.input.sizes),
            "output": list(self.output.sizes),
            "parameters": self.parameters + self.training_parameters,
            "parameters_without_training": self.parameters,
            "macs": self.macs,
            "convention": CONVENTION,
            "depth": self.depth,
            "rows": [_data(row) for row in self.rows],
        }


def summarise(arch: Arch, levels: int | None = None) -> Summary:
    """The summary of a network, down to `levels`; by default stages are opened and blocks are not."""
    costs = arch_cost(arch)
    return Summary(
        name=arch.name,
        source=arch.docstring.partition("\n")[0],
        input=arch.input,
        output=arch.output,
        rows=rows_of(arch, levels),
        parameters=costs.parameters,
        training_parameters=costs.training_parameters,
        macs=costs.macs,
        depth=depth(arch),
    )


def _cells(row: Row) -> tuple[str, ...]:
    indent = "  " * (row.level - 1)
    what = row.what + (f" ×{row.times:,}" if row.times > 1 else "")
    figures = (f"{number:,}" if number else "" for number in (row.parameters, row.macs))
    return (indent + row.name, what if row.name else indent + what, _show(row.output), *figures, ", ".join(row.marks))


def _data(row: Row) -> dict[str, Any]:
    return asdict(row) | {"output": list(row.output.sizes), "marks": list(row.marks)}


def _show(shape: Shape) -> str:
    return "×".join(map(str, shape.sizes))
