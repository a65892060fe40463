"""Each layer of a built model is the one that the IR has there: kernel, stride, padding, groups, eps, rate, all of it.

Classes take their numbers from what explains them (`width * 4`); here every number is compared with the IR's own.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import torch
from comparing import assert_same_step, noise
from test_emitted import ODD_TEXTS, SPECS
from torch import Tensor, nn
from torch.nn import functional as F

import resnet_dsl as rd
from resnet_dsl.ir.names import members
from resnet_dsl.ir.nodes import Arch, Layer, Module
from resnet_dsl.ops.core.deferred import Deferred

RESIDUALS = "import blocks.residual (basic, bottleneck)\n"
TEXTS = {
    "all orders in one": "".join(
        f"block b{i}(width, stride = 1) {{ order {order}\n"
        " residual { conv 3x3, width, /stride;  conv 3x3, width } shortcut down: projection }\n"
        for i, order in enumerate(["conv bn + relu", "conv + bn relu", "bn relu conv +", "conv bn(eps=0.01) + silu"])
    )
    + "arch a { input 3x16x16\n order conv bn + relu\n conv 3x3, 8;  b0 8 x2;  b1 16, /2 x2;  b2 16 x2;  b3 8 x2 }",
    "kernels of many sizes": """
        block k(size, width, stride = 1, dilation = 1) { conv size, width, /stride, dilation=dilation, bias=false;  bn }
        arch a { input 3x33x33
            k 1x1, 4;  k 3x3, 4;  k 5x5, 8, /2;  k 1x7, 8;  k 7x1, 8, /1;  k 3x3, 6, dilation=2;  k 3x5, 6 }""",
    "numbers that agree by chance": """
        block c(a, b) { conv 3x3, a;  conv 3x3, b;  conv 3x3, a * b;  conv 3x3, a + b;  dropout (b / 100) }
        arch a { input 4x8x8;  c 4, 8;  c 8, 4;  c 8, 16;  c 2, 2;  c 4, 4 }""",
    "pairs and flags": """
        block p(widths, wide = false, rate = 0.1) {
            concat { conv 1x1, widths[0];  { conv 1x1, widths[1];  conv 3x3, widths[2] } }
            if wide { conv 5x5, 3 } else { conv 3x3, 3 }
            dropout rate
        }
        arch a { input 3x8x8;  p (4, 8, 4);  p (4, 4, 4), true;  p (8, 2, 1), rate=0.5;  p (1, 1, 9), true, 0.2 }""",
    "blocks as parameters": RESIDUALS
    + """
        block two(what, width, stride = 1) { what width, /stride;  what width;  conv 1x1, 2 * width }
        arch a { input 3x16x16\n order conv bn + relu
            stage s: two basic, 8 x2;  stage t: two bottleneck, 4, /2 x3;  two basic, 24 }""",
    "strides of one side": """
        block s(width, stride = 1) {
            order conv bn + relu
            residual { conv 3x3, width, /stride;  conv 3x3, width } shortcut down: projection
        }
        arch a { input 3x16x16;  s 3;  s 3, /2;  s 3, /(2, 1);  s 8, /(1, 2);  s 8 }""",
    "nested repeats": RESIDUALS
    + """
        arch a { input 3x16x16\n order conv bn + relu
            stage s: { basic 8 x2;  { bottleneck 4, /2;  conv 1x1, 8 } x2;  { bn;  relu } x3 }
            t: { { basic 8 x3 } x2;  "n": basic 16, /2;  basic 16 x2 } }""",
    "groups and widths": RESIDUALS
    + """
        arch a { input 3x32x32\n order conv bn + relu
            conv1: conv 3x3, 8;  stage s: bottleneck 16, groups=4, base=16 x2
            stage t: bottleneck 32, /2, groups=8, base=32 x2;  stage u: bottleneck 8, expansion=2 x2 }""",
    "zero-padded shortcuts": """
        block z(width, stride = 1) { residual { conv 3x3, width, /stride;  conv 3x3, width } shortcut pad }
        arch a { input 3x16x16\n order conv bn + relu\n conv 3x3, 4;  z 4 x2;  z 8, /2 x2;  z 16, /2 x2 }""",
    "zero-padded shortcuts with a label, the first of them empty": """
        block z(width, stride = 1) { residual { conv 3x3, width, /stride;  conv 3x3, width } shortcut down: pad }
        arch a { input 3x16x16\n order conv bn + relu\n conv 3x3, 4;  z 4 x2;  z 8, /2 x2;  z 16, /2 x2 }""",
    "values read behind an activation": """
        arch a { input 3x8x8
            order conv bn relu
            a: conv 3x3, 4;  relu;  b: bn;  relu;  concat { from a;  from b;  identity }
            c: add { identity;  sigmoid };  relu;  mul { from c;  identity };  d: concat { identity;  relu };  relu
            e: conv 3x3, 4, order=none;  f: relu;  silu;  concat { from e;  from f;  from d;  { relu;  relu } } }""",
    "rates by position": """
        block d(width, stride = 1) {
            order conv bn + relu
            residual { conv 3x3, width, /stride;  conv 3x3, width
                       stochastic_depth (0.3 * (residual.index + 1) / residual.count) } shortcut down: projection
        }
        block pair(width) { d width;  d width x2;  conv 1x1, width;  d width }
        arch a { input 3x16x16;  d 4;  stage s: d 8, /2 x3;  pair 8;  stage t: { pair 8;  d 4 } x2;  d 4 x2 }""",
}
DEEP = re.compile(r"resnet$|plain34|(wide_)?(resnet|resnext)(34|101|152|200)")
"""Networks of the same blocks as others here."""
FIXED = ("googlenet_paper", "inception_v3", "d2l_googlenet", "d2l_resnet18")
"""Networks that do not run on small pictures."""
VARIANTS: dict[str, dict[str, Any]] = {
    "resnet50": {"groups": 32, "base": 4, "classes": 3},
    "resnet": {"unit": "basic", "depths": (1, 2, 3, 1)},
    "googlenet": {"classes": 5, "aux": False},
}


def arch_of(name: str) -> Arch:
    if name in TEXTS:
        return rd.loads(TEXTS[name])
    if name in ODD_TEXTS:
        return rd.loads(ODD_TEXTS[name])
    stem, _, variant = name.partition("(")
    return short(SPECS[stem], **(VARIANTS[stem] if variant else {}))


def short(spec: str | Path, **parameters: Any) -> Arch:
    """A network, of those that have `n` units a stage one with two."""
    arch = rd.load(spec, **parameters)
    return rd.load(spec, n=2, **parameters) if "n" in {item.name for item in arch.root.parameters} else arch


def layers(module: Module, prefix: str = "") -> Iterator[tuple[str, Layer]]:
    """The layers of a module and of those in it, by their keys."""
    for name, member in members(module):
        if isinstance(member, Layer):
            yield prefix + name, member
        else:
            yield from layers(member, f"{prefix}{name}.")


def expected(layer: Layer) -> str | None:
    """What the layer's own torch call makes, as text; None where a number depends on the position."""
    call = layer.op.torch(layer.input)
    arguments = [*call.positional, *call.options]
    if any(isinstance(item.value, Deferred) for item in arguments):
        return None
    names: dict[str, Any] = {"torch": torch, "nn": nn, "F": F, "Tensor": Tensor}
    exec(call.support, names)
    texts = [repr(item.value) for item in call.positional]
    texts += [f"{item.name}={item.value!r}" for item in call.options if item.value != item.default]
    return description(eval(f"{call.constructor}({', '.join(texts)})", names))


def description(made: nn.Module | nn.Parameter) -> str:
    """All that tells one layer from another, but whether it works in place."""
    if isinstance(made, nn.Parameter):
        return str((tuple(made.shape), float(made.max().item())))
    own = {
        key: value
        for key, value in vars(made).items()
        if not key.startswith("_") and key not in ("training", "inplace") and not isinstance(value, Tensor)
    }
    return f"{type(made).__name__} {sorted(own.items())} {[(key, t.shape) for key, t in made.state_dict().items()]}"


@pytest.mark.parametrize("name", [*SPECS, *ODD_TEXTS, *TEXTS, *(f"{stem}(…)" for stem in VARIANTS)])
def test_every_layer_is_as_the_ir_says(name: str) -> None:
    arch = arch_of(name)
    model = rd.build(arch)
    everything = dict(model.named_modules()) | dict(model.named_parameters())
    compared = 0
    for key, layer in layers(arch.root):
        call = layer.op.torch(layer.input)
        if key not in everything:
            assert call.function, f"{key} is missing"
            continue
        wanted = expected(layer)
        compared += wanted is not None
        assert wanted is None or description(everything.pop(key)) == wanted, key
    assert compared > 0
    tensors = [key for key, _ in model.named_parameters()]
    counted = [
        f"{key}.{tensor}".rstrip(".") for key, layer in layers(arch.root) for tensor in layer.op.weights(layer.input)
    ]
    assert sorted(tensors) == sorted(counted)


@pytest.mark.parametrize("name", [*TEXTS, *(f"{stem}(…)" for stem in VARIANTS)])
def test_shapes(name: str) -> None:
    """The shapes that run are those of the IR."""
    arch = arch_of(name)
    model = rd.build(arch).eval()
    seen: dict[str, tuple[int, ...]] = {}
    for key, module in model.named_modules():
        module.register_forward_hook(lambda _, __, out, key=key: seen.update({key: tuple(out.shape)}))
    with torch.no_grad():
        model(torch.zeros(2, *arch.input.sizes))
    found = {key: (2, *layer.output.sizes) for key, layer in layers(arch.root) if key in seen}
    assert found == {key: seen[key] for key in found}
    assert seen[""] == (2, *arch.output.sizes)


def test_rates_by_position() -> None:
    """Counted through blocks and repeats, in the order in which they run."""
    model = rd.build(arch_of("rates by position"))
    rates = [module.p for module in model.modules() if type(module).__name__ == "StochasticDepth"]
    assert len(rates) == arch_of("rates by position").residuals == 1 + 3 + 4 + 2 * 5 + 2
    assert rates == pytest.approx([0.3 * (i + 1) / len(rates) for i in range(len(rates))])


@pytest.mark.parametrize("name", [name for name in (*SPECS, *ODD_TEXTS, *TEXTS) if not DEEP.match(name)])
def test_nothing_is_overwritten_that_is_read(name: str) -> None:
    """What works in place changes no result: the same without it, outputs and gradients."""
    arch = arch_of(name)
    model = rd.build(arch)
    careful = deepcopy(model)
    for module in careful.modules():
        if hasattr(module, "inplace"):
            module.inplace = False
    x = noise(2, *((3, 32, 32) if name in SPECS and name not in FIXED else arch.input.sizes))
    assert_same_step(model, careful, x)
