"""Whether one renaming explains why keys are missing and others unexpected."""

from collections.abc import Iterable

from resnet_dsl.weights.compare import Comparison, Shapes

MOST_TRIED = 64


def renaming(comparison: Comparison, file: Shapes, network: Shapes) -> str:
    """What the file calls otherwise, in words, where that explains all; empty where nothing does."""
    missing, unexpected = comparison.missing, comparison.unexpected
    if not missing or len(missing) != len(unexpected):
        return ""
    wanted = {key: network[key] for key in missing}
    like = [key for key in unexpected if file[key] == network[missing[0]] and _last(key) == _last(missing[0])]
    for key in like[:MOST_TRIED]:
        there, here = _difference(key, missing[0])
        if {_renamed(other, there, here): file[other] for other in unexpected} == wanted:
            return _words(there, here)
    return ""


def _last(key: str) -> str:
    return key.rpartition(".")[2]


def _difference(there: str, here: str) -> tuple[str, str]:
    """What stands between the first and last names that two keys share; with its dot where that is nothing in one."""
    left, right = there.split("."), here.split(".")
    front = _shared(left, right)
    back = _shared(left[front:][::-1], right[front:][::-1])
    return _joined(left, front, back), _joined(right, front, back)


def _shared(left: Iterable[str], right: Iterable[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _joined(names: list[str], front: int, back: int) -> str:
    return "".join(f"{name}." for name in names[front : len(names) - back])


def _renamed(key: str, there: str, here: str) -> str:
    """A key of the file with its first `there` exchanged; a name that is nothing stands at the beginning."""
    if not there:
        return here + key
    front, found, rest = f".{key}".partition(f".{there}")
    return f"{front}.{here}{rest}".removeprefix(".") if found else key


def _words(there: str, here: str) -> str:
    if not there:
        return f"the file has all of them without `{here}` in front"
    if not here:
        return f"the file has all of them with `{there}` in front"
    return f"all of them are one renaming: `{there[:-1]}` in the file is `{here[:-1]}` here"
