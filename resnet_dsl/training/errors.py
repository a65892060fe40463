"""What stops a training, said so that it can be mended."""


class TrainingError(Exception):
    """A training cannot begin, or cannot go on; the message says why, and what to do."""


class Mendable(TrainingError):
    """Something around a training keeps it from going on, such as a full disk: mended, it goes on."""


class SettingError(TrainingError):
    """What was asked for makes no sense: a setting of no such name, a value out of range, an unknown data set."""


class Interrupted(TrainingError):
    """A training was asked to stop, and did so behind a checkpoint; `signal` is the number of the signal."""

    def __init__(self, message: str, signal: int) -> None:
        super().__init__(message)
        self.signal = signal
