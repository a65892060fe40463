"""Keep what a sweep has come to with the pages of the guide: `python docs/guide/keep.py FOLDER NAME`.

Writes its figures and learning curves to `results/NAME.json`, draws them in a light and a dark theme, and renews the
tables of the pages, which stand between `<!-- NAME -->` and `<!-- end -->`.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from resnet_dsl.analysis.spread import Spread, shown
from resnet_dsl.plots.bands import PANELS, draw_bands

HERE = Path(__file__).parent
RESULTS = HERE / "results"
TABLES = re.compile(r"<!-- (?P<name>\w+) -->\n.*?<!-- end -->", re.DOTALL)
HEAD = "| network | parameters | multiply-adds | best | at the end | training loss |\n|---|--:|--:|--:|--:|--:|\n"
FIGURES = {"best_accuracy": ".2%", "last_accuracy": ".2%", "training_loss": ".4f"}


def keep(folder: Path, name: str) -> None:
    """Keep a sweep under a name, with its curves, and renew the pages."""
    rows = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))["rows"]
    kept = [_row(folder, row) for row in rows]
    (RESULTS / f"{name}.json").write_text(f"{json.dumps(kept)}\n", encoding="utf-8")
    lines = [(row["network"], row["epochs"]) for row in kept]
    for theme, path in {"light": RESULTS / f"{name}.svg", "dark": RESULTS / f"{name}-dark.svg"}.items():
        path.write_bytes(draw_bands(lines, "svg", theme))
    for page in HERE.glob("*.md"):
        page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")


def renewed(page: str) -> str:
    """A page with its tables as the results have them."""
    return TABLES.sub(lambda found: f"<!-- {found['name']} -->\n{table(read(found['name']))}<!-- end -->", page)


def read(name: str) -> list[dict[str, Any]]:
    """What is kept under a name: a row a network."""
    rows: list[dict[str, Any]] = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return rows


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as Markdown."""
    return HEAD + "".join(f"| {' | '.join(_cells(row))} |\n" for row in rows)


def _cells(row: dict[str, Any]) -> list[str]:
    figures = [shown(Spread(**row[key]), f"{{:{form}}}".format) for key, form in FIGURES.items()]
    return [f"`{row['network']}`", f"{row['parameters']:,}", f"{row['macs']:,}", *figures]


def _row(folder: Path, row: dict[str, Any]) -> dict[str, Any]:
    values = [f"{name}={value}" for name, value in row["values"].items()]
    return {
        "network": " ".join([row["spec"].rpartition(":")[2], *values]),
        **{key: row[key] for key in ("spec", "values", "parameters", "macs", "seeds", *FIGURES)},
        "epochs": [_epochs(folder / Path(run).name) for run in row["runs"]],
    }


def _epochs(run: Path) -> list[dict[str, float]]:
    lines = (run / "epochs.jsonl").read_text(encoding="utf-8").splitlines()
    return [{key: round(json.loads(line)[key], 5) for key in PANELS} for line in lines]


if __name__ == "__main__":
    keep(Path(sys.argv[1]), sys.argv[2])
