"""Texts and what becomes of them: `golden/*.in.arch` and `golden/*.out.arch`. --update-golden renews the latter."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lark import Lark

from resnet_dsl.formatter import format_text
from resnet_dsl.syntax.layout import Layout
from resnet_dsl.syntax.parse import grammar

FOLDER = Path(__file__).parent / "golden"
GIVEN = sorted(FOLDER.glob("*.in.arch"))
RULE = re.compile(r"^([a-z]\w*):", re.MULTILINE)


def wanted(path: Path) -> Path:
    """The file of the result."""
    return path.with_name(path.name.replace(".in.", ".out."))


@pytest.mark.parametrize("path", GIVEN, ids=lambda path: path.name.split(".")[0])
def test_a_text_becomes_what_it_should(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(wanted(path), format_text(path.read_bytes().decode()))


def test_no_result_is_left_over() -> None:
    assert sorted(map(wanted, GIVEN)) == sorted(FOLDER.glob("*.out.arch"))


def test_every_rule_of_the_grammar_is_among_them() -> None:
    parser = Lark(grammar(), start="start", parser="lalr", lexer="basic", postlex=Layout())
    trees = (parser.parse(path.read_text(encoding="utf-8")) for path in GIVEN)
    assert {str(node.data) for tree in trees for node in tree.iter_subtrees()} == set(RULE.findall(grammar()))
