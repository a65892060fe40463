"""Torchvision, also beside a torch that its compiled operators were not made for.

A torchvision built for another torch cannot load its operators, and its import then fails because `nms` and `qnms` do
not exist. Its networks need neither. So torchvision is imported through this module and nowhere else: first as it is,
and only after that failure again with the two operators declared. Declaring them first would abort where it matches.
"""

import importlib
import sys
from types import ModuleType

import torch

FAILURE = "operator torchvision::nms does not exist"
MISSING = ("nms", "qnms")
SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"


def import_torchvision() -> ModuleType:
    """Import torchvision. Raises `ImportError` where it is not installed."""
    try:
        return importlib.import_module("torchvision")
    except RuntimeError as error:
        if FAILURE not in str(error):
            raise
    _forget_half_imported()
    for name in MISSING:
        torch.library.define(f"torchvision::{name}", SIGNATURE)
    return importlib.import_module("torchvision")


def import_transforms() -> ModuleType:
    """Import torchvision's transforms of images, in their second version. Raises `ImportError`."""
    import_torchvision()
    return importlib.import_module("torchvision.transforms.v2")


def _forget_half_imported() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
        del sys.modules[name]
