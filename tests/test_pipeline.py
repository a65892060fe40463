"""The Python API."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import resnet_dsl as rd
from resnet_dsl.backends.core import registry
from resnet_dsl.backends.core.backend import BackendError, PictureBackend
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagram.view import View
from resnet_dsl.pipeline.picture import Picture

SMALL = "arch small(width = 4) { input 3x8x8; conv 3x3, width }"
TWO = f"{SMALL}\narch large extends small(width = 8) {{ assert params == 224 }}\n"


def finding(call: Any, *arguments: Any, **options: Any) -> Diagnostic:
    """The one diagnostic of a call that fails."""
    with pytest.raises(rd.ArchError) as error:
        call(*arguments, **options)
    (diagnostic,) = error.value.diagnostics
    return diagnostic


# what a spec is


def test_a_bundled_name() -> None:
    assert rd.load("resnet18").name == "resnet18"


def test_a_path(tmp_path: Path) -> None:
    path = tmp_path / "net.arch"
    path.write_text(SMALL)
    assert rd.load(path) == rd.load(str(path))


def test_a_file_without_suffix_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("net").write_text(SMALL)
    assert rd.load("net").name == "small"


def test_a_folder_of_a_bundled_name_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("resnet18").mkdir()
    assert rd.load("resnet18").name == "resnet18"
    Path("other").mkdir()
    assert finding(rd.load, "other").code == "E0102"


def test_one_of_several_archs(tmp_path: Path) -> None:
    path = tmp_path / "nets.arch"
    path.write_text(TWO)
    assert rd.load(f"{path}:large").output.channels == 8
    unclear = finding(rd.load, path)
    assert unclear.code == "E0310"
    assert unclear.notes == ("it has `small`, `large`",)
    assert f"{path}:small" in unclear.help
    unknown = finding(rd.load, f"{path}:lagre")
    assert (unknown.code, unknown.help) == ("E0301", "did you mean `large`?")


def test_a_colon_in_the_name_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a:b").write_text(SMALL)
    assert rd.load("a:b").name == "small"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TWO.encode())))
    assert rd.load("-:large").name == "large"


def test_blocks_only() -> None:
    assert finding(rd.loads, "block b { relu }").code == "E0310"


def test_an_unknown_bundled_name_and_its_neighbours() -> None:
    missing = finding(rd.load, "resnet5")
    assert missing.code == "E0101"
    assert "`resnet50`" in missing.help


def test_a_text() -> None:
    assert rd.loads(TWO, arch="small").name == "small"
    broken = finding(rd.loads, "arch a {", name="mine")
    assert str(broken.span) == "mine:1:8"


def test_names_that_no_file_can_have() -> None:
    assert finding(rd.load, "a\0.arch").code == "E0102"
    assert finding(rd.load, "a" * 5000 + ".arch").code == "E0102"


def test_a_link_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "loop.arch"
    path.symlink_to(path)
    assert finding(rd.load, path).code == "E0102"


def test_a_text_imports_from_the_folders_given(tmp_path: Path) -> None:
    (tmp_path / "mine.arch").write_text("block b(width) { conv 3x3, width }")
    text = "import mine (b)\narch a { input 3x8x8; b 5 }"
    assert rd.loads(text, folders=[tmp_path]).output.channels == 5
    assert finding(rd.loads, text).code == "E0104"


# parameters and input


@pytest.mark.parametrize("value", [10, "10", "5 * 2"])
def test_parameters_are_values_or_expressions(value: Any) -> None:
    assert rd.load("resnet18", classes=value).output.sizes == (10,)


def test_parameters_of_other_kinds() -> None:
    assert finding(rd.load, "resnet18", classes=object()).code == "E0305"
    assert finding(rd.load, "resnet18", clases=1).help == "did you mean `classes`?"
    assert finding(rd.load, "resnet18", classes="1 +").code == "E0201"


@pytest.mark.parametrize("input", ["3x64x32", (3, 64, 32), [3, 64, 32]])
def test_the_input(input: Any) -> None:
    assert rd.load("resnet18", input=input).input.sizes == (3, 64, 32)


@pytest.mark.parametrize(
    "input", ["", "3x", "3xx3", "axb", "3x4x5x6", (3, 4.0, 5), (3, True, 5), (), "0x8x8", (3, 0, 8)]
)
def test_an_input_that_is_none(input: Any) -> None:
    assert finding(rd.load, "resnet18", input=input).code == "E0305"


# check


def test_check_reads_every_arch_and_never_raises(tmp_path: Path) -> None:
    path = tmp_path / "nets.arch"
    path.write_text(TWO.replace("224", "225") + "arch third { input 3x8x8; nope; reluu }")
    assert [one.code for one in rd.check(path)] == ["E0601", "E0301", "E0301"]
    assert [one.code for one in rd.check(f"{path}:third")] == ["E0301", "E0301"]
    assert [one.code for one in rd.check(f"{path}:fourth")] == ["E0301"]
    assert [one.code for one in rd.check(tmp_path / "none.arch")] == ["E0101"]
    assert rd.check("resnet50") == ()


def test_check_says_what_archs_share_once(tmp_path: Path) -> None:
    path = tmp_path / "nets.arch"
    path.write_text("block b { nope }\narch one { input 3x8x8; b }\narch two { input 3x8x8; b }")
    assert len(rd.check(path)) == 1


def test_check_of_texts_that_are_in_no_file() -> None:
    block = "block b(width) { conv 3x3, width, groups=width }"
    texts = {
        Path("<memory>/mine.arch"): block,
        Path("<memory>/small.arch"): SMALL,
        Path("<memory>/net.arch"): "import mine (b)\narch net extends small { conv1: b 2 }",
    }
    (found,) = rd.check(Path("<memory>/net.arch"), texts=texts)
    assert str(found.span) == "<memory>/mine.arch:1:18"
    (missing,) = rd.check(Path("<memory>/a.arch"), texts={Path("<memory>/a.arch"): "arch a extends resnet5 {}"})
    assert "`resnet50`" in missing.help


def test_check_parses_a_file_of_blocks(tmp_path: Path) -> None:
    path = tmp_path / "blocks.arch"
    path.write_text("block b { relu }")
    assert rd.check(path) == ()
    path.write_text("block b { relu ")
    assert [one.code for one in rd.check(path)] == ["E0203"]


# forms


def test_forms_take_an_arch_or_a_spec() -> None:
    arch = rd.load("resnet18", classes=10)
    assert str(rd.summary(arch)) == str(rd.summary("resnet18", classes=10))
    assert rd.emit(arch, "ir") == rd.emit("resnet18", "ir", classes=10)
    with pytest.raises(TypeError, match="loaded"):
        rd.summary(arch, classes=10)


def test_source_is_the_default_text() -> None:
    assert "import torch" in rd.emit("resnet18")
    compile(rd.emit("resnet18"), "net.py", "exec")


def test_an_unknown_form() -> None:
    with pytest.raises(ValueError, match="did you mean `python`"):
        rd.emit("resnet18", to="pyhton")


def test_a_picture(tmp_path: Path) -> None:
    picture = rd.draw("resnet18", tmp_path / "net.dot")
    assert isinstance(picture, Picture)
    assert (tmp_path / "net.dot").read_text(encoding="utf-8") == picture.dot
    assert picture.dot.lstrip().startswith(("digraph", "strict digraph", "//"))
    with pytest.raises(ValueError, match=r"`net\.xyz` has no suffix of a picture"):
        picture.save(tmp_path / "net.xyz")
    with pytest.raises(ValueError, match=r"`net` has no suffix of a picture: there are `\.dot`, .*`\.svg`"):
        picture.save(tmp_path / "net")
    assert picture.save(tmp_path / "net", "dot").read_text(encoding="utf-8") == picture.dot
    with pytest.raises(ValueError, match="no picture format `gif`"):
        picture.render("gif")
    assert not (tmp_path / "net.xyz").exists()


def test_a_picture_without_a_renderer_is_none_in_a_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = rd.draw("resnet18")
    no_renderer(monkeypatch)
    assert picture._repr_svg_() is None
    with pytest.raises(BackendError, match="install"):
        picture.save(tmp_path / "net.svg")


def no_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(arch: rd.Arch, view: View) -> str:
        raise BackendError("nothing renders; install graphviz")

    registry.backends()
    monkeypatch.setitem(registry._found, "svg", PictureBackend("svg", (".svg",), "", fail))


def test_a_model() -> None:
    torch = pytest.importorskip("torch")
    model = rd.build("resnet18", classes=10)
    assert isinstance(model, torch.nn.Module)
    assert sum(parameter.numel() for parameter in model.parameters()) == 11_181_642


# the package


def test_the_stub_names_what_the_package_has() -> None:
    stub = Path(rd.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    for name in rd.__all__:
        assert getattr(rd, name) is not None
        assert f" as {name}\n" in stub or name == "__version__"
    assert set(rd.__all__) <= set(dir(rd))
    with pytest.raises(AttributeError, match="nothing"):
        rd.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_the_import_loads_nothing_heavy() -> None:
    code = (
        "import sys, resnet_dsl; dir(resnet_dsl); resnet_dsl.__version__\n"
        "assert not {'torch', 'lark', 'pydantic', 'click', 'rich', 'graphviz'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


NEVER = {"torch", "pydantic", "pydantic_core", "click", "rich", "importlib.metadata", "email", "asyncio", "pygraphviz"}
NEVER |= {
    *("resnet_dsl.checks", "resnet_dsl.weights", "resnet_dsl.lowering", "resnet_dsl.ir.serialise"),
    *("resnet_dsl.syntax.recover", "resnet_dsl.diagnostics.text", "resnet_dsl.ops.upsample"),
}
"""What takes long to import, or is for other commands, for files with mistakes or for other networks."""
LOADING = {
    "summary('resnet50')": {"graphviz", "subprocess", "resnet_dsl.backends", "resnet_dsl.diagram"},
    "summary('resnet18')": {"graphviz", "subprocess", "resnet_dsl.backends", "resnet_dsl.diagram"},
    "draw('resnet50').dot": {"xml", "resnet_dsl.backends.graphviz.html", "resnet_dsl.backends.graphviz.tikz"},
    "draw('resnet18').dot": {"xml", "resnet_dsl.analysis.summary", "resnet_dsl.analysis.difference"},
}


@pytest.mark.parametrize("call", LOADING)
def test_a_call_loads_only_what_it_needs(call: str) -> None:
    """Short commands are mostly imports. Lark would check the grammar with `interegular`, which tests alone install."""
    start = "import sys; sys.modules['interegular'] = None; import resnet_dsl"
    code = f"{start}; print(resnet_dsl.{call}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert (NEVER | LOADING[call]) & set(done.stdout.splitlines()[-1].split()) == set()


def test_without_torch_all_but_a_model_is_there() -> None:
    code = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in ('torch', 'torchvision', 'numpy'):
            raise ModuleNotFoundError(f'No module named {name!r}', name=name)
sys.meta_path.insert(0, Without())
import resnet_dsl as rd
arch = rd.load('resnet18')
str(rd.summary(arch)), rd.draw(arch).dot, rd.emit(arch), rd.emit(arch, 'ir'), rd.check('resnet18')
try:
    rd.build(arch)
except ImportError as error:
    assert "pip install 'resnet-dsl[torch]'" in str(error), error
else:
    raise AssertionError
"""
    subprocess.run([sys.executable, "-c", code], check=True)
