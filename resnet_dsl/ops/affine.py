"""Scale and offset by constants."""

from dataclasses import dataclass
from typing import ClassVar

from resnet_dsl.ops.core.deferred import Deferred
from resnet_dsl.ops.core.kinds import NUMBERS
from resnet_dsl.ops.core.op import SCALE, Op, OpError, parameter
from resnet_dsl.ops.core.reach import IN_PLACE, Reach
from resnet_dsl.ops.core.saved import NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall

Constants = float | tuple[float, ...] | Deferred

SUPPORT = '''
class Affine(nn.Module):
    """x * scale + offset, by two constants."""

    def __init__(self, scale: float, offset: float = 0.0) -> None:
        super().__init__()
        self.scale = scale
        self.offset = offset

    def forward(self, x: Tensor) -> Tensor:
        return x * self.scale + self.offset
'''.lstrip()

CHANNEL_SUPPORT = '''
class ChannelAffine(nn.Module):
    """x * scale + offset, by constants for each channel; `trailing` dimensions follow it."""

    scale: Tensor
    offset: Tensor

    def __init__(
        self,
        scale: float | tuple[float, ...],
        offset: float | tuple[float, ...] = 0.0,
        trailing: int = 0,
    ) -> None:
        super().__init__()
        for name, values in (("scale", scale), ("offset", offset)):
            constants = torch.tensor(values, dtype=torch.get_default_dtype())
            self.register_buffer(name, constants.view(-1, *[1] * trailing), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.scale + self.offset
'''.lstrip()


@dataclass(frozen=True)
class Affine(Op):
    """x · `scale` + `offset` by constants, one for all channels or a tuple of one each: `affine -1, 1`.

    Nothing is learnt, and `state_dict` has no key of it. Shapes: any to the same.
    """

    name: ClassVar[str] = "affine"
    role: ClassVar[str] = SCALE

    scale: Constants = parameter(NUMBERS)
    offset: Constants = parameter(NUMBERS, 0)

    def infer(self, input: Shape) -> Shape:
        """The shape of the input. Raises `OpError` where a tuple is not as long as the channels are many."""
        for name, values in self.arguments().items():
            if isinstance(values, tuple) and len(values) != input.channels:
                raise OpError(
                    f"`{name}` has {len(values)} numbers, and the input {input} has {input.channels} channels",
                    "give one number, or one for each channel",
                )
        return input

    def label(self) -> str:
        """`1 - x`, `x * 2 + 1`; the name where the constants are not two plain numbers."""
        return self._formula().format(x="x") or self.name

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """Nothing: the factors are constants."""
        return NOTHING

    def reach(self, input: Shape) -> Reach:
        """Every place by itself."""
        return IN_PLACE

    def torch(self, input: Shape) -> TorchCall:
        """Plain arithmetic, or a module of it; constants by channel are buffers that are not saved."""
        scale, offset = Argument("scale", self.scale), Argument("offset", self.offset, 0)
        if not any(isinstance(values, tuple) for values in (self.scale, self.offset)):
            return TorchCall("Affine", (scale,), (offset,), self._formula(), SUPPORT)
        trailing = Argument("trailing", len(input.names) - input.axis, 0, fixed=True)
        return TorchCall("ChannelAffine", (scale,), (offset, trailing), support=CHANNEL_SUPPORT)

    def _formula(self) -> str:
        """Python text of `{x}`, without a factor of 1 or an offset of 0; empty unless both are plain numbers."""
        scale, offset = self.scale, self.offset
        if not isinstance(scale, int | float) or not isinstance(offset, int | float):
            return ""
        if scale == -1 and offset:
            return f"{offset!r} - {{x}}"
        product = "{x}" if scale == 1 else f"{{x}} * {scale!r}"
        return product + (f" {'+' if offset > 0 else '-'} {abs(offset)!r}" if offset else "")
