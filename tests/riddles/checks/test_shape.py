from __future__ import annotations

from typing import Any

import pytest

from bot.domain import Form
from tests.riddles.checks.riddles import fails

HINTS = ("I am a capital.", "I lie by a wide river.", "My name begins with L.")
DEFECTS: list[dict[str, Any]] = [
    {"question": ""},
    {"question": "Where am I?"},
    {"question": "word " * 121 + "?"},
    {"question": "\n".join(["I stand on a hill."] * 9) + "\nWhere am I?"},
    {"question": "My yellow cars stood still for a whole day."},
    {"question": "Мои жёлтые трамваи стояли весь день. Где я нахожусь?"},
    {"question": "Sure, here is a riddle: my yellow cars stood still. Where am I?"},
    {"question": "Riddle: my yellow cars stood still. Where am I?"},
    {"question": "According to the article, whose yellow cars stood still?"},
    {"question": "Whose cars stood still, as mentioned in the passage?"},
    {"question": "My cars stood still, see https://news.example. Where am I?"},
    {"question": "@everyone my yellow cars stood still. Where am I?"},
    {"question": "My [yellow cars](x) stood still for a day. Where am I?"},
    {"question": "```My yellow cars stood still for a day.``` Where am I?"},
    {"question": "<@U123> my yellow cars stood still. Where am I?"},
    {"question": "My [Answer] cars stood still for a day. Where am I?"},
    {"question": "As an AI I see cars that stood still. Where am I?"},
    {"question": "In ___ the yellow cars stood still. Where am I?"},
    {"question": "He said that yellow cars stood still where?", "form": Form.QUESTION},
    {"question": "This was where the yellow cars stood?", "form": Form.QUESTION},
    {"question": "One line with no second sentence", "form": Form.SUMMARY},
    {"answer": ""},
    {"answer": "yes"},
    {"answer": "it"},
    {"answer": "the company"},
    {"answer": "a man"},
    {"answer": "Lisbon."},
    {"answer": "Lisbon?"},
    {"answer": "x" * 81},
    {"answer": "the city that has more hills than you can count"},
    {"answer": "[Answer]"},
    {"answer": "https://news.example"},
    {"aliases": ("the city",)},
    {"aliases": ("Lisbon; Lisboa; Olisipo",)},
    {"aliases": ("x" * 81,)},
    {"aliases": tuple(f"name {n}" for n in range(41))},
    {"hints": HINTS[:2]},
    {"hints": (*HINTS[:2], "")},
    {"hints": (HINTS[0], HINTS[0], HINTS[2])},
    {"hints": (*HINTS[:2], "x" * 201)},
]
FINE: list[dict[str, Any]] = [
    {"question": "In ___ the yellow cars stood still on Monday. Which city is missing?", "form": Form.QUESTION},
    {"question": "This city lost its trams for a day; which one is it?", "form": Form.QUESTION},
    {"question": "She learnt by night and found a metal; whose name did a school choose?", "form": Form.QUESTION},
    {
        "question": "Yellow and still they stood,\nthe drivers had gone for good,\nbut only until the night.",
        "form": Form.SUMMARY,
    },
    {"question": "My cafés serve naïve guests from Łódź to Málaga. Where am I?"},
    {"answer": "Washington D.C."},
    {"answer": "12"},
    {"answer": "a strike by bus drivers"},
]


@pytest.mark.parametrize("parts", DEFECTS, ids=lambda parts: repr(next(iter(parts.values())))[:40])
def test_what_is_no_riddle_is_refused(parts: dict[str, Any]) -> None:
    assert fails("shape", **parts)


@pytest.mark.parametrize("parts", FINE, ids=lambda parts: repr(next(iter(parts.values())))[:40])
def test_what_is_a_riddle_is_not(parts: dict[str, Any]) -> None:
    assert not fails("shape", **parts)
