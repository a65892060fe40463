"""Numbers as tables print them."""

import pytest

from resnet_dsl.analysis.figures import brief, mebibytes, powered, ratio, rounded


@pytest.mark.parametrize(
    ("number", "text", "short"),
    [
        (0, "0", "0"), (7, "7", "7"), (999, "999", "999"), (1000, "1.00 k", "1 k"), (12_345, "12.3 k", "12.3 k"),
        (999_499, "999 k", "999 k"), (999_500, "1.00 M", "1 M"), (20_000_000, "20.0 M", "20 M"),
        (118_013_952, "118 M", "118 M"), (4_089_184_256, "4.09 G", "4.09 G"), (10**23, "100 Z", "100 Z"),
        (10**25, "1.00×10²⁵", "1.00×10²⁵"), (123 * 10**400, "1.23×10⁴⁰²", "1.23×10⁴⁰²"),
    ],
)  # fmt: skip
def test_three_figures(number: int, text: str, short: str) -> None:
    assert (rounded(number), brief(number)) == (text, short)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (7, "7"), (269_722, "269.7×10³"), (1_814_073_344, "1.8×10⁹"), (999_949, "999.9×10³"), (999_950, "1.0×10⁶"),
        (11_513_626_624, "11.5×10⁹"),
    ],
)  # fmt: skip
def test_as_the_papers_print_them(number: int, text: str) -> None:
    assert powered(number) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0.00"),
        (4000, "<0.01"),
        (2**20, "1.00"),
        (99 * 2**20, "99.00"),
        (100 * 2**20 - 1, "100.0"),
        (2**31, "2,048.0"),
    ],
)
def test_mebibytes(size: int, text: str) -> None:
    assert mebibytes(size) == text


def test_ratios() -> None:
    assert (ratio(3, 2), ratio(1, 0)) == ("1.50", "")
