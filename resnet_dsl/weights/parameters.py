"""What a network is built with for its weights."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from resnet_dsl.analysis.wording import show
from resnet_dsl.diagnostics.catalog import OtherParameters
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.ir.nodes import Arch, Binding
from resnet_dsl.ops.core.kinds import Size
from resnet_dsl.weights.choose import Choice
from resnet_dsl.weights.network import Network

CLASSES = "classes"
"""What the parameter for the number of classes is called, by convention."""


@dataclass(frozen=True)
class Wanted:
    """The network to be built: `parameters` are the given ones over the `stated` ones of published weights.

    `may_resize` tells whether another number of classes than the file's is meant: it is given, or the weights are
    published ones, which everybody has with the same number.
    """

    network: Network
    arch: Arch
    parameters: Mapping[str, Any] = field(default_factory=dict)
    stated: Mapping[str, Any] = field(default_factory=dict)
    may_resize: bool = False


def wanted_for(network: Network, choice: Choice) -> Wanted:
    """The network with what its published weights are stated with. Raises `ArchError`."""
    published = choice.published
    bindings = published.parameters if published else ()
    if network.asked is None:
        _refuse_others(network.arch, bindings)
        return Wanted(network, network.arch)
    stated = {binding.name: _argument(binding.value) for binding in bindings}
    parameters = stated | dict(network.asked.parameters)
    arch = network.arch if parameters == network.asked.parameters else network.at(parameters)
    return Wanted(network, arch, parameters, stated, choice.member is not None or CLASSES in network.asked.parameters)


def _argument(value: Any) -> Any:
    """A value of the IR as a parameter from outside."""
    if isinstance(value, Size):
        return str(value)
    return tuple(map(_argument, value)) if isinstance(value, tuple) else value


def _refuse_others(arch: Arch, bindings: tuple[Binding, ...]) -> None:
    loaded = {binding.name: binding.value for binding in arch.root.parameters}
    others = [binding for binding in bindings if loaded.get(binding.name) != binding.value]
    if others:
        wanted, has = listed(others), listed([Binding(one.name, loaded.get(one.name)) for one in others])
        text = f"these weights want `{arch.name}` with {wanted}, and it is loaded with {has}"
        help = f"give `build` the spec instead of the loaded network, or load it with {wanted}"
        raise ArchError([OtherParameters(span=None, text=text, help=help)])


def listed(bindings: Iterable[Binding]) -> str:
    """Parameters as one gives them, for messages."""
    return ", ".join(f"`{one.name}={show(one.value)}`" for one in bindings)
