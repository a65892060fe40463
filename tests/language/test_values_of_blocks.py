"""Blocks given as values with some of their arguments, words of shortcuts as parameters, and `weights`."""

import pytest
from resolving import codes, flow, message, net, stems, whole

import resnet_dsl as rd

MAIN = "conv bn relu conv bn"
UNIT = """block unit(width, stride = 1, shortcut = B) {
    residual { conv 3x3, width, /stride; conv 3x3, width } shortcut shortcut
}
"""
OWN = "block own(width) {\n conv 1x1, width, /2\n}\n"
WORDS = {
    "identity": ("identity", "E0503"),
    "projection": ("identity", "conv bn"),
    "pad": ("identity", "pad"),
    "none": ("none", "none"),
    "A": ("identity", "pad"),
    "B": ("identity", "conv bn"),
    "C": ("conv bn", "conv bn"),
    "own(128)": ("identity", "conv bn relu"),
    "conv(1x1, 128, stride=2, act=none)": ("identity", "conv bn"),
    "D": ("E0503", "E0503"),
    "7": ("E0503", "E0503"),
}


@pytest.mark.parametrize("given", ["unit {}, shortcut={}", "unit {}, {}", "let u = unit(shortcut={1}); u {0}"])
@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("word", WORDS)
def test_what_stands_on_a_shortcut_may_be_a_parameter(word: str, changed: bool, given: str) -> None:
    text = UNIT + OWN + given.format("128, /2" if changed else "64", word)
    wanted = WORDS[word][changed]
    if wanted.startswith("E"):
        assert codes(whole(text)) == [wanted]
    else:
        assert flow(net(text)) == f"[{MAIN} | {wanted}] relu"


def test_a_parameter_stands_for_a_word_inside_a_path() -> None:
    block = UNIT.replace("shortcut shortcut", "shortcut { shortcut; dropout }")
    assert flow(net(f"{block}unit 128, shortcut=A")) == f"[{MAIN} | pad dropout] relu"
    assert flow(net(f"{block}unit 128, shortcut=projection")) == f"[{MAIN} | conv bn dropout] relu"
    assert codes(whole(f"{block}unit 128, shortcut=C")) == ["E0309"]


def test_a_block_of_a_file_goes_before_a_word() -> None:
    text = "block A(n = 64) {\n conv 5x5, n, order=none\n}\nresidual { conv 3x3, 64 } shortcut A always"
    assert stems(net(text)) == "conv1 bn1 A1.conv1"


def test_a_word_that_is_none_is_named_with_the_nearest() -> None:
    assert "did you mean `projection`" in message(whole(f"{UNIT}unit 128, shortcut=projektion"))


# blocks with arguments as values, and the channels and height that they come to
BOUND = {
    "let u = unit(32); u": (32, 8),
    "let u = unit(width=32); u": (32, 8),
    "let u = unit(width=32); u width=16": (16, 8),
    "let u = unit(width=32)\nlet v = u(width=8); v": (8, 8),
    "let u = unit(stride=2); u 16": (16, 4),
    "let u = unit(16, /2); u": (16, 4),
    "let u = unit(/(4 // 2), width=16); u": (16, 4),
    "let u = unit; u 16": (16, 8),
}


@pytest.mark.parametrize("text", BOUND)
def test_a_block_with_arguments_is_a_value(text: str) -> None:
    arch = net(f"block unit(width, stride = 1) {{\n conv 3x3, width, /stride; conv 3x3, width\n}}\n{text}")
    assert arch.output.sizes[:2] == BOUND[text]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("let u = unit(wdth=32); u 3", "E0302"),
        ("let u = unit(32); u 3, 4, 5", "E0304"),
        ("let u = unit(shortcut=A); u", "E0303"),
        ("let u = unt(3); u", "E0301"),
    ],
)
def test_a_wrong_argument_is_found_where_it_stands(text: str, code: str) -> None:
    assert codes(whole(UNIT + text)) == [code]


def test_the_stride_of_a_bound_block_belongs_to_the_first_run() -> None:
    assert net(f"{UNIT}let u = unit(stride=2); u 64 x2").output.sizes == (64, 4, 4)


def test_an_order_may_be_inherited_by_a_parameter() -> None:
    block = "block stem(order_of = inherited) {\n conv 3x3, 8, order=order_of\n}\n"
    assert flow(net(f"{block}stem; stem none")) == "conv bn relu conv"
    assert codes(whole("conv 3x3, 8, order=bn")) == ["E0305"]


def weighted(statement: str, parameters: str = "classes = 10, aux = true") -> str:
    return f"arch a({parameters}) {{ {statement}\ninput 3x8x8; conv 3x3, 4 }}\n"


def test_published_weights_are_part_of_the_network() -> None:
    text = weighted("weights torchvision.googlenet (V1, V2), aux=false; weights torchvision.other (V1)")
    first, second = rd.loads(text).published
    assert (first.publisher, first.model, first.names) == ("torchvision", "googlenet", ("V1", "V2"))
    assert [(item.name, item.value) for item in first.parameters] == [("aux", False)]
    assert (second.model, second.names, second.parameters) == ("other", ("V1",), ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (weighted("weights torchvison.googlenet (V1)"), "E0301"),
        (weighted("weights torchvision (V1)"), "E0301"),
        (weighted("weights torchvision.models.googlenet (V1)"), "E0301"),
        (weighted("weights torchvision.googlenet (V1, V1)"), "E0306"),
        (weighted("weights torchvision.googlenet (V1), axu=false"), "E0302"),
        (weighted("weights torchvision.googlenet ()"), "E0201"),
        (weighted("if aux { weights torchvision.googlenet (V1) }"), "E0309"),
        ("block b() { weights torchvision.googlenet (V1) }\n" + weighted("b"), "E0309"),
    ],
)
def test_a_wrong_statement_of_weights(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_weights_are_not_inherited() -> None:
    text = weighted("weights torchvision.googlenet (V1)") + "arch b extends a { input 3x4x4 }"
    assert rd.loads(text, arch="b").published == ()


@pytest.mark.parametrize("word", ["projection", "B", "r"])
def test_a_projection_in_a_path_reads_the_activated_value(word: str) -> None:
    block = (
        f"block u(width, stride = 1, r = B) {{\n residual {{ conv 3x3, width, /stride }} shortcut {{ {word} }}\n}}\n"
    )
    arch = net(f"{block}conv 3x3, 16, order=none\nu 32, /2", order="bn relu conv +")
    assert flow(arch) == "conv bn relu [conv | conv] bn relu"


def test_an_inherited_order_changes_nothing_in_a_main_path() -> None:
    plain, said = (net(f"residual {{ conv 3x3, 64; conv 3x3, 64{more} }}") for more in ("", ", order=inherited"))
    assert flow(plain) == flow(said)


@pytest.mark.parametrize("value", ["5", "true", "(1, 2)", "misspelt"])
def test_a_parameter_that_cannot_be_called_does_not_fall_back_to_a_block(value: str) -> None:
    block = "block unit(width) { conv 3x3, width }\n"
    text = f"{block}arch a(unit = unit) {{ input 3x8x8; unit 4 }}\narch b extends a(unit = {value}) {{ }}"
    with pytest.raises(rd.ArchError, match="only an op or a block can be called"):
        rd.loads(text, arch="b")


def test_a_variable_goes_before_a_word() -> None:
    assert codes(whole("let A = 5\nresidual { conv 3x3, 64, /2 } shortcut A")) == ["E0503"]


@pytest.mark.parametrize(
    ("second", "code"), [("(V1), aux=false, aux=true", "E0304"), ("(V1); weights torchvision.googlenet (V1)", "E0306")]
)
def test_weights_say_nothing_twice(second: str, code: str) -> None:
    assert codes(weighted(f"weights torchvision.googlenet {second}")) == [code]


def test_an_op_with_an_init_is_a_value() -> None:
    arch = net("let c = conv(init=zeros)\nc 3x3, 8")
    assert "nn.init.zeros_" in rd.emit(arch)
