"""Networks that stand for trained ones, and what there is to be known of those grown from them."""

from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from resnet_dsl.embedding.plan import Plan
from resnet_dsl.embedding.write import write

NESTED = sorted((Path(__file__).parent / "nested").glob("*.arch"))
APART = sorted((Path(__file__).parent / "apart").glob("*.arch"))


def trained(model: nn.Module, seed: int = 1) -> nn.Module:
    """The model with numbers in all its vectors as a training could have left them."""
    generator = torch.Generator().manual_seed(seed)
    for key, tensor in model.state_dict().items():
        if tensor.ndim != 1 and not key.endswith("gamma"):
            continue
        is_scale = key.endswith(("running_var", "weight", "gamma"))
        noise = torch.rand(tensor.shape, generator=generator)
        tensor.copy_(0.5 + noise if is_scale else 0.4 * noise - 0.2)
    return model


def new_entries(plan: Plan, small: nn.Module, large: nn.Module) -> dict[str, Tensor]:
    """For each parameter of the larger model, where its entries are none of the smaller's."""
    marked = {key: torch.full_like(tensor, torch.nan) if tensor.is_floating_point() else tensor
              for key, tensor in small.state_dict().items()}  # fmt: skip
    state = write(plan, marked, large.state_dict())
    return {key: ~state[key].isnan() for key, _ in large.named_parameters()}


def learning(model: nn.Module, inputs: Tensor, labels: Tensor, steps: int) -> Iterator[dict[str, Tensor]]:
    """The gradients of each step of plain descent."""
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01)
    for _ in range(steps):
        optimiser.zero_grad()
        result = model.train()(inputs)
        results = [result] if isinstance(result, Tensor) else result
        loss = sum((nn.functional.cross_entropy(one, labels) for one in results), torch.zeros(()))
        loss.backward()  # type: ignore[no-untyped-call]
        yield {key: one.grad.clone() for key, one in model.named_parameters() if one.grad is not None}
        optimiser.step()
