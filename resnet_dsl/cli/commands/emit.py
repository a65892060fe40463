"""`resnet-dsl emit`."""

from pathlib import Path
from typing import Any

import click

from resnet_dsl.backends.core.registry import want_all
from resnet_dsl.cli.options import takes_arch, write
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.emit import emit, text_forms


class Form(click.Choice[str]):
    """A form that is text. Raises `PluginError` for an unknown one where other packages' forms fail."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The form of that name."""
        if value not in self.choices:
            want_all()
        return super().convert(value, param, ctx)


@click.command("emit", epilog="Example: resnet-dsl emit resnet50 -p classes=10 -o net.py")
@takes_arch
@click.option("--to", "form", type=Form(text_forms()), default="python", show_default=True, help="The form.")
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    default=Path("-"),
    metavar="FILE",
    help="The file to write; standard output if unsaid.",
)
def command(arch: Arch, form: str, output: Path) -> None:
    """A network as text: PyTorch source that needs nothing of this package, or the IR as JSON."""
    write(output, emit(arch, form))
