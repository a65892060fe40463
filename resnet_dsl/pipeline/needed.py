"""What is said where an optional package is missing."""

from collections.abc import Iterator
from contextlib import contextmanager

OPTIONAL = dict.fromkeys(("torch", "torchvision", "safetensors"), "torch") | {
    "accelerate": "train",
    "joblib": "train",
    "matplotlib": "plot",
    "numpy": "train",
}
"""The extra that each optional package is in."""


@contextmanager
def needed(purpose: str, *, extra: str = "") -> Iterator[None]:
    """Turn the failed import of an optional package into an `ImportError` that says what to install.

    It says the `extra` that the purpose wants, else the one that the package is in.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in OPTIONAL:
            raise
        wanted = extra or OPTIONAL[package]
        message = f"{purpose} needs {package}: install it with `pip install 'resnet-dsl[{wanted}]'`"
        raise ImportError(message, name=package) from error
