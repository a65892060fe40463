"""Text in LaTeX, whatever it holds: what comes out is printable ASCII and does nothing but set the text."""

import re
import unicodedata
from urllib.parse import quote

from resnet_dsl.backends.graphviz.markup import plain
from resnet_dsl.backends.graphviz.tikz.characters import ACCENTS, LETTERS, MATH, SPECIAL

KNOWN = SPECIAL | LETTERS | MATH
TOKEN = re.compile(r"(?P<product>[0-9]*(?:×[0-9]+)+)|(?P<ligature>[-,](?=[-,]))|.[\u0300-\u036f]*", re.DOTALL)


def escape(text: str) -> str:
    """A text as LaTeX that sets it: sizes as one formula, a character that is not known by its code point."""
    return "".join(map(_token, TOKEN.finditer(unicodedata.normalize("NFC", plain(text)))))


def _token(token: re.Match[str]) -> str:
    if token["product"]:
        return "$" + token["product"].replace("×", r"\times") + "$"
    return f"{token['ligature']}{{}}" if token["ligature"] else _character(token.group())


def _character(sign: str) -> str:
    """A character with the accents behind it."""
    if sign in KNOWN:
        return KNOWN[sign]
    return sign if sign.isascii() else _accented(sign) or _alike(sign) or "".join(f"[U+{ord(one):04X}]" for one in sign)


def _accented(sign: str) -> str:
    """A letter with accents as commands; nothing for what is none."""
    parts = unicodedata.normalize("NFD", sign)
    letter, accents = parts[0], parts[1:]
    if not accents or not letter.isascii() or not letter.isalpha() or not set(accents) <= ACCENTS.keys():
        return ""
    for accent in accents:
        letter = rf"\{ACCENTS[accent]}{{{letter}}}"
    return letter


def _alike(sign: str) -> str:
    """What Unicode calls compatible with a character, such as the letters of a ligature, where that is ASCII."""
    alike = unicodedata.normalize("NFKD", sign)
    return "".join(map(_character, alike)) if alike.isascii() else ""


def escape_address(address: str) -> str:
    r"""An address for `\href` in the argument of a macro; what no address holds is quoted."""
    quoted = quote(address, safe="%/:?#[]@!$&'()*+,;=-._~")
    return re.sub(r"([%#&_$])", r"\\\1", quoted).replace("~", r"\string~")
