"""Files with mistakes: tokens and bytes deleted, doubled, swapped, replaced, spliced in from elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random

from lark import Token
from resolving import ROOT, SAMPLES

from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.pipeline.specs import open_source
from resnet_dsl.resolve.arch import Request, resolve_arch
from resnet_dsl.resolve.files import decode
from resnet_dsl.resolve.mistakes import in_order
from resnet_dsl.source.file import SourceFile, Span
from resnet_dsl.syntax.lenient import read_tokens
from resnet_dsl.syntax.parse import grammar

SPECS = sorted((ROOT / "specs").rglob("*.arch"))


@dataclass(frozen=True)
class Mistake:
    """A text with one mistake, and the lines that it stands in."""

    text: str
    first: int
    last: int
    what: str


@cache
def texts() -> tuple[str, ...]:
    """The bundled specs and the samples."""
    return tuple(path.read_text(encoding="utf-8") for path in (*SPECS, *SAMPLES))


@lru_cache(maxsize=100)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text but for newlines and comments."""
    file = SourceFile("text", text)
    tokens, _ = read_tokens(grammar(), Span(file, 0, len(text)))
    return tuple(token for token in tokens if token.type not in ("NEWLINE", "DOCSTRING"))


def _deleted(random: Random, tokens: tuple[Token, ...], i: int) -> tuple[int, str]:
    return 1, ""


def _doubled(random: Random, tokens: tuple[Token, ...], i: int) -> tuple[int, str]:
    return 1, f"{tokens[i]} {tokens[i]}"


def _swapped(random: Random, tokens: tuple[Token, ...], i: int) -> tuple[int, str]:
    return 2, f"{tokens[i + 1]} {tokens[i]}"


def _replaced(random: Random, tokens: tuple[Token, ...], i: int) -> tuple[int, str]:
    return 1, str(random.choice([token for token in tokens if token != tokens[i]]))


Change = Callable[[Random, tuple[Token, ...], int], tuple[int, str]]
CHANGES: dict[str, Change] = {
    "deleted": _deleted,
    "doubled": _doubled,
    "swapped": _swapped,
    "replaced": _replaced,
}


def mistake(random: Random, text: str) -> Mistake:
    """A text with one of its tokens deleted, doubled, swapped with the next one, or replaced by another one."""
    tokens = tokens_of(text)
    name = random.choice(list(CHANGES))
    i = random.randrange(len(tokens) - 1)
    count, new = CHANGES[name](random, tokens, i)
    first, last = tokens[i], tokens[i + count - 1]
    old = text[first.start_pos : last.end_pos]
    what = f"{name}: `{old}` to `{new}`"
    return Mistake(f"{text[: first.start_pos]} {new} {text[last.end_pos :]}", first.line or 1, last.line or 1, what)


def spoiled(random: Random) -> bytes:
    """A file with one to four mistakes in its tokens or bytes, or with a stretch of another file in it."""
    text = random.choice(texts())
    if random.random() < 0.2:
        return _spliced(random, text).encode()
    if random.random() < 0.5:
        for _ in range(random.randint(1, 4)):
            text = mistake(random, text).text if len(tokens_of(text)) > 1 else text
        return text.encode()
    data = bytearray(text.encode())
    for _ in range(random.randint(1, 4)):
        _spoil(random, data)
    return bytes(data)


def _spliced(random: Random, text: str) -> str:
    other = random.choice(texts())
    start = random.randrange(len(other))
    at, end = sorted(random.choices(range(len(text)), k=2))
    return text[:at] + other[start : start + random.randrange(300)] + text[random.choice((at, end)) :]


def _spoil(random: Random, data: bytearray) -> None:
    """Delete, double, swap, insert or replace bytes."""
    start = random.randrange(len(data))
    part = slice(start, start + random.choice((1, 1, 2, 20)))
    new: dict[str, bytes] = {
        "delete": b"",
        "double": bytes(data[part]) * 2,
        "swap": bytes(data[part][::-1]),
        "insert": bytes(data[part]) + random.choice(STRANGE),
        "replace": random.choice(STRANGE),
    }
    data[part] = new[random.choice(list(new))]


CHARACTERS = '{}[]()"#;:,=/+-*x.\t\r\n\\é€\x00\x1b'
STRANGE = (*(text.encode() for text in (*CHARACTERS, '"""', "\ufeff", "9" * 50, "1e999")), b"\xff", b"\xe2\x82")


def all_findings(text: str) -> tuple[Diagnostic, ...]:
    """What is wrong with a text and each of its archs; raises nothing else."""
    try:
        opened = open_source(text, "text", None, ())
    except ArchError as error:
        return error.diagnostics
    found = list(opened.files.found)
    for arch in opened.scope.content.archs:
        try:
            resolve_arch(arch, opened.scope, opened.files, Request({}))
        except ArchError as error:
            found += error.diagnostics
    return in_order(found)


def answer(data: bytes) -> str:
    """What is said to the bytes of a file; empty where nothing is wrong."""
    try:
        found = all_findings(decode(data, "text"))
    except ArchError as error:
        found = error.diagnostics
    return str(ArchError(found)) if found else ""
