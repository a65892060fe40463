"""How far a training is: all that a checkpoint keeps besides tensors."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class Record:
    """One epoch: losses and shares of right answers, the learning rate of its last step, seconds with validation."""

    epoch: int
    step: int
    learning_rate: float
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float


@dataclass
class Progress:
    """Where a training stands: `step` steps in all are done, `position` of them in the current epoch, counted from 0.

    `totals` are the sums of loss, right answers and samples of the epoch so far; `error` is the running training error
    and `warm` whether a warm-up that waits for it is over. `finished` says why nothing is left to do.
    """

    step: int = 0
    epoch: int = 0
    position: int = 0
    totals: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    seconds: float = 0.0
    learning_rate: float = 0.0
    error: float = 1.0
    warm: bool = False
    history: list[Record] = field(default_factory=list)
    finished: str = ""

    @property
    def best(self) -> Record | None:
        """The epoch of the highest validation accuracy, the first of several."""
        return max(self.history, key=lambda record: record.validation_accuracy, default=None)

    @property
    def waited(self) -> int:
        """The epochs since the best one."""
        return self.history[-1].epoch - self.best.epoch if self.best else 0

    def to_data(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From JSON."""
        return cls(**{**data, "history": [Record(**record) for record in data["history"]]})
