"""Recipes: one schema, strange keys named with the nearest, files that read back the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import SettingsError
from bot.training.recipe import Method, Recipe, Tuning, read_recipe, recipe_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_strange_key_is_named_with_the_nearest():
    with pytest.raises(SettingsError, match=r"no `learning_rat` \(the nearest is `learning_rate`\)"):
        recipe_of({"learning_rat": 1})
    with pytest.raises(SettingsError, match="A recipe has no `zzz`"):
        recipe_of({"zzz": 1})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"epochs": 0}, "`epochs`"),
        ({"method": "dpo"}, "`method`"),
        ({"name": "../up"}, "`name` has to be small letters, digits"),
        ({"schedule": "fast"}, "`schedule` has to be cosine, linear"),
        ({"packing": True, "method": "kto"}, "packing is for sft"),
        ({"batch": 1, "method": "kto"}, "batch has to be 2 or more"),
        ({"data": []}, "`data`"),
        ({"deepspeed": "zero3", "device": "cpu"}, "deepspeed needs GPUs"),
    ],
)
def test_a_wrong_value_is_told_by_its_key(given: dict, said: str):
    with pytest.raises(SettingsError, match=said):
        recipe_of(given)


def test_a_recipe_written_reads_back_the_same(tmp_path: Path):
    recipe = recipe_of({"name": "a", "base": 'a "folder"\\here', "epochs": 1.5, "learning_rate": 2e-4})
    file = tmp_path / "recipe.toml"
    file.write_text(recipe.text())
    assert read_recipe(file, {}) == recipe


def test_options_win_over_the_file_and_its_files_lie_beside_it(tmp_path: Path):
    file = tmp_path / "recipe.toml"
    (tmp_path / "weights").mkdir()
    given = 'name = "a"\nbatch = 2\ndata = ["seeds", "mine.jsonl"]\noutput = "out"\nbase = "weights"\n'
    file.write_text(given)
    recipe = read_recipe(file, {"batch": "8", "seed": None})
    assert (recipe.batch, recipe.name) == (8, "a")
    assert recipe.data == ("seeds", str(tmp_path / "mine.jsonl"))
    assert recipe.output == tmp_path / "out"
    assert recipe.base == str(tmp_path / "weights")
    file.write_text('data = "mine.jsonl"\nbase = "org/model"')
    assert read_recipe(file, {}).data == (str(tmp_path / "mine.jsonl"),)
    assert read_recipe(file, {}).base == "org/model"


@pytest.mark.parametrize("text", ["name = ", "\xff"])
def test_a_file_that_is_no_toml_is_told(tmp_path: Path, text: str):
    file = tmp_path / "recipe.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError, match="is not"):
        read_recipe(file, {})


def test_the_rate_suits_what_is_trained():
    rates = [Recipe(tuning=tuning, method=method).rate for method in Method for tuning in Tuning]
    assert rates == sorted(rates, reverse=True) or len(set(rates)) == 4
