r"""Table 1 in LaTeX, as the paper sets it: blocks in brackets of `\left[\begin{array}`, what all share once."""

from collections.abc import Iterable, Sequence

from resnet_dsl.analysis.figures import scientific
from resnet_dsl.analysis.latex import comment, escape, row
from resnet_dsl.analysis.stages import Group

Cells = tuple[tuple[Group, ...], ...]
Line = tuple[str, str, Cells, bool]
"""A row: the name, the output size, a cell for each network, and whether all are the same."""


def tabular(
    titles: Sequence[str],
    networks: Sequence[str],
    lines: Sequence[Line],
    figures: Iterable[tuple[str, Sequence[int]]],
    notes: Iterable[str],
) -> str:
    """The table; what is to be known of it stands in front as comments."""
    count = len(networks)
    made = [comment(notes), rf"\begin{{tabular}}{{{'|'.join(['', *'c' * (count + 2), ''])}}}", r"\hline"]
    made += [row(map(escape, [*titles, *networks])), r"\hline"]
    for line, behind in zip(lines, [*lines[1:], None], strict=True):
        together = behind is not None and _leads(line, behind)
        begin = ["", ""] if together else [escape(line[0]), escape(line[1])]
        made += [row([*begin, *_cells(line, count)]), rf"\cline{{3-{count + 2}}}" if together else r"\hline"]
    for name, numbers in figures:
        made += [row([rf"\multicolumn{{2}}{{|c|}}{{{escape(name)}}}", *map(_figure, numbers)]), r"\hline"]
    return "\n".join([*made, r"\end{tabular}"])


def _leads(line: Line, behind: Line) -> bool:
    """Whether a row is the pooling in front of a stage: the paper puts it into the stage's own."""
    _, size, (first, *_), shared = line
    return shared and size == behind[1] and all("pool" in text for group in first for text in group.lines)


def _cells(line: Line, count: int) -> list[str]:
    _, _, cells, shared = line
    if shared and count > 1:
        return [rf"\multicolumn{{{count}}}{{c|}}{{{_cell(cells[0])}}}"]
    return list(map(_cell, cells))


def _cell(cell: tuple[Group, ...]) -> str:
    if len(cell) > 1:
        inner = r" \\ ".join(map(_group, cell))
        return rf"\begin{{tabular}}{{c}}{inner}\end{{tabular}}"
    return _group(cell[0]) if cell else ""


def _group(group: Group) -> str:
    if group.times is None:
        return escape(group.lines[0])
    inner = r"\\".join(rf"\mbox{{{escape(line)}}}" for line in group.lines)
    return rf"{_strut(len(group.lines))}$\left[\begin{{array}}{{c}}{inner}\end{{array}}\right]\times{group.times}$"


def _strut(lines: int) -> str:
    """What keeps brackets of so many lines from the rules above and below."""
    height = 1.2 * lines + 0.8
    return rf"\rule[-{height / 2 - 0.25:.2f}em]{{0pt}}{{{height:.2f}em}}"


def _figure(number: int) -> str:
    factor, power = scientific(number)
    return rf"\rule{{0pt}}{{1.1em}}${factor}\times10^{{{power}}}$" if power else factor
