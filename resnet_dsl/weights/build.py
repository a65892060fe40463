"""A network as a model, with fresh weights or with given ones: `rd.build`."""

import os
import warnings
from dataclasses import replace
from typing import Any

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.build import build as build_fresh
from resnet_dsl.pipeline.load import Asked, Input, Spec, as_arch
from resnet_dsl.pipeline.needed import needed
from resnet_dsl.pipeline.specs import Folders, open_spec
from resnet_dsl.weights.network import Network


def build(
    arch: Arch | Spec,
    /,
    *,
    weights: str | os.PathLike[str] | Any | None = None,
    progress: bool = True,
    most_layers: int | None = None,
    input: Input = None,
    folders: Folders = (),
    **parameters: Any,
) -> Any:
    """A network as a `torch.nn.Module`, with fresh weights unless `weights` says which.

    `weights` is a name that the spec states (`"IMAGENET1K_V2"`, or `"DEFAULT"`), weights of torchvision by their full
    name (`"ResNet50_Weights.IMAGENET1K_V2"`) or as a member of their enum, or the path of a file (`.safetensors`, or
    what `torch.save` wrote). Published weights are downloaded once, with a bar of `progress`, and bring the parameters
    that the spec states for them, unless those are given. Everything is checked before anything is loaded.

    `most_layers` is how many layers the model may have, a million if unsaid.

    Raises `ArchError` for what is wrong with the spec or with the weights, and `ImportError` where torch, torchvision
    or safetensors is needed and not installed. Warns with `FreshHeadWarning` where another number of `classes` leaves
    the last layers without weights, and with `UnstatedWeightsWarning` where published weights bring no parameters and
    a bundled network states some for them.
    """
    if weights is None:
        return build_fresh(arch, most_layers=most_layers, input=input, folders=folders, **parameters)
    network = replace(_network(arch, input, folders, parameters), most_layers=most_layers)
    with needed("loading weights"):
        from resnet_dsl.weights.load import load

        built = load(network, weights, progress=progress)
    for warning in built.warnings:
        warnings.warn(warning, stacklevel=2)
    return built.model


def _network(arch: Arch | Spec, input: Input, folders: Folders, parameters: dict[str, Any]) -> Network:
    if isinstance(arch, Arch):
        return Network(as_arch(arch, input, folders, parameters))
    asked = Asked(open_spec(arch, folders), parameters, input)
    return Network(asked.resolve(), asked)
