"""What other packages offer: ours goes before it, one that fails is told of and hides no other, threads wait."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import metadata
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

import resnet_dsl as rd
from resnet_dsl.backends.core import registry as backend_registry
from resnet_dsl.backends.core.backend import Backend
from resnet_dsl.checks.core import registry as lint_registry
from resnet_dsl.cli.main import cli
from resnet_dsl.ir.nodes import Layer, Node
from resnet_dsl.ir.serialise import from_json, to_json
from resnet_dsl.ops.core import registry as op_registry
from resnet_dsl.ops.relu import Relu
from resnet_dsl.plugins import PluginError
from resnet_dsl.training.data.core import registry as data_registry
from resnet_dsl.training.errors import SettingError

REGISTRIES = (op_registry, backend_registry, lint_registry, data_registry)
NET = "arch net {{ input 3x8x8; conv 3x3, 4; relu; {}; relu }}"
BROKEN = r"entry points of `resnet_dsl\.\w+` cannot be loaded, .*: `broken = broken_package` \(OSError: no disk\)"


class Ours(Relu):
    """Another `relu`."""


class Mine(Relu):
    """An op that is not one of our own."""

    name = "mine"


def fail() -> Any:
    raise OSError("no disk")


Offer = Callable[..., None]


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Offer]:
    """Offer what each function returns, by an entry point of all groups that are named."""

    def replaced(group: str, **loads: Callable[[], Any]) -> None:
        entries = [SimpleNamespace(name=name, value=f"{name}_package", load=load) for name, load in loads.items()]
        monkeypatch.setattr(metadata, "entry_points", lambda *, group: entries if group == wanted[0] else [])
        wanted[:] = [group]
        for registry in REGISTRIES:
            registry.refresh()

    wanted: list[str] = []
    yield replaced
    monkeypatch.undo()
    for registry in REGISTRIES:
        registry.refresh()


def module(**members: Any) -> Callable[[], ModuleType]:
    made = ModuleType("another_package")
    vars(made).update(members)
    return lambda: made


def ops_of(node: Node) -> list[type]:
    return [type(node.op)] if isinstance(node, Layer) else [one for member in node.nodes for one in ops_of(member)]


def loaded() -> list[type]:
    return ops_of(rd.loads(NET.format("mine")).root)[1:]


# ours goes before another package's


@pytest.mark.parametrize("first", ["relu", "mine", "nothing"])
def test_an_op_of_ours_is_ours_whatever_was_looked_up_before(first: str, offer: Offer) -> None:
    offer(op_registry.GROUP, another=module(Ours=Ours, Mine=Mine))
    op_registry.find_op(first)
    assert op_registry.find_op("relu") is Relu
    assert loaded() == [Relu, Mine, Relu]
    assert {"mine", "relu"} <= set(op_registry.op_names())
    assert op_registry.find_op("relu") is Relu


def test_a_backend_of_ours_is_ours(offer: Offer) -> None:
    other = Backend("python", (".py",), "", lambda arch: "other")
    offer(backend_registry.GROUP, another=module(BACKENDS=(other, replace(other, name="words"))))
    assert rd.emit("resnet18", to="words") == "other"
    assert "import torch" in rd.emit("resnet18", to="python")


def test_a_lint_of_ours_is_ours(offer: Offer) -> None:
    own = lint_registry.lints()
    offer(lint_registry.GROUP, another=module(LINTS=(replace(own[0], run=lambda network: ()),)))
    assert lint_registry.lints() == own


def test_a_data_set_of_ours_is_ours(offer: Offer) -> None:
    own = data_registry.data_sets()["digits"]
    offer(
        data_registry.GROUP,
        another=module(DATA=replace(own, about="other")),
        more=module(DATA=replace(own, name="more")),
    )
    assert data_registry.find_data("digits") == (own, "")
    assert data_registry.find_data("more")[0].name == "more"


# what fails is told of, each time


def test_an_op_that_fails_hides_no_other(offer: Offer) -> None:
    offer(op_registry.GROUP, broken=fail, another=module(Mine=Mine))
    for _ in range(2):
        with pytest.raises(PluginError, match=BROKEN) as error:
            rd.loads(NET.format("nothing"))
        assert isinstance(error.value.__cause__, OSError)
        assert loaded() == [Relu, Mine, Relu]


def test_an_op_of_a_json_that_fails(offer: Offer) -> None:
    text = to_json(rd.loads(NET.format("tanh"))).replace('"tanh"', '"nothing"')
    offer(op_registry.GROUP, broken=fail)
    for _ in range(2):
        with pytest.raises(PluginError, match=BROKEN):
            from_json(text)


def test_a_form_that_fails_hides_no_other(offer: Offer) -> None:
    words = Backend("words", (".words",), "", lambda arch: "words")
    offer(backend_registry.GROUP, broken=fail, another=module(BACKENDS=(words,)))
    arch = rd.load("resnet18")
    assert rd.emit(arch, to="words") == "words"
    picture = rd.draw(arch)
    for wrong in (
        lambda: rd.emit(arch, to="other"),
        lambda: picture.render("other"),
        lambda: picture.save("net.other"),
        lambda: rd.draw_diff(arch, arch).render("other"),
        lambda: rd.draw_diff(arch, arch).save("net.other"),
    ):
        with pytest.raises(PluginError, match=BROKEN):
            wrong()


def test_without_all_lints_nothing_is_checked(offer: Offer) -> None:
    offer(lint_registry.GROUP, broken=fail)
    for _ in range(2):
        with pytest.raises(PluginError, match=BROKEN):
            rd.check("resnet18")
    offer(lint_registry.GROUP)
    assert rd.check("resnet18") == ()


def test_a_data_set_that_fails_hides_no_other(offer: Offer) -> None:
    own = data_registry.data_sets()["digits"]
    offer(data_registry.GROUP, broken=fail, more=module(DATA=replace(own, name="more")))
    assert "more" in data_registry.shown_names()
    for _ in range(2):
        assert data_registry.find_data("more")[0].name == "more"
        with pytest.raises(PluginError, match=BROKEN):
            data_registry.find_data("other")
    offer(data_registry.GROUP)
    with pytest.raises(SettingError, match="no data set `more`"):
        data_registry.find_data("more")


COMMANDS = {
    op_registry.GROUP: ["summary", "-"],
    backend_registry.GROUP: ["emit", "resnet18", "--to", "other"],
    lint_registry.GROUP: ["check", "resnet18"],
}


@pytest.mark.parametrize("group", COMMANDS)
def test_on_the_command_line_it_is_one_line(group: str, offer: Offer) -> None:
    offer(group, broken=fail)
    done = CliRunner().invoke(cli, COMMANDS[group], input=NET.format("nothing"))
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"error: entry points of `{group}` cannot be loaded")
    assert done.stderr.count("\n") == 1


# threads, and plug-ins that ask


def test_threads_wait_until_all_is_loaded(offer: Offer) -> None:
    """Loading ends only when the others have begun to ask."""
    asked = threading.Semaphore(0)
    loads: list[str] = []

    def slow() -> ModuleType:
        loads.append("slow")
        for _ in range(4):
            asked.acquire(timeout=10)
        return module(Mine=Mine)()

    def ask(_: int) -> type | None:
        asked.release()
        return op_registry.find_op("mine")

    offer(op_registry.GROUP, first=module(), slow=slow)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [Mine] * 4
    assert loads == ["slow"]


def test_a_plugin_may_ask_for_ops_as_it_is_loaded(offer: Offer) -> None:
    asked: list[type | None] = []

    def asking() -> ModuleType:
        asked.extend(map(op_registry.find_op, ("relu", "mine")))
        return module(Mine=Mine)()

    offer(op_registry.GROUP, asking=asking)
    assert op_registry.find_op("mine") is Mine
    assert asked == [Relu, None]
