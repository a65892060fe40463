"""Published weights that a network does not state, and that a bundled one states with parameters."""

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.pipeline.load import load
from resnet_dsl.source.bundled import bundled_files
from resnet_dsl.weights.choose import Choice
from resnet_dsl.weights.enums import enum_of, model_of
from resnet_dsl.weights.parameters import listed


def unstated(choice: Choice, arch: Arch) -> str:
    """What is to be known of the weights: that they are meant for parameters; empty where nothing is."""
    if choice.member is None or choice.published is not None:
        return ""
    name = model_of(choice.member)
    has = {binding.name: binding.value for binding in arch.root.parameters}
    for published in load(name).published if name in bundled_files() else ():
        others = [one for one in published.parameters if has.get(one.name) != one.value]
        if others and enum_of(published) is type(choice.member):
            return (
                f"`{choice.origin}` is meant for `{name}` with {listed(others)}: `{arch.name}` does not state these "
                "weights, and is built with what it was asked for"
            )
    return ""
