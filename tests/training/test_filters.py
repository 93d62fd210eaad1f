"""Each rule drops what it is for, under its own name, and can be left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.training.filters import CHOICE, Filter, Rule, begins_well, of_length, whole_words
from bot.training.seeds import seed_examples
from tests.training.teacher import good

BROKEN: dict[Rule, dict[str, Any]] = {
    Rule.FORM: {"question": "\u2022 Which city lent its oldest library a lift made of glass on Friday?"},
    Rule.LENGTH: {"summary": "A city lent a lift."},
    Rule.WORDS: {"question": "Which city of the article lent its oldest library a lift made of glass on Friday?"},
    Rule.SIMILARITY: {"question": "Which city counted ten storks on the roof of its town hall on Friday?"},
    Rule.SHAPE: {"question": "Which city lent its oldest library a lift made of glass on Friday."},
    Rule.LEAK: {"question": "Which city, no other than Samarkand, lent its oldest library a lift of glass on Friday?"},
    Rule.ANSWER: {"answer": "Bukhara"},
    Rule.SINGLE: {
        "article": "On Friday Samarkand and Bukhara lent their libraries a lift made of glass. " * 4,
        "question": "Which city lent its library a lift made of glass on Friday?",
    },
    Rule.COPY: {"question": "Which city is it whose mayor can say: The mayor of it said that nobody had complained. "
                            "The mayor of it said that nobody had complained?",
                "article": "On Friday Samarkand lent its oldest library a lift made of glass. "
                           + "The mayor of it said that nobody had complained. " * 6},
    Rule.TASTE: {"question": "Which city lent its oldest library a fucking lift made of glass on Friday?"},
    Rule.GROUNDING: {"question": "Which city lent its oldest library 12 lifts made of glass on Sunday?"},
}  # fmt: skip


def asked(*without: Rule) -> Filter:
    found = Filter(frozenset(without))
    found.keep(good(1))
    return found


def test_a_good_example_breaks_no_rule() -> None:
    assert asked().dropped(good(0)) is None


@pytest.mark.parametrize("rule", BROKEN)
def test_a_rule_drops_what_it_is_for_and_can_be_left_out(rule: Rule) -> None:
    broken = replace(good(0), **BROKEN[rule])
    dropped = asked().dropped(broken)
    assert dropped is not None
    assert dropped.rule is rule
    assert dropped.reason.endswith((".", "?"))
    left_out = asked(rule).dropped(broken)
    assert left_out is None or left_out.rule is not rule


def test_what_is_kept_now_drops_its_near_copy_later() -> None:
    found = asked()
    assert found.dropped(good(0)) is None
    found.keep(good(0))
    again = found.dropped(good(0))
    assert again is not None
    assert again.rule is Rule.SIMILARITY
    assert again.reason == "ROUGE-L of its riddle with that of good-0 is 1.00."


def test_another_riddle_of_a_story_that_was_told_is_dropped() -> None:
    other = replace(
        good(1), id="b", question="Storks, forty of them, stood above its councillors: in which city was that?"
    )
    dropped = asked().dropped(other)
    assert dropped is not None
    assert dropped.reason == "ROUGE-L of its summary with that of good-1 is 1.00."


def test_no_seed_task_is_dropped_by_the_rules_of_form_length_and_words() -> None:
    found = Filter(frozenset(CHOICE) - {Rule.FORM, Rule.LENGTH, Rule.WORDS, Rule.SIMILARITY})
    for seed in seed_examples():
        assert found.dropped(seed) is None
        found.keep(seed)


@pytest.mark.parametrize(
    ("text", "well"), [("A owl", True), ("- a", False), ("\u00c9t\u00e9", False), ("", False), ("7 a", True)]
)
def test_a_text_begins_with_a_letter_or_a_figure(text: str, *, well: bool) -> None:
    assert (begins_well(text) == "") is well


def test_words_are_found_whole_and_lengths_by_blanks() -> None:
    pattern = whole_words(["map", "go to"])
    assert pattern.search("See the MAP.")
    assert pattern.search("please go to")
    assert not pattern.search("mapping a goto")
    assert of_length("a b-c d", 3, 3) == ""
    assert of_length("a b", 3, 4) == "It has 2 words, and not 3 to 4."


def test_every_rule_that_can_be_left_out_is_tried_above() -> None:
    assert set(BROKEN) == set(CHOICE)
