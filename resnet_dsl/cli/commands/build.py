"""`resnet-dsl build`."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from resnet_dsl.cli.options import takes_spec
from resnet_dsl.cli.terminal import complain
from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import Asked
from resnet_dsl.pipeline.needed import needed
from resnet_dsl.weights.network import Network

SUFFIXES = (".safetensors", ".pth", ".pt2")


def output_file(context: click.Context, option: click.Parameter, value: Path | None) -> Path | None:
    """The file that a model is written to, of a suffix that says how."""
    if value is not None and value.suffix.lower() not in SUFFIXES:
        raise click.BadParameter(f"`{value.name}` must end in {', '.join(f'`{one}`' for one in SUFFIXES)}")
    return value


@click.command("build", epilog="Example: resnet-dsl build resnet50 -w IMAGENET1K_V2 -o resnet50.safetensors")
@takes_spec
@click.option(
    "-w",
    "--weights",
    metavar="WEIGHTS",
    help="What the spec states (IMAGENET1K_V2, DEFAULT), a full name of torchvision, or a file; fresh if unsaid.",
)
@click.option(
    "--most-layers", type=click.IntRange(min=1), help="How many layers a model may have, a million if unsaid."
)
@click.option("--seed", type=int, help="The seed of what is initialised by chance.")
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    callback=output_file,
    help="The file to write: weights as .safetensors or .pth, the network in evaluation as .pt2 (torch.export).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    asked: Asked,
    arch: Arch,
    weights: str | None,
    most_layers: int | None,
    seed: int | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Build the model of a network, load weights into it, and write it to a file.

    Published weights are downloaded once, into the cache of torch.hub. Weights are checked against the network before
    they are loaded; what does not fit is an error with the lines of the spec.
    """
    try:
        with needed("building a model"):
            from resnet_dsl.weights.load import make

            built = make(Network(arch, asked, most_layers), weights, progress=sys.stderr.isatty(), seed=seed)
            for warning in built.warnings:
                complain(f"warning: {warning}")
            save_model(built, output)
    except ImportError as error:
        raise click.ClickException(str(error)) from None
    data = _data(built, output)
    click.echo(json.dumps(data, indent=1, ensure_ascii=False) if as_json else _line(data))


def save_model(built: Any, path: Path | None) -> None:
    """Write a model to a file, if one is named. Raises `click.ClickException` where that cannot be."""
    if path is None:
        return
    from resnet_dsl.weights.save import save

    try:
        save(built, path)
    except OSError as error:
        raise click.ClickException(f"`{path}` cannot be written: {error.strerror}") from None


def _data(built: Any, path: Path | None) -> dict[str, Any]:
    return {
        "name": built.arch.name,
        "parameters": sum(parameter.numel() for parameter in built.model.parameters()),
        "weights": built.origin or None,
        "loaded": built.loaded,
        "fresh": built.fresh_tensors,
        "fresh_layers": list(built.fresh),
        "file": str(path) if path else None,
    }


def _line(data: dict[str, Any]) -> str:
    head = f"{data['name']}: {data['parameters']:,} parameters"
    if data["weights"] is None:
        return f"{head}, fresh weights"
    return f"{head}, {data['weights']}, {data['loaded']:,} tensors loaded, {data['fresh']:,} fresh"
