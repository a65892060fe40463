"""The IR as JSON, its equality, and its published schema."""

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest
from resolving import ROOT, every_arch, net

import resnet_dsl as rd
from resnet_dsl.backends.torch import build as build_module
from resnet_dsl.ir import nodes
from resnet_dsl.ir.nodes import Arch, Layer, Module, Place
from resnet_dsl.ir.serialise import BadIr, from_json, schema, schema_text, to_json
from resnet_dsl.ir.validated import validated
from resnet_dsl.source.bundled import bundled_files

SPECS = [*bundled_files(), *(spec for spec, _ in every_arch())]
SMALL = """a: conv 3x3, 64, init=normal(std=0.1)
residual { conv 3x3, 64 x3; stochastic_depth (residual.index / residual.count) } shortcut short: projection always
concat { identity; { from a; conv 1x1, 8 } }
output aux when training: flatten from a
split (64, 8), 1"""


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.rpartition("/")[2])
def test_json_comes_back_equal(spec: str) -> None:
    arch = rd.load(spec)
    text = to_json(arch)
    assert from_json(text) == arch
    assert to_json(from_json(text)) == text


def test_every_kind_of_node_comes_back() -> None:
    arch = net(SMALL)
    again = from_json(to_json(arch))
    assert again == arch
    assert rd.emit(again) == rd.emit(arch)
    kinds = {node.kind for node in walk(again.root)}
    assert kinds == {"layer", "sequence", "module", "repeat", "residual", "join", "read", "output"}


def walk(node: Any) -> list[Any]:
    return [node, *(inner for part in node.nodes for inner in walk(part))]


def test_equality_ignores_places() -> None:
    moved = net("\n\n# a comment\n" + SMALL.replace("; ", "\n"))
    arch = net(SMALL)
    assert moved == arch
    assert hash(moved.root) == hash(arch.root)
    assert moved.root.nodes[0].place != arch.root.nodes[0].place
    assert to_json(moved) != to_json(arch)


CHANGES = {
    "3x3": "5x5",
    "64 x3": "64 x4",
    "short:": "other:",
    "std=0.1": "std=0.2",
    "identity;": "relu;",
    "aux": "side",
    "index /": "index * 2 /",
}


@pytest.mark.parametrize("change", CHANGES)
def test_equality_sees_the_meaning(change: str) -> None:
    assert net(SMALL.replace(change, CHANGES[change], 1)) != net(SMALL)


def test_an_ir_is_frozen() -> None:
    arch = net(SMALL)
    with pytest.raises(FrozenInstanceError):
        arch.name = "other"  # type: ignore[misc]


BROKEN = {
    "no JSON": "{",
    "no arch": "[]",
    "an unknown op": '"op": "conv"',
    "an unknown kind": '"kind": "sequence"',
    "an unknown field": '"name": "net"',
    "a number that is none": '"count": 2',
}
INSTEAD = {
    "an unknown op": '"op": "covn"',
    "an unknown kind": '"kind": "sequins"',
    "an unknown field": '"name": "net", "color": 3',
    "a number that is none": '"count": "two"',
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_ir_is_refused(what: str) -> None:
    text = to_json(net(SMALL))
    if what in INSTEAD:
        assert BROKEN[what] in text
        text = text.replace(BROKEN[what], INSTEAD[what], 1)
    else:
        text = BROKEN[what]
    with pytest.raises(BadIr, match="not an IR at"):
        from_json(text)


@pytest.mark.parametrize(("key", "value"), [("channels", 0), ("channels", 1.5), ("stride", [2]), ("bias", "yes")])
def test_arguments_of_ops_are_checked(key: str, value: Any) -> None:
    data = json.loads(to_json(net("conv 3x3, 8, order=none")))
    data["root"]["nodes"][0]["nodes"][0]["op"][key] = value
    with pytest.raises(BadIr):
        from_json(json.dumps(data))


def test_the_published_schema_is_the_one_in_force() -> None:
    published = (ROOT / "docs" / "ir.schema.json").read_text(encoding="utf-8")
    assert published == schema_text(), "write `schema_text()` to docs/ir.schema.json"


def test_the_schema_knows_every_node_and_field() -> None:
    known = schema()
    assert known["$schema"].endswith("2020-12/schema")
    assert set(known["properties"]) == {item.name for item in fields(Arch)}
    for name in ("Layer", "Sequence", "Module", "Repeat", "Residual", "Join", "Read", "Output", "Place", "Init"):
        node = getattr(nodes, name)
        assert set(known["$defs"][name]["properties"]) == {item.name for item in fields(node)}


def test_what_is_written_follows_the_schema() -> None:
    known = schema()
    arch = json.loads(to_json(rd.load("resnet50")))
    assert check(arch, known, known["$defs"]) == []
    arch["root"]["nodes"][0]["kind"] = "other"
    assert check(arch, known, known["$defs"])


def check(value: Any, rule: dict[str, Any], defs: dict[str, Any], path: str = "") -> list[str]:
    """Where a value departs from the objects, arrays and references of a schema; leaves are not looked at."""
    if "$ref" in rule:
        return check(value, defs[rule["$ref"].rpartition("/")[2]], defs, path)
    if "discriminator" in rule:
        target = rule["discriminator"]["mapping"].get(value[rule["discriminator"]["propertyName"]])
        return check(value, {"$ref": target}, defs, path) if target else [f"{path}: unknown kind"]
    if "anyOf" in rule:
        found = [check(value, one, defs, path) for one in rule["anyOf"]]
        return min(found, key=len)
    if rule.get("type") == "null":
        return [] if value is None else [f"{path}: not null"]
    if rule.get("type") == "array" and "items" in rule:
        return [slip for i, one in enumerate(value) for slip in check(one, rule["items"], defs, f"{path}[{i}]")]
    if "properties" in rule:
        if not isinstance(value, dict):
            return [f"{path}: no object"]
        found = [[f"{path}: `{key}` is unknown"] for key in value.keys() - rule["properties"].keys()]
        found += [[f"{path}: `{key}` is missing"] for key in set(rule.get("required", ())) - value.keys()]
        parts = rule["properties"].items()
        found += [check(value[key], part, defs, f"{path}.{key}") for key, part in parts if key in value]
        return [slip for slips in found for slip in slips]
    return []


def test_places_say_where_something_was_written() -> None:
    arch = net("relu")
    layer = next(node for node in walk(arch.root) if isinstance(node, Layer))
    assert layer.place == Place("<text>", 4, 1, 4, 5)
    assert str(layer.place) == "<text>:4:1"
    assert isinstance(replace(arch.root, place=None), Module)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "a b; import os"}, "`name`: String should match pattern"),
        ({"root": "a module"}, "`root`: Input should be"),
        ({"residuals": "many"}, "`residuals`: Input should be a valid integer"),
    ],
)
@pytest.mark.parametrize("make", [rd.emit, rd.summary, rd.draw, rd.table1, rd.compare, rd.build, rd.train])
def test_a_network_put_together_by_hand_is_validated(
    make: Callable[..., Any], change: dict[str, Any], message: str
) -> None:
    with pytest.raises(BadIr, match=message):
        make(replace(rd.load("resnet20"), **change))


def test_the_text_of_a_class_is_run_of_a_network_only() -> None:
    with pytest.raises(BadIr, match="`name`: String should match pattern"):
        build_module(replace(rd.load("resnet20"), name="a b; import os"))


def test_what_stands_deep_within_is_validated_too() -> None:
    arch = rd.load("resnet20")
    wrong: Any = ("no node",)
    deep = replace(arch, root=replace(arch.root, nodes=(*arch.root.nodes, *wrong)))
    with pytest.raises(BadIr, match=r"`root\.nodes\.[0-9]+"):
        rd.emit(deep)


@pytest.mark.parametrize("loosen", [list, lambda nodes: [json.loads(json.dumps(one)) for one in dumped(nodes)]])
def test_what_can_be_read_as_a_network_is_one(loosen: Callable[[Any], Any]) -> None:
    arch = rd.load("resnet20")
    loose = replace(arch, root=replace(arch.root, nodes=loosen(arch.root.nodes)))
    assert rd.emit(loose) == rd.emit(arch)
    assert hash(validated(loose)) == hash(arch)
    assert validated(loose) == arch


def dumped(nodes: Any) -> Any:
    """Nodes as JSON has them."""
    return json.loads(to_json(replace(rd.load("resnet20"))))["root"]["nodes"]


def test_one_that_is_sound_is_taken() -> None:
    arch = replace(rd.load("resnet20"), name="other")
    assert "class Other" in rd.emit(arch)
