"""Nearest names: what was probably meant."""

from collections.abc import Iterable

ALIASES = {
    "dense": "linear", "fc": "linear", "fullyconnected": "linear", "batchnorm": "bn", "batchnorm2d": "bn",
    "batch_norm": "bn", "batchnormalization": "bn", "conv2d": "conv", "convolution": "conv", "maxpool2d": "maxpool",
    "max_pool": "maxpool", "maxpooling2d": "maxpool", "avgpool2d": "avgpool", "avg_pool": "avgpool",
    "averagepooling2d": "avgpool", "layernorm": "ln", "layer_norm": "ln", "groupnorm": "gn", "group_norm": "gn",
    "gap": "global_avgpool", "globalaveragepooling2d": "global_avgpool", "swish": "silu", "strides": "stride",
    "filters": "channels", "out_channels": "channels", "kernel_size": "kernel", "padding": "pad",
    "use_bias": "bias", "drop_path": "stochastic_depth", "droppath": "stochastic_depth", "concatenate": "concat",
    "hard_swish": "hardswish", "hard_sigmoid": "hardsigmoid", "skip": "identity", "ceil_mode": "ceil",
}  # fmt: skip


def suggest(name: str, known: Iterable[str]) -> str:
    """Help such as ``did you mean `conv`?``, with ties listed; empty where nothing is near."""
    names = nearest(name, known)
    return f"did you mean {' or '.join(f'`{near}`' for near in names)}?" if names else ""


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """The known names within one edit (two from six letters on), only the nearest ones; aliases first."""
    known = sorted(set(known))
    alias = ALIASES.get(name.lower())
    if alias in known:
        return [alias]
    reach = 2 if len(name) >= 6 else 1
    distances = {other: edit_distance(name.lower(), other.lower(), reach) for other in known}
    best = min(distances.values(), default=reach + 1)
    return [other for other in known if distances[other] == best] if best <= reach else []


def edit_distance(left: str, right: str, reach: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words; past `reach`, some larger one."""
    if abs(len(left) - len(right)) > reach:
        return reach + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
