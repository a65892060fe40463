"""Numbers of `residual.index` are checked when the network is whole."""

import pytest
from resolving import findings, whole

DEPTH = "residual {{ conv 3x3, 64; stochastic_depth ({}) }}{}"


@pytest.mark.parametrize(
    ("number", "repeat", "code"),
    [
        ("residual.index / (residual.count - 1)", "", "E0308"),
        ("residual.index / (residual.count - 1)", " x3", None),
        ("0.5 * residual.index", " x3", None),
        ("0.5 * residual.index", " x4", "E0305"),
        ("0.5 - residual.index", " x2", "E0305"),
        ("1 / (1_000_000 - residual.index)", " x1000000", None),
        ("1 / (999_999 - residual.index)", " x1000000", "E0308"),
    ],
)
def test_a_number_at_its_positions(number: str, repeat: str, code: str | None) -> None:
    found = [diagnostic.code for diagnostic in findings(whole(DEPTH.format(number, repeat)))]
    assert found == ([code] if code else [])


def test_the_innermost_residual_counts() -> None:
    inner = DEPTH.format("residual.index - 1", "")
    assert not findings(whole(f"residual {{ conv 3x3, 64; {inner} }}"))
    outer = DEPTH.format("residual.index - 1", "")
    assert findings(whole(outer))
