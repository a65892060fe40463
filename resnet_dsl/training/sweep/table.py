"""What a sweep has come to, as a table: a row for each network and each combination of parameters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resnet_dsl.analysis.cost import Cost
from resnet_dsl.analysis.figures import UNKNOWN
from resnet_dsl.analysis.spread import Spread, shown, spread_data
from resnet_dsl.analysis.table import Column, Table
from resnet_dsl.training.sweep.grid import Combination

WIDTH = 120
CONVENTION = (
    "mean ± standard deviation over seeds; best: the epoch of the highest validation accuracy; "
    "losses: validation, and of the training in the last epoch"
)


@dataclass(frozen=True)
class Figure:
    """A column of results: its title, where the result of a trial has it, and how it is written."""

    title: str
    keys: tuple[str, ...]
    form: str
    spare: int = 0

    def of(self, result: Mapping[str, Any]) -> float:
        """What a trial has come to."""
        found: Any = result
        for key in self.keys:
            found = found[key]
        return float(found)

    def shown(self, spread: Spread | None) -> str:
        """A spread as the table has it."""
        return shown(spread, lambda value: format(value, self.form))


FIGURES = {
    "best_accuracy": Figure("best", ("best", "validation_accuracy"), ".2%"),
    "best_loss": Figure("loss", ("best", "validation_loss"), ".4f", spare=4),
    "last_accuracy": Figure("last", ("last", "validation_accuracy"), ".2%"),
    "last_loss": Figure("loss", ("last", "validation_loss"), ".4f", spare=5),
    "training_loss": Figure("training", ("last", "train_loss"), ".4f", spare=1),
    "seconds": Figure("seconds", ("seconds",), ".1f", spare=2),
}


@dataclass(frozen=True)
class Row:
    """A combination: its cost, None where it is no network, the results of its finished trials, what went wrong.

    `results` are as `Outcome.to_data` gives them, with the records of all epochs as `history`; `failed` has a message
    by seed.
    """

    combination: Combination
    cost: Cost | None
    seeds: tuple[int, ...]
    results: tuple[dict[str, Any], ...]
    failed: dict[int, str]

    @property
    def spreads(self) -> dict[str, Spread | None]:
        """The figures over the finished seeds, by name."""
        return {name: Spread.of(figure.of(result) for result in self.results) for name, figure in FIGURES.items()}

    @property
    def finished(self) -> str:
        """`2/3`: how many seeds are finished, and how many there are."""
        return f"{len(self.results)}/{len(self.seeds)}"

    def cells(self, names: tuple[str, ...]) -> Iterator[str]:
        """The row, with the values of the named parameters."""
        yield self.combination.spec
        yield from (str(self.combination.parameters[name]) for name in names)
        cost = (self.cost.all_parameters, self.cost.macs) if self.cost else ()
        yield from (f"{number:,}" for number in cost) if cost else (UNKNOWN, UNKNOWN)
        spreads = self.spreads
        yield from (figure.shown(spreads[name]) for name, figure in FIGURES.items())
        yield self.finished

    def to_data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "spec": self.combination.spec,
            "values": {name: str(value) for name, value in self.combination.parameters.items()},
            "parameters": self.cost.all_parameters if self.cost else None,
            "macs": self.cost.macs if self.cost else None,
            **{name: spread_data(spread) for name, spread in self.spreads.items()},
            "seeds": list(self.seeds),
            "finished": len(self.results),
            "failed": [{"seed": seed, "message": message} for seed, message in self.failed.items()],
            "runs": [result["folder"] for result in self.results],
        }


@dataclass(frozen=True)
class Sweep:
    """A sweep at its end. It prints as a table, shows itself in a notebook, and goes to JSON."""

    folder: Path
    rows: tuple[Row, ...]

    @property
    def failed(self) -> int:
        """How many trials have failed."""
        return sum(len(row.failed) for row in self.rows)

    @property
    def table(self) -> Table:
        """A row a combination."""
        names = self._names
        costs = (Column("parameters", right=True, spare=3), Column("multiply-adds", right=True, spare=3))
        figures = (Column(figure.title, right=True, spare=figure.spare) for figure in FIGURES.values())
        columns = (Column("spec"), *map(Column, names), *costs, *figures, Column("seeds", right=True))
        return Table(columns, tuple(tuple(row.cells(names)) for row in self.rows))

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.rows[0].combination.parameters) if self.rows else ()

    @property
    def failures(self) -> list[str]:
        """A line for each failure: of what, of which seeds, and why."""
        lines: dict[tuple[str, str], list[int]] = {}
        for row in self.rows:
            for seed, message in row.failed.items():
                lines.setdefault((row.combination.label, message.split("\n")[0]), []).append(seed)
        return [f"{label}, seed {', '.join(map(str, seeds))}: {message}" for (label, message), seeds in lines.items()]

    def text(self, width: int = WIDTH) -> str:
        """The table, aligned, with what has failed below; what there is no room for is left out."""
        failures = ["", "failed:", *(f"  {line}" for line in self.failures)] if self.failures else []
        return "\n".join([self.table.text(width), *failures, "", f"{CONVENTION}; kept in `{self.folder}`"])

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return f"{self.table.html()}<p>{CONVENTION}</p>"

    def markdown(self) -> str:
        """The table as Markdown."""
        table = self.table
        sides = "|".join("--:" if column.right else "---" for column in table.columns)
        rows = [tuple(column.title for column in table.columns), *table.rows]
        lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
        return "\n".join([lines[0], f"|{sides}|", *lines[1:]]) + "\n"

    def to_data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"folder": str(self.folder), "rows": [row.to_data() for row in self.rows]}
