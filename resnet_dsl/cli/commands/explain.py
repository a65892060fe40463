"""`resnet-dsl explain`."""

import json
import sys
from textwrap import fill, indent

import click
from click.shell_completion import CompletionItem

from resnet_dsl.analysis.table import Column, Table
from resnet_dsl.cli.terminal import heading, show_table, width
from resnet_dsl.diagnostics.explanation import Explanation, Fence
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.pipeline.codes import explanations
from resnet_dsl.pipeline.errors_page import errors_page

COLUMNS = (Column("code"), Column("what it says", elastic=True, spare=1))
WIDEST = 88
"""Beyond this, lines of prose are hard to read."""


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(code) for code in explanations() if code.startswith(incomplete.upper())]


def _read(context: click.Context, parameter: click.Parameter, codes: tuple[str, ...]) -> tuple[Explanation, ...]:
    known = explanations()
    for code in codes:
        if code.upper() not in known:
            help = suggest(code.upper(), known) or "`resnet-dsl explain` lists them"
            raise click.BadParameter(f"there is no code `{code}`: {help}")
    return tuple(known[code.upper()] for code in codes)


@click.command("explain", epilog="Example: resnet-dsl explain E0402")
@click.argument("chosen", nargs=-1, metavar="[CODE]...", shell_complete=_complete, callback=_read)
@click.option("--all", "all_codes", is_flag=True, help="Explain every code.")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Print a page of Markdown, as docs/errors.md is.")
def command(chosen: tuple[Explanation, ...], all_codes: bool, form: str | None) -> None:
    """What each CODE means, with the smallest file that is answered so, and its repair. Without one, all are listed."""
    if form == "markdown":
        click.echo(errors_page(chosen or explanations().values()), nl=False)
    elif form == "json":
        data = [explanation.to_data() for explanation in chosen or explanations().values()]
        click.echo(json.dumps(data, indent=1, ensure_ascii=False))
    elif chosen or all_codes:
        click.echo("\n\n".join(map(_text, chosen or explanations().values())))
    else:
        show_table(Table(COLUMNS, tuple((one.code, one.title) for one in explanations().values())))


def _text(explanation: Explanation) -> str:
    room = min(width(sys.stdout), WIDEST)
    parts = [
        heading(f"{explanation.severity}[{explanation.code}]", explanation.severity),
        *(fill(words, room, break_on_hyphens=False) for words in (explanation.title, *explanation.words)),
        *map(_example, ("For example:", "Repaired:"), explanation.examples),
    ]
    return "\n\n".join(parts)


def _example(title: str, fence: Fence) -> str:
    return f"{heading(title)}\n\n{indent(fence.text.rstrip(), '    ')}"
