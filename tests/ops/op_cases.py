"""Ops from plain values, and torch modules from their calls."""

import linecache
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from resnet_dsl.ops.core.op import Op, kind_of, parameters_of
from resnet_dsl.ops.core.registry import find_op
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import TorchCall


@dataclass(frozen=True, init=False)
class Case:
    """An op with arguments as the language gives them, and the shape of its input."""

    name: str
    input: Shape
    arguments: dict[str, Any]

    def __init__(self, name: str, input: Shape, **arguments: Any) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "input", input)
        object.__setattr__(self, "arguments", arguments)

    def __str__(self) -> str:
        words = [f"{key}={value}" for key, value in self.arguments.items()]
        return " ".join([self.name, str(self.input), *words])


class Factor(nn.Module):
    """A parameter applied by an expression, as a member of its own."""

    def __init__(self, factor: nn.Parameter, call: TorchCall) -> None:
        super().__init__()
        self.factor = factor
        self.call = call

    def forward(self, x: Tensor) -> Tensor:
        """The input times the factor."""
        return evaluate(self.call, x, self.factor)

    def named_parameters(self, *args: Any, **kwargs: Any) -> Any:
        """The factor under the empty name: that of the member itself."""
        return iter([("", self.factor)])

    def state_dict(self, *args: Any, **kwargs: Any) -> Any:
        """The same."""
        return {"": self.factor}


def make_op(case: Case) -> Op:
    """The op of a case, its arguments passed through their kinds."""
    op = find_op(case.name)
    assert op is not None
    items = parameters_of(op)
    return op(**{key: kind_of(items[key])(value) for key, value in case.arguments.items()})


def call_of(case: Case) -> TorchCall:
    """The torch call of a case."""
    return make_op(case).torch(case.input)


def namespace(support: str) -> dict[str, Any]:
    """The names in scope of an emitted file; TorchScript finds the source of its classes."""
    names: dict[str, Any] = {"torch": torch, "nn": nn, "F": F, "Tensor": Tensor, "__name__": "emitted"}
    file = f"<support {hash(support)}>"
    linecache.cache[file] = (len(support), None, support.splitlines(keepends=True), file)
    exec(compile(support, file, "exec"), names)
    return names


def build_module(call: TorchCall, **options: Any) -> nn.Module:
    """The module that a call prints, with further options."""
    texts = [repr(argument.value) for argument in call.positional]
    texts += [f"{item.name}={item.value!r}" for item in call.options if item.value != item.default]
    texts += [f"{key}={value!r}" for key, value in options.items()]
    made = eval(f"{call.constructor}({', '.join(texts)})", namespace(call.support))
    return Factor(made, call) if call.parameter else made


def evaluate(call: TorchCall, x: Tensor, factor: Tensor | None = None) -> Tensor:
    """The value of the function form of a call."""
    text = call.function.replace("{x}", "x").replace("{self}", "factor")
    value: Tensor = eval(text, {**namespace(""), "x": x, "factor": factor})
    return value


def make_input(shape: Shape, batch: int = 2) -> Tensor:
    """A batch of random samples."""
    generator = torch.Generator().manual_seed(0)
    return torch.randn(batch, *shape.sizes, generator=generator)


def support_sources(cases: list[Case]) -> list[str]:
    """The distinct support sources of some cases."""
    return sorted({call_of(case).support for case in cases} - {""})
