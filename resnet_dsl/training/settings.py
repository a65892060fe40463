"""From the name of a recipe, or its file, and what is set besides, to a `Recipe`."""

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from resnet_dsl.diagnostics.spelling import suggest
from resnet_dsl.training.errors import SettingError
from resnet_dsl.training.recipe import Recipe

FOLDER = Path(__file__).parent / "recipes"
SUFFIX = ".toml"
BASE = "base"
LENGTHS = ("epochs", "iterations")
DEEPEST = 10


def recipe_names() -> list[str]:
    """The recipes of this package."""
    return sorted(path.stem for path in FOLDER.glob(f"*{SUFFIX}"))


def read_recipe(recipe: str | os.PathLike[str] | Recipe, settings: Mapping[str, Any] | None = None) -> Recipe:
    """The recipe of a name or a TOML file, or one given, with some of its settings replaced. Raises `SettingError`.

    A file may name another as its `base` and state what differs. A setting given as a text is read as the value that
    it spells: `0.1`, `true`, `[0.5, 0.75]`. One of `epochs` and `iterations` takes the place of the other.
    """
    origin = "given" if isinstance(recipe, Recipe) else os.fspath(recipe)
    values = recipe.model_dump() if isinstance(recipe, Recipe) else _with_base(_find(recipe), DEEPEST)
    for name, value in (settings or {}).items():
        _check_name(name, "the settings")
        _put(values, name, _value(value))
    try:
        return Recipe.model_validate(values)
    except ValidationError as error:
        raise SettingError(f"recipe `{origin}`: {_said(error)}") from None


def _with_base(path: Path, deepest: int) -> dict[str, Any]:
    own = _table(path)
    base = own.pop(BASE, None)
    for name in own:
        _check_name(name, f"`{path.name}`")
    if base is None:
        return own
    if deepest == 0 or not isinstance(base, str):
        raise SettingError(f"`{path}`: `{BASE}` is the name of a recipe, and not one of a circle")
    near = path.parent / base
    values = _with_base(near if base.endswith(SUFFIX) and near.is_file() else _find(base), deepest - 1)
    for name, value in own.items():
        _put(values, name, value)
    return values


def _put(values: dict[str, Any], name: str, value: Any) -> None:
    if name in LENGTHS:
        for other in LENGTHS:
            values.pop(other, None)
    if name == "schedule" and value != "steps":
        values.pop("milestones", None)
    values[name] = value


def _find(recipe: str | os.PathLike[str]) -> Path:
    text = os.fspath(recipe)
    if text.endswith(SUFFIX):
        return Path(text)
    if text not in recipe_names():
        help = suggest(text, recipe_names()) or f"there are {_listed(recipe_names())}; a file ends in `{SUFFIX}`"
        raise SettingError(f"there is no recipe `{text}`: {help}")
    return FOLDER / f"{text}{SUFFIX}"


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingError(f"recipe `{path}` cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(f"recipe `{path}` is not TOML: {error}") from None


def _check_name(name: str, where: str) -> None:
    if name not in Recipe.model_fields:
        help = suggest(name, Recipe.model_fields) or f"a recipe has {_listed(Recipe.model_fields)}"
        raise SettingError(f"{where}: a recipe has no `{name}`: {help}")


def _value(value: Any) -> Any:
    """The value that a text spells as JSON and TOML do; any other text is itself, and `none` is nothing."""
    if not isinstance(value, str):
        return value
    if value == "none":
        return None
    try:
        return json.loads(value)
    except ValueError:
        return value


def _said(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(map(str, first["loc"]))
    reason = first["msg"].removeprefix("Value error, ")
    reason = f"{reason[:1].lower()}{reason[1:]}"
    if first["type"] == "missing":
        return f"`{name}` is missing"
    return f"`{name}` cannot be `{first['input']}`: {reason}" if name else reason


def _listed(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)
