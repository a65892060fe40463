"""Figures of networks side by side."""

import json

import pytest

import resnet_dsl as rd

TEN = [
    "resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "resnext50_32x4d", "wide_resnet50_2", "googlenet",
    "inception_v3", "resnet20",
]  # fmt: skip


def test_ten_networks_fit_in_a_hundred_columns() -> None:
    found = rd.compare(*TEN)
    lines = str(found).splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0].split() == [
        "name",
        "input",
        "output",
        "depth",
        "parameters",
        "×",
        "multiply-adds",
        "×",
        "MiB",
        "field",
    ]
    assert [line.split()[0] for line in lines[1:11]] == TEN
    assert lines[3].split()[3:9] == ["50", "25.6", "M", "2.19", "4.09", "G"]


def test_the_stages_of_table_1() -> None:
    """He et al. 2016, Table 1: multiply-adds of conv1, conv2_x, …, conv5_x, and the head."""
    stages = rd.compare("resnet50").networks[0].stages
    assert [stage.name for stage in stages] == ["/2", "/4", "/8", "/16", "/32", "head"]
    assert [stage.size[1:] for stage in stages[:-1]] == [(112, 112), (56, 56), (28, 28), (14, 14), (7, 7)]
    assert [stage.cost.macs for stage in stages] == [
        118_013_952, 667_942_912, 1_027_604_480, 1_464_336_384, 809_238_528, 2_048_000
    ]  # fmt: skip


@pytest.mark.parametrize("name", [*TEN, "d2l_resnet18", "resnet110"])
def test_stages_are_the_whole_network(name: str) -> None:
    (figures,) = rd.compare(name).networks
    assert sum(stage.cost.macs for stage in figures.stages) == figures.cost.macs
    assert (
        sum(stage.cost.parameters_without_training for stage in figures.stages)
        == figures.cost.parameters_without_training
    )


def test_side_results_that_evaluation_computes_stand_in_stages() -> None:
    text = """arch a {{
        input 3x32x32
        a: conv 3x3, 8
        output side {mode}: {{ conv 3x3, 512; global_avgpool; flatten; linear 1000 }} from a
        global_avgpool; flatten; linear 10
    }}"""
    (figures,) = rd.compare(rd.loads(text.format(mode=""))).networks
    assert [stage.name for stage in figures.stages] == ["/1", "head", "/1", "head"]
    assert [stage.cost.macs for stage in figures.stages] == [221_184, 80, 37_748_736, 512_000]
    assert (
        sum(stage.cost.parameters_without_training for stage in figures.stages)
        == figures.cost.parameters_without_training
    )
    (training,) = rd.compare(rd.loads(text.format(mode="when training"))).networks
    assert [stage.cost.macs for stage in training.stages] == [221_184, 80]


def test_a_network_that_is_in_one_module_has_stages() -> None:
    assert [stage.name for stage in rd.compare("d2l_resnet18").networks[0].stages][:3] == ["/2", "/4", "/8"]


def test_what_enlarges_and_what_is_no_image() -> None:
    text = "arch a {{ input {}; {} }}"
    up = rd.loads(text.format("8x8x8", "upsample 4; conv 1x1, 2"))
    flat = rd.loads(text.format("8", "linear 2"))
    assert [stage.name for one in rd.compare(up, flat).networks for stage in one.stages] == ["×4", "head"]
    assert "?" not in str(rd.compare(up, flat))


def test_data_and_markdown() -> None:
    found = rd.compare("resnet18", "resnet34")
    first, second = json.loads(json.dumps(found.to_data()))
    assert (first["parameters"], first["macs"], first["depth"]) == (11_689_512, 1_814_073_344, 18)
    assert first["ratios"] == {"parameters": 1.0, "macs": 1.0, "memory": 1.0}
    assert second["ratios"]["macs"] == 3_663_761_408 / 1_814_073_344
    assert second["receptive_field"] == [899, 899]
    assert "| `resnet34` | 3×224×224 | 34 | 21,797,672 | 1.86 | 3,663,761,408 | 2.02 |" in found.markdown()
    assert found._repr_html_().count("<table>") == 2


def test_patterns_parameters_and_input() -> None:
    found = rd.compare("resnext*", rd.load("resnet18"), rd.load("resnet34"))
    names = ["resnext50_32x4d", "resnext101_32x8d", "resnext101_64x4d", "resnet18", "resnet34"]
    assert [one.name for one in found.networks] == names
    small = rd.compare("resnet18", "resnet34", input="3x32x32", classes=10).networks
    assert [(one.input.sizes, one.output.sizes) for one in small] == [((3, 32, 32), (10,))] * 2
    with pytest.raises(rd.ArchError, match="there is no bundled network"):
        rd.compare("vgg*")
    with pytest.raises(TypeError, match="one network at least"):
        rd.compare()
