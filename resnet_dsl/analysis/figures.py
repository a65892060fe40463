"""Numbers as tables print them."""

UNITS = ("", "k", "M", "G", "T", "P", "E", "Z")
MEBIBYTE = 2**20
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
UNKNOWN = "?"


def rounded(number: int) -> str:
    """A count to three figures, with a unit of 1000: `118 M`, `4.09 G`."""
    if number < 1000:
        return str(number)
    digits, exponent = f"{number:.2e}".split("e")
    step, shift = divmod(int(exponent), 3)
    if step >= len(UNITS):
        return f"{number:.2e}"
    return f"{float(digits) * 10**shift:.{2 - shift}f} {UNITS[step]}"


def mebibytes(size: int) -> str:
    """Bytes in MiB, to two decimals below a hundred of them."""
    number = size / MEBIBYTE
    if 0 < number < 0.01:
        return "<0.01"
    return f"{number:,.2f}" if number < 100 else f"{number:,.1f}"


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
