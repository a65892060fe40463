"""The ops of an order beside the convolution."""

from dataclasses import dataclass

from resnet_dsl.ops.core.op import Op


@dataclass(frozen=True)
class Part:
    """One op of an order beside the convolution; its label, if any, replaces the name that is counted (N5)."""

    op: Op
    label: str | None = None

    @property
    def counted(self) -> str:
        """What is counted for its name."""
        return self.label or self.op.name


Parts = tuple[Part, ...]
