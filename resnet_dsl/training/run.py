"""A job from its beginning, or from its last checkpoint, to its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from accelerate import Accelerator

from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.pipeline.runs import RESULT, RUN
from resnet_dsl.training.checkpoint import find_checkpoint, load_checkpoint
from resnet_dsl.training.environment import determinism, make_accelerator
from resnet_dsl.training.errors import Mendable, TrainingError
from resnet_dsl.training.files import read_json, write_json
from resnet_dsl.training.job import Job
from resnet_dsl.training.loop import Loop
from resnet_dsl.training.measure import forget_peak, measure
from resnet_dsl.training.outcome import Outcome
from resnet_dsl.training.report import Reporter, Silent
from resnet_dsl.training.run_folder import begin, changed_versions, clear
from resnet_dsl.training.session import Session, make_session
from resnet_dsl.training.watch import Watch


def run(job: Job, reporter: Reporter) -> Outcome:
    """Train. Raises `ArchError`, `TrainingError`, and `Interrupted` where it was asked to stop."""
    accelerator = make_accelerator(job.precision, cpu=job.cpu, sharded=job.sharded)
    folder = job.place(accelerator.num_processes)
    is_new = accelerator.is_main_process and not (folder / RUN).exists()
    if accelerator.is_main_process:
        begin(job, folder, accelerator.num_processes)
    else:
        reporter = Silent()
    accelerator.wait_for_everyone()
    with determinism(job.seed):
        found = find_checkpoint(folder)
        with _forgotten(folder, unless=not is_new):
            session = make_session(job, accelerator, again=found is not None)
        if found is not None:
            load_checkpoint(session, found)
        begun, was_finished = session.progress.step, session.progress.finished
        forget_peak(session)
        reporter.begin(_opening(session, folder))
        try:
            with Watch(accelerator) as watch:
                Loop(session, folder, reporter, watch).train()
        except Mendable as error:
            raise Mendable(f"{error}; {_advice(folder)}") from None
        finally:
            reporter.end()
            accelerator.free_memory()
    outcome = _outcome(session, folder)
    if accelerator.is_main_process:
        outcome = _with_measured(outcome, session, whole=not begun, again=bool(was_finished))
    accelerator.wait_for_everyone()
    reporter.outcome(outcome.to_data())
    return outcome


def _advice(folder: Path) -> str:
    goes_on = (
        "goes on from the last checkpoint" if find_checkpoint(folder) else "begins again: there is no checkpoint yet"
    )
    return f"once that is mended, the same command {goes_on}"


@contextmanager
def _forgotten(folder: Path, *, unless: bool) -> Iterator[None]:
    """Let a folder be free again where the run that was to stand in it cannot begin."""
    try:
        yield
    except (ArchError, TrainingError):
        if not unless:
            clear(folder)
        raise


def _outcome(session: Session, folder: Path) -> Outcome:
    job, progress = session.job, session.progress
    model = session.accelerator.unwrap_model(session.model, keep_fp32_wrapper=False)
    model.eval()
    history = tuple(progress.history)
    return Outcome(model, job.arch.name, job.data.name, folder, history, progress.finished, job.notes)


def _with_measured(outcome: Outcome, session: Session, *, whole: bool, again: bool) -> Outcome:
    """The outcome with what is measured of it, as the folder keeps it; what was kept before stays."""
    path = outcome.folder / RESULT
    if again and path.is_file():
        return replace(outcome, measured=read_json(path)["measured"])
    measured = replace(outcome, measured=measure(session, whole=whole).to_data())
    write_json(path, measured.to_data())
    return measured


def _opening(session: Session, folder: Path) -> Iterator[str]:
    job, progress = session.job, session.progress
    data, recipe = job.data, session.recipe
    counts = f"{len(data.train):,} images to train with and {len(data.validation):,} to validate"
    yield f"{job.arch.name} on {data.name}: {counts}, {len(data.classes):,} classes"
    yield from job.notes
    yield from session.beginning
    rate = f"{recipe.optimizer}, learning rate {recipe.learning_rate:g}, {recipe.schedule}"
    epoch = f"{len(session.batches):,} steps of {recipe.batch:,} images"
    epochs = f"{session.epochs:,} epoch{'' if session.epochs == 1 else 's'}"
    yield (f"{epochs} of {epoch}; {rate}" if recipe.epochs else f"{session.steps:,} steps, an epoch {epoch}; {rate}")
    yield f"{_where(session.accelerator)}, {job.precision}, seed {job.seed}; kept in `{folder}`"
    if progress.step:
        yield f"goes on behind step {progress.step:,} of {session.steps:,}"
        yield from changed_versions(folder)
    if not progress.finished:
        yield "of each epoch: mean loss (accuracy)"
    else:
        yield f"this run is finished already: {progress.finished}; `--restart` begins anew"


def _where(accelerator: Accelerator) -> str:
    processes = accelerator.num_processes
    return f"{processes} processes on {accelerator.device.type}" if processes > 1 else f"on {accelerator.device}"
