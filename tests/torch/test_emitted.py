"""The emitted files as files: what stands in them, how they look, and that no text of a spec can break them."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from comparing import import_file, network_class
from torch import nn

import resnet_dsl as rd
from resnet_dsl.ir.names import RESERVED
from resnet_dsl.source.bundled import bundled, bundled_files

NETWORKS = Path(__file__).parent / "networks"
SPECS: dict[str, str | Path] = dict.fromkeys(bundled_files()) | {  # type: ignore[assignment]
    path.stem: path for path in sorted(NETWORKS.glob("*.arch"))
}
SPECS |= {name: spec or name for name, spec in SPECS.items()}
# texts whose names or docstrings could break a file; the body of an arch, and what stands before it
BODIES = {
    "integers as labels": "s: { 0: conv 3x3, 4;  conv 3x3, 4 };  1: conv 3x3, 4;  relu;  concat { from 1;  identity }",
    "keywords as labels": "class: conv 3x3, 4;  None: { conv 3x3, 4 };  s: { def: conv 3x3, 4;  return: relu }",
    "keywords that are read": """
        class: conv 3x3, 4;  relu;  concat { from class;  identity }
        lambda: relu;  mul { from lambda;  sigmoid }""",
    "names of the file": """
        torch: conv 3x3, 4;  self: conv 3x3, 4;  nn: relu
        concat { from torch;  from self;  from nn };  Tensor: relu""",
    "names that Python changes": "__private: conv 3x3, 4;  relu;  concat { from __private;  identity }",
    "letters outside ASCII": """
        "größe": conv 3x3, 4
        "\ufb01": conv 3x3, 4;  relu;  concat { from "\ufb01";  identity }""",
    "spaces and dashes": '"a b-c": conv 3x3, 4;  s: { "d e": conv 3x3, 4;  conv 3x3, 4 x3 }',
    "scales under labels": 'class: layer_scale 0.5;  "a b": layer_scale 2;  s: { relu;  3: layer_scale 3 }',
    "names among repeats": "s: { conv 3x3, 4 x3;  q: relu;  { conv 3x3, 4;  bn } x2 }",
    "an arm that is read": """
        concat { a: { conv 3x3, 4;  dropout 0.5 };  from a;  identity }
        mul { g: sigmoid;  { from g;  affine -1, 1 } }""",
    "beginnings": """
        init conv: zeros
        "a-b": conv 3x3, 4, init=ones
        class: { conv 3x3, 4;  s: conv 3x3, 4, init=constant(value=2) }""",
    "values named as ours": """
        c: conv 3x3, 4;  OddOutputs: relu;  getattr: relu;  1: bn
        add { from getattr;  from OddOutputs;  identity };  output aux when training: relu from c""",
    "results": "c: conv 3x3, 4;  output aux as count: { conv 3x3, 2 } from c;  output as index, count;  relu",
    "results named as ours": """
        c: conv 3x3, 4
        output self as torch when training: { relu } from c;  output as nn, torch""",
}
BLOCKS = {
    "parameters of Python": (
        """block b(self, torch, lambda, index, nn, F, super, range, class) {
        conv 3x3, self;  conv 3x3, torch;  conv 3x3, lambda;  conv 3x3, index;  conv 3x3, nn;  conv 3x3, F
        conv 3x3, super;  conv 3x3, range;  conv 3x3, class }""",
        "b 2, 3, 4, 5, 6, 7, 8, 9, 10;  b 3, 4, 5, 6, 7, 8, 9, 10, 11",
    ),
    "parameters of ours": (
        """block b(in_channels, layer, getattr, int, i, blocks, _, OrderedDict, B = 7) {
        conv 3x3, in_channels;  conv 3x3, layer;  s: { conv 3x3, i x blocks;  r: relu };  conv 3x3, getattr
        conv 3x3, int;  conv 3x3, _;  conv 3x3, OrderedDict;  conv 3x3, B }""",
        "b 2, 3, 4, 5, 6, 2, 8, 9;  b 3, 4, 5, 6, 7, 2, 9, 10, B=11",
    ),
    "a text that ends in a quote": ('block b(w) { """the "end" """ \n conv 3x3, w }', "b 4"),
    "a text that begins with one": ('block b(w) { """ "begin" """ \n conv 3x3, w }', "b 4"),
    "a text that ends in a backslash": ('block b(w) { """the end\\""" \n conv 3x3, w }', "b 4"),
    "a text with code": (
        "block b(w) { \"\"\"'''\\\n''' + open('/gone') #\n    import os\n\\\"\"\" \n conv 3x3, w }",
        "b 4",
    ),
    "a text with escapes": ('block b(w) { """\\N{DASH} \\x41 \\u0041 {x} %s\t\\""" \n conv 3x3, w }', "b 4"),
    "a text with odd ends of line": (
        'block b(w) { """a\x0c b\u2028c\r d\u202e\x00\n\n\n e""" \n conv 3x3, w }',
        "b 4",
    ),
    "classes of Python and ours": (
        """
        block tensor(w) { conv 3x3, w }
        block outputs(w) { conv 3x3, w;  relu }
        block named_tuple(w) { relu;  tensor w }
        block a_outputs(w) { bn;  conv 3x3, w }
        block nn(w) { sigmoid;  conv 3x3, w }
        block OrderedDict(w) { tanh;  conv 3x3, w }""",
        """tensor 3;  outputs 4;  named_tuple 5;  c: a_outputs 6;  nn 7;  OrderedDict 8
        s: { relu;  r: relu };  output o: relu from c""",
    ),
    "classes that we bring": ("block stochasticDepth(w) { conv 3x3, w;  stochastic_depth 0.5 }", "stochasticDepth 4"),
    "blocks of nearly one name": (
        "block a_b(w) { conv 3x3, w }\nblock aB(w) { conv 3x3, w;  relu }\nblock A_B(w) { bn;  conv 3x3, w }",
        "a_b 3;  aB 4;  A_B 5",
    ),
    "blocks without letters": ("block _b(w) { conv 3x3, w }\nblock __(w) { conv 3x3, w;  relu }", "_b 3;  __ 4"),
    "a block named almost as the network": ("block Odd(w) { conv 3x3, w }", "Odd 4"),
}
ARCH = "{blocks}\narch odd {{\n input 3x8x8\n order conv\n {body}\n}}"
ODD_TEXTS = {name: ARCH.format(blocks="", body=body) for name, body in BODIES.items()}
ODD_TEXTS |= {name: ARCH.format(blocks=blocks, body=body) for name, (blocks, body) in BLOCKS.items()}


def emitted(name: str) -> str:
    return rd.emit(rd.loads(ODD_TEXTS[name])) if name in ODD_TEXTS else rd.emit(SPECS[name])


every = pytest.mark.parametrize("name", [*SPECS, *ODD_TEXTS])


@every
def test_imports(name: str) -> None:
    """Torch and the standard library, and nothing of ours."""
    tree = ast.parse(emitted(name))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert modules <= {"collections", "typing", "torch", "torch.nn"}


def ruff(text: str, *arguments: str) -> str:
    command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "-"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
    return "" if run.returncode == 0 else run.stdout + run.stderr


@every
def test_layout(name: str) -> None:
    """Nothing for a formatter to do."""
    assert ruff(emitted(name), "format", "--diff", "--line-length", "88") == ""


@every
def test_lint(name: str) -> None:
    """Nothing for a linter to say. Long lines are docstrings; B009 asks for `self.\ufb01`, which is another name."""
    assert ruff(emitted(name), "check", "--select", "E,F,B", "--ignore", "E501,B009") == ""


@pytest.mark.parametrize("name", SPECS)
def test_docstrings(name: str) -> None:
    tree = ast.parse(emitted(name))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert all(ast.get_docstring(node) for node in classes)
    assert ast.get_docstring(classes[-1]) == rd.load(SPECS[name]).docstring


def test_a_class_for_each_block() -> None:
    def classes(name: str) -> list[str]:
        return [node.name for node in ast.parse(rd.emit(name)).body if isinstance(node, ast.ClassDef)]

    assert classes("resnet18") == ["Basic", "Resnet18"]
    assert classes("resnet152") == ["Bottleneck", "Resnet152"]
    assert classes("googlenet") == ["GooglenetOutputs", "Unit", "Inception", "Auxiliary", "Googlenet"]


def test_resnet152_is_short() -> None:
    text = rd.emit("resnet152")
    assert len(text.splitlines()) < 120
    assert "*[Bottleneck(1024, 256) for _ in range(35)]" in text


@pytest.mark.parametrize("name", SPECS)
def test_no_numbered_temporaries(name: str) -> None:
    """Values are named `x`, `out`, or as the file calls them: `branch5x5` where it has `branch5x5_1` and more."""
    tree = ast.parse(emitted(name))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    labels = set(re.findall(r"\w+", spec_text(name)))  # in its own file and in the bundled ones
    starts = {label.rpartition("_")[0] for label in labels}
    assert sorted(one for one in names - labels - starts if re.search(r"[0-9]$", one)) == []


def spec_text(name: str) -> str:
    spec = SPECS[name]
    paths = [*bundled("specs").rglob("*.arch"), *([spec] if isinstance(spec, Path) else [])]
    return "".join(path.read_text(encoding="utf-8") for path in paths)


@pytest.mark.parametrize("name", ODD_TEXTS)
def test_odd_texts(name: str, tmp_path: Path) -> None:
    """Built and imported they are one network; TorchScript takes it; the keys are the labels as they were written."""
    arch = rd.loads(ODD_TEXTS[name])
    path = tmp_path / "odd.py"
    path.write_text(rd.emit(arch), encoding="utf-8")
    built, imported = rd.build(arch), network_class(import_file(path))()
    assert list(built.state_dict()) == list(imported.state_dict())
    imported.load_state_dict(built.state_dict())
    assert sum(parameter.numel() for parameter in built.parameters()) == rd.summary(arch).parameters
    x = torch.ones(2, 3, 8, 8)
    for model in (built.eval(), imported.eval(), torch.jit.script(built)):
        value = model(x)
        torch.testing.assert_close(tuple(value), tuple(built(x)), rtol=0, atol=0)


def test_odd_keys() -> None:
    def keys(name: str) -> list[str]:
        state = rd.build(rd.loads(ODD_TEXTS[name])).state_dict()
        ours = (key.rpartition(".") for key in state if not key.endswith((".bias", "tracked", "mean", "var")))
        return [owner if last == "weight" else owner + dot + last for owner, dot, last in ours]

    assert keys("integers as labels") == ["s.0", "s.1", "1"]
    assert keys("keywords as labels") == ["class", "None.0", "s.def"]
    assert keys("names that Python changes") == ["__private"]
    assert keys("letters outside ASCII") == ["größe", "\ufb01"]
    assert keys("scales under labels") == ["class", "a b", "s.3"]
    assert keys("names among repeats") == ["s.0", "s.1", "s.2", "s.4.0", "s.4.1", "s.5.0", "s.5.1"]
    assert keys("blocks without letters") == ["_b1.conv1", "__1.conv1"]


def test_odd_beginnings() -> None:
    model = rd.build(rd.loads(ODD_TEXTS["beginnings"]))
    means = {key: float(value.mean()) for key, value in model.state_dict().items() if key.endswith("weight")}
    assert means == {"a-b.weight": 1, "class.0.weight": 0, "class.s.weight": 2}


def test_no_text_becomes_code() -> None:
    """Whatever the docstring says, the statements are those of the network without one."""

    def shape(text: str) -> list[str]:
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                del node.body[0]
        return [ast.dump(node) for node in tree.body]

    plain = shape(rd.emit(rd.loads("block b(w) { conv 3x3, w }\narch odd { input 3x8x8\n order conv\n b 4 }")))
    texts = [name for name in BLOCKS if name.startswith("a text")]
    assert len(texts) == 6
    for name in texts:
        assert shape(emitted(name)) == plain, name


# names that cannot be


def test_the_reserved_names_are_those_of_torch() -> None:
    """Written out, since nothing but the torch backend imports torch; this is their check."""
    module = nn.Sequential()
    names = {name for name in (*dir(module), *vars(module)) if not re.fullmatch(r"__\w+__", name)}
    assert names - RESERVED == set()
    assert RESERVED - names == set()


def findings(body: str) -> list[str]:
    with pytest.raises(rd.ArchError) as caught:
        rd.loads(f"arch odd {{ input 3x8x8\n order conv\n {body} }}")
    return [diagnostic.message for diagnostic in caught.value.diagnostics]


@pytest.mark.parametrize(
    "label", ["train", "forward", "training", "_parameters", "T_destination", "__init__", "type", "pop"]
)
@pytest.mark.parametrize(
    "body", ["{}: conv 3x3, 4", "s: {{ {}: relu }}", "{}: {{ conv 3x3, 4 }}", "stage {}: {{ relu }}"]
)
def test_labels_that_a_module_needs(body: str, label: str) -> None:
    assert findings(body.format(label)) == [f"a member cannot be named `{label}`"]


@pytest.mark.parametrize("label", ["a.b", "a:b", "a[0]", "", "a\\\\b", "a\x0cb", "a\u202eb", "a'b"])
def test_labels_that_are_no_names(label: str) -> None:
    assert len(findings(f'"{label}": conv 3x3, 4')) == 1


def test_several_are_reported() -> None:
    assert len(findings("train: conv 3x3, 4;  relu;  eval: conv 3x3, 4")) == 2


def test_counted_names_may_begin_like_reserved_ones() -> None:
    model = rd.build(rd.loads("block train(w) { conv 3x3, w }\narch odd { input 3x8x8\n order conv\n train 4 }"))
    assert [name for name, _ in model.named_children()] == ["train1"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("output aux as class when training: relu from c", "class"),
        ("output aux as _aux: relu from c", "_aux"),
        ('output "aux-1": relu from c', "aux-1"),
        ("output aux: relu from c;  output as lambda, aux", "lambda"),
    ],
)
def test_names_of_results(body: str, name: str) -> None:
    assert findings(f"c: conv 3x3, 4;  {body};  relu") == [f"a result cannot be named `{name}`"]


def test_a_block_and_an_arch_of_one_name() -> None:
    with pytest.raises(rd.ArchError, match="`odd` is declared twice"):
        rd.loads("block odd(w) { conv 3x3, w }\narch odd { input 3x8x8\n order conv\n odd 4 }")
