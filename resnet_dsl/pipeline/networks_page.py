"""The page of the bundled networks in Markdown, as `docs/networks.md` is: their figures, and what their files say."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any

from resnet_dsl.ir.nodes import Published
from resnet_dsl.pipeline.catalogue import Entry, family_title, plain
from resnet_dsl.pipeline.docstring import Docstring

SPECS = "../specs"
WIDTH = 720
TITLES = ("name", "parameters", "multiply-adds", "exactly", "depth", "year", "weights")
RULE = "|---|--:|--:|--:|--:|--:|---|"
INTRODUCTION = """\
# The networks

<!-- Written by `make docs` from the files in `specs/`: change those. -->

Everything on this page is read from the files in [`specs/`](../specs), which are the best place to learn the language
from. The figures are for the input and the parameters that a file has as its defaults. Each file asserts its parameters
and multiply-adds, and that is checked whenever it is compiled.

- **Parameters** are all learnt values, those of parts for training only included; where there are such parts, a second
  number is without them.
- **Multiply-adds** are those of convolutions and matrix products for one input, as the network runs in evaluation; the
  addition of a bias, normalisation and activations are not counted. FLOPs are twice as many. G is 10⁹.
- **Depth** is the number of convolutions and linear layers on the longest way from the input to the result.
- **Weights** are the names of published ones that fit.

A network is built by its name, with other parameters or another input if wanted, and with weights:

```python
import resnet_dsl as rd

rd.build("resnet50")
rd.build("resnet50", classes=10, input="3x128x128")
rd.build("resnet50", weights="IMAGENET1K_V2")
```

`resnet-dsl summary resnet50 -p classes=10` shows the table of one, `resnet-dsl list` the figures of all.
[`pictures.md`](pictures.md) tells how to read the pictures, [`weights.md`](weights.md) how weights are
found and what is done where they do not fit in full."""


def networks_page(entries: Iterable[Entry], pictures: Collection[str] = ()) -> str:
    """The page: the introduction, and a chapter for each family, with the `pictures` of the networks named."""
    families = [(family_title(family), list(members)) for family, members in groupby(entries, lambda one: one.family)]
    contents = " ·\n".join(f"[{title}](#{_anchor(title)})" for title, _ in families)
    chapters = (_chapter(title, members, pictures) for title, members in families)
    return "\n\n".join([INTRODUCTION, contents, *chapters]) + "\n"


def _chapter(title: str, entries: Sequence[Entry], pictures: Collection[str]) -> str:
    files: dict[str, list[Entry]] = {}
    for entry in entries:
        files.setdefault(entry.file, []).append(entry)
    table = "\n".join([f"| {' | '.join(TITLES)} |", RULE, *map(_row, entries)])
    return "\n\n".join([f"## {title}", table, *(_section(file, members, pictures) for file, members in files.items())])


def _row(entry: Entry) -> str:
    cost = entry.cost
    inference = f"; {cost.parameters_without_training:,}" if cost.training_parameters else ""
    weights = ", ".join(f"`{name}`" for one in entry.arch.published for name in one.names)
    cells = (
        f"[`{entry.name}`]({SPECS}/{entry.file})",
        f"{cost.all_parameters:,}{inference}",
        f"{cost.macs / 1e9:.3f} G",
        f"{cost.macs:,}",
        f"{entry.depth:,}",
        str(entry.about.year or ""),
        weights,
    )
    return f"| {' | '.join(cells)} |"


def _section(file: str, entries: Sequence[Entry], pictures: Collection[str]) -> str:
    """What a file says, and then what is of one of its networks only."""
    whole = Docstring.read(entries[0].file_docstring or (entries[0].arch.docstring if len(entries) == 1 else file))
    names = " ".join(f"`{entry.name}`" for entry in entries)
    common = _common(entries)
    points = [_point(entry, common, whole) for entry in entries] if len(entries) > 1 else []
    parts = [
        f"### {whole.title}",
        f"{names} in [`{file}`]({SPECS}/{file})",
        whole.source,
        *whole.notes,
        f"Parameters: {_listed(common)}." if common else "",
        "\n".join(filter(None, points)) if points else "\n\n".join(_said(entries[0], whole)),
        *(_picture(entry.name) for entry in entries if entry.name in pictures),
    ]
    return "\n\n".join(filter(None, parts))


def _picture(name: str) -> str:
    """A picture in two themes, of which the page shows that of its reader."""
    dark = f'<source media="(prefers-color-scheme: dark)" srcset="pictures/{name}-dark.svg">'
    light = f'<img src="pictures/{name}.svg" alt="The picture of {name}" width="{WIDTH}">'
    return f"<picture>{dark}{light}</picture>"


def _common(entries: Sequence[Entry]) -> dict[str, Any]:
    """The parameters that all have, with the same default."""
    first, *others = (entry.defaults for entry in entries)
    return {name: value for name, value in first.items() if all(other.get(name, ...) == value for other in others)}


def _point(entry: Entry, common: dict[str, Any], whole: Docstring) -> str:
    """What is of one network of several only, as a point of a list; empty where there is nothing."""
    own = {name: value for name, value in entry.defaults.items() if name not in common}
    said = _said(entry, whole)
    if not (own or said):
        return ""
    name = f"- `{entry.name}` ({_listed(own)})" if own else f"- `{entry.name}`"
    return "\n\n  ".join([": ".join([name, *said[:1]]), *said[1:]])


def _said(entry: Entry, whole: Docstring) -> list[str]:
    """What a network says beyond its file, a paragraph each."""
    return [*_remarks(entry.about, whole), *map(_expected, filter(_asks, entry.arch.published))]


def _remarks(about: Docstring, whole: Docstring) -> list[str]:
    """Its docstring; nothing where that is what its file says, or where there is none."""
    if about == whole or not about.title:
        return []
    return [f"{about.title} — {about.source}" if about.source else about.title, *about.notes]


def _asks(published: Published) -> bool:
    return bool(published.parameters)


def _expected(published: Published) -> str:
    given = {binding.name: plain(binding.value) for binding in published.parameters}
    return f"With weights of {published.publisher} it is built with {_listed(given)}, unless these are given."


def _listed(parameters: dict[str, Any]) -> str:
    return ", ".join(f"`{name} = {_written(value)}`" for name, value in parameters.items())


def _written(value: Any) -> str:
    """A default as one writes it in the language."""
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"({', '.join(map(_written, value))}{',' if len(value) == 1 else ''})"
    return str(value)


def _anchor(title: str) -> str:
    return "".join(letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter == "-")
