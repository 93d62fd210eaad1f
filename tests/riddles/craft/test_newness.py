"""A hint says something that the riddle has not said, in other words neither, and that is true of its time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain import Article, Kind
from bot.riddles.craft.newness import is_new, rest_of
from bot.riddles.craft.retold import in_third, ungapped
from bot.riddles.craft.timely import holds_by, year_of
from bot.riddles.craft.veil import HE, IT, SHE
from bot.riddles.craft.wording import is_results


@pytest.mark.parametrize(
    ("hint", "question"),
    [
        ("Look for a businessman from the United States.", "I am a US tycoon.\nWho am I?"),
        ("It comes from Britain.", "The UK's third-biggest bank has moved.\nWhich bank is it?"),
        ("It comes from the United States.", "An American band has moved.\nWhich band am I?"),
        ("It comes from the United States.", "A U.S. band has moved.\nWhich band am I?"),
        ("It plays and records songs.", "I have moved to a barn.\nWhich band am I?"),
        ("It comes from Switzerland.", "A Swiss firm has moved.\nWhich firm is it?"),
        ("Look for a manager.", "A boss has left a club.\nWho is he?"),
    ],
)
def test_a_hint_that_says_the_question_in_other_words_is_not_new(hint: str, question: str) -> None:
    assert not is_new(hint, question)


@pytest.mark.parametrize(
    ("hint", "question", "rest"),
    [
        ("He led the Federal Reserve for years.", "I am the Federal Reserve chairman.", ""),
        ("It makes cars, and it comes from Italy.", "The Italian firm has moved.", "It makes cars."),
        ("It owns Lumen, and its home is a mill.", "The maker of the Lumen has moved.", "Its home is a mill."),
        ("Look for an Italian painter.", "I am on show in Italy.", "Look for a painter."),
        ("Look for a painter from Norway.", "I paint in Norway.", "Look for a painter."),
        ("Look for a painter from Norway.", "I am on show in Bergen.", "Look for a painter from Norway."),
    ],
)
def test_of_a_fact_with_a_name_of_the_question_only_the_rest_is_told(hint: str, question: str, rest: str) -> None:
    assert rest_of(hint, question) == rest


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("I own a mill and run my own ferry.", "It owns a mill and runs its own ferry."),
        ("I am the harbour mistress.", "It is the harbour mistress."),
        ("My mill has burnt no coal since 1994.", "Its mill has burnt no coal since 1994."),
        ("Bruno Falk has sold me to a baker.", "Bruno Falk has sold it to a baker."),
    ],
)
def test_a_line_in_the_answers_voice_is_told_of_it(line: str, told: str) -> None:
    assert in_third(line, IT) == told
    assert in_third(told, IT) == told


def test_a_person_is_told_of_by_the_pronoun_that_is_sure_and_else_by_none() -> None:
    assert in_third("I have opened a bridge.", SHE) == "She has opened a bridge."
    assert in_third("I have opened a bridge.", None) == "The one you seek has opened a bridge."
    assert not in_third("The mill is mine.", HE)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("____ grew up on a farm near Bergen.", "He grew up on a farm near Bergen."),
        ("____'s first boat was built in Bergen.", "His first boat was built in Bergen."),
        ("A club in Bergen has asked ____ for a boat.", "A club in Bergen has asked him for a boat."),
        ("The old ____ boat was built in Bergen.", ""),
        ("Bruno Falk has asked ____ for a boat.", "Bruno Falk has asked him for a boat."),
        ("The brother of Bruno Falk has asked ____ for a boat.", ""),
    ],
)
def test_a_pronoun_stands_where_a_sentence_has_a_gap_or_it_is_no_hint(sentence: str, told: str) -> None:
    assert ungapped(sentence, HE, Kind.PERSON) == told


def test_what_came_after_the_story_is_no_fact_of_it() -> None:
    dated = Article("a1", "A mill", "A mill has moved.", published_at=datetime(2004, 5, 1, tzinfo=UTC))
    assert year_of(dated) == 2004
    assert year_of(Article("a2", "A mill", "It was built in 1994 and sold in 2003.")) == 2003
    assert year_of(Article("a3", "A mill", "A mill has moved.")) is None
    assert not holds_by("He bought a mill in 2005.", 2004)
    assert holds_by("He bought a mill in 2003.", 2004)
    assert not holds_by("He won twenty titles.", 2004)
    assert holds_by("He won twenty titles.", 2025)
    assert holds_by("He won twenty titles in 2005.", None)


def test_how_business_went_is_no_hint_where_nobody_is_named() -> None:
    assert is_results("It beat market expectations despite an increase in raw materials costs.")
    assert is_results("It saw a rise of 4% in March.")
    assert not is_results("Its profits went to the Kite Museum.")
    assert not is_results("It owns the oldest mill in the land.")
