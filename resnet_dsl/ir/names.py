"""Rules N1 to N3: what the members of a module are called."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from re import fullmatch

from resnet_dsl.ir.nodes import Layer, Module, Node, Read, Repeat

Member = Layer | Module
RESERVED = frozenset(
    """
    T_destination add_module append apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches
    eval extend extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half insert ipu
    load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters pop
    register_backward_hook register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook
    register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook
    register_module register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_
    set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu zero_grad
    _apply _backward_hooks _backward_pre_hooks _buffers _call_impl _compiled_call_impl _forward_hooks
    _forward_hooks_always_called _forward_hooks_with_kwargs _forward_pre_hooks _forward_pre_hooks_with_kwargs
    _get_backward_hooks _get_backward_pre_hooks _get_item_by_idx _get_name _is_full_backward_hook
    _load_from_state_dict _load_state_dict_post_hooks _load_state_dict_pre_hooks _maybe_warn_non_full_backward_hook
    _modules _named_members _non_persistent_buffers_set _parameters _register_load_state_dict_pre_hook
    _register_state_dict_hook _replicate_for_data_parallel _save_to_state_dict _slow_forward _state_dict_hooks
    _state_dict_pre_hooks _version _wrapped_call_impl
    """.split()  # noqa: SIM905 - a list would take a line a name
)
"""What `nn.Module` and `nn.Sequential` call their own attributes: no member can have such a name."""


@dataclass
class Counter:
    """How far the counting of names has come in one module."""

    numbered: bool
    position: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def name(self, member: Member) -> str:
        """The name of the next member.

        A label that is what counting would have given takes that count: behind `conv1: conv 7x7, 64` an unlabelled
        convolution is `conv2`.
        """
        position = self.position
        self.position += 1
        if member.name is not None:
            self._take(member.name)
            return member.name
        if self.numbered:
            return str(position)
        count = self.counts[member.counted] = self.counts.get(member.counted, 0) + 1
        return f"{member.counted}{count}"

    def _take(self, label: str) -> None:
        match = fullmatch(r"(.*?)([1-9][0-9]*)", label)
        if match and int(match[2]) == self.counts.get(match[1], 0) + 1:
            self.counts[match[1]] = int(match[2])

    def copy(self) -> "Counter":
        """A counter that has come as far."""
        return Counter(self.numbered, self.position, dict(self.counts))

    def skip(self, before: "Counter", times: int) -> None:
        """Count as if what was counted since `before` came `times` times more."""
        self.position += (self.position - before.position) * times
        for key, count in self.counts.items():
            self.counts[key] = count + (count - before.counts.get(key, 0)) * times


def members(module: Module, *, most: int | None = None) -> Iterator[tuple[str, Member]]:
    """The members of a module with their names, in the order of registration.

    Repeats are run through; with `most`, only so many runs of each, and the names go on behind as if all had been.
    """
    return _walk(module.nodes, Counter(module.numbered), most)


def _walk(nodes: tuple[Node, ...], counter: Counter, most: int | None) -> Iterator[tuple[str, Member]]:
    for node in nodes:
        match node:
            case Layer() | Module():
                yield counter.name(node), node
            case Repeat():
                yield from _runs(node, counter, most)
            case Read():
                pass
            case _:
                yield from _walk(node.nodes, counter, most)


def _runs(repeat: Repeat, counter: Counter, most: int | None) -> Iterator[tuple[str, Member]]:
    runs = repeat.count if most is None else min(most, repeat.count)
    before = counter.copy()
    for _ in range(runs):
        before = counter.copy()
        yield from _walk(repeat.nodes, counter, most)
    if repeat.count > runs:
        counter.skip(before, repeat.count - runs)


def advance(nodes: tuple[Node, ...], counter: Counter) -> list[tuple[str, Member]]:
    """The members among nodes with their names, of the first run of each repeat; the counter goes on behind all."""
    named: list[tuple[str, Member]] = []
    for node in nodes:
        match node:
            case Layer() | Module():
                named.append((counter.name(node), node))
            case Repeat():
                before = counter.copy()
                named += advance(node.nodes, counter)
                counter.skip(before, node.count - 1)
            case _:
                named += advance(node.nodes, counter)
    return named
