"""Files and IR of strangers: nothing of theirs is run, and nothing takes long."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import torch
from resolving import findings, net, whole

import resnet_dsl as rd
from resnet_dsl.ir.serialise import BadIr, from_json
from resnet_dsl.resolve import context

CODE = "x\n__import__('os').abort()\n"
Data = dict[str, Any]


def _arch_name(data: Data) -> None:
    data["name"] = f'a"""{CODE}"""'


def _distribution(data: Data) -> None:
    data["root"]["nodes"][0]["nodes"][0]["inits"] = [{"tensor": "weight", "distribution": CODE}]


def _keyword(data: Data) -> None:
    init = {"tensor": "weight", "distribution": "normal", "arguments": [[CODE, 1]]}
    data["root"]["nodes"][0]["nodes"][0]["inits"] = [init]


def _result(data: Data) -> None:
    data["results"] = ["main", CODE]


def _parameter(data: Data) -> None:
    data["root"]["parameters"] = [{"name": CODE, "value": 1}]


def _member(data: Data) -> None:
    data["root"]["nodes"][0]["nodes"][0]["name"] = CODE


@pytest.mark.parametrize("spoil", [_arch_name, _distribution, _keyword, _result, _parameter, _member])
def test_an_ir_cannot_bring_code(spoil: Callable[[Data], None]) -> None:
    data = json.loads(rd.emit(net("conv 3x3, 4"), to="ir"))
    spoil(data)
    with pytest.raises(BadIr):
        from_json(json.dumps(data))


DOUBLED = "".join(f"let a{i + 1} = a{i} + a{i}\n" for i in range(60))
PAIRED = "".join(f"let a{i + 1} = (a{i}, a{i})\n" for i in range(60))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f"residual {{ let a0 = residual.index\n{DOUBLED} stochastic_depth a60 }}", "E0701"),
        (f"let a0 = (1, 2)\n{PAIRED}relu", "E0701"),
        ("residual { conv 3x3, 64; stochastic_depth ((residual.index + 9) ** 99999999999) }", "E0308"),
    ],
)
def test_what_doubles_is_refused(body: str, code: str) -> None:
    assert code in [diagnostic.code for diagnostic in findings(whole(body))]


@pytest.mark.parametrize("body", ["identity x1000000000", "add { identity; identity } x1000000000"])
def test_repeats_without_members_are_not_written_out(body: str) -> None:
    with pytest.raises(rd.ArchError, match="E0701"):
        rd.emit(net(body))


def test_a_model_of_a_billion_layers_is_not_built() -> None:
    with pytest.raises(rd.ArchError, match="1,000,000,000 layers"):
        rd.build(net("stage s: relu x1000000000"))


def test_the_input_of_the_arch_can_be_read_again() -> None:
    model = rd.build(net("order conv\nconv 3x3, 64\nadd { identity; from in }"))
    x = torch.randn(1, 64, 8, 8)
    assert torch.equal(model(x), model.conv1(x) + x)


def test_a_power_leans_right() -> None:
    model = rd.build(net("residual { affine ((2 ** residual.index) ** 2) } shortcut none x3"))
    assert torch.equal(model(torch.ones(1, 64, 8, 8)), torch.full((1, 64, 8, 8), 64.0))


def test_a_side_result_may_read_a_later_value() -> None:
    body = "a: conv 3x3, 8\nb: conv 3x3, 8\noutput o: { from b; relu } from a\nconv 3x3, 8"
    assert rd.build(net(body))(torch.randn(1, 64, 8, 8)).o.shape == (1, 8, 8, 8)


def test_names_that_python_keeps_for_itself() -> None:
    text = "block none_(w, __a = 3) { conv 3x3, __a }\narch net { input 3x8x8; order conv; none_ 1, 8; none_ 2, 16 }"
    assert rd.build(rd.loads(text))(torch.randn(1, 3, 8, 8)).shape == (1, 16, 8, 8)


BLOCKS = "".join(f"block b{i + 1}() {{ b{i};  b{i} }}\n" for i in range(45))
DOUBLING = f"block b0() {{ conv 1x1, 4 }}\n{BLOCKS}arch a {{ input 3x8x8;  b45;  nothing_of_this }}\n"


def test_blocks_that_double_end_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "MOST_NODES", 1000)
    assert [diagnostic.code for diagnostic in findings(DOUBLING)] == ["E0701"]


def test_time_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "MOST_SECONDS", -1)
    found = findings(DOUBLING)
    assert [diagnostic.code for diagnostic in found] == ["E0701"]
    assert "seconds" in found[0].message
    assert findings(whole("conv 3x3, 4")) == ()


def test_an_extended_arch_ends_at_the_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "MOST_NODES", 1000)
    with pytest.raises(rd.ArchError) as error:
        rd.loads(DOUBLING + "arch b extends a { b451: relu }", arch="b")
    assert [diagnostic.code for diagnostic in error.value.diagnostics] == ["E0701"]


@pytest.mark.parametrize(("count", "code"), [(60, []), (100, ["E0701"]), (3000, ["E0701"])])
def test_choices_behind_each_other_have_a_limit(count: int, code: list[str]) -> None:
    choices = "".join(f" else if 1 == {i} {{\n relu; relu\n }}" for i in range(2, count))
    assert [diagnostic.code for diagnostic in findings(whole(f"if 1 == 2 {{ relu }}{choices}"))] == code
