"""How a network shows itself: as its table.

The IR knows nothing of tables, so IPython is told, by the name of the type: nothing is loaded before there is one to be
shown. What knows how it looks itself (a table, a picture, findings, source) has the methods that notebooks ask for.
"""

from typing import Any


def show_networks(shell: Any) -> None:
    """Let networks show themselves in a shell of IPython; None is no shell, and has nothing to show."""
    if shell is not None:
        formatter = shell.display_formatter.formatters["text/html"]
        formatter.for_type_by_name("resnet_dsl.ir.nodes", "Arch", _as_html)


def _as_html(arch: Any) -> str:
    from resnet_dsl.pipeline.summary import summary

    return summary(arch)._repr_html_()
