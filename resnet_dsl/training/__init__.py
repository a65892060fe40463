"""Training of networks, on accelerate. Nothing of this loads torch before a training begins."""

from resnet_dsl.training.errors import Interrupted, SettingError, TrainingError
from resnet_dsl.training.recipe import Recipe
from resnet_dsl.training.train import train

__all__ = ["Interrupted", "Recipe", "SettingError", "TrainingError", "train"]
