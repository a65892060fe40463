"""The bundled networks: what stands in their files."""

from dataclasses import replace
from typing import Any

import pytest

import resnet_dsl as rd
from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.ir.names import members
from resnet_dsl.ir.nodes import Arch, Layer, Module
from resnet_dsl.source.bundled import bundled, bundled_files

NAMES = ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "googlenet")
FAMILY: dict[str, dict[str, Any]] = {
    "resnet18": {"unit": "basic", "depths": (2, 2, 2, 2)},
    "resnet34": {"unit": "basic", "depths": (3, 4, 6, 3)},
    "resnet50": {},
    "resnet101": {"depths": (3, 4, 23, 3)},
    "resnet152": {"depths": (3, 8, 36, 3)},
}


@pytest.mark.parametrize("path", sorted(bundled("specs").rglob("*.arch")), ids=lambda path: path.stem)
def test_every_bundled_file_is_clean(path: Any) -> None:
    assert rd.check(path) == ()


@pytest.mark.parametrize("name", sorted(bundled_files()))
def test_a_bundled_file_holds_an_arch_of_its_name_and_says_its_source(name: str) -> None:
    arch = rd.load(name)
    assert arch.name == name
    assert arch.docstring


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_and_figure_is_claimed(name: str) -> None:
    text = bundled_files()[name].read_text(encoding="utf-8")
    stages = (
        ["conv1", "layer1", "layer2", "layer3", "layer4"] if name != "googlenet" else ["inception3a", "inception5b"]
    )
    for claim in [*(f"assert {stage} is" for stage in stages), "params ==", "macs ==", "depth =="]:
        assert claim in text


@pytest.mark.parametrize("name", FAMILY)
def test_the_family_gives_each_of_its_members(name: str) -> None:
    assert shown(rd.load("resnet", **FAMILY[name]).root) == shown(rd.load(name).root)


def shown(module: Module) -> list[Any]:
    """A module by the names and layers of its members, whatever the words that called them."""
    content: list[Any] = []
    for name, member in members(module):
        if isinstance(member, Layer):
            content.append((name, replace(member, place=None)))
        else:
            content.append((name, member.role, member.block, member.parameters, shown(member)))
    return content


def test_convolutions_begin_as_in_torchvision() -> None:
    for name, distribution in {"resnet50": "kaiming_normal", "googlenet": "trunc_normal"}.items():
        found = {init.distribution for layer in layers(rd.load(name).root) for init in layer.inits}
        assert found == {distribution}


def test_the_linear_layer_of_resnet_begins_as_torch_has_it() -> None:
    assert not next(layer for layer in layers(rd.load("resnet50").root) if layer.op.name == "linear").inits


def layers(node: Any) -> list[Layer]:
    return [node] if isinstance(node, Layer) else [layer for inner in node.nodes for layer in layers(inner)]


def keys(arch: Arch) -> list[str]:
    return [name for name, _ in members(arch.root)]


def test_the_auxiliary_heads_of_googlenet_can_be_left_out() -> None:
    whole, bare = rd.load("googlenet"), rd.load("googlenet", aux=False)
    assert whole.results == ("logits", "aux_logits2", "aux_logits1")
    assert bare.results == ()
    assert arch_cost(bare).all_parameters == 6_624_904
    assert set(keys(whole)) - set(keys(bare)) == {"aux1", "aux2"}
    assert keys(whole).index("aux1") == keys(whole).index("inception5b") + 1
