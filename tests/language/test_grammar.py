"""The grammar is free of conflicts, small, and knows no op."""

import pytest
from lark import Lark
from lark.exceptions import UnexpectedToken
from resolving import RESERVED, WORDS_IN_PLACES

from resnet_dsl.ops.core.registry import op_names
from resnet_dsl.syntax.layout import Layout
from resnet_dsl.syntax.parse import STARTS, grammar


@pytest.fixture(scope="module")
def strict() -> Lark:
    """The parser in Lark's strict mode, which refuses every conflict and every two terminals that collide."""
    pytest.importorskip("interegular")
    return Lark(grammar(), start=STARTS, parser="lalr", lexer="basic", postlex=Layout(), strict=True)


def test_the_grammar_has_no_conflict(strict: Lark) -> None:
    assert strict.parse("arch a { conv 3x3, 64, /2 x3 }\n", start="start").data == "start"


def test_no_op_is_a_word_of_the_grammar(strict: Lark) -> None:
    words = {terminal.pattern.value for terminal in strict.terminals}
    assert not words & set(op_names())


def test_these_words_are_reserved_and_no_others(strict: Lark) -> None:
    patterns = (terminal.pattern.value for terminal in strict.terminals)
    words = {pattern for pattern in patterns if pattern.isidentifier()}
    assert words == {*RESERVED, *WORDS_IN_PLACES, "x"}


@pytest.mark.parametrize("word", WORDS_IN_PLACES)
def test_a_word_of_one_place_is_a_name_elsewhere(strict: Lark, word: str) -> None:
    assert strict.parse(f"arch a({word} = 1) {{ let n = {word} + 1; conv n, {word}={word} }}", start="start")


@pytest.mark.parametrize("word", [*RESERVED, "x", "x1", "x32"])
def test_a_reserved_word_names_nothing(strict: Lark, word: str) -> None:
    with pytest.raises(UnexpectedToken):
        strict.parse(f"arch a {{ {word}: relu }}", start="start")
    assert strict.parse(f'arch a {{ "{word}": relu }}', start="start")


@pytest.mark.parametrize("word", ["conv", "stride", "x3d", "xy", "params", "last", "training", "range", "inner", "ifs"])
def test_other_words_are_names(strict: Lark, word: str) -> None:
    assert strict.parse(f"block {word}({word}) {{ {word}: {word} {word} }}", start="start")


LAYOUT = {
    "conv 3x3, 8; relu": "conv 3x3, 8\nrelu",
    "conv 3x3,\n\n 8,\n /2": "conv 3x3, 8, /2",
    "let a = (1 +\n 2)": "let a = (1 + 2)",
    "let a = [\n1,\n2,\n]": "let a = [1, 2]",
    "relu\n\n;\n; tanh;": "relu\ntanh",
    "{ relu }": "{\nrelu\n}",
    "relu # a comment ; tanh\n": "relu",
    "if a {\nrelu\n} else {\ntanh\n}": "if a { relu } else { tanh }",
    "order conv bn(\neps=0.1\n) + relu": "order conv bn(eps=0.1) + relu",
}


@pytest.mark.parametrize("text", LAYOUT)
def test_newlines_count_where_they_end_a_statement(strict: Lark, text: str) -> None:
    first, second = (strict.parse(f"arch n {{ {body} }}", start="start") for body in (text, LAYOUT[text]))
    assert first == second


@pytest.mark.parametrize("text", ["conv 3x3\n, 8", "if a { relu }\nelse { tanh }", "let a = 1\n+ 2"])
def test_newlines_end_a_statement(strict: Lark, text: str) -> None:
    with pytest.raises(UnexpectedToken):
        strict.parse(f"arch n {{ {text} }}", start="start")
