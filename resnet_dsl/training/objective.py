"""What is minimised: the cross entropy of the main result, and that of side results with their weight."""

from typing import Any

from torch import Tensor
from torch.nn import functional

from resnet_dsl.training.recipe import Recipe


def main_result(results: Any) -> Tensor:
    """The main result of what a network returns: a tensor, or a tuple of results that begins with it."""
    main: Tensor = results[0] if isinstance(results, tuple) else results
    return main.float()


def objective(results: Any, labels: Tensor, recipe: Recipe) -> Tensor:
    """The sum over samples of what is minimised."""
    loss = functional.cross_entropy(
        main_result(results), labels, reduction="sum", label_smoothing=recipe.label_smoothing
    )
    for side in results[1:] if isinstance(results, tuple) else ():
        if side is not None:
            side_loss = functional.cross_entropy(
                side.float(), labels, reduction="sum", label_smoothing=recipe.label_smoothing
            )
            loss = loss + recipe.auxiliary_weight * side_loss
    return loss
