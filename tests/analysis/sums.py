"""What must hold of the rows of every summary."""

from collections.abc import Iterator

from resnet_dsl.analysis.rows import Row
from resnet_dsl.analysis.summary import Summary


def check_sums(summary: Summary) -> None:
    """The top rows add up to the totals, and the rows of a level to the row that they stand under."""
    tops = [row for row in summary.rows if row.level == 1]
    run = [row for row in tops if not row.training_only]
    assert sum(row.parameters for row in tops) == summary.parameters
    assert sum(row.macs for row in run) == summary.macs
    assert sum(row.memory or 0 for row in run) == summary.memory
    assert sum(row.saved or 0 for row in tops) == summary.saved
    for row, inner in _with_inner(summary.rows):
        assert sum(other.parameters for other in inner) == row.parameters, row
        assert sum(other.macs for other in inner) == row.macs, row
        # a sum or a concatenation has a result of its own, which belongs to no row in it
        assert sum(other.memory or 0 for other in inner) <= (row.memory or 0), row
        assert sum(other.saved or 0 for other in inner) <= (row.saved or 0), row


def _with_inner(rows: tuple[Row, ...]) -> Iterator[tuple[Row, list[Row]]]:
    """Each row that is opened, with the rows right under it."""
    for i, row in enumerate(rows):
        behind = rows[i + 1 :]
        end = next((at for at, other in enumerate(behind) if other.level <= row.level), len(behind))
        inner = [other for other in behind[:end] if other.level == row.level + 1]
        if inner:
            yield row, inner
