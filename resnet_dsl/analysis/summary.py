"""The summary of a network: its parts folded as the file is, with what each costs, and the totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape
from typing import Any

from resnet_dsl.analysis.columns import BRIEF, FULL, MARKS, SAVING, Shown, sort_key
from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.analysis.depth import depth
from resnet_dsl.analysis.figures import mebibytes
from resnet_dsl.analysis.latex import PACKAGES, comment
from resnet_dsl.analysis.latex import table as latex_table
from resnet_dsl.analysis.markdown import escape as escape_markdown
from resnet_dsl.analysis.markdown import table as markdown_table
from resnet_dsl.analysis.memory import Memory, memory
from resnet_dsl.analysis.positions import Position
from resnet_dsl.analysis.receptive import receptive_fields
from resnet_dsl.analysis.rows import Row, rows_of
from resnet_dsl.analysis.table import Table
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ops.core.shape import Shape

WIDTH = 100
VALUE_BYTES = 4
"""The bytes of a value: of a float32."""
CONVENTION = "multiply-adds; FLOPs = 2×"
CONVENTIONS = {
    "parameters": "learnt values, those of parts that run in training only included",
    "macs": "multiply-adds of convolutions and matrix products, for the batch, in evaluation; FLOPs = 2×",
    "share": "of the multiply-adds",
    "memory": "bytes of the results of operations, for the batch, in evaluation, as float32",
    "saved": "bytes that autograd keeps for the backward pass, for the batch, in training, as float32",
    "field": 'receptive field in places of the input, height and width; null is unknown, "whole" all of it',
    "stride": "places of the input from one place to the next, height and width; null where there is but one",
}
"""What the figures of the data mean."""


@dataclass(frozen=True)
class Summary:
    """The table of a network. It prints as text, shows itself in a notebook, and goes to JSON by `to_data`.

    `parameters` are all learnt values, of which `training_parameters` are of parts that run in training only. `macs`
    are of an evaluation of `batch` samples, and so is `memory`: the bytes of the results of all operations. `saved`
    are the bytes that autograd keeps for the backward pass in training, None where an op does not say what it keeps;
    `saved_at_least` are those of the ops that do.
    """

    name: str
    source: str
    input: Shape
    output: Shape
    rows: tuple[Row, ...]
    parameters: int
    training_parameters: int
    macs: int
    memory: int
    saved: int | None
    saved_at_least: int
    depth: int
    batch: int = 1
    order: str = ""
    """The column that the rows are sorted by; empty where they stand as in the file."""

    @property
    def parameters_without_training(self) -> int:
        """The parameters that are at work in inference."""
        return self.parameters - self.training_parameters

    @property
    def table(self) -> Table:
        """The rows as a table of texts, with all there is to say."""
        return self._table(FULL)

    def table_for(self, width: int) -> Table:
        """The rows as a table of texts, with as much to say as there is room for in `width`."""
        least = SAVING if self.order == "saved" else BRIEF
        tables = map(self._table, (FULL, (*least, MARKS)))
        return next((table for table in tables if table.width <= width), self._table(least))

    @property
    def heading(self) -> str:
        """The name, and what goes in and comes out."""
        batch = f", a batch of {self.batch:,}" if self.batch > 1 else ""
        return f"{self.name}: {_show(self.input)} → {_show(self.output)}{batch}"

    @property
    def totals(self) -> tuple[str, ...]:
        """The figures of the whole network, a line each."""
        training = f" ({self.parameters_without_training:,} without what is for training only)"
        at_least = "at least " if self.saved is None else ""
        return (
            f"{self.parameters:,} parameters{training if self.training_parameters else ''}, "
            f"{mebibytes(self.parameters * VALUE_BYTES)} MiB as float32; depth {self.depth:,}",
            f"{self.macs:,} {CONVENTION}",
            f"{mebibytes(self.memory)} MiB of operation outputs as float32; "
            f"{at_least}{mebibytes(self.saved_at_least)} MiB saved for backward in training",
        )

    def sorted_by(self, name: str) -> "Summary":
        """This with the rows that hold no others, the greatest first. Raises `ValueError` for what is no column."""
        behind = (*self.rows[1:], None)
        leaves = (
            row for row, other in zip(self.rows, behind, strict=True) if other is None or other.level <= row.level
        )
        return replace(
            self, order=name, rows=tuple(replace(row, level=1) for row in sorted(leaves, key=sort_key(name)))
        )

    def text(self, width: int = WIDTH) -> str:
        """Aligned lines, with as much as there is room for."""
        title = [self.source] if self.source else []
        return "\n".join([self.heading, *title, "", self.table_for(width).text(width), "", *self.totals])

    def __str__(self) -> str:
        return self.text()

    def markdown(self) -> str:
        """A table as GitHub shows it, with exact figures."""
        table = self.table
        right = [column.right for column in table.columns]
        lines = markdown_table([column.title for column in table.columns], right, table.rows)
        title = [escape_markdown(line) for line in (self.heading, self.source) if line]
        return "\n\n".join(["  \n".join(title), lines, "\n".join(f"- {escape_markdown(line)}" for line in self.totals)])

    def latex(self) -> str:
        """A `tabular` with the rules of `booktabs` and exact figures."""
        table = self.table
        right = [column.right for column in table.columns]
        lines = latex_table([column.title for column in table.columns], right, table.rows, self.totals)
        return "\n".join([PACKAGES, comment(filter(None, [self.heading, self.source])), lines])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        title = f"<br>{escape(self.source)}" if self.source else ""
        totals = "<br>".join(map(escape, self.totals))
        return f"<p><b>{escape(self.heading)}</b>{title}</p>{self.table.html()}<p>{totals}</p>"

    def to_data(self) -> dict[str, Any]:
        """This as JSON values; `conventions` says what the figures mean."""
        return {
            "name": self.name,
            "source": self.source,
            "input": list(self.input.sizes),
            "output": list(self.output.sizes),
            "batch": self.batch,
            "parameters": self.parameters,
            "parameters_without_training": self.parameters_without_training,
            "macs": self.macs,
            "memory": self.memory,
            "saved": self.saved,
            "saved_at_least": self.saved_at_least,
            "depth": self.depth,
            "conventions": CONVENTIONS,
            "rows": [_data(row) for row in self.rows],
        }

    def _table(self, columns: Sequence[Shown]) -> Table:
        rows = (tuple(shown.cell(row) for shown in columns) for row in self.rows)
        return Table(tuple(shown.column for shown in columns), tuple(rows))


def summarise(arch: Arch, levels: int | None = None, batch: int = 1) -> Summary:
    """The summary of a network for a batch, down to `levels`; by default stages are opened and blocks are not.

    Raises `ValueError` for a batch of less than one sample.
    """
    if batch < 1:
        raise ValueError(f"a batch has one sample at least, not {batch}")
    costs, used = arch_cost(arch), memory(arch)
    total = used[()]
    return Summary(
        name=arch.name,
        source=arch.docstring.partition("\n")[0],
        input=arch.input,
        output=arch.output,
        rows=_rows(arch, levels, batch, used),
        parameters=costs.all_parameters,
        training_parameters=costs.training_parameters,
        macs=costs.macs * batch,
        memory=total.outputs * batch * VALUE_BYTES,
        saved=total.all_kept.size(batch, VALUE_BYTES),
        saved_at_least=replace(total.all_kept, is_known=True).size(batch, VALUE_BYTES) or 0,
        depth=depth(arch),
        batch=batch,
    )


def _rows(arch: Arch, levels: int | None, batch: int, used: Mapping[Position, Memory]) -> tuple[Row, ...]:
    """The rows with all that is known of them, for a batch."""
    fields, macs = receptive_fields(arch), arch_cost(arch).macs
    rows = []
    for row in rows_of(arch, levels):
        own = used[row.position]
        rows.append(
            replace(
                row,
                macs=row.macs * batch,
                share=None if row.training_only or not macs else row.macs / macs,
                memory=(own.outputs + own.training_outputs) * batch * VALUE_BYTES,
                saved=own.all_kept.size(batch, VALUE_BYTES),
                field=fields[row.position],
            )
        )
    return tuple(rows)


def _data(row: Row) -> dict[str, Any]:
    return {
        "level": row.level,
        "name": row.name,
        "layer": row.layer,
        "output": list(row.output.sizes),
        "parameters": row.parameters,
        "macs": row.macs,
        "share": row.share,
        "memory": row.memory,
        "saved": row.saved,
        "field": None if row.field is None else ["whole" if size is None else size for size in row.field.size],
        "stride": None if row.field is None else list(map(_plain, row.field.stride)),
        "times": row.times,
        "training_only": row.training_only,
        "marks": list(row.marks),
    }


def _plain(stride: Fraction | None) -> int | float | None:
    return None if stride is None else int(stride) if stride.denominator == 1 else float(stride)


def _show(shape: Shape) -> str:
    return "×".join(map(str, shape.sizes))
