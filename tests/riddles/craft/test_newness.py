"""A hint says something that the riddle has not said, in other words neither, and that is true of its time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain import Article, Kind, Story
from bot.riddles.craft.asides import asides
from bot.riddles.craft.clue import clue_of
from bot.riddles.craft.crafter import Crafter
from bot.riddles.craft.hints import is_form
from bot.riddles.craft.names import find_names
from bot.riddles.craft.newness import is_new, rest_of
from bot.riddles.craft.reading import read
from bot.riddles.craft.retold import in_third, ungapped
from bot.riddles.craft.timely import holding, holds_by, year_of
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
        ("It comes from Bergen, and owns a mill.", "The firm from Bergen has moved.", "It owns a mill."),
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
        ("I beat a club from Bergen by two goals.", "It beat a club from Bergen by two goals."),
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
        ("____ and Bruno Falk blamed the wind near Bergen.", ""),
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


def test_of_a_fact_whose_end_came_later_the_beginning_is_told() -> None:
    assert holding(["He played for Bergen, and won the cup in 2005."], 2004) == ["He played for Bergen."]
    assert holding(["It is held every four years."], 2004, Kind.ORGANISATION) == ["It is held every four years."]


def test_what_stands_between_commas_behind_a_name_is_told_of_it() -> None:
    text = "Kornmark, majority-owned by Norvik of Bergen, has hired ten bakers in the valley of the mills."
    reading = read(Article("a1", "A day of mills", text))
    assert list(asides(reading, ("Kornmark",), IT)) == ["It is majority-owned by Norvik of Bergen."]
    assert not list(asides(reading, ("Norvik",), IT))


def test_what_the_next_sentence_calls_a_person_is_a_hint() -> None:
    text = (
        "Norwegian harbour mistress Hanne Lyrell has won the long race of Bergen on foot. "
        "The part-time maths teacher had trained on the hills above the town for a year."
    )
    reading = read(Article("a1", "Lyrell wins the race of Bergen", text))
    names = find_names(reading)
    lyrell = next(name for name in names if name.text == "Hanne Lyrell")
    assert "a part-time maths teacher" in clue_of(lyrell, lyrell.text, names, reading).called


def test_no_two_hints_of_a_riddle_speak_in_different_voices() -> None:
    text = (
        "German airline Lufthansa has bought 40 kites from a workshop in Bergen for its oldest hangar in Hamburg. "
        "Lufthansa will fly the kites over the harbour of Hamburg on the first day of May. "
        "Lufthansa has asked 600 village choirs from Saxony to sing beside the runway."
    )
    for made in Crafter().candidates(Story((Article("a1", "Lufthansa buys 40 kites", text),)), 5):
        assert not any({"I", "me", "my", "My"} & {*hint.replace(".", " ").split()} for hint in made.hints)
        assert not any("____" in hint for hint in made.hints if not hint.startswith("The headline"))


@pytest.mark.parametrize(
    ("hint", "letters"),
    [
        ("What you seek has two words, of 4 and 7 letters.", True),
        ('What you seek ends in "s".', True),
        ("The initials are H.Y.", True),
        ("Two words, with the initials H.Y., of 6 and 7 letters.", True),
        ('It starts with "P" and has eight letters.', True),
        ("It lies on the Atlantic, and is known for cork.", False),
    ],
)
def test_a_hint_of_letters_is_told_from_one_of_content(hint: str, letters: bool) -> None:
    assert is_form(hint) is letters
