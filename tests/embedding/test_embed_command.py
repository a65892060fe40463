"""`resnet-dsl embed`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner, Result
from growing import trained
from safetensors.torch import load_file

import resnet_dsl as rd
from resnet_dsl.cli.main import cli

Run = Callable[..., Result]
SIZE = ("--input", "3x16x16")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in an empty folder; nothing but an exit may come out of it."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(cli, ["embed", *arguments], prog_name="resnet-dsl")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


def test_a_plan(run: Run) -> None:
    result = run("resnet18", "resnet34", "--plan")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "resnet18 in resnet34: 11,689,512 of 21,797,672 parameters\n\n"
        "copied  41 layers\n"
        "new     `layer1.2`, `layer2.2-3`, `layer3.2-5`, `layer4.2`: identity, since `bn2` begins with zeros\n\n"
        "what is new learns: weights that are zero from the first step, and those before them from the second\n"
        "the function is the same in training mode\n"
    )


ROOT = """\
arch small(n = 1, k = 3, width = 4) {
    input 3x6x6
    order conv bn + relu
    conv kernel=k, channels=4
    conv 3x3, 4 x n
    residual { conv 3x3, width;  conv 3x3, 4 }
    if n > 1 { residual { conv 3x3, width;  conv 3x3, 4 } }
    stage last: { conv 3x3, 4 x n }
    global_avgpool
    flatten
    fc: linear 5
}
"""
PLANS = {
    "n = 2": """\
copied  11 layers
new     `conv3`: conv, an identity
new     `bn3`: bn, an identity
new     `conv6`, `bn6`, `conv7`, `bn7`: identity, since `bn7` begins with zeros
new     `last.3-4`: conv · bn, each an identity

what is new learns: weights that are zero from the first step, and those before them from the second
in training mode the function differs, because of `bn3`; `4` of `last`
""",
    "k = 5": """\
copied  10 layers
larger  `conv1`: the old kernel in the middle, zeros around it

what is new learns: weights that are zero from the first step, and those before them from the second
the function is the same in training mode
""",
    "width = 6": """\
copied  8 layers
wider   `conv3`, `bn3`, `conv4`

what is new learns: weights that are zero from the first step, and those before them from the second
the function is the same in training mode
""",
}


@pytest.mark.parametrize("change", PLANS)
def test_a_plan_names_what_is_in_the_model(run: Run, change: str) -> None:
    Path("net.arch").write_text(f"{ROOT}\narch large extends small({change}) {{}}\n", encoding="utf-8")
    result = run("net.arch:small", "net.arch:large", "--plan")
    assert result.stdout.partition("\n\n")[2] == PLANS[change]
    data = json.loads(run("net.arch:small", "net.arch:large", "--plan", "--json").stdout)
    model = dict(rd.build("net.arch:large").named_modules())
    assert all(
        key in model for block in data["new"] for key in (block["block"], *(x["layer"] for x in block["layers"]))
    )
    assert (bool(data["wider"]), bool(data["larger_kernels"])) == ("width" in change, "k" in change)


def test_nothing_new_is_not_said_to_learn(run: Run) -> None:
    text = "arch small(eps = 0.1) { input 3x6x6\n order conv\n bn eps=eps\n conv 1x1, 4 }"
    Path("net.arch").write_text(f"{text}\narch large extends small(eps = 0.2) {{}}\n", encoding="utf-8")
    result = run("net.arch:small", "net.arch:large", "--plan")
    assert "scaled  `bn1`" in result.stdout
    assert "learns" not in result.stdout


def test_a_plan_needs_no_torch(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("resnet_dsl.embedding")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "torch", None)
    assert run("resnet18", "resnet34", "--plan").exit_code == 0
    result = run("resnet18", "resnet34", "--random", "1")
    assert result.exit_code == 1
    assert "embedding a model needs torch: install it with `pip install 'resnet-dsl[torch]'`" in result.stderr


def test_weights_are_written(run: Run) -> None:
    small, inputs = trained(rd.build("resnet20")).eval(), torch.randn(2, 3, 32, 32)
    torch.save(small.state_dict(), "small.pth")
    result = run("resnet20", "resnet32", "-w", "small.pth", "-o", "large.safetensors", "--seed", "1")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "\nverified on 2 inputs: the results differ by at most " in result.stdout
    large = rd.build("resnet32")
    large.load_state_dict(load_file("large.safetensors"))
    with torch.no_grad():
        assert torch.allclose(large.eval()(inputs), small(inputs), rtol=1e-4)


def test_a_seed_is_for_what_is_new(run: Run) -> None:
    for seed in ("1", "1", "2"):
        run("resnet20", "resnet32", *SIZE, "--random", "5", "--seed", seed, "--no-verify", "-o", f"{seed}.pth")
    one, two = torch.load("1.pth"), torch.load("2.pth")
    unlike = {key for key in one if not torch.equal(one[key], two[key])}
    assert unlike == {f"layer{i}.{j}.conv{k}.weight" for i in (1, 2, 3) for j in (3, 4) for k in (1, 2)}


def test_data(run: Run) -> None:
    data = json.loads(run("resnet20", "resnet32", *SIZE, "--random", "5", "--json", "-o", "net.pth").stdout)
    assert data["parameters"] == {"small": 269722, "large": 464154}
    assert (data["weights"], data["file"]) == ("random weights from the seed 5", "net.pth")
    assert data["copied"][0] == {"large": "conv1", "small": "conv1"}
    assert data["new"][0]["block"] == "layer1.3"
    assert data["new"][0]["layers"][-1] == {"layer": "layer1.3.bn2", "is": "zero"}
    assert data["verification"]["relative"] <= 1e-10
    assert data["verification"]["relative_in_training"] <= 1e-6


def test_data_of_wider_layers(run: Run) -> None:
    data = json.loads(run("resnet50", "wide_resnet50_2", "--plan", "--json").stdout)
    first = next(one for one in data["wider"] if one["large"] == "layer1.0.conv1")
    assert (first["outputs"], first["inputs"]) == ([[0, 0, 64]], [[[0, 0, 64]]])
    assert data["verification"] is None


def test_parameters_of_one_side(run: Run) -> None:
    result = run("resnet20", "resnet20", "-p", "small.n=2", "-p", "large.n=4", "-p", "classes=7", "--plan")
    assert "`layer1.2-3`" in result.stdout
    result = run("resnet20", "resnet20", "-p", "large.m=4", "--plan")
    assert result.exit_code == 1
    assert "did you mean" in result.stderr or "`resnet20` has no parameter `m`" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give the weights of SMALL with -w, or --random SEED, and not both; or --plan"),
        (("-w", "a.pth", "--random", "1"), "and not both"),
        (("--plan", "-o", "net.pth"), "--plan writes nothing: leave out -o"),
        (("--random", "1", "-o", "net.txt"), "`net.txt` must end in"),
    ],
)
def test_mistakes_of_use(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("resnet20", "resnet32", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_nothing_is_written_where_functions_differ(run: Run) -> None:
    state = rd.build("resnet20").state_dict()
    state["conv1.weight"][0] = torch.nan
    torch.save(state, "diverged.pth")
    result = run("resnet20", "resnet32", *SIZE, "-w", "diverged.pth", "-o", "net.pth")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[E0902]: results of `resnet20` and `resnet32` are not finite in evaluation" in result.stderr
    assert not Path("net.pth").exists()
    assert run("resnet20", "resnet32", *SIZE, "-w", "diverged.pth", "-o", "net.pth", "--no-verify").exit_code == 0
    assert Path("net.pth").exists()


def test_weights_that_do_not_fit(run: Run) -> None:
    torch.save(rd.build("resnet32").state_dict(), "other.pth")
    result = run("resnet20", "resnet32", "-w", "other.pth")
    assert result.exit_code == 1
    assert result.stderr.startswith("error[E0807]: `other.pth` does not fit `resnet20`")


def test_a_network_too_deep_to_be_written_out(run: Run) -> None:
    result = run("resnet20", "resnet20", "-p", "large.n=100_000_000", "--plan")
    assert result.exit_code == 1
    assert "a network that is embedded may have 100,000" in result.stderr


def test_python_wants_weights_or_a_seed() -> None:
    for options in ({}, {"weights": "a.pth", "random": 1}):
        with pytest.raises(TypeError, match="and not both"):
            rd.embed("resnet20", "resnet32", **options)  # type: ignore[arg-type]


def test_given_inputs_are_run_too() -> None:
    small, large = (rd.load(name, input="3x16x16") for name in ("resnet20", "resnet32"))
    found = rd.embed(small, large, random=1, inputs=torch.zeros(3, 3, 16, 16)).report.verification
    assert found is not None
    assert found.samples == 5
