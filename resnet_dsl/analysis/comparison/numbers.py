"""Numbers in three figures, for tables that set networks side by side."""

UNITS = ("", "K", "M", "G", "T", "P", "E")
MEBIBYTE = 2**20


def rounded(number: int) -> str:
    """Three figures and a unit: `25.6 M`; from a thousand E on, a power of ten."""
    value, unit = float(number), 0
    while value >= 999.5 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    if value >= 999.5:
        return f"{number:.2e}"
    return f"{_three(value) if unit else number} {UNITS[unit]}".rstrip()


def brief(number: int) -> str:
    """As `rounded`, without zeros that say nothing: `20 M`."""
    value, space, unit = rounded(number).partition(" ")
    return f"{value.rstrip('0').rstrip('.') if '.' in value else value}{space}{unit}"


def mebibytes(size: int) -> str:
    """Bytes as MiB."""
    return f"{_three(size / MEBIBYTE)} MiB"


def ratio(number: int, first: int) -> str:
    """A number as a multiple of another; empty where that is nothing."""
    return f"{number / first:.2f}" if first else ""


def _three(value: float) -> str:
    return f"{value:,.{2 if value < 9.995 else 1 if value < 99.95 else 0}f}"
