from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.riddles.pipelines.english import is_english
from bot.riddles.pipelines.loose import THOUGHT_LIMIT, greeted, objects, spoken, tagged
from tests.unhurried import within


@given(st.text(max_size=400))
def test_no_text_breaks_the_readers(text: str):
    list(objects(text))
    tagged(text)
    assert len(greeted(text)) <= len(text)
    assert "<think>" not in spoken(text)


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=30) | st.integers() | st.booleans(), max_size=5))
def test_an_object_is_the_same_with_comments_and_spare_commas(data: dict[str, object]):
    text = json.dumps(data, indent=1)
    spoilt = text.replace("{\n", "{ // the fields\n /* all of them */\n").replace("\n}", ",\n}" if data else "\n}")
    assert data in list(objects(spoilt))


@pytest.mark.parametrize("evil", ["<think>", "{", "[", "/*", '"', "{,", "</think>", "<hint>", "<|", "<riddle>x"])
def test_a_reply_made_to_be_slow_is_read_in_a_moment(evil: str):
    text = evil * (THOUGHT_LIMIT // len(evil))
    within(5, lambda: (list(objects(text)), tagged(text), greeted(text[:2_000])))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Sure! The river rose.", "The river rose."),
        ("Here is the riddle: The river rose.", "The river rose."),
        ("Riddle: The river rose.", "The river rose."),
        ("Sure of foot, it climbed.", "Sure of foot, it climbed."),
        ("Here is a house: no door, no key.", "Here is a house: no door, no key."),
        ("Of course, the river rose.", "Of course, the river rose."),
    ],
)
def test_a_greeting_goes_and_a_beginning_stays(text: str, left: str):
    assert greeted(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Who swims, and never flies?",
        "El Niño, La Paz and Los Angeles had rain for the first time.",
        "In El Alto de la Alianza the guests stood in the rain.",
        "Penguins.",
        "",
    ],
)
def test_english_passes_with_foreign_names_in_it(text: str):
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "¿Qué animal vive en el hielo y no vuela?",
        "Wer schläft in einem Boot und ist nicht nass?",
        "Qui dort dans une barque et ne se mouille pas ?",
        "Chi dorme nella barca e non si bagna?",
        "Кто спит в лодке?",
        "船で眠るのは誰",
    ],
)
def test_other_languages_do_not(text: str):
    assert not is_english(text)
