"""A model's weights, or the model itself, in a file."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import Tensor, nn

from resnet_dsl.ir.nodes import Arch, Output
from resnet_dsl.weights.load import Built


def save(built: Built, path: Path) -> None:
    """Write a model to a file, in the form that its suffix says, whole or not at all. Raises `OSError`."""
    data = FORMS[path.suffix.lower()](built)
    with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        temporary = Path(folder, path.name)
        temporary.write_bytes(data)
        os.replace(temporary, path)


class Plain(nn.Module):
    """A model whose results come as a plain tuple: their own class is not known where the program is loaded."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """The results in their order."""
        return tuple(self.network(x))


def _safetensors(built: Built) -> bytes:
    """The weights."""
    from safetensors.torch import save

    state = {key: tensor.contiguous() for key, tensor in built.model.state_dict().items()}
    return save(state, metadata={"format": "pt"})


def _pickle(built: Built) -> bytes:
    """The weights, as `torch.save` writes them."""
    buffer = BytesIO()
    torch.save(built.model.state_dict(), buffer)
    return buffer.getvalue()


def _program(built: Built) -> bytes:
    """The network in evaluation as a program of `torch.export`, for batches of any size."""
    model = built.model.eval()
    example = torch.zeros(2, *built.arch.input.sizes)
    batch = {0: torch.export.Dim("batch")}
    program = torch.export.export(
        Plain(model) if _has_results(built.arch) else model, (example,), dynamic_shapes=(batch,)
    )
    buffer = BytesIO()
    torch.export.save(program, buffer)
    return buffer.getvalue()


def _has_results(arch: Arch) -> bool:
    return any(isinstance(node, Output) and not node.training_only for node in arch.root.nodes)


FORMS: dict[str, Callable[[Built], bytes]] = {".safetensors": _safetensors, ".pth": _pickle, ".pt2": _program}
"""What can be written, by suffix."""
