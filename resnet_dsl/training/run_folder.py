"""The folder of a run: what the run is, written down before it begins and compared when it goes on."""

import shutil
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ir.serialise import BadIr, from_json, to_json
from resnet_dsl.pipeline.emit import emit
from resnet_dsl.pipeline.runs import EPOCHS, NETWORK, RESULT, RUN
from resnet_dsl.training.checkpoint import FOLDER, find_checkpoint
from resnet_dsl.training.errors import TrainingError
from resnet_dsl.training.files import part_of, read_json, said_of, write_json, write_whole
from resnet_dsl.training.job import Job, versions
from resnet_dsl.training.outcome import BEST, CURVES, LAST

OURS = (RUN, NETWORK, BEST, LAST, *CURVES, "epochs.csv", EPOCHS, RESULT)
FORMAT = 1
MOST_SHOWN = 6


def begin(job: Job, run: Path, processes: int) -> Path | None:
    """Make the folder of a run, or find it again; its newest checkpoint, if it has one.

    Raises `TrainingError` where another training stands in it, with what differs, and where it cannot be written.
    """
    if job.restart:
        clear(run)
    if (run / RUN).exists():
        _refuse_another(job, run, processes)
        _remove_parts(run)
    else:
        _make(run)
        write_json(run / RUN, _record(job, processes))
    if not (run / NETWORK).exists():  # also where a process was killed between the two
        write_whole(run / NETWORK, to_json(job.arch) + "\n")
    return find_checkpoint(run)


def _make(run: Path) -> None:
    with said_of(run):
        if run.exists() and any(path.name != part_of(run / RUN).name for path in run.iterdir()):
            raise TrainingError(f"`{run}` holds other things and no run: name an empty or a new folder with `--out`")
        run.mkdir(parents=True, exist_ok=True)


def _remove_parts(run: Path) -> None:
    """Remove the files that a process was killed over."""
    with said_of(run):
        for name in OURS:
            part_of(run / name).unlink(missing_ok=True)


def read_run(run: Path) -> dict[str, Any]:
    """What a run was begun with. Raises `TrainingError` where there is none."""
    if not (run / RUN).is_file():
        raise TrainingError(f"`{run}` is no folder of a run: it has no `{RUN}`")
    content = read_json(run / RUN)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise TrainingError(f"`{run / RUN}` is not of format {FORMAT}: another version of this package wrote it")
    return content


def read_network(run: Path) -> Arch:
    """The network of a run. Raises `TrainingError`."""
    if not (run / NETWORK).exists():
        raise TrainingError(f"`{run}` has no `{NETWORK}`: the command that the run was begun with writes it again")
    try:
        return from_json((run / NETWORK).read_text(encoding="utf-8"))
    except (OSError, BadIr) as error:
        raise TrainingError(f"the network of the run cannot be read from `{run / NETWORK}`: {error}") from None


def changed_versions(run: Path) -> Iterator[str]:
    """What is installed in another version than when the run began."""
    before = read_run(run)["versions"]
    for name, now in versions().items():
        if before.get(name) != now:
            yield f"{name} was {before.get(name)} when the run began, and is {now}: the result may differ in rounding"


def _record(job: Job, processes: int) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "run": job.identity(processes),
        "spec": job.spec,
        "input": list(job.arch.input.sizes),
        "parameters": {one.name: str(one.value) for one in job.arch.root.parameters},
        "classes": list(job.data.classes),
        "data": job.given,
        "data_folder": str(job.data_folder),
        "recipe_about": job.recipe.about,
        "notes": list(job.notes),
        "source": job.source,
        "weights": str(job.initial.weights) if job.initial else None,
        "versions": versions(),
    }


def _refuse_another(job: Job, run: Path, processes: int) -> None:
    differences = list(_differences(read_run(run)["run"], job.identity(processes)))
    if not differences:
        return
    lines = [f"  {line}" for line in differences]
    if any(line.startswith("`network.hash`") for line in differences) and (run / NETWORK).exists():
        lines += [f"    {line}" for line in _changed_lines(read_network(run), job.arch)]
    advice = "give the run its own folder with `--out`, or remove the earlier one with `--restart`"
    raise TrainingError("\n".join([f"`{run}` holds another run; what differs:", *lines, advice]))


def _differences(before: Any, now: Any, name: str = "") -> Iterator[str]:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in before | now:
            yield from _differences(before.get(key), now.get(key), f"{name}.{key}" if name else key)
    elif before != now:
        yield f"`{name}` is {_shown(now)}, and was {_shown(before)}"


def _shown(value: Any) -> str:
    return f"{value[:12]}…" if isinstance(value, str) and len(value) == 64 else f"{value}"


def _changed_lines(before: Arch, now: Arch) -> list[str]:
    difference = unified_diff(emit(before).splitlines(), emit(now).splitlines(), n=0, lineterm="")
    marked = [line for line in list(difference)[2:] if not line.startswith("@@")]
    more = [f"… and {len(marked) - MOST_SHOWN} more lines of its source"] if len(marked) > MOST_SHOWN else []
    return [*marked[:MOST_SHOWN], *more]


def clear(run: Path) -> None:
    """Remove what an earlier run has left, and nothing else."""
    with said_of(run):
        if (run / RUN).exists():
            _remove_parts(run)
            shutil.rmtree(run / FOLDER, ignore_errors=True)
            for name in OURS:
                (run / name).unlink(missing_ok=True)
