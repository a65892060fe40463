"""Parameters and multiply-adds of the residual networks, counted without torch, against those of independent builders.

Parameters include those of normalisations; multiply-adds are those of convolutions and linear layers, at the input of
the file.
"""

from typing import Any

import pytest
from counting import summaries

# name, or a text with one arch; parameters of the arch; depth; parameters; multiply-adds where they were computed too
ON_1X1 = {"unit": "bottleneck(stride_on_1x1=true)"}
ROWS: list[tuple[str, dict[str, Any], int, int, int | None]] = [
    # He et al. 2016, Table 1 and Figure 3: plain networks, and shortcuts of options A, B, C
    ("plain18", {}, 18, 11_515_688, 1_794_805_760),
    ("resnet18", {"shortcut": "A"}, 18, 11_515_688, 1_794_805_760),
    ("resnet18", {}, 18, 11_689_512, 1_814_073_344),
    ("resnet18", {"shortcut": "C"}, 18, 12_043_816, 1_878_298_624),
    ("plain34", {}, 34, 21_623_848, 3_644_493_824),
    ("resnet34", {"shortcut": "A"}, 34, 21_623_848, 3_644_493_824),
    ("resnet34", {}, 34, 21_797_672, 3_663_761_408),
    ("resnet34", {"shortcut": "C"}, 34, 22_716_840, 3_830_747_136),
    ("resnet50_v1", {}, 50, 25_557_032, 3_857_973_248),
    ("resnet50", {}, 50, 25_557_032, 4_089_184_256),
    ("resnet101_v1", {}, 101, 44_549_160, 7_570_194_432),
    ("resnet101", {}, 101, 44_549_160, 7_801_405_440),
    ("resnet152_v1", {}, 152, 60_192_808, 11_282_415_616),
    ("resnet152", {}, 152, 60_192_808, 11_513_626_624),
    ("resnet200", ON_1X1, 200, 64_673_832, 14_776_270_848),
    ("resnet200", {}, 200, 64_673_832, 15_007_481_856),
    ("resnet", {"unit": "bottleneck(stride_on_1x1=true, shortcut=C)"}, 50, 40_128_552, 6_324_224_000),
    # the authors' ResNet-50 has a bias in its first convolution
    ("arch a extends resnet50_v1 { conv1: conv 7x7, 64, /2, bias=true }", {}, 50, 25_557_096, 3_857_973_248),
    # He et al. 2016, Section 4.2 and Table 6: CIFAR-10
    ("resnet20", {}, 20, 269_722, 40_551_040),
    ("resnet32", {}, 32, 464_154, 68_862_592),
    ("resnet44", {}, 44, 658_586, 97_174_144),
    ("resnet56", {}, 56, 853_018, 125_485_696),
    ("resnet110", {}, 110, 1_727_962, 252_887_680),
    ("resnet1202", {}, 1202, 19_421_274, 2_829_238_912),
    ("plain20", {}, 20, 269_722, None),
    ("plain32", {}, 32, 464_154, None),
    ("plain44", {}, 44, 658_586, None),
    ("plain56", {}, 56, 853_018, None),
    ("plain110", {}, 110, 1_727_962, 252_887_680),
    ("resnet20", {"shortcut": "B"}, 20, 272_474, None),
    ("resnet32", {"shortcut": "B"}, 32, 466_906, None),
    ("resnet44", {"shortcut": "B"}, 44, 661_338, None),
    ("resnet56", {"shortcut": "B"}, 56, 855_770, None),
    ("resnet110", {"shortcut": "B"}, 110, 1_730_714, 253_149_824),
    # He et al. 2016b
    ("resnet18_preact", {}, 18, 11_687_720, 1_814_073_344),
    ("resnet34_preact", {}, 34, 21_795_880, 3_663_761_408),
    ("resnet50_preact", {}, 50, 25_549_352, 4_089_184_256),
    ("resnet101_preact", {}, 101, 44_541_480, 7_801_405_440),
    ("resnet152_preact", {}, 152, 60_185_128, 11_513_626_624),
    ("resnet200_preact", {}, 200, 64_666_152, 15_007_481_856),
    ("resnet110_preact", {}, 110, 1_727_962, 252_887_680),
    ("resnet110_conv_shortcut", {}, 110, 1_826_202, 266_781_312),
    ("resnet110", {"shortcut": "C"}, 110, 1_826_202, 266_781_312),
    ("resnet110_exclusive_gating", {}, 110, 1_824_186, None),
    ("resnet110_shortcut_gating", {}, 110, 1_824_186, None),
    ("resnet164", {}, 164, 1_704_154, 244_500_992),
    ("resnet164", {"classes": 100}, 164, 1_727_284, 244_524_032),
    ("resnet164_preact", {}, 164, 1_703_258, 244_500_992),
    ("resnet164_preact", {"classes": 100}, 164, 1_726_388, 244_524_032),
    ("resnet1001", {}, 1001, 10_328_602, 1_487_849_984),
    ("resnet1001", {"classes": 100}, 1001, 10_351_732, 1_487_873_024),
    ("resnet1001_preact", {}, 1001, 10_327_706, 1_487_849_984),
    ("resnet1001_preact", {"classes": 100}, 1001, 10_350_836, 1_487_873_024),
]
# as torchvision publishes them with its weights: parameters, billions of multiply-adds
TORCHVISION = {
    "resnet18": (11_689_512, 1.814),
    "resnet34": (21_797_672, 3.664),
    "resnet50": (25_557_032, 4.089),
    "resnet101": (44_549_160, 7.801),
    "resnet152": (60_192_808, 11.514),
    "resnext50_32x4d": (25_028_904, 4.230),
    "resnext101_32x8d": (88_791_336, 16.414),
    "resnext101_64x4d": (83_455_272, 15.460),
    "wide_resnet50_2": (68_883_240, 11.398),
    "wide_resnet101_2": (126_886_696, 22.753),
}
# what the papers print, in billions of multiply-adds (Table 1, cut or rounded) and in millions of parameters (Table 6)
PRINTED_GIGAS = {"plain18": 1.8, "plain34": 3.6, "resnet50_v1": 3.8, "resnet101_v1": 7.6, "resnet152_v1": 11.3}
PRINTED_MILLIONS = {
    "resnet20": "0.27",
    "resnet32": "0.46",
    "resnet44": "0.66",
    "resnet56": "0.85",
    "resnet110": "1.7",
    "resnet1202": "19.4",
}
Figures = dict[tuple[str, str], tuple[int, int, int]]


@pytest.fixture(scope="module")
def counted() -> Figures:
    """Depth, parameters and multiply-adds of all, by name and options, from a process that cannot import torch."""
    wanted = [(spec, options) for spec, options, *_ in ROWS] + [(name, {}) for name in TORCHVISION]
    found = [(one["depth"], one["parameters"], one["macs"]) for one in summaries(wanted)]
    return {(spec, str(options)): figures for (spec, options), figures in zip(wanted, found, strict=True)}


@pytest.mark.parametrize(("spec", "options", "depth", "parameters", "macs"), ROWS, ids=str)
def test_computed(
    counted: Figures, spec: str, options: dict[str, Any], depth: int, parameters: int, macs: int | None
) -> None:
    found = counted[spec, str(options)]
    assert found == (depth, parameters, found[2] if macs is None else macs)


@pytest.mark.parametrize("name", TORCHVISION)
def test_torchvisions(counted: Figures, name: str) -> None:
    _, parameters, macs = counted[name, "{}"]
    assert (parameters, round(macs / 1e9, 3)) == TORCHVISION[name]


@pytest.mark.parametrize("name", PRINTED_GIGAS)
def test_multiply_adds_as_printed(counted: Figures, name: str) -> None:
    gigas = counted[name, "{}"][2] / 1e9
    assert PRINTED_GIGAS[name] in (round(gigas, 1), int(10 * gigas) / 10)


@pytest.mark.parametrize("name", PRINTED_MILLIONS)
def test_parameters_as_printed(counted: Figures, name: str) -> None:
    printed = PRINTED_MILLIONS[name]
    assert f"{counted[name, '{}'][1] / 1e6:.{len(printed.partition('.')[2])}f}" == printed
