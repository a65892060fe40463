"""The tables of a parser, kept between runs: making them takes longer than parsing most files.

They are kept as JSON, which holds numbers, texts and lists and can run nothing, behind a line that says what they were
made from and what they add up to. Whatever is not exactly that, is made anew.
"""

import json
import sys
from contextlib import suppress
from hashlib import sha256
from typing import Any

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from resnet_dsl.source.private import read_private, write_private

FORMAT = "resnet-dsl parser 1"
"""The way that tables are kept in; with another way the number is another."""
NAME = f"parser-{sys.implementation.cache_tag}.json"


def kept_parser(grammar: str, options: dict[str, Any], sample: str) -> Lark:
    """The parser of a grammar with options of `Lark`: of kept tables, if those parse a sample of the first start."""
    made_from = _made_from(grammar, options)
    kept = read_private(NAME)
    parser = None if kept is None else _read(kept, made_from, options, sample)
    if parser is None:
        parser = Lark(grammar, **options)
        with suppress(Exception):  # what lark gives out and takes back is not in its contract
            write_private(NAME, _written(parser, made_from))
    return parser


def _made_from(grammar: str, options: dict[str, Any]) -> str:
    """All that tables hang on. Of an object between lexer and parser lark asks which tokens it wants in any case."""
    wanted = getattr(options.get("postlex"), "always_accept", None)
    plain = options | {"postlex": wanted}
    return "\n".join((FORMAT, lark.__version__, sys.version, repr(plain), grammar))


def _written(parser: Lark, made_from: str) -> bytes:
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    del data["options"]
    payload = json.dumps({"data": data, "memo": memo}, separators=(",", ":")).encode()
    return _seal(made_from, payload) + payload


def _seal(made_from: str, payload: bytes) -> bytes:
    return f"{FORMAT} {sha256(made_from.encode()).hexdigest()} {sha256(payload).hexdigest()}\n".encode()


def _read(kept: bytes, made_from: str, options: dict[str, Any], sample: str) -> Lark | None:
    """The parser of kept tables; None unless they are whole, of the same origin, and such that lark works with them."""
    head, _, payload = kept.partition(b"\n")
    if head + b"\n" != _seal(made_from, payload):
        return None
    try:
        tables = json.loads(payload, object_pairs_hook=_numbered)
        tables["data"]["options"] = options
        parser: Lark = Lark.load(tables)
        parser.parse(sample, start=options["start"][0])
    except Exception:  # nor is what it raises at tables that are none
        return None
    return parser


def _numbered(pairs: list[tuple[str, Any]]) -> dict[str | int, Any]:
    """A dictionary whose keys are numbers where they were, all of them or none: JSON has only texts there."""
    return {int(key): value for key, value in pairs} if pairs and pairs[0][0].isdecimal() else dict(pairs)
