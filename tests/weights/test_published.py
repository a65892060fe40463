"""Published weights, through the code with which torchvision loads its own."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

import resnet_dsl as rd
from resnet_dsl.analysis.cost import arch_cost
from resnet_dsl.source.bundled import bundled_files
from resnet_dsl.torchvision_import import import_torchvision
from resnet_dsl.weights.enums import member_of

State = dict[str, Tensor]
Refused = Callable[..., Any]
Publish = Any


def assert_loaded(model: nn.Module, state: State) -> None:
    for key, tensor in model.state_dict().items():
        assert torch.equal(tensor, state[key]), key


def test_from_the_network_and_then_from_the_cache(tiny: Path, state: State, publish: Publish, cache: Path) -> None:
    member = publish(state)
    assert_loaded(rd.build(tiny, weights="V1", progress=False), state)
    (file,) = cache.iterdir()
    assert file.name == Path(member.url).name
    Path(publish.folder, file.name).unlink()
    assert_loaded(rd.build(tiny, weights="V1", progress=False), state)


def test_the_stated_parameters_apply(tiny: Path, state: State, publish: Publish) -> None:
    publish(state)
    model = rd.build(tiny, weights="V1", progress=False)
    assert not hasattr(model, "aux1")
    assert hasattr(model, "bend")


def test_given_parameters_go_before(tiny: Path, state: State, publish: Publish) -> None:
    publish(state)
    model = rd.build(tiny, weights="V1", progress=False, aux=True, bent=False)
    assert not hasattr(model, "bend")
    assert model.state_dict().keys() == state.keys()
    assert_loaded(model, state)
    assert not hasattr(rd.build(tiny, weights="V1", progress=False, aux="false"), "aux1")


def test_ways_to_name_them(tiny: Path, state: State, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    member = publish(state)
    models = import_torchvision().models
    monkeypatch.setattr(models, "Tiny_Weights", type(member), raising=False)
    for weights in ("DEFAULT", "Tiny_Weights.V1", "Tiny_Weights.DEFAULT", member):
        model = rd.build(tiny, weights=weights, progress=False)
        assert hasattr(model, "bend")
        assert_loaded(model, state)


def test_weights_that_the_arch_does_not_state(tiny: Path, state: State, publish: Publish) -> None:
    member = publish(state)
    tiny.write_text(tiny.read_text().replace("weights torchvision.tiny (V1), aux=false, bent=true", ""))
    model = rd.build(tiny, weights=member, progress=False)
    assert not hasattr(model, "bend")
    assert_loaded(model, state)


@pytest.mark.parametrize(
    ("weights", "text", "help"),
    [
        ("V2", "`tiny` states no weights `V2`", "did you mean `V1`? it states `V1`; give one, or the path"),
        ("ResNet50_Weights.IMAGENET1K_V7", "torchvision has no weights", "did you mean `ResNet50_Weights.IMAGENET1K_V"),
        ("some.thing", "torchvision has no weights `some.thing`", "a path has a `/` or a known suffix"),
    ],
)
def test_unknown_names(tiny: Path, publish: Publish, refused: Refused, weights: str, text: str, help: str) -> None:
    publish({})
    found = refused(tiny, weights=weights)
    assert found.code == "E0801"
    assert text in found.message
    assert help in found.help


def test_an_arch_that_states_none(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "plain.arch"
    path.write_text("arch plain { input 3x8x8; conv 3x3, 4 }")
    for name in ("V1", "DEFAULT"):
        found = refused(path, weights=name)
        assert found.message == "`plain` states no published weights"
        assert "give the path of a file, or a full name such as" in found.help


def test_a_default_that_is_not_stated(tiny: Path, publish: Publish, refused: Refused) -> None:
    publish({}, default="V9")
    found = refused(tiny, weights="DEFAULT")
    assert found.message == "torchvision's default is `Tiny_Weights.V9`, which `tiny` does not state"
    assert "it states `V1`" in found.help


def test_a_name_stated_twice(tiny: Path, publish: Publish, refused: Refused) -> None:
    publish({})
    twice = "weights torchvision.resnet18 (IMAGENET1K_V1)\n    weights torchvision.resnet34 (IMAGENET1K_V1)\n"
    tiny.write_text(tiny.read_text().replace("input 3x8x8", f"{twice}    input 3x8x8"))
    assert "several weights `IMAGENET1K_V1`" in refused(tiny, weights="IMAGENET1K_V1").message


@pytest.mark.parametrize(
    ("line", "text"),
    [("torchvision.tinny (V1)", "has no model `tinny`"), ("torchvision.tiny (V1, V2)", "no weights `V2` of `tiny`")],
)
def test_statements_that_torchvision_does_not_know(
    tiny: Path, publish: Publish, refused: Refused, line: str, text: str
) -> None:
    publish({})
    tiny.write_text(tiny.read_text().replace("torchvision.tiny (V1)", line))
    found = refused(tiny, weights="V2" if "V2" in line else "V1")
    assert (found.code, found.notes) == ("E0801", ("stated at tiny.arch:5:5",))
    assert text in found.message


def test_what_is_no_weights(tiny: Path) -> None:
    with pytest.raises(TypeError, match="not of type `int`"):
        rd.build(tiny, weights=3)


# the cache and the network


def test_a_damaged_file_in_the_cache(tiny: Path, state: State, publish: Publish, cache: Path, refused: Refused) -> None:
    publish(state)
    rd.build(tiny, weights="V1", progress=False)
    (file,) = cache.iterdir()
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    found = refused(tiny, weights="V1")
    assert (found.code, found.help) == ("E0803", "delete it, and it is downloaded again")
    for said in (str(file), hashlib.sha256(data).hexdigest(), file.stem.removeprefix("tiny-")):
        assert said in found.message


def test_another_hash(tiny: Path, state: State, publish: Publish, cache: Path, refused: Refused) -> None:
    publish(state, "tiny-0123abcd.pth")
    found = refused(tiny, weights="V1")
    assert found.code == "E0805"
    assert 'invalid hash value (expected "0123abcd"' in found.message
    assert not list(cache.iterdir())


@pytest.mark.parametrize("name", ["tiny-{hash}.pth", "tiny.pth"])
def test_a_file_that_was_published_truncated(
    tiny: Path, state: State, publish: Publish, cache: Path, refused: Refused, name: str
) -> None:
    member = publish(state, name)
    path = publish.folder / Path(member.url).name
    path.write_bytes(path.read_bytes()[:1000])
    found = refused(tiny, weights="V1")
    assert found.code == ("E0805" if "-" in name else "E0803")
    assert "try again" in found.help
    assert not list(cache.iterdir())


def test_a_cached_file_without_a_hash_is_taken(
    tiny: Path, state: State, publish: Publish, cache: Path, refused: Refused
) -> None:
    publish(state, "tiny.pth")
    assert_loaded(rd.build(tiny, weights="V1", progress=False), state)
    (cache / "tiny.pth").write_bytes(b"PK")
    found = refused(tiny, weights="V1")
    assert (found.code, found.help) == ("E0803", "delete it, and it is downloaded again")
    assert (cache / "tiny.pth").exists()


@pytest.mark.parametrize("url", ["file:///nowhere/tiny-0123abcd.pth", "http://127.0.0.1:9/tiny-0123abcd.pth", "x:y"])
def test_no_connection(tiny: Path, publish: Publish, cache: Path, refused: Refused, url: str) -> None:
    publish.register(url)
    found = refused(tiny, weights="V1")
    assert found.code == "E0805"
    assert "could not be downloaded: " in found.message
    assert url in found.help
    assert not list(cache.iterdir())


def test_a_cache_that_cannot_be_written(
    tiny: Path, state: State, publish: Publish, cache: Path, refused: Refused
) -> None:
    publish(state)
    cache.parents[1].write_text("no folder")
    found = refused(tiny, weights="V1")
    assert found.code == "E0805"
    assert "cannot be written into the cache: Not a directory" in found.message


def test_standard_output_is_left_alone(
    tiny: Path, state: State, publish: Publish, capfd: pytest.CaptureFixture[str]
) -> None:
    publish(state)
    rd.build(tiny, weights="V1", progress=False)
    assert tuple(capfd.readouterr()) == ("", "")
    publish({**state, "more": torch.ones(1)})
    with pytest.raises(rd.ArchError):
        rd.build(tiny, weights="V1")
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("Downloading: ")


# what the bundled networks state


@pytest.mark.parametrize("name", bundled_files())
def test_bundled_networks_state_what_torchvision_has(name: str) -> None:
    for published in rd.load(name).published:
        arch = rd.load(name, **{binding.name: binding.value for binding in published.parameters})
        cost = arch_cost(arch)
        for weights in published.names:  # torchvision counts the heads for training of some networks, and not of others
            assert member_of(published, weights).meta["num_params"] in (
                cost.parameters_without_training,
                cost.all_parameters,
            )
