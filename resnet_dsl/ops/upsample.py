"""Enlargement by interpolation."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from resnet_dsl.ops.core.kinds import COUNT, FLAG, choice
from resnet_dsl.ops.core.op import LAYOUT, Op, OpError, parameter
from resnet_dsl.ops.core.reach import MOST_SPANS, Axis, Reach, axes
from resnet_dsl.ops.core.saved import NOTHING, Saved
from resnet_dsl.ops.core.shape import Shape
from resnet_dsl.ops.core.torch_call import Argument, TorchCall
from resnet_dsl.ops.core.windows import require_image


@dataclass(frozen=True)
class Upsample(Op):
    """Height and width times `scale`, by the nearest value or a bilinear mean: `upsample 2, mode=bilinear`.

    Shapes: channels×height×width to channels×`scale`·height×`scale`·width. `align_corners=true` keeps the corner
    values, for `bilinear` only; otherwise raises `OpError`.
    """

    name: ClassVar[str] = "upsample"
    role: ClassVar[str] = LAYOUT

    scale: int = parameter(COUNT)
    mode: str = parameter(choice("nearest", "bilinear"), "nearest")
    align_corners: bool = parameter(FLAG, False, named=True)

    def __post_init__(self) -> None:
        if self.align_corners and self.mode == "nearest":
            raise OpError("`align_corners` has no meaning for the nearest value", "add `mode=bilinear`")

    def infer(self, input: Shape) -> Shape:
        """The shape of the output. Raises `OpError` unless the input is an image."""
        require_image(self.name, input)
        return Shape.of(input.channels, self.scale * input["height"], self.scale * input["width"])

    def step(self) -> tuple[Fraction, Fraction]:
        """Height and width grow by `scale`."""
        return Fraction(1, self.scale), Fraction(1, self.scale)

    def label(self) -> str:
        """`upsample ×2, nearest`."""
        return f"upsample ×{self.scale}, {self.mode}"

    def saved(self, input: Shape, output: Shape, *, in_place: bool) -> Saved:
        """Nothing: the weights follow from the shapes."""
        return NOTHING

    def reach(self, input: Shape) -> Reach | None:
        """The nearest place, or the two around it; None for `align_corners`, where the distance depends on the size."""
        if self.align_corners or self.scale > MOST_SPANS:
            return None
        return axes(lambda _: Axis(1, tuple(map(self._span, range(self.scale)))))

    def _span(self, place: int) -> tuple[int, int]:
        if self.mode == "nearest":
            return 0, 0
        ahead, wide = 2 * place + 1 - self.scale, 2 * self.scale
        return ahead // wide, -(-ahead // wide)

    def torch(self, input: Shape) -> TorchCall:
        """`nn.Upsample`."""
        return TorchCall(
            "nn.Upsample",
            options=(
                Argument("scale_factor", self.scale),
                Argument("mode", self.mode, "nearest", fixed=True),
                Argument("align_corners", self.align_corners, False, fixed=True),
            ),
        )
