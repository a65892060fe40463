"""What is to be known of a model with weights, although nothing is wrong."""


class WeightsWarning(UserWarning):
    """Something about loaded weights."""


class UnstatedWeightsWarning(WeightsWarning):
    """A bundled network states parameters for these published weights, and this network is built with others."""


class FreshHeadWarning(WeightsWarning):
    """Another number of classes leaves layers without weights: they are as initialised, and want training."""


def fresh_text(layers: tuple[str, ...], origin: str) -> str:
    """What is said of such layers."""
    named = ", ".join(f"`{layer}`" for layer in layers)
    are = "is" if len(layers) == 1 else "are"
    return f"{named} {are} fresh, and to be trained: `{origin}` has another number of classes"
