"""What an embedding did, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.embedding.channels import ranges
from resnet_dsl.embedding.plan import Plan
from resnet_dsl.embedding.steps import Begin, Carry, Copy, Identity, New, Silence
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
        """The layers whose weights hold those of others among more."""
        return [step for step in self.plan.steps if isinstance(step, Carry) and not step.is_copy]

    @property
    def new(self) -> list[New]:
        """The layers that the smaller network has not."""
        return [step for step in self.plan.steps if isinstance(step, Identity | Silence | Begin)]

    @property
    def deaf(self) -> dict[str, str]:
        """The new blocks that never learn, with the activation that keeps gradients from them."""
        return {step.block: step.deaf for step in self.plan.steps if isinstance(step, Silence) and step.deaf}

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
            "wider": [_wider(step) for step in self.wider],
            "new": [
                {"block": block, "layers": [{"layer": step.large, "is": DOES[type(step)]} for step in steps]}
                for block, steps in self._blocks()
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
        yield from self._new_lines()
        yield ""
        yield from self._remarks()

    def _new_lines(self) -> Iterator[str]:
        """New blocks that are made in one way stand in one line."""
        ways = [(_way(block, steps), block) for block, steps in self._blocks()]
        for way in dict.fromkeys(way for way, _ in ways):
            blocks = [block for other, block in ways if other == way]
            yield f"new     {folded(blocks)}: {way}"

    def _remarks(self) -> Iterator[str]:
        if self.deaf:
            blocks = folded(list(self.deaf))
            yield f"{blocks} cannot learn: behind the zeros stands an activation that lets no gradient through at 0"
        if len(self.deaf) < len(self._blocks()) or self.wider:
            yield "what is new learns: weights that are zero from the first step, and those before them from the second"
        chance = ", but for what is dropped by chance" if self.plan.chance else ""
        if self.same_in_training:
            yield f"the function is the same in training mode{chance}"
        else:
            because = "; ".join(members(step.key for step in self.plan.unlike_in_training))
            yield f"in training mode the function differs, because of {because}"
        if self.weights:
            yield str(self.verification) if self.verification else "not verified"

    def _blocks(self) -> list[tuple[str, list[New]]]:
        return [(block, list(steps)) for block, steps in groupby(self.new, key=lambda step: step.block)]


def _number(value: float) -> str:
    return f"{value:.1e}" if value else "0"


def _parameters(arch: Any) -> int:
    return arch_cost(arch).all_parameters


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _way(block: str, steps: list[New]) -> str:
    """How a new block gives what enters it."""
    own = [step.large.removeprefix(f"{block}.") for step in steps if isinstance(step, Silence)]
    if not own:
        return f"{' · '.join(dict.fromkeys(step.op for step in steps))}, each an identity"
    return f"identity, since {' and '.join(f'`{key}`' for key in own)} begin{'s' * (len(own) == 1)} with zeros"


def _wider(step: Carry) -> dict[str, Any]:
    return {
        "large": step.large,
        "small": step.small,
        "outputs": ranges(step.outputs),
        "inputs": [ranges(columns) for columns in step.columns],
        "offset": list(step.offset),
    }
