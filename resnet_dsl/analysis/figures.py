"""Numbers as tables, comparisons and pictures print them."""

from decimal import Decimal

UNITS = ("", "k", "M", "G", "T", "P", "E", "Z")
MEBIBYTE = 2**20
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
UNKNOWN = "?"


def rounded(number: int) -> str:
    """A count to three figures, with a unit of 1000: `118 M`, `4.09 G`; past all units a power of ten."""
    if number < 1000:
        return str(number)
    digits, exponent = f"{Decimal(number):.2e}".split("e+")
    step, shift = divmod(int(exponent), 3)
    if step >= len(UNITS):
        return f"{digits}×10{exponent.translate(SUPERSCRIPTS)}"
    return f"{Decimal(digits).scaleb(shift):.{2 - shift}f} {UNITS[step]}"


def brief(number: int) -> str:
    """As `rounded`, without zeros that say nothing: `20 M`."""
    value, space, unit = rounded(number).partition(" ")
    return f"{value.rstrip('0').rstrip('.') if '.' in value else value}{space}{unit}"


def mebibytes(size: int) -> str:
    """Bytes in MiB, to two decimals below a hundred of them; what is less than one of those is `<0.01`."""
    number = size / MEBIBYTE
    if 0 < number < 0.01:
        return "<0.01"
    return f"{number:,.2f}" if number < 99.995 else f"{number:,.1f}"


def ratio(number: int, first: int) -> str:
    """A number as a multiple of another; empty where that is nothing."""
    return f"{number / first:.2f}" if first else ""


def scientific(number: int) -> tuple[str, int]:
    """The factor, to one decimal, and the power of ten that is one of a thousand: `1.8` and 9."""
    step = (len(str(number)) - 1) // 3
    if step and round(number / 1000**step, 1) >= 1000:
        step += 1
    return (f"{number / 1000**step:.1f}" if step else str(number)), 3 * step


def powered(number: int) -> str:
    """A number as the papers print it: `1.8×10⁹`."""
    factor, power = scientific(number)
    return f"{factor}×10{str(power).translate(SUPERSCRIPTS)}" if power else factor
