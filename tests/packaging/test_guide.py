"""The guide is true: its commands run, print what it shows, and its tables are those of the results that are kept."""

import importlib.util
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

import resnet_dsl as rd
from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.cli.main import cli

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
SHOWN = re.compile(r"^```console\n\$ resnet-dsl (?P<command>.*)\n(?P<output>(?s:.*?))^```$", re.MULTILINE)
RUN = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ARCH = re.compile(r"^```arch\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SMALL = {
    r"--epochs \d+": "--iterations 2 --batch 8",
    r"--input 1x\d+x\d+": "--input 1x8x8",
    r"--seeds \d+": "--seeds 1",
    r"-p n=3,9": "-p n=1",
    r"resnet50 resnet101 resnet152 (?=.*--data)": "",
    r"resnet110 resnet110_preact (?=.*--data)": "",
}
"""What makes an experiment small enough for a test: two steps, digits at their own size, the smaller networks."""
ELSEWHERE = ("IMAGENET1K", "folder:my/images")
"""What needs files that are not here."""
Golden = Callable[[Path, str], None]


@pytest.fixture(scope="module")
def keeping() -> ModuleType:
    """The script that keeps results."""
    spec = importlib.util.spec_from_file_location("keep", GUIDE / "keep.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(command: str) -> Result:
    return CliRunner().invoke(cli, shlex.split(command, comments=True), prog_name="resnet-dsl")


def printed(shown: re.Match[str]) -> str:
    """What a command prints, its findings with paths as from the root of the project."""
    result = run(shown["command"])
    refused = shown["command"].startswith("embed") and "error[" in result.stderr
    assert result.exit_code == (refused or shown["command"].startswith("diff"))
    return (result.stdout + result.stderr).replace(f"{ROOT}/", "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_outputs_are_fresh(page: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = page.read_text(encoding="utf-8")
    assert len(SHOWN.findall(text)) == text.count("```console")
    golden(page, SHOWN.sub(lambda match: f"```console\n$ resnet-dsl {match['command']}\n{printed(match)}```", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_tables_are_those_of_the_results(page: Path, golden: Golden, keeping: ModuleType) -> None:
    golden(page, keeping.renewed(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem != "README"], ids=lambda page: page.stem)
def test_experiments_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(GUIDE, tmp_path / "docs" / "guide")
    monkeypatch.chdir(tmp_path)
    for line in "".join(RUN.findall(page.read_text(encoding="utf-8"))).splitlines():
        if any(word in line for word in ELSEWHERE):
            continue
        for large, small in SMALL.items():
            line = re.sub(large, small, line)
        result = run(line.removeprefix("resnet-dsl "))
        assert result.exit_code == line.startswith("resnet-dsl diff"), result.output


@pytest.mark.parametrize("path", sorted((GUIDE / "results").glob("*.json")), ids=lambda path: path.stem)
def test_results_are_of_the_networks_as_they_are(path: Path, keeping: ModuleType) -> None:
    for row in keeping.read(path.stem):
        spec = f"{GUIDE}/{row['spec']}" if ":" in row["spec"] else row["spec"]
        cost = arch_cost(rd.load(spec, input="1x16x16", **{"classes": 10} | row["values"]))
        assert (row["parameters"], row["macs"]) == (cost.all_parameters, cost.macs)
        assert len(row["epochs"]) == len(row["seeds"])


def test_a_sweep_is_kept(keeping: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = shutil.copytree(GUIDE, tmp_path / "guide")
    monkeypatch.setattr(keeping, "HERE", guide)
    monkeypatch.setattr(keeping, "RESULTS", guide / "results")
    settings = {"iterations": 2, "batch": 8}
    rd.sweep("plain20", seeds=2, input="1x8x8", settings=settings, out=tmp_path / "sweep", progress=False)
    keeping.keep(tmp_path / "sweep", "depth")
    (row,) = keeping.read("depth")
    assert row["network"] == "plain20"
    assert f"| `plain20` | {row['parameters']:,} |" in (guide / "nested.md").read_text(encoding="utf-8")
    assert "`resnet56` | 852,730" not in (guide / "nested.md").read_text(encoding="utf-8")
    assert (guide / "results" / "depth-dark.svg").read_bytes() != (guide / "results" / "depth.svg").read_bytes()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_files_on_the_pages_are_right(page: Path, tmp_path: Path) -> None:
    for i, text in enumerate(ARCH.findall(page.read_text(encoding="utf-8"))):
        path = tmp_path / f"{i}.arch"
        path.write_text(text, encoding="utf-8")
        result = run(f"check {path}")
        assert result.exit_code == 0, result.output


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", text) + re.findall(r'(?:src|srcset)="([^"]+)"', text)
    assert [link for link in links if not link.startswith("http") and not (page.parent / link).exists()] == []
