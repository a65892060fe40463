"""Rules that a review found broken: each case is the shortest text that showed it."""

import pytest
from resolving import findings, flow, layers, net, whole

import resnet_dsl as rd
from resnet_dsl.analysis.depth import depth
from resnet_dsl.ir.nodes import Arch, Layer

FAMILY = """
block unit(width) { conv 3x3, width }
arch base(n, block_of = unit) { input 3x8x8; order conv bn + relu
    for i in range(n) { "c{i}": block_of 4 }
}
"""


def with_block(block: str, body: str) -> str:
    return f"block {block}\n{whole(body)}"


def inits(arch: Arch, op: str) -> list[dict[str, str]]:
    found: list[Layer] = [layer for layer in layers(arch.root) if layer.op.name == op]
    return [{init.tensor: init.distribution for init in layer.inits} for layer in found]


def test_a_bias_said_by_the_call_leaves_the_weight_to_the_directive() -> None:
    arch = net("init conv: zeros\nconv 1x1, 4, order=none, bias_init=1")
    assert inits(arch, "conv") == [{"weight": "zeros", "bias": "constant"}]


def test_the_last_weights_keep_their_bias() -> None:
    arch = net("order conv +\ninit last: zeros\nresidual { conv 1x1, 64, init=ones, bias_init=1 }")
    assert inits(arch, "conv") == [{"weight": "zeros", "bias": "constant"}]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("order conv_transpose bn + relu", "E0502"),
        ("residual { conv 3x3, 64 } shortcut identity else none always", "E0309"),
        ("a: conv 1x1, 4\noutput b: relu from a\noutput as main, b, typo", "E0301"),
        ("output as main, aux", "E0301"),
        ("a: conv 1x1, 4\noutput b: relu from a\noutput as main, b\noutput as other, b", "E0306"),
    ],
)
def test_a_mistake_that_was_silent(text: str, code: str) -> None:
    assert [diagnostic.code for diagnostic in findings(whole(text))] == [code]


def test_options_of_an_op_and_of_its_call_do_not_overlap() -> None:
    found = findings(with_block("b(act) { act 0.2 }", "b leaky_relu(0.1)"))
    assert [diagnostic.code for diagnostic in found] == ["E0304"]


@pytest.mark.parametrize(("word", "norms"), [("projection", 5), ("conv 1x1, 64", 6)])
def test_a_projection_reads_a_sum_that_is_paid(word: str, norms: int) -> None:
    paths = f"residual {{ conv 3x3, 64 }}; residual {{ conv 3x3, 64 }} shortcut {{ from in; {word} }} always"
    arch = rd.loads(with_block(f"two {{ {paths} }}", "order bn relu conv +\nresidual { conv 3x3, 64 }\ntwo"))
    assert [layer.op.name for layer in layers(arch.root)].count("bn") == norms


def test_a_shortcut_may_have_a_computed_label() -> None:
    arch = net('for i in range(2) { residual { conv 3x3, 128 } shortcut "down{i}": projection }')
    assert "down0" in rd.emit(arch, to="ir")


def test_names_of_an_extended_arch_follow_its_arguments() -> None:
    text = FAMILY + "arch more extends base(n = 3) { after c2 { relu } }"
    assert [layer.op.name for layer in layers(rd.loads(text, arch="more").root)][-1] == "relu"


def test_a_default_sees_the_file_that_it_is_written_in() -> None:
    arch = rd.loads("arch mine extends resnet(depths = (1, 1, 1, 1)) { input 3x64x64 }")
    assert arch.residuals == 4


@pytest.mark.parametrize("size", [(64, 1, 1), (64, 32, 32)])
def test_what_is_chosen_does_not_hang_on_the_size(size: tuple[int, int, int]) -> None:
    arch = rd.loads(whole("residual { { conv 3x3, 64, /2 } x3 } shortcut down: projection"), input=size)
    projection = [layer for layer in layers(arch.root) if layer.op.name == "conv" and layer.op.kernel == (1, 1)]
    assert [layer.op.stride for layer in projection] == [(8, 8)]


def test_every_member_but_the_first_has_stride_one() -> None:
    arch = rd.loads(with_block("down(width, stride = 2) { conv 3x3, width, /stride }", "down 8 x3"))
    assert [layer.op.stride for layer in layers(arch.root) if layer.op.name == "conv"] == [(2, 2), (1, 1)]


def test_the_depth_of_runs_that_begin_anew() -> None:
    arch = net("c1: conv 3x3, 8\nconv 3x3, 8 x3\n{ from c1; conv 3x3, 8 } x3")
    assert depth(arch) == 2


@pytest.mark.parametrize(
    "body",
    [
        f"affine {'9' * 39}",
        "affine (1e39, 1, 1)",
        "leaky_relu 1e300",
        "bn eps=0",
        "bn eps=-1",
        "bn momentum=2",
        "lrn 1000000000",
        "init conv: constant(1e300); conv 3x3, 4",
        "init conv: trunc_normal(std=0); conv 3x3, 4",
        "conv 3x3, 4, init=uniform(a=-1e300)",
    ],
)
def test_a_number_that_torch_refuses_is_refused(body: str) -> None:
    assert [finding.code in ("E0305", "E0401") for finding in findings(whole(body, input="3x8x8"))] == [True]


def test_a_block_of_a_file_may_be_called_identity() -> None:
    block = "block identity() {\n conv 1x1, in.channels, order=none\n}\n"
    assert flow(net(f"{block}add {{ identity; relu }}", input="4x8x8")) == "add(conv, relu)"
    assert flow(net(f"{block}residual {{ conv 3x3, 64 }} shortcut identity always")) == "[conv bn | conv] relu"


@pytest.mark.parametrize("name", ["params", "macs", "depth"])
def test_a_claim_does_not_take_a_parameter_for_a_figure(name: str) -> None:
    text = f"arch a({name} = 4) {{ input 3x8x8; conv 3x3, {name}; assert {{}} }}"
    assert [finding.code for finding in findings(text.replace("{}", f"{name} == 4"))] == ["E0306"]
    assert findings(text.replace("{}", "4 == 4")) == ()


def test_a_parameter_that_hides_a_function_says_so() -> None:
    found = findings("arch a(min = 3) { input 3x8x8; conv 3x3, min(4, 5) }")
    assert [(finding.code, finding.message) for finding in found] == [
        ("E0305", "`min` is the integer 3 here, and cannot be called")
    ]
    assert "hides the function `min`" in found[0].help
