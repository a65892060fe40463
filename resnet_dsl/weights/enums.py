"""What torchvision publishes: its enums of weights, by the names of its models."""

from typing import Any

from resnet_dsl.diagnostics.catalog import UnknownWeights
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.ir.nodes import Published
from resnet_dsl.torchvision_import import import_torchvision


def is_member(value: Any) -> bool:
    """Whether something is published weights: a member of a `WeightsEnum`, torchvision's or a user's own."""
    return isinstance(value, import_torchvision().models.WeightsEnum)


def enum_of(published: Published) -> Any:
    """The enum of a model's weights, None where torchvision has no such model."""
    try:
        return import_torchvision().models.get_model_weights(published.model)
    except ValueError:
        return None


def member_of(published: Published, name: str) -> Any:
    """The weights of this name that an arch states. Raises `ArchError` where torchvision has none such."""
    enum = _known_enum(published)
    if name not in enum.__members__:
        help = suggest(name, enum.__members__) or f"it has {', '.join(f'`{one.name}`' for one in enum)}"
        raise _absent(published, f"torchvision has no weights `{name}` of `{published.model}`", help)
    return enum[name]


def default_of(published: Published) -> Any:
    """Torchvision's default weights of the model that an arch states. Raises `ArchError` where there is none."""
    return member_of(published, "DEFAULT")


def model_of(member: Any) -> str:
    """The name of torchvision's model that weights are of; empty where they are of none."""
    models = import_torchvision().models
    return next((name for name in models.list_models() if models.get_model_weights(name) is type(member)), "")


def full_names() -> dict[str, Any]:
    """All weights of torchvision by their full names, `ResNet50_Weights.IMAGENET1K_V2`."""
    models = import_torchvision().models
    enums = {models.get_model_weights(model) for model in models.list_models()}
    return {f"{enum.__name__}.{name}": member for enum in enums for name, member in enum.__members__.items()}


def origin_of(member: Any) -> str:
    """What published weights are called in messages."""
    ours = type(member).__module__.partition(".")[0] == "torchvision"
    return f"{member.name} of torchvision" if ours else f"{type(member).__name__}.{member.name}"


def _known_enum(published: Published) -> Any:
    enum = enum_of(published)
    if enum is None:
        help = suggest(published.model, import_torchvision().models.list_models())
        raise _absent(published, f"torchvision has no model `{published.model}`", help)
    return enum


def _absent(published: Published, text: str, help: str) -> ArchError:
    where = (f"stated at {published.place}",) if published.place else ()
    return ArchError([UnknownWeights(span=None, text=text, notes=where, help=help)])
