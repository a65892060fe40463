"""Sweeps: what is trained and what is not trained again, what fails, and whether the table adds up."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import pytest

import resnet_dsl as rd
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.training.errors import SettingError
from resnet_dsl.training.sweep.grid import combinations, read_seeds, split_values
from resnet_dsl.training.sweep.table import Sweep

SPECS = """
arch small(classes = 10, width = 4) {
    input 1x8x8
    order conv bn relu
    conv 3x3, width
    global_avgpool
    flatten
    fc: linear classes
}

arch grouped extends small { order conv gn(4) relu }
"""
QUICK: dict[str, Any] = {"epochs": 1, "batch": 512}
Sweeping = Callable[..., Sweep]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "nets.arch").write_text(SPECS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def swept(place: Path) -> Sweep:
    """Two networks at two widths with two seeds, of which one network cannot have one of the widths."""
    specs = [f"{place}/nets.arch:{name}" for name in ("small", "grouped")]
    return rd.sweep(*specs, width=[4, 6], seeds=2, settings=QUICK, out=place / "sw", progress=False)


def again(place: Path, names: tuple[str, ...] = ("small", "grouped"), **options: Any) -> tuple[Sweep, list[str]]:
    """The same sweep once more, and the lines that it tells."""
    lines: list[str] = []
    chosen: dict[str, Any] = {"seeds": 2, "width": [4, 6], "settings": QUICK, "out": place / "sw"} | options
    specs = [f"{place}/nets.arch:{name}" for name in names]
    return rd.sweep(*specs, progress=lines.append, **chosen), lines


def test_a_combination_that_is_no_network_stops_nothing(swept: Sweep) -> None:
    assert [row.finished for row in swept.rows] == ["2/2", "2/2", "2/2", "0/2"]
    assert [bool(row.failed) for row in swept.rows] == [False, False, False, True]
    assert "width=6, seed 0, 1: E0401: 6 input channels cannot be divided into 4 groups" in str(swept)
    assert swept.rows[3].to_data()["best_accuracy"] is None


def test_the_table_has_mean_and_deviation_of_the_runs(swept: Sweep) -> None:
    for row in swept.rows[:3]:
        data = row.to_data()
        runs = [json.loads((Path(run) / "result.json").read_text()) for run in data["runs"]]
        for name, of in {"best_accuracy": "best", "last_accuracy": "last"}.items():
            values = [run[of]["validation_accuracy"] for run in runs]
            assert data[name] == pytest.approx({"mean": mean(values), "deviation": stdev(values)})
            assert f"{mean(values):.2%} ± {stdev(values):.2%}" in str(swept)
        assert data["training_loss"]["mean"] == pytest.approx(mean(run["last"]["train_loss"] for run in runs))
        assert data["best_loss"]["mean"] == pytest.approx(mean(run["best"]["validation_loss"] for run in runs))
        arch = rd.load(row.combination.spec, **row.combination.parameters)
        assert data["macs"] == rd.compare(arch).networks[0].cost.macs


def test_what_a_sweep_leaves(swept: Sweep) -> None:
    assert json.loads((swept.folder / "sweep.json").read_text()) == swept.to_data()
    svg = (swept.folder / "curves.svg").read_text()
    assert "grouped width=4" in svg
    assert "width=6" in svg
    assert (swept.folder / "curves.png").read_bytes().startswith(b"\x89PNG")


def test_what_is_finished_is_not_trained_again(swept: Sweep, place: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in swept.folder.glob("*/result.json")}
    found, lines = again(place)
    assert found.to_data() == swept.to_data()
    assert lines == [f"6 trials in `{place}/sw`, 6 of them finished before"]
    assert before == {path: path.stat().st_mtime_ns for path in swept.folder.glob("*/result.json")}


def test_a_trial_that_is_gone_is_trained_again_and_one_that_stopped_goes_on(swept: Sweep, place: Path) -> None:
    (gone,), (stopped,) = (list(swept.folder.glob(f"small-width={width}-seed1-*")) for width in (4, 6))
    kept = (stopped / "run.json").stat().st_mtime_ns
    shutil.rmtree(gone)
    (stopped / "result.json").unlink()
    found, lines = again(place, jobs=2)
    accuracies = [[row.to_data()[f"{name}_accuracy"] for name in ("best", "last")] for row in found.rows]
    assert accuracies == [[row.to_data()[f"{name}_accuracy"] for name in ("best", "last")] for row in swept.rows]
    told = sorted(line.partition("small ")[2].partition(":")[0] for line in lines[1:])
    assert told == ["width=4 seed 1", "width=6 seed 1"]
    assert (stopped / "run.json").stat().st_mtime_ns == kept


def test_a_further_seed_goes_into_the_same_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    options: dict[str, Any] = {"names": ("small",), "width": 4, "out": None, "settings": {"iterations": 1}}
    first, _ = again(place, seeds=1, **options)
    second, lines = again(place, seeds=[0, 3], **options)
    assert first.folder == second.folder
    assert first.folder.parent == Path("sweeps")
    assert lines[0].endswith("1 of them finished before")
    assert second.rows[0].finished == "2/2"


def test_a_loss_that_is_no_number_is_in_the_table(place: Path) -> None:
    settings = {"epochs": 1, "batch": 64, "learning_rate": 1e30, "schedule": "constant", "warmup": 0}
    found, lines = again(place, names=("small",), seeds=1, settings=settings)
    assert [row.finished for row in found.rows] == ["0/1", "0/1"]
    assert all("is no finite number" in line for line in [*lines[1:], *found.failures])
    assert found.failed == 2


def test_no_combination_at_all_is_an_error(place: Path) -> None:
    with pytest.raises(ArchError, match="did you mean `width`"):
        again(place, width=4, widht=[1, 2])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"data": "digit"}, "did you mean `digits`"),
        ({"backend": "lokky"}, "did you mean `loky`"),
        ({"backend": "threading"}, "would train in one process at once"),
        ({"backend": "spark"}, "the backend `spark` needs joblibspark"),
        ({"jobs": 0}, "the jobs are 1 or more"),
        ({"seeds": 0}, "the seeds cannot be `0`"),
        ({"width": []}, "`width` has no values"),
        ({"names": ("small",), "settings": {"epoch": 1}}, "did you mean `epochs`"),
    ],
)
def test_wishes_that_make_no_sense(place: Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingError) as error:
        again(place, **options)
    assert said in str(error.value)


def test_a_sweep_is_not_launched_in_several_processes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(SettingError, match="leave out `torchrun`"):
        again(place)


@pytest.mark.parametrize(
    ("text", "values"),
    [("A", ["A"]), ("A, B", ["A", "B"]), ("(1, 2), [3, (4, 5)],6", ["(1, 2)", "[3, (4, 5)]", "6"])],
)
def test_values_between_commas(text: str, values: list[str]) -> None:
    assert split_values(text) == values


def test_a_comma_too_many() -> None:
    with pytest.raises(SettingError, match="a comma with no value beside it"):
        split_values("A,,B")


def test_the_grid_has_every_point_once() -> None:
    found = combinations(["resnet5[0]", "resnet50", "plain20"], {"a": ["1", "2", "1"], "b": "3"})
    assert [one.label for one in found] == [f"{n} a={a} b=3" for n in ("resnet50", "plain20") for a in "12"]
    assert read_seeds([3, 1, 3]) == [3, 1]
    with pytest.raises(SettingError, match="standard input can be read once"):
        combinations(["-"], {})


def test_runs_stand_beside_the_figures_of_their_networks(swept: Sweep, place: Path) -> None:
    spec = f"{place}/nets.arch:small"
    found = rd.compare(spec, "resnet20", runs=swept.folder, input="1x8x8")
    names = [one.name for one in found.networks]
    assert names == ["small width=4", "resnet20", "grouped", "small width=6"]
    small, untrained, *_ = found.to_data()
    assert small["measured"]["accuracy"] == pytest.approx(swept.rows[0].to_data()["best_accuracy"])
    assert small["measured"]["inference_seconds"]["mean"] > 0
    assert small["measured"]["peak_memory"]["mean"] > 2**20
    assert untrained["measured"] is None
    assert f"{swept.rows[0].spreads['best_accuracy'].mean:.2%}" in str(found)  # type: ignore[union-attr]
    assert found.markdown().count("| digits | 2 |") == 3


def test_a_run_without_measurements_is_shown_as_unknown(swept: Sweep, tmp_path: Path) -> None:
    (old, *_) = swept.folder.glob("grouped-*")
    shutil.copytree(old, tmp_path / "old")
    (tmp_path / "old" / "result.json").unlink()
    (row,) = rd.compare(runs=[tmp_path / "old"]).measured_table.rows
    assert row[-2:] == ("?", "?")
    assert row[3].endswith("%")


def test_folders_without_runs_are_refused(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    with pytest.raises(ValueError, match="is no folder of a run or of a sweep"):
        rd.compare(runs=tmp_path / "runs")
    with pytest.raises(ValueError, match=r"did you mean .*runs"):
        rd.compare(runs=tmp_path / "run")
