"""A model whose parameters are divided among the processes: FSDP of torch itself, which takes CPUs too."""

import torch
from torch import nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard


def shard(model: nn.Module, device: torch.device, processes: int) -> None:
    """Shard each member of a network that has parameters, and then what is left of it."""
    mesh = init_device_mesh(device.type, (processes,))
    for member in model.children():
        if any(True for _ in member.parameters()):
            fully_shard(member, mesh=mesh)
    fully_shard(model, mesh=mesh)
