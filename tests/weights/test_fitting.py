"""Whether weights fit: strictly, but for another number of classes, heads that are left out, and old counters."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

import resnet_dsl as rd
from resnet_dsl.diagnostics.text import render

State = dict[str, Tensor]
Refused = Callable[..., Any]
MISFIT = """\
error[E0807]: `other.pth` does not fit `tiny`: 1 of another shape, 4 missing, 2 unexpected
  --> tiny.arch:8:12
   |
 8 |     conv1: conv 3x3, width
   |            ^^^^^^^^^^^^^^^ `conv1.weight` is 4x3x3x3, and 6x3x3x3 in the file
 9 |     if bent { bend: tanh }
10 |     conv2: conv 3x3, 8
   |            ----------- `conv2.weight` is missing
  ::: tiny.arch:2:52
   |
 2 | block head(classes) { global_avgpool; flatten; fc: linear classes }
   |                                                    -------------- `aux1.fc.weight` is missing
   = note: of another shape:
       `conv1.weight` (tiny.arch:8:12): 4x3x3x3, and 6x3x3x3 in the file
   = note: missing:
       `bn1.bias` (tiny.arch:8:12): the file has `bn1.bais`
       `conv2.weight` (tiny.arch:10:12)
       `aux1.fc.weight` (tiny.arch:2:52)
       `aux1.fc.bias` (tiny.arch:2:52)
   = note: unexpected:
       `bn1.bais` (tiny.arch:8:12): did you mean `bn1.bias`?
       `conv2.0.weight` (tiny.arch:10:12)"""


@pytest.fixture
def file(state: State) -> str:
    """The weights in a file."""
    torch.save(state, "all.pth")
    return "all.pth"


def assert_loaded(model: nn.Module, state: State, *, but: tuple[str, ...] = ()) -> None:
    """The model has the weights, all but those of the layers named."""
    for key, tensor in model.state_dict().items():
        if key.rpartition(".")[0] not in but:
            assert torch.equal(tensor, state[key]), key


# another number of classes


def test_a_fresh_head(tiny: Path, state: State, file: str) -> None:
    with pytest.warns(rd.FreshHeadWarning) as warned:
        model = rd.build(tiny, weights=file, classes=3)
    assert_loaded(model, state, but=("fc", "aux1.fc"))
    assert model.fc.weight.shape == (3, 8)
    (one,) = warned
    assert str(one.message).startswith("`aux1.fc`, `fc` are fresh, and to be trained: `all.pth` has")
    assert one.filename == __file__


def test_a_fresh_head_begins_as_seeded(tiny: Path, file: str) -> None:
    def head() -> Tensor:
        torch.manual_seed(1)
        with pytest.warns(rd.FreshHeadWarning, match="`fc` is fresh"):
            weight: Tensor = rd.build(tiny, weights=file, classes=3, aux=False).fc.weight
        return weight

    assert torch.equal(head(), head())


@pytest.mark.parametrize("classes", [5, "5", "2 + 3"])
def test_the_same_number_of_classes(tiny: Path, state: State, file: str, classes: Any) -> None:
    assert_loaded(rd.build(tiny, weights=file, classes=classes), state)


def test_a_file_of_another_number_than_the_default(tiny: Path, refused: Refused) -> None:
    trained = rd.build(tiny, classes=7).state_dict()
    torch.save(trained, "seven.pth")
    found = refused(tiny, weights="seven.pth")
    assert (found.code, found.help) == ("E0807", "the file has 7 classes: give `classes=7`")
    assert_loaded(rd.build(tiny, weights="seven.pth", classes=7), trained)
    with pytest.warns(rd.FreshHeadWarning):
        assert_loaded(rd.build(tiny, weights="seven.pth", classes=5), trained, but=("fc", "aux1.fc"))


def test_only_what_classes_change_may_be_fresh(tiny: Path, file: str, refused: Refused) -> None:
    found = refused(tiny, weights=file, classes=3, width=6)
    assert found.code == "E0807"
    assert "`conv1.weight` (tiny.arch:8:12): 6x3x3x3, and 4x3x3x3 in the file" in found.notes[0]
    assert "fc." not in found.notes[0].replace("aux1.fc.weight", "")


def test_a_head_of_two_layers(tmp_path: Path) -> None:
    path, weights = tmp_path / "two.arch", tmp_path / "two.pth"
    path.write_text("arch two(classes = 4) { input 8; a: linear classes; b: linear 6; c: linear classes }")
    state = rd.build(path).state_dict()
    torch.save(state, weights)
    with pytest.warns(rd.FreshHeadWarning, match="`a`, `b`, `c` are fresh"):
        rd.build(path, weights=weights, classes=2)


# heads of side results


def test_heads_are_left_out(tiny: Path, state: State, file: str) -> None:
    model = rd.build(tiny, weights=file, aux=False)
    assert not any(key.startswith("aux1") for key in model.state_dict())
    assert_loaded(model, state)


def test_heads_are_left_out_and_others_fresh(tiny: Path, state: State, file: str) -> None:
    with pytest.warns(rd.FreshHeadWarning, match="`fc` is fresh"):
        assert_loaded(rd.build(tiny, weights=file, aux=False, classes=3), state, but=("fc",))


def test_heads_with_other_parameters(tiny: Path) -> None:
    wide = rd.build(tiny, width=6).state_dict()
    torch.save(wide, "wide.pth")
    assert_loaded(rd.build(tiny, weights="wide.pth", width=6, aux=False, bent=True), wide)


def test_heads_of_another_shape_are_none(tiny: Path, state: State, refused: Refused) -> None:
    torch.save({**state, "aux1.fc.weight": torch.ones(5, 9)}, "other.pth")
    found = refused(tiny, weights="other.pth", aux=False)
    assert "does not fit `tiny`: 1 of another shape" in found.message


def test_a_head_that_the_file_lacks(tiny: Path, state: State, refused: Refused) -> None:
    torch.save({key: one for key, one in state.items() if not key.startswith("aux1")}, "bare.pth")
    assert "2 missing" in refused(tiny, weights="bare.pth").message
    rd.build(tiny, weights="bare.pth", aux=False)


def test_layers_of_the_main_result_are_not_left_out(tmp_path: Path, refused: Refused) -> None:
    path, weights = tmp_path / "deep.arch", tmp_path / "deep.pth"
    path.write_text("arch deep(count = 3) { input 3x8x8; stage s: conv 3x3, 3 x count }")
    torch.save(rd.build(path).state_dict(), weights)
    assert refused(path, weights=weights, count=2).message.endswith("2 unexpected")


# counters and kinds of numbers


def test_files_from_before_the_counters(tiny: Path, state: State, refused: Refused) -> None:
    torch.save({key: one for key, one in state.items() if not key.endswith("num_batches_tracked")}, "old.pth")
    model = rd.build(tiny, weights="old.pth")
    assert model.bn1.num_batches_tracked == 0
    assert torch.equal(model.bn1.running_mean, state["bn1.running_mean"])
    torch.save({key: one for key, one in state.items() if key != "bn1.num_batches_tracked"}, "odd.pth")
    assert "`bn1.num_batches_tracked`" in refused(tiny, weights="odd.pth").notes[0]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_other_precisions_are_converted(tiny: Path, state: State, dtype: torch.dtype) -> None:
    other = {key: one.to(dtype) if one.is_floating_point() else one for key, one in state.items()}
    torch.save(other, "half.pth")
    model = rd.build(tiny, weights="half.pth")
    assert {parameter.dtype for parameter in model.parameters()} == {torch.float32}
    assert torch.equal(model.fc.weight, other["fc.weight"].float())


@pytest.mark.parametrize(
    ("dtype", "kind"),
    [(torch.complex64, "complex numbers"), (torch.int32, "whole numbers"), (torch.bool, "truth values")],
)
def test_other_kinds_of_numbers_are_refused(
    tiny: Path, state: State, refused: Refused, dtype: torch.dtype, kind: str
) -> None:
    torch.save({**state, "fc.bias": state["fc.bias"].to(dtype), "fc.weight": state["fc.weight"].to(dtype)}, "a.pth")
    found = refused(tiny, weights="a.pth")
    assert found.message == (
        f"`a.pth` does not fit `tiny`: `fc.weight` holds {kind} in the file, and real numbers here, as do 1 more"
    )


def test_the_layout_of_memory_stays_that_of_the_model(tiny: Path, state: State) -> None:
    last = torch.channels_last
    turned = {key: one.contiguous(memory_format=last) if one.dim() == 4 else one for key, one in state.items()}
    torch.save(turned, "turned.pth")
    model = rd.build(tiny, weights="turned.pth")
    assert_loaded(model, state)
    assert model.conv1.weight.is_contiguous()


# what does not fit


def test_the_message_for_another_network(tiny: Path, state: State, refused: Refused) -> None:
    other = {key: one for key, one in state.items() if not key.startswith(("conv2", "aux1"))}
    other |= {"conv1.weight": torch.ones(6, 3, 3, 3), "bn1.bais": state["bn1.bias"], "conv2.0.weight": torch.ones(3)}
    del other["bn1.bias"]
    torch.save(other, "other.pth")
    assert render(refused(tiny, weights="other.pth")) == MISFIT


def test_long_lists_are_cut(tiny: Path, refused: Refused) -> None:
    torch.save({f"unknown{number}": torch.ones(1) for number in range(1200)}, "many.pth")
    found = refused(tiny, weights="many.pth")
    assert found.message == "`many.pth` does not fit `tiny`: 14 missing, 1,200 unexpected"
    assert [note.splitlines()[-1].strip() for note in found.notes] == ["and 6 more", "and 1,192 more"]
    assert found.help == "the file has not one of the tensors: it seems to be of another network"


@pytest.mark.parametrize(
    ("rename", "help"),
    [
        (lambda key: f"backbone.net.{key}", "the file has all of them with `backbone.net.` in front"),
        (lambda key: key.replace("aux1.", "head."), "all of them are one renaming: `head` in the file is `aux1` here"),
        (lambda key: key.replace("fc.", "out.last."), "`out.last` in the file is `fc` here"),
        (lambda key: key.removeprefix("aux1."), "the file has all of them without `aux1.` in front"),
    ],
    ids=["prefix", "name", "names", "no prefix"],
)
def test_a_renaming_is_recognised(
    tiny: Path, state: State, refused: Refused, rename: Callable[[str], str], help: str
) -> None:
    tiny.write_text(tiny.read_text().replace("    fc: linear classes\n}\n", "}\n"))
    kept = {key: one for key, one in state.items() if not key.startswith("fc.")}
    torch.save({rename(key): one for key, one in kept.items()}, "renamed.pth")
    found = refused(tiny, weights="renamed.pth")
    assert help in found.help
    assert found.help.endswith(": rename the keys, or the labels")


# a network that is loaded already


def test_a_loaded_network(tiny: Path, state: State, file: str) -> None:
    assert_loaded(rd.build(rd.load(tiny), weights=file), state)


def test_a_loaded_network_with_other_classes(tiny: Path, state: State, file: str, refused: Refused) -> None:
    for classes in (3, 4, 8):  # the heads have 4 and 8 features
        with pytest.warns(rd.FreshHeadWarning, match="`aux1.fc`, `fc` are"):
            model = rd.build(rd.load(tiny, classes=classes), weights=file)
        assert_loaded(model, state, but=("aux1.fc", "fc"))
    assert refused(rd.load(tiny, width=6), weights=file).code == "E0807"


def test_only_last_layers_of_a_loaded_network_may_be_fresh(tmp_path: Path, refused: Refused) -> None:
    text = "arch two(classes = 4) { input 8; a: linear classes; b: linear 6; c: linear classes }"
    torch.save(rd.build(rd.loads(text)).state_dict(), tmp_path / "two.pth")
    assert refused(rd.loads(text, classes=2), weights=tmp_path / "two.pth").code == "E0807"


def test_a_loaded_network_without_its_heads(tiny: Path, file: str, refused: Refused) -> None:
    found = refused(rd.load(tiny, aux=False), weights=file)
    assert found.help.startswith("give `build` the spec instead of the loaded network")
    assert found.span is None
    assert "`aux1.fc.weight` (tiny.arch:4:6)" in found.notes[0]


def test_a_loaded_network_with_other_parameters(
    tiny: Path, state: State, file: str, publish: Any, refused: Refused
) -> None:
    publish({key: one for key, one in state.items() if not key.startswith("aux1")})
    found = refused(rd.load(tiny), weights="V1")
    assert found.code == "E0808"
    assert found.message == (
        "these weights want `tiny` with `aux=false`, `bent=true`, and it is loaded with `aux=true`, `bent=false`"
    )
    assert_loaded(rd.build(rd.load(tiny, aux=False, bent=True), weights="V1", progress=False), state)


def test_parameters_of_a_loaded_network(tiny: Path, file: str) -> None:
    with pytest.raises(TypeError, match="`classes` cannot be given: `tiny` is loaded already"):
        rd.build(rd.load(tiny), weights=file, classes=3)


# claims


def test_claims_of_variants_do_not_count(tiny: Path, state: State, file: str) -> None:
    tiny.write_text(
        tiny.read_text().replace("fc: linear classes\n}\n", "fc: linear classes\n    assert depth == 9\n}\n")
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rd.FreshHeadWarning)
        assert_loaded(rd.build(tiny, weights=file, classes=3), state, but=("aux1.fc", "fc"))
    with pytest.raises(rd.ArchError, match="depth == 9"):
        rd.build(tiny, weights=file)
