"""What is said where an optional package is missing."""

from collections.abc import Iterator
from contextlib import contextmanager

OPTIONAL = ("torch", "torchvision", "safetensors", "accelerate", "matplotlib", "numpy")


@contextmanager
def needed(purpose: str, *, extra: str = "torch") -> Iterator[None]:
    """Turn the failed import of an optional package into an `ImportError` that says which extra to install."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in OPTIONAL:
            raise
        message = f"{purpose} needs {package}: install it with `pip install 'resnet-dsl[{extra}]'`"
        raise ImportError(message, name=package) from error
