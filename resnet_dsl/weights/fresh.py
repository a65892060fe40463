"""Layers that weights leave as they are initialised."""


class FreshHeadWarning(UserWarning):
    """Another number of classes leaves layers without weights: they are as initialised, and want training."""


def fresh_text(layers: tuple[str, ...], origin: str) -> str:
    """What is said of such layers."""
    named = ", ".join(f"`{layer}`" for layer in layers)
    are = "is" if len(layers) == 1 else "are"
    return f"{named} {are} fresh, and to be trained: `{origin}` has another number of classes"
