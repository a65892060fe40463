"""A lint is one new file, or an entry point of another package; and long files are linted."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import resnet_dsl.checks
from resnet_dsl.checks.core import registry
from resnet_dsl.checks.core.network import Network
from resnet_dsl.checks.core.run import lint
from resnet_dsl.checks.core.written import Written
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.pipeline.specs import open_source
from resnet_dsl.resolve.arch import Request, resolve_arch

Check = Callable[[str], tuple[Diagnostic, ...]]
NET = "arch net {\n    input 3x8x8\n    tanh\n}\n"
LINT = '''
"""W0901: a tanh."""

from collections.abc import Iterator
from dataclasses import dataclass

from resnet_dsl.checks.core.lint import Doubt, NetworkLint
from resnet_dsl.checks.core.network import Network


@dataclass(frozen=True, kw_only=True)
class Tanh(Doubt):
    """A tanh is from another time."""

    code = "W0901"


def tanhs(network: Network) -> Iterator[Tanh]:
    """The activations that are a tanh."""
    for value, layer in network.graph.layers():
        span = network.span(layer)
        if layer.op.name == "tanh" and span is not None:
            yield Tanh(span=span, text="this is a `tanh`", help="take `relu`")


LINTS = (NetworkLint(Tanh, tanhs),)
'''


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose files count as files of `resnet_dsl.checks`."""
    known = set(sys.modules)
    with monkeypatch.context() as patch:
        patch.setattr(resnet_dsl.checks, "__path__", [*resnet_dsl.checks.__path__, str(tmp_path)])
        patch.syspath_prepend(tmp_path / "site")
        yield tmp_path
    for name in set(sys.modules) - known:
        if name.startswith(("resnet_dsl.checks.", "third_party")):
            del sys.modules[name]
            vars(resnet_dsl.checks).pop(name.rpartition(".")[2], None)
    registry.refresh()


def test_a_lint_is_one_file(beside: Path, check: Check) -> None:
    assert check(NET) == ()
    (beside / "tanhs.py").write_text(LINT, encoding="utf-8")
    registry.refresh()
    assert [one.code for one in check(NET)] == ["W0901"]
    assert check(NET.replace("tanh", "tanh # allow W0901")) == ()


def test_a_lint_of_another_package(beside: Path, check: Check) -> None:
    info = beside / "site" / "third_party-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: third-party\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[resnet_dsl.checks]\ntanhs = third_party_lint\n")
    (beside / "site" / "third_party_lint.py").write_text(LINT, encoding="utf-8")
    importlib.invalidate_caches()
    registry.refresh()
    assert [one.code for one in check(NET)] == ["W0901"]


def test_everything_is_as_before(check: Check) -> None:
    assert check(NET) == ()


LONG_NET = "{}\narch net {{\n    input 3x8x8\n    order conv bn + relu\n    {}\n}}"
LONG = [
    ("", "conv 3x3, 3 x1000000"),
    ("", "{ " * 9 + "residual { conv 3x3, 3 } x7" + "; relu } x3" * 9),
    ("", "for i in range(3_000) { add { identity; { affine (1 + i), 0; relu } } }"),
    ("", "for i in range(3_000) { dropout (1 / (2 + i)) }"),
    ("block b { " + "if false { relu } else " * 60 + "{ relu } }", "relu"),
    ("block b(n) { let m = n" + " + n" * 5_000 + "; conv 3x3, m }", "relu"),
]


@pytest.mark.parametrize(("block", "statement"), LONG, ids=lambda text: text[:24])
def test_long_files_are_linted(block: str, statement: str) -> None:
    """Deep and long ones too, and with nothing found that is not there."""
    opened = open_source(LONG_NET.format(block, statement), "", None, ())
    arch = resolve_arch(opened.arch(), opened.scope, opened.files, Request({}))
    file = Written(opened.scope, opened.files)
    assert all(one.code.startswith("W01") for one in lint(file, [Network(arch, opened.arch(), file)], complete=True))
