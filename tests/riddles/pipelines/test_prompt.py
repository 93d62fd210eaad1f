from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsError
from bot.riddles.pipelines.prompt import fenced, load_prompt, parse_prompt

LISTS = {"honest_templates"}
"""What lies beside the prompts and is none: beginnings of sentences, each of which is a text of its own."""

GOOD = 'name = "one"\nversion = 2\nsystem = "Be brief."\nuser = "Say {what}."\nvariables = ["what"]\n'


def test_every_prompt_that_ships_can_be_read():
    names = [file.name[:-5] for file in resources.files("prompts").iterdir() if file.name.endswith(".toml")]
    assert {"summarise", "compose", "compose_lines", "repair", "few_shot"} <= set(names)
    assert set(names) >= LISTS
    for name in sorted(set(names) - LISTS):
        prompt = load_prompt(name)
        prompt.text(**dict.fromkeys(prompt.variables, "x"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GOOD + 'colour = "red"\n', "colour"),
        (GOOD.replace('["what"]', "[]"), "what"),
        (GOOD.replace('["what"]', '["what", "more"]'), "more"),
        (GOOD.replace("version = 2\n", ""), "version"),
        (GOOD.replace("version = 2", "version = 0"), "version"),
        (GOOD.replace('"one"', '"one'), "TOML"),
    ],
)
def test_a_wrong_prompt_is_an_error_that_names_what_is_wrong(wrong: str, told: str):
    with pytest.raises(SettingsError, match=told):
        parse_prompt(wrong, "one.toml")


@pytest.mark.parametrize("values", [{}, {"what": "a", "more": "b"}])
def test_missing_and_extra_values_are_errors(values: dict[str, str]):
    with pytest.raises(ValueError, match="declares"):
        parse_prompt(GOOD, "one.toml").messages(**values)


@given(st.text())
def test_a_value_stands_in_the_prompt_as_it_is(value: str):
    assert parse_prompt(GOOD, "one.toml").text(what=value) == f"Say {value}."


def test_the_version_changes_with_the_text():
    one, other = parse_prompt(GOOD, "a"), parse_prompt(GOOD.replace("brief", "short"), "b")
    assert one.label.startswith("one-2/")
    assert one.label != other.label
    assert len(one.label) == len("one-2/3f2a")


@given(st.text(alphabet="<>ARTICLE\n "))
def test_data_cannot_end_its_own_fence(text: str):
    cleaned = fenced(text)
    assert "<<<" not in cleaned
    assert ">>>" not in cleaned
