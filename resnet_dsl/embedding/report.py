"""What an embedding did, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.embedding.channels import ranges
from resnet_dsl.embedding.new_blocks import NewBlock, new_blocks
from resnet_dsl.embedding.plan import Plan
from resnet_dsl.embedding.steps import Begin, Carry, Copy, Identity, Silence
from resnet_dsl.embedding.words import folded, members

DOES = {Identity: "identity", Silence: "zero", Begin: "fresh"}


@dataclass(frozen=True)
class Verification:
    """How far the results of the two models are apart, relative to the largest; `training` is None if not compared.

    `absolute` and `relative` are in double precision, `single` is relative in the precision of the weights.
    """

    absolute: float
    relative: float
    single: float
    training: float | None
    samples: int

    def to_data(self) -> dict[str, Any]:
        """This as JSON values."""
        return {
            "samples": self.samples,
            "absolute": self.absolute,
            "relative": self.relative,
            "relative_in_single_precision": self.single,
            "relative_in_training": self.training,
        }

    def __str__(self) -> str:
        training = "" if self.training is None else f", {_number(self.training)} in training mode"
        return (
            f"verified on {self.samples} inputs: the results differ by at most {_number(self.relative)} of the largest "
            f"({_number(self.single)} in single precision{training})"
        )


@dataclass(frozen=True)
class Report:
    """What was planned and, unless it was a plan only, what the verification found. It prints."""

    plan: Plan
    weights: str = ""
    verification: Verification | None = None

    @property
    def copied(self) -> list[Carry | Copy]:
        """The layers that took over others as they are."""
        return [step for step in self.plan.steps if isinstance(step, Carry | Copy) and step.is_copy]

    @property
    def wider(self) -> list[Carry]:
        """The layers whose channels hold those of others among more."""
        return [step for step in self._carried if step.is_wider]

    @property
    def larger_kernels(self) -> list[Carry]:
        """The layers of the same channels whose kernels hold those of others in their middle."""
        return [step for step in self._carried if not step.is_wider and any(step.offset)]

    @property
    def rescaled(self) -> list[Carry]:
        """The layers of the same size whose scale makes up for another `eps`."""
        return [step for step in self._carried if not step.is_wider and step.eps]

    @cached_property
    def new(self) -> list[NewBlock]:
        """What the smaller network has not."""
        return new_blocks(self.plan.steps)

    @property
    def deaf(self) -> dict[str, str]:
        """The new blocks that never learn, with the activation that keeps gradients from them."""
        return {block.key: block.deaf for block in self.new if block.deaf}

    @property
    def same_in_training(self) -> bool:
        """Whether the networks are one function in training mode too, but for what they drop by chance."""
        return not self.plan.unlike_in_training

    def to_data(self) -> dict[str, Any]:
        """This as JSON values."""
        plan = self.plan
        return {
            "small": plan.small.name,
            "large": plan.large.name,
            "weights": self.weights or None,
            "parameters": {"small": _parameters(plan.small), "large": _parameters(plan.large)},
            "copied": [{"large": step.large, "small": step.small} for step in self.copied],
            "wider": [_carried(step) for step in self.wider],
            "larger_kernels": [_carried(step) for step in self.larger_kernels],
            "rescaled": [_carried(step) for step in self.rescaled],
            "new": [
                {"block": block.key, "layers": [{"layer": step.large, "is": DOES[type(step)]} for step in block.steps]}
                for block in self.new
            ],
            "never_learning": self.deaf,
            "same_in_training": self.same_in_training,
            "unlike_in_training": [step.key for step in plan.unlike_in_training],
            "verification": self.verification.to_data() if self.verification else None,
        }

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        plan = self.plan
        shares = f"{_parameters(plan.small):,} of {_parameters(plan.large):,} parameters"
        yield f"{plan.small.name} in {plan.large.name}: {shares}"
        yield ""
        yield f"copied  {_count(len(self.copied), 'layer')}"
        yield from (f"wider   {text}" for text in members(step.large for step in self.wider))
        kernels = members(step.large for step in self.larger_kernels)
        yield from (f"larger  {text}: the old kernel in the middle, zeros around it" for text in kernels)
        yield from (f"scaled  {text}: for another `eps`" for text in members(step.large for step in self.rescaled))
        yield from self._new_lines()
        yield ""
        yield from self._remarks()

    def _new_lines(self) -> Iterator[str]:
        """New blocks that are made in one way stand in one line."""
        ways: dict[str, list[str]] = {}
        for block in self.new:
            ways.setdefault(block.way, []).extend(block.names)
        yield from (f"new     {folded(names)}: {way}" for way, names in ways.items())

    def _remarks(self) -> Iterator[str]:
        if self.deaf:
            names = folded([name for block in self.new if block.deaf for name in block.names])
            yield f"{names} cannot learn: behind the zeros stands an activation that lets no gradient through at 0"
        if len(self.deaf) < len(self.new) or self.wider or self.larger_kernels:
            yield "what is new learns: weights that are zero from the first step, and those before them from the second"
        chance = ", but for what is dropped by chance" if self.plan.chance else ""
        if self.same_in_training:
            yield f"the function is the same in training mode{chance}"
        else:
            because = "; ".join(members(step.key for step in self.plan.unlike_in_training))
            yield f"in training mode the function differs, because of {because}"
        if self.weights:
            yield str(self.verification) if self.verification else "not verified"

    @property
    def _carried(self) -> list[Carry]:
        return [step for step in self.plan.steps if isinstance(step, Carry)]


def _number(value: float) -> str:
    return f"{value:.1e}" if value else "0"


def _parameters(arch: Any) -> int:
    return arch_cost(arch).all_parameters


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _carried(step: Carry) -> dict[str, Any]:
    return {
        "large": step.large,
        "small": step.small,
        "outputs": ranges(step.outputs),
        "inputs": [ranges(columns) for columns in step.columns],
        "offset": list(step.offset),
        "eps": list(step.eps),
    }
