"""The canonical text of a file."""

from resnet_dsl.formatter.content import Content
from resnet_dsl.formatter.read import Reader
from resnet_dsl.formatter.roles import find_roles
from resnet_dsl.formatter.rows import align
from resnet_dsl.formatter.separate import separate
from resnet_dsl.formatter.spacing import Spacing
from resnet_dsl.formatter.write import write
from resnet_dsl.source.file import SourceFile
from resnet_dsl.syntax.lexemes import lexemes
from resnet_dsl.syntax.parse import parse_file


def format_text(text: str, /, *, name: str = "<text>") -> str:
    """The canonical text of a file; its meaning and its comments are the same.

    `name` is what messages call it. Raises `ArchError` where the text has a mistake in its syntax.
    """
    text = text.replace("\r\n", "\n")
    spacing = Spacing(find_roles(parse_file(SourceFile(name, text))))
    given = list(lexemes(text))
    rows = write(separate(Reader(text, iter(given), spacing).entries()))
    align(rows)
    result = "".join(f"{row}\n" for row in rows)
    if Content.of(lexemes(result)) != Content.of(given):
        raise RuntimeError(f"the formatter would have changed the meaning of `{name}`: please report this")
    return result
