"""What is shipped: the sdist, the wheel made from it, and the wheel installed where there is nothing else."""

import importlib.metadata
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from resnet_dsl import __version__
from resnet_dsl.source.bundled import bundled

ROOT = Path(__file__).parents[2]
TOP_LEVEL = {"resnet_dsl", f"resnet_dsl-{__version__}.dist-info"}

OWN_SPEC = """
import blocks.residual (bottleneck)

arch mine {
    input 3x32x32
    order conv bn + relu
    conv 3x3, 64
    stage layer1: bottleneck 16, /2 x3
    global_avgpool
    flatten
    fc: linear 10
}
"""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)], folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return next(dist.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment that holds the wheel and what it asks for: no torch."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder), "install", "--quiet"]
    run([*pip, "--constraint", str(ROOT / "constraints.txt"), str(wheel)], folder)
    return folder / "bin"


def run(command: list[str], folder: Path, **variables: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | variables
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files_below(folder: str) -> dict[str, bytes]:
    root = ROOT / folder
    return {str(path.relative_to(ROOT)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_wheel_holds_the_package_and_nothing_beside_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.partition("/")[0] for name in names} == TOP_LEVEL
    assert {
        "resnet_dsl/py.typed",
        "resnet_dsl/training/data/digits.npz",
        "resnet_dsl/training/recipes/digits.toml",
    } <= {*names}
    assert any(name.endswith("LICENSE") for name in names)


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["grammar", "specs"])
def test_wheel_bundles_what_stands_at_the_top(wheel: Path, folder: str) -> None:
    prefix = "resnet_dsl/_bundled/"
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith(f"{prefix}{folder}/")]
        assert {name.removeprefix(prefix): archive.read(name) for name in names} == files_below(folder)


@pytest.mark.slow
def test_sdist_is_complete(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"CHANGELOG.md", "LICENSE", "Makefile", "README.md", "constraints.txt", "pyproject.toml", ".ci/run"}
    assert wanted | set(files_below("grammar")) | set(files_below("specs")) <= names
    assert {"tests/conftest.py", "examples/demo.py"} <= names


@pytest.mark.slow
def test_wheel_works_alone(installed: Path, tmp_path: Path) -> None:
    """Every command, from an empty folder, with no torch and no program but ours on the path."""
    (tmp_path / "mine.arch").write_text(OWN_SPEC, encoding="utf-8")

    def resnet_dsl(*arguments: str) -> str:
        return run([str(installed / "resnet-dsl"), *arguments], tmp_path, PATH=str(installed))

    assert "resnet50" in resnet_dsl("list")
    resnet_dsl("check", "mine.arch")
    assert "layer1" in resnet_dsl("summary", "mine.arch")
    assert "layer4" in resnet_dsl("summary", "resnet50")
    assert "no difference" in resnet_dsl("diff", "resnet50", "resnet50")
    assert "wide_resnet50_2" in resnet_dsl("compare", "resnet50", "wide*")
    resnet_dsl("draw", "resnet50", "-o", "net.svg")
    assert "<svg" in (tmp_path / "net.svg").read_text(encoding="utf-8")
    resnet_dsl("draw", "resnet50", "-o", "net.html")
    assert "Content-Security-Policy" in (tmp_path / "net.html").read_text(encoding="utf-8")
    resnet_dsl("emit", "resnet50", "-o", "net.py")
    source = (tmp_path / "net.py").read_text(encoding="utf-8")
    compile(source, "net.py", "exec")
    assert "class Resnet50(nn.Module)" in source


@pytest.mark.slow
def test_installed_files_are_ours(installed: Path, tmp_path: Path) -> None:
    code = "import importlib.metadata as m; print(*m.files('resnet-dsl'), sep='\\n')"
    files = run([str(installed / "python"), "-c", code], tmp_path).splitlines()
    assert {file.partition("/")[0] for file in files} == TOP_LEVEL | {".."}
    assert [file for file in files if file.startswith("..")] == ["../../../bin/resnet-dsl"]


def test_checkout_reads_its_own_grammar_and_specs() -> None:
    assert bundled("grammar") == ROOT / "grammar"
    assert bundled("specs") == ROOT / "specs"


def test_editable_install_holds_no_copy() -> None:
    files = importlib.metadata.files("resnet-dsl") or []
    assert not [file for file in files if file.suffix in {".arch", ".lark"}]
