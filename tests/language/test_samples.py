"""The samples of the design, word by word, and the keys that they promise."""

from types import ModuleType

import pytest
import torch
from resolving import SAMPLES, every_arch, flow, net, parameter_shapes, state_keys, stems

import resnet_dsl as rd
from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.torchvision_import import import_torchvision

FOLDER = SAMPLES[0].parent


@pytest.fixture(scope="module")
def models() -> ModuleType:
    models: ModuleType = import_torchvision().models
    return models


def sample(spec: str) -> rd.Arch:
    """An arch of a sample: `gated:gates`, or the only one."""
    file, _, name = spec.partition(":")
    path = FOLDER / f"{file}.arch"
    return rd.load(f"{path}:{name}" if name else path)


@pytest.mark.parametrize("spec", [spec for spec, _ in every_arch()], ids=[name for _, name in every_arch()])
def test_it_compiles_and_has_the_keys_of_its_ir(spec: str) -> None:
    arch = rd.load(spec)
    with torch.device("meta"):
        model = rd.build(arch)
    assert list(model.state_dict()) == state_keys(arch)
    assert sum(tensor.numel() for tensor in model.parameters()) == arch_cost(arch).all_parameters


@pytest.mark.parametrize(
    ("spec", "name"),
    [("design", "resnet50"), ("resnext50_32x4d", "resnext50_32x4d"), ("mobilenet_v2", "mobilenet_v2")],
)
def test_the_keys_are_those_of_torchvision(models: ModuleType, spec: str, name: str) -> None:
    with torch.device("meta"):
        ours, theirs = rd.build(sample(spec)), getattr(models, name)()
    shapes = [{key: tuple(value.shape) for key, value in model.state_dict().items()} for model in (ours, theirs)]
    assert shapes[0] == shapes[1]
    assert list(shapes[0]) == list(shapes[1])


def test_inception_has_the_keys_of_googlenet(models: ModuleType) -> None:
    with torch.device("meta"):
        theirs = models.googlenet(init_weights=False).state_dict()
        ours = rd.build(sample("googlenet_unit")).state_dict()
    wanted = {key: tuple(value.shape) for key, value in theirs.items() if key.startswith("inception3a.")}
    assert {key: tuple(value.shape) for key, value in ours.items()} == wanted


def test_mobilenet_computes_what_torchvision_computes(models: ModuleType) -> None:
    ours, theirs = rd.build(sample("mobilenet_v2")).eval(), models.mobilenet_v2().eval()
    ours.load_state_dict(theirs.state_dict())
    x = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        torch.testing.assert_close(ours(x), theirs(x))


def test_one_line_makes_it_pre_activation() -> None:
    arch = sample("resnet50_preact")
    assert arch_cost(arch).parameters_without_training == 25_549_352
    text = flow(arch)
    assert text.startswith("conv bn relu maxpool ([conv bn relu conv bn relu conv | conv])x1 ([bn relu conv bn relu")
    assert text.endswith("| identity])x2 bn relu global_avgpool flatten linear")


UNITS = {
    "a": "[conv bn relu conv bn relu conv bn | identity] relu",
    "b": "[conv bn relu conv bn relu conv | identity] bn relu",
    "c": "[conv bn relu conv bn relu conv bn relu | identity]",
    "d": "[relu conv bn relu conv bn relu conv bn | identity]",
    "e": "[bn relu conv bn relu conv bn relu conv | identity]",
}


@pytest.mark.parametrize("letter", UNITS)
def test_the_five_orders_are_those_of_the_figure(letter: str) -> None:
    assert f"({UNITS[letter]})x3" in flow(sample(f"orders:order_{letter}"))


STEMS = {
    "arms": "branch2.0.conv1 branch2.0.bn1 branch2.1.conv1 branch2.1.bn1 "
    "branch3x3_1.conv1 branch3x3_1.bn1 branch3x3_2.conv1 branch3x3_2.bn1",
    "gated": "gated1.gate gated1.conv1 gated1.bn1 gated1.conv2 gated1.bn2 "
    "gated2.gate gated2.conv1 gated2.bn1 gated2.conv2 gated2.bn2",
    "order_labels": "norm1 conv1 stem.0 stem.1 features.0.0",
    "order_options": "conv1 bn1 conv2 bn2 conv3 bn3",
    "dense_labels": "denseblock1.0 denseblock1.2 denseblock1.3 denseblock1.5 transition1.norm1 transition1.conv1 "
    "denseblock2.0 denseblock2.2 denseblock2.3 denseblock2.5 denseblock2.6 denseblock2.8",
    "side_results": "inception4a.0 inception4a.1 inception4d.0 inception4d.1 aux1.linear1 aux2.linear1 fc.linear1",
}


@pytest.mark.parametrize("name", STEMS)
def test_a_sample_has_the_keys_that_it_promises(name: str) -> None:
    assert stems(sample(name)) == STEMS[name]


def test_the_gate_is_exclusive() -> None:
    gate = "conv sigmoid <in [conv bn relu conv bn mul(identity, <g) | {}mul(identity, <g affine)] relu"
    assert flow(sample("gated")) == f"{gate.format('')} {gate.format('pad ')}"


def test_an_order_keeps_its_options() -> None:
    model = rd.build(sample("order_options"))
    assert {model.bn1.eps, model.bn2.eps, model.bn3.eps} == {0.001}


def test_side_results_come_in_the_order_stated() -> None:
    arch = sample("side_results")
    assert arch.results == ("logits", "aux_logits2", "aux_logits1")
    outputs = rd.build(arch).train()(torch.randn(2, 3, 32, 32))
    assert outputs._fields == arch.results
    assert torch.is_tensor(rd.build(arch).eval()(torch.randn(2, 3, 32, 32)))


def test_stochastic_depth_grows_and_stays_folded() -> None:
    arch = sample("stochastic")
    assert flow(arch) == "([conv bn relu conv bn stochastic_depth | identity] relu)x18"
    rates = [module.p for name, module in rd.build(arch).named_modules() if name.endswith("stochastic_depth1")]
    assert rates == [0.5 * i / 18 for i in range(18)]


def test_a_brace_nests_where_it_is_a_statement_and_groups_where_it_is_an_arm() -> None:
    assert list(parameter_shapes(net("{ linear 4, bias=false }", input="8"))) == ["brace1.0.weight"]
    assert list(parameter_shapes(net("add { { linear 8, bias=false }; identity }", input="8"))) == ["linear1.weight"]
