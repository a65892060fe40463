"""What is said where an optional package is missing."""

from collections.abc import Iterator
from contextlib import contextmanager

OPTIONAL = dict.fromkeys(("torch", "torchvision", "safetensors"), "torch") | {"matplotlib": "plot"}
"""The extra that each optional package is in."""


@contextmanager
def needed(purpose: str) -> Iterator[None]:
    """Turn the failed import of an optional package into an `ImportError` that says what to install."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in OPTIONAL:
            raise
        message = f"{purpose} needs {package}: install it with `pip install 'resnet-dsl[{OPTIONAL[package]}]'`"
        raise ImportError(message, name=package) from error
