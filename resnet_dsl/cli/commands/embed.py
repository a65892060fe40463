"""`resnet-dsl embed`."""

import json
from pathlib import Path
from typing import Any

import click

from resnet_dsl.cli.commands.build import output_file, save_model
from resnet_dsl.cli.options import complete_spec, takes_folders, takes_input, takes_parameters
from resnet_dsl.cli.terminal import complain, working
from resnet_dsl.embedding.networks import network, plan_for
from resnet_dsl.embedding.report import Report
from resnet_dsl.pipeline.needed import needed
from resnet_dsl.weights.network import Network

SIDES = ("small", "large")


@click.command("embed", epilog="Example: resnet-dsl embed resnet18 resnet34 -w IMAGENET1K_V1 -o grown.pth")
@click.argument("small", shell_complete=complete_spec)
@click.argument("large", shell_complete=complete_spec)
@takes_parameters("A parameter of both; `small.n=3` and `large.n=5` are of one alone. Repeatable.")
@takes_input("The shape of the input of both.")
@takes_folders
@click.option("-w", "--weights", metavar="WEIGHTS", help="The weights of SMALL, as `build` takes them.")
@click.option("--random", type=int, metavar="SEED", help="Let SMALL have random weights instead, from this seed.")
@click.option("--seed", type=int, help="The seed of what is new in LARGE.")
@click.option("--plan", "plan_only", is_flag=True, help="Say what would be done, or why it cannot be. Needs no torch.")
@click.option(
    "--no-verify", "verify", is_flag=True, default=True, flag_value=False, help="Do not compare the networks."
)
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
    small: str,
    large: str,
    parameters: dict[str, str],
    input: tuple[int, ...] | None,
    folders: tuple[Path, ...],
    plan_only: bool,
    output: Path | None,
    as_json: bool,
    **wanted: Any,
) -> None:
    """Write the weights of SMALL into LARGE, so that LARGE computes exactly the same and can learn from there.

    LARGE may have more blocks, wider layers and larger kernels; what is new begins as an identity, or unread. Both are
    then compared on random inputs, in double precision. Where LARGE does not contain SMALL, the first difference of the
    two is shown.
    """
    if not plan_only and (wanted["weights"] is None) == (wanted["random"] is None):
        raise click.UsageError("give the weights of SMALL with -w, or --random SEED, and not both; or --plan")
    if plan_only and output:
        raise click.UsageError("--plan writes nothing: leave out -o")
    networks = (
        network(small, of_side(parameters, "small"), input, folders),
        network(large, of_side(parameters, "large"), input, folders),
    )
    report = Report(plan_for(*networks)) if plan_only else _grown(networks, wanted, output)
    data = report.to_data() | {"file": str(output) if output else None}
    click.echo(json.dumps(data, indent=1, ensure_ascii=False) if as_json else str(report))


def of_side(parameters: dict[str, str], side: str) -> dict[str, str]:
    """The parameters of one of the networks: those of both, and those that name it."""
    both = {name: value for name, value in parameters.items() if name.partition(".")[0] not in SIDES or "." not in name}
    own = {name.removeprefix(f"{side}."): value for name, value in parameters.items() if name.startswith(f"{side}.")}
    return both | own


def _grown(networks: tuple[Network, Network], wanted: dict[str, Any], output: Path | None) -> Report:
    try:
        with needed("embedding a model"), working() as say:
            from resnet_dsl.embedding.run import Wanted, grow

            grown = grow(*networks, Wanted(**wanted), say)
    except ImportError as error:
        raise click.ClickException(str(error)) from None
    for warning in grown.small.warnings:
        complain(f"warning: {warning}")
    save_model(grown.built, output)
    return grown.report
