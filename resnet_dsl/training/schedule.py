"""The learning rate: a function of the step, but for a warm-up that waits for the training error."""

import math

from resnet_dsl.training.recipe import Recipe

MEMORY = 0.98
"""How much of the running training error a step keeps: about the mean of fifty steps."""


def learning_rate(recipe: Recipe, step: int, steps: int) -> float:
    """The rate of a step, counted from 0, of so many in all, once a warm-up for the error is over."""
    rate = recipe.learning_rate * min(1.0, (step + 1) / (recipe.warmup + 1))
    if recipe.schedule == "steps":
        return rate * float(recipe.factor ** sum(step >= share * steps for share in recipe.milestones))
    if recipe.schedule == "cosine":
        return rate * (1 + math.cos(math.pi * step / steps)) / 2
    return rate


def running_error(before: float, error: float) -> float:
    """The running training error behind a step of this error; it begins at 1."""
    return MEMORY * before + (1 - MEMORY) * error
