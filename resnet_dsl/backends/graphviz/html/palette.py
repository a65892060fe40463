"""Colours by name: drawn once, each is a class in the drawing and a variable of CSS that a theme sets."""

from collections.abc import Mapping

from resnet_dsl.backends.graphviz.theme import LIGHT, LOOKS, Look, Paint
from resnet_dsl.diagram.view import Theme

PLAIN = ("background", "ink", "pale", "grey", "accent", "empty")
PAINTS = ("stage", "card", "block", "bar")
ROLES = tuple(LIGHT.roles)


def colours(look: Look) -> dict[str, str]:
    """All colours of a look by name."""
    found = {name: getattr(look, name) for name in PLAIN}
    paints = {name: getattr(look, name) for name in PAINTS} | {role: look.paint(role) for role in ROLES}
    for name, (first, second) in paints.items():
        found |= {f"{name}-1": first, f"{name}-2": second}
    return found


NAMES = {f"#{number:06x}": name for number, name in enumerate(colours(LIGHT), start=1)}
"""The name of each colour of `MARKED`."""


def _marked() -> Look:
    by_name = {name: mark for mark, name in NAMES.items()}

    def paint(name: str) -> Paint:
        return by_name[f"{name}-1"], by_name[f"{name}-2"]

    plain, paints = {name: by_name[name] for name in PLAIN}, {name: paint(name) for name in PAINTS}
    roles: Mapping[str, Paint] = {role: paint(role) for role in ROLES}
    return Look(**plain, **paints, roles=roles, marks={})  # type: ignore[arg-type]


MARKED = _marked()
"""A look in which no two things have one colour, so that what is drawn in it can be coloured anew."""


def css() -> str:
    """The variables of all themes, and the classes that use them."""
    themes = {theme: _variables(look) for theme, look in LOOKS.items()}
    rules = [
        f":root {{ color-scheme: light; {themes['light']} }}",
        f"@media (prefers-color-scheme: dark) {{ :root:not([data-theme]) {{ color-scheme: dark; {themes['dark']} }} }}",
        f':root[data-theme="dark"] {{ color-scheme: dark; {themes["dark"]} }}',
        f':root[data-theme="print"] {{ {themes["print"]} }}',
        f"@media print {{ :root:root:root {{ color-scheme: light; {themes['print']} }} }}",
    ]
    rules += [f".f-{name} {{ fill: var(--{name}) }} .s-{name} {{ stroke: var(--{name}) }}" for name in NAMES.values()]
    return "\n".join(rules)


def start(theme: Theme) -> str:
    """The attribute of the page that sets a theme; none for `light`, where the reader's wish decides."""
    return "" if theme == "light" else f' data-theme="{theme}"'


def _variables(look: Look) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours(look).items())
