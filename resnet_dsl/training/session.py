"""What a training holds while it runs: the model on its devices, the optimizer, the images, and how far it is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

import torch
from accelerate import Accelerator
from accelerate.utils import broadcast
from torch import Tensor, nn
from torch.optim import SGD, AdamW, Optimizer

from resnet_dsl.training.beginning import first_model
from resnet_dsl.training.environment import set_seeds
from resnet_dsl.training.errors import SettingError
from resnet_dsl.training.images import Images, Key, training_images, validation_images
from resnet_dsl.training.job import Job
from resnet_dsl.training.order import LEAST, batches, chance, permutation, share
from resnet_dsl.training.progress import Progress
from resnet_dsl.training.reading import read
from resnet_dsl.training.recipe import Recipe
from resnet_dsl.training.sharding import shard

FEW = 10_000
"""With fewer training images the main process reads them itself."""
MOST_WORKERS = 4


@dataclass
class Session:
    """A training under way. `plain` is the network itself, which `model` may be wrapped around.

    `beginning` is what is to be said of the weights that it begins with.
    """

    job: Job
    accelerator: Accelerator
    plain: nn.Module
    model: nn.Module
    optimizer: Optimizer
    training: Images
    validation: Images
    beginning: Sequence[str] = ()
    progress: Progress = field(default_factory=Progress)

    @property
    def recipe(self) -> Recipe:
        """The recipe of the training."""
        return self.job.recipe

    @property
    def processes(self) -> int:
        """How many processes train."""
        return int(self.accelerator.num_processes)

    @property
    def is_main(self) -> bool:
        """Whether this process writes and tells."""
        return bool(self.accelerator.is_main_process)

    @property
    def batches(self) -> list[range]:
        """The batches of an epoch, as places in its order."""
        least = LEAST * self.processes * self.recipe.accumulation
        return batches(len(self.training), self.recipe.batch, least)

    @property
    def steps(self) -> int:
        """The steps of the whole training."""
        return self.recipe.iterations or (self.recipe.epochs or 0) * len(self.batches)

    @property
    def epochs(self) -> int:
        """The epochs of the whole training, the last one perhaps not whole."""
        return -(-self.steps // len(self.batches))

    def training_batches(self) -> list[list[Key]]:
        """What this process reads of the batches of the current epoch that are still to come."""
        epoch = self.progress.epoch
        order = permutation(len(self.training), self.job.seed, epoch)
        left = self.batches[self.progress.position :][: self.steps - self.progress.step]
        return [self._share([(epoch, order[place]) for place in batch]) for batch in left]

    def validation_batches(self) -> list[list[Key]]:
        """What this process reads of the validation images; nothing of a batch where it has no share."""
        return [
            self._share([(0, place) for place in batch]) for batch in batches(len(self.validation), self.recipe.batch)
        ]

    def _share(self, batch: list[Key]) -> list[Key]:
        return share(batch, self.accelerator.process_index, self.processes)

    def read(self, images: Images, keys: list[list[Key]]) -> Iterator[tuple[Tensor, Tensor]]:
        """The images and labels of some batches. Raises `TrainingError` at one that cannot be read."""
        return read(images, keys, workers=self._workers(), pinned=self.accelerator.device.type == "cuda")

    def _workers(self) -> int:
        if self.job.workers is not None:
            return self.job.workers
        return 0 if len(self.training) < FEW else min(MOST_WORKERS, torch.get_num_threads())

    def without_exchange(self, *, when: bool) -> AbstractContextManager[None]:
        """Where gradients are gathered and not yet exchanged between processes, `when` that is so."""
        return self.accelerator.no_sync(self.model) if when else nullcontext()

    def share_buffers(self) -> None:
        """Give all processes the running statistics of the main one, which are those that are kept."""
        if self.processes > 1:
            for buffer in self.plain.buffers():
                broadcast(buffer)


def make_session(job: Job, accelerator: Accelerator, *, again: bool = False) -> Session:
    """A training before its first step, or `again` before its checkpoint. Raises `ArchError` and `SettingError`."""
    recipe, sizes = job.recipe, job.arch.input.sizes
    if recipe.batch < accelerator.num_processes * recipe.accumulation:
        wanted = f"{accelerator.num_processes} processes times {recipe.accumulation} parts"
        raise SettingError(f"a batch of {recipe.batch} cannot be divided among {wanted}")
    set_seeds(job.seed)
    plain, beginning = first_model(job, again=again)
    set_seeds(chance(job.seed, accelerator.process_index) % 2**32)
    model, optimizer = _prepared(job, accelerator, plain)
    return Session(
        job,
        accelerator,
        plain,
        model,
        optimizer,
        training_images(job.data, sizes, recipe, job.seed),
        validation_images(job.data, sizes, recipe),
        beginning,
    )


def _prepared(job: Job, accelerator: Accelerator, plain: nn.Module) -> tuple[nn.Module, Optimizer]:
    if job.sharded:
        plain.to(accelerator.device)
        shard(plain, accelerator.device, accelerator.num_processes)
        return plain, accelerator.prepare_optimizer(_optimizer(job.recipe, plain))
    model, optimizer = accelerator.prepare(plain, _optimizer(job.recipe, plain))
    return model, optimizer


def _optimizer(recipe: Recipe, model: nn.Module) -> Optimizer:
    make: dict[str, Callable[[], Optimizer]] = {
        "sgd": lambda: SGD(
            model.parameters(),
            lr=recipe.learning_rate,
            momentum=recipe.momentum,
            weight_decay=recipe.weight_decay,
            nesterov=recipe.nesterov,
        ),
        "adamw": lambda: AdamW(model.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay),
    }
    return make[recipe.optimizer]()
