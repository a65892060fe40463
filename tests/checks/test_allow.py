"""`# allow`: what it silences, and that it does not rot."""

from collections.abc import Callable

import pytest

from resnet_dsl.diagnostics.diagnostic import Diagnostic

Check = Callable[[str], tuple[Diagnostic, ...]]
NET = "arch net {{\n    input 3x8x8\n    relu\n{}\n}}\n"


def said(check: Check, text: str) -> list[str]:
    """The codes of what is said, with the texts of the places."""
    return [f"{one.code} {one.span.text if one.span else ''}" for one in check(text)]


@pytest.mark.parametrize(
    "lines",
    [
        "    relu  # allow W0102",
        "    relu  # allow W0102: as the book has it",
        "    relu  # twice, # allow W0102",
        "    # allow W0102: the paper, Table 1\n    relu",
        "    #allow  W0102\n    relu",
        "    sigmoid; tanh  # allow W0102",
        "    relu # allow W0102, W0102",
    ],
)
def test_it_silences_its_line_and_the_next(check: Check, lines: str) -> None:
    assert said(check, NET.format(lines)) == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("    relu\n    # allow W0102\n", ["W0102 relu", "W0001 W0102"]),
        ("    # allow W0102\n\n    relu", ["W0001 W0102", "W0102 relu"]),
        ("    relu; # allow W0101, W0102, W0104: so it is", ["W0001 W0101, W0102, W0104"]),
        ("    conv 3x3, 3 # allow W0102\n", ["W0001 W0102"]),
        ("    relu # allow W0103", ["W0102 relu", "W0001 W0103"]),
        ("    relu # allow E0401", ["W0102 relu", "W0001 E0401"]),
        ("    relu # allow W0001, W0102", ["W0001 W0001"]),
        ("    relu # allowed: W0102", ["W0102 relu"]),
        ("    relu # allow: W0102", ["W0102 relu"]),
        ('    let t = "# allow W0102"; relu', ["W0108 t", "W0102 relu"]),
    ],
)
def test_what_it_does_not_silence(check: Check, lines: str, found: list[str]) -> None:
    assert said(check, NET.format(lines)) == found


def test_at_the_top_it_holds_for_the_file(check: Check) -> None:
    net = NET.format("    relu\n    tanh")
    assert said(check, f"# Two networks.\n# allow W0102: on purpose\n{net}") == []
    assert said(check, f'"""A file."""\n\n# allow W0102\n\nimport blocks.residual (basic)\n{net}') == ["W0105 basic"]
    assert said(check, f'"""\n# allow W0102\n"""\n{net}') == ["W0102 relu", "W0102 tanh"]
    assert said(check, f"# allow W0103, W0102\n{net}") == ["W0001 W0103"]
    assert said(check, f"{net}# allow W0102\n") == ["W0102 relu", "W0102 tanh", "W0001 W0102"]


def test_a_file_with_errors_says_only_what_is_sure(check: Check) -> None:
    broken = "arch other { input 3x8x8; nope }\n"
    unused = "import blocks.residual (basic)    # allow W0102, W0199\n"
    assert said(check, unused + NET.format("    relu") + broken) == ["E0301 nope", "W0001 W0199", "W0102 relu"]
    assert said(check, unused + "arch net {\n") == ["E0203 {"]


def test_a_failing_claim_hides_nothing(check: Check) -> None:
    text = "import blocks.residual (basic)\n" + NET.format("    relu\n    assert params == 3")
    assert said(check, text) == ["E0601 assert params == 3", "W0105 basic", "W0102 relu"]


def test_a_code_that_is_misspelt(check: Check) -> None:
    (doubt, useless) = check(NET.format("    relu # allow W012"))
    assert (doubt.code, useless.message) == ("W0102", "there is no lint `W012` to allow")
    assert "`W0102`" in useless.help
