"""Tables of what ran in processes of its own, at the end of the run."""

from collections.abc import Callable

import pytest
from fresh import Fresh

from resnet_dsl.analysis.table import Column, Table

Note = Callable[[str, str, Fresh], None]
NOTED = pytest.StashKey[dict[str, dict[str, Fresh]]]()
COLUMNS = (
    Column("in a process of its own"),
    Column("processor seconds", right=True),
    Column("times ours", right=True),
    Column("peak MiB", right=True),
    Column("times ours", right=True),
)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """Keep a figure of a group for the end; the first of a group is ours."""
    groups = request.config.stash.setdefault(NOTED, {})

    def keep(group: str, whose: str, cost: Fresh) -> None:
        groups.setdefault(group, {})[whose] = cost

    return keep


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows: list[tuple[str, ...]] = []
    for group, costs in config.stash.get(NOTED, {}).items():
        ours = next(iter(costs.values()))
        rows += [(group,), *(_cells(whose, cost, ours) for whose, cost in costs.items())]
    if rows:
        terminalreporter.write_line("")
        terminalreporter.write_line(Table(COLUMNS, tuple(rows)).text())


def _cells(whose: str, cost: Fresh, ours: Fresh) -> tuple[str, ...]:
    return (
        whose,
        f"{cost.seconds:.2f}",
        f"{cost.seconds / ours.seconds:.1f}",
        f"{cost.mebibytes:.0f}",
        f"{cost.mebibytes / ours.mebibytes:.1f}",
    )
