"""Recipes: what they say, how they are changed, and what is said to a mistake."""

from pathlib import Path

import pytest

from resnet_dsl.training.data.core.registry import data_sets, find_data
from resnet_dsl.training.errors import SettingError
from resnet_dsl.training.recipe import Recipe
from resnet_dsl.training.schedule import learning_rate, running_error
from resnet_dsl.training.settings import read_recipe, recipe_names

MISTAKES = {
    ("cifr", ()): "there is no recipe `cifr`: did you mean `cifar`?",
    ("none.toml", ()): "recipe `none.toml` cannot be read: No such file",
    ("cifar", (("lerning_rate", "1"),)): "the settings: a recipe has no `lerning_rate`: did you mean `learning_rate`?",
    ("cifar", (("batch", "0"),)): "`batch` cannot be `0`: input should be greater than or equal to 1",
    ("cifar", (("learning_rate", "high"),)): "`learning_rate` cannot be `high`: input should be a valid number",
    ("cifar", (("optimizer", "adam"),)): "`optimizer` cannot be `adam`: input should be 'sgd' or 'adamw'",
    ("digits", (("milestones", "[0.5]"),)): "`milestones` are given with the schedule `steps`",
    ("cifar", (("milestones", "[0.75, 0.5]"),)): "`milestones` grow",
    ("cifar", (("optimizer", "adamw"),)): "`momentum` is of `sgd`",
    ("d2l", (("nesterov", "true"),)): "`nesterov` needs a `momentum`",
    ("d2l", (("warmup_error", "0.8"),)): "`warmup_learning_rate` and `warmup_error` are given together",
    ("d2l", (("epochs", "none"),)): "one of `epochs` and `iterations` is given",
    ("d2l", (("learning_rate", "NaN"),)): "finite number",
}


@pytest.mark.parametrize(("asked", "said"), MISTAKES.items(), ids=lambda value: str(value)[:40])
def test_a_mistake_is_answered(asked: tuple[str, tuple[tuple[str, str], ...]], said: str) -> None:
    name, settings = asked
    with pytest.raises(SettingError) as error:
        read_recipe(name, dict(settings))
    assert said in str(error.value)


@pytest.mark.parametrize("name", recipe_names())
def test_a_recipe_says_where_it_comes_from(name: str) -> None:
    assert read_recipe(name).about


@pytest.mark.parametrize("name", data_sets())
def test_the_recipe_of_a_data_set_is_there(name: str) -> None:
    assert data_sets()[name].recipe in recipe_names()


def test_one_length_takes_the_place_of_the_other() -> None:
    recipe = read_recipe("cifar", {"epochs": "3", "milestones": "[0.25]"})
    assert (recipe.epochs, recipe.iterations, recipe.milestones) == (3, None, (0.25,))


def test_another_schedule_takes_the_milestones_away() -> None:
    assert read_recipe("cifar", {"schedule": "constant"}).milestones == ()


def test_a_file_states_what_differs_from_its_base(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('base = "cifar"\nbatch = 64\n')
    (tmp_path / "yours.toml").write_text('base = "mine.toml"\nepochs = 2\n')
    recipe = read_recipe(tmp_path / "yours.toml", {"momentum": 0.5})
    assert recipe == read_recipe("cifar", {"batch": 64, "epochs": 2, "momentum": 0.5})


@pytest.mark.parametrize(
    ("text", "said"),
    [("batch = ", "is not TOML"), ("bach = 3", "did you mean `batch`?"), ('base = "loop.toml"', "not one of a circle")],
)
def test_a_wrong_file_is_answered(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "loop.toml").write_text(text)
    with pytest.raises(SettingError, match=r"loop\.toml") as error:
        read_recipe(tmp_path / "loop.toml")
    assert said in str(error.value)


def test_the_learning_rate_of_the_paper() -> None:
    recipe = read_recipe("cifar")
    assert recipe.iterations == 64_000
    rates = [learning_rate(recipe, step, 64_000) for step in (0, 31_999, 32_000, 47_999, 48_000, 63_999)]
    assert rates == pytest.approx([0.1, 0.1, 0.01, 0.01, 0.001, 0.001])


def test_the_learning_rate_of_a_cosine_with_a_warm_up() -> None:
    recipe = read_recipe("digits", {"warmup": 3, "learning_rate": 0.4})
    rates = [learning_rate(recipe, step, 100) for step in (0, 1, 2, 50)]
    assert rates == pytest.approx([0.1, 0.2, 0.3, 0.2], rel=2e-3)


def test_the_running_error_reaches_a_constant_one() -> None:
    error, steps = 1.0, 0
    while error > 0.8:
        error, steps = running_error(error, 0.7), steps + 1
    assert 20 < steps < 100


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("digit", "did you mean `digits`?"),
        ("mnist", "there are cifar10, digits, fashion-mnist, folder:PATH"),
        ("folder", "given as `folder:PATH`, and not as `folder`"),
        ("digits:here", "given as `digits`, and not as `digits:here`"),
    ],
)
def test_a_wrong_data_set_is_answered(name: str, said: str) -> None:
    with pytest.raises(SettingError) as error:
        find_data(name)
    assert said in str(error.value)


def test_the_page_knows_every_setting_and_every_recipe() -> None:
    page = (Path(__file__).parents[2] / "docs" / "training.md").read_text(encoding="utf-8")
    for name, field in Recipe.model_fields.items():
        assert f"| `{name}` | {field.description} |" in page
    for name in (*recipe_names(), *data_sets()):
        assert f"| `{name}" in page
