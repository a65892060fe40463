"""W0105: an import that nothing uses."""

from collections.abc import Iterator

from resnet_dsl.checks.core.lint import Doubt, FileLint
from resnet_dsl.checks.core.usage import Declaration
from resnet_dsl.checks.core.written import Written
from resnet_dsl.diagnostics.diagnostic import Edit
from resnet_dsl.source.file import Span
from resnet_dsl.syntax import tree


class UnusedImport(Doubt):
    """A name is imported, and nothing in the file uses it.

    It misleads who reads the file, and the file breaks when the other one changes. Nothing is said where an arch has a
    block as the default of a parameter: then `-p unit=NAME` may name any block that the file knows.

    ```arch
    import blocks.residual (basic, bottleneck)

    arch net {
        input 3x8x8
        order conv bn + relu
        basic 16
    }
    ```

    ```arch
    import blocks.residual (basic)

    arch net {
        input 3x8x8
        order conv bn + relu
        basic 16
    }
    ```
    """

    code = "W0105"


def unused_imports(file: Written) -> Iterator[UnusedImport]:
    """The imported names that nothing reads."""
    if file.offers_blocks:
        return
    imported = [declaration for declaration in file.declarations if declaration.kind == "import"]
    for declaration in imported:
        if not declaration.read:
            siblings = [other for other in imported if other.inside is declaration.inside]
            yield UnusedImport(
                span=declaration.span,
                text=f"`{declaration.name}` is imported and not used",
                help="remove the import" if len(siblings) == 1 else "remove the name",
                fix=_fix(declaration, siblings),
            )


def _fix(unused: Declaration, siblings: list[Declaration]) -> tuple[Edit, ...]:
    """The edits that take the name out, with its comma; with the last name goes the import."""
    if not any(other.read for other in siblings):
        statement = unused.inside
        assert isinstance(statement, tree.Import)
        return (Edit(_lines(statement.span), ""),) if unused is siblings[0] else ()
    at = siblings.index(unused)
    text = unused.span.file
    if any(other.read for other in siblings[:at]):
        return (Edit(Span(text, siblings[at - 1].span.end, unused.span.end), ""),)
    return (Edit(Span(text, unused.span.start, siblings[at + 1].span.start), ""),)


def _lines(span: Span) -> Span:
    """A span with the end of its last line, where nothing else stands on its lines."""
    text = span.file.text
    begins = span.start == 0 or text[span.start - 1] == "\n"
    return Span(span.file, span.start, span.end + 1) if begins and text[span.end : span.end + 1] == "\n" else span


LINTS = (FileLint(UnusedImport, unused_imports),)
