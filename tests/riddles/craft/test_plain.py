"""Plain questions and what every riddle must hold: a sentence in, a question out, in words of our own."""

from __future__ import annotations

import pytest

from bot.domain import Article, Form, Story
from bot.riddles.craft import Crafter
from bot.riddles.craft.facts import facts_of
from bot.riddles.craft.gates import broken
from bot.riddles.craft.names import find_names
from bot.riddles.craft.questions import questions_of
from bot.riddles.craft.reading import read
from bot.riddles.craft.rewrite import polish
from bot.riddles.craft.veil import voice_of


def asked(text: str, wanted: str, title: str = "") -> list[str]:
    reading = read(Article("a1", title, text))
    names = find_names(reading)
    return [one.text for name in names if name.text == wanted for one in questions_of(name, names, reading)]


def facts(text: str, wanted: str) -> list[str]:
    reading = read(Article("a1", "", text))
    names = find_names(reading)
    return [fact.text for name in names if name.text == wanted for fact in facts_of(name, names, reading)]


@pytest.mark.parametrize(
    ("text", "wanted", "question"),
    [
        (
            "Five hundred Icelandic bakers met in Portugal in 2004 to bake the longest loaf ever.",
            "Portugal",
            "In which European country did five hundred Icelandic bakers meet in 2004 to bake the longest loaf ever?",
        ),
        (
            "Four suits worn by the Beatles on the cover of an album have sold for £59,000 at an auction in Ghent.",
            "Beatles",
            ("Four suits worn by which band on the cover of an album have sold for £59,000 at an auction in Ghent?"),
        ),
        (
            "Shares in Google have risen 6.7% after 300 bakers bought a tenth of them.",
            "Google",
            "Shares in which company have risen 6.7% after 300 bakers bought a tenth of them?",
        ),
        (
            "A film about the life of singer George Michael will be shown at the Berlin Film Festival in 2005.",
            "George Michael",
            "",
        ),
    ],
)
def test_a_statement_is_turned_into_a_question(text: str, wanted: str, question: str) -> None:
    assert asked(text, wanted) == ([question] if question else [])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Portugal will send the team to the event in May.", "Portugal"),
        ("Rowers met in Ghent. The long boat was brought by train from Portugal to Ghent in 2004.", "Portugal"),
        ("Sony, IBM and Toshiba have shown 40 lamps at a fair in Ghent.", "Sony"),
        ("The Tremlett vice president Osric Vane bought nine trams from Ghent in 2004.", "Osric Vane"),
    ],
)
def test_what_hangs_or_few_would_know_is_not_asked(text: str, wanted: str) -> None:
    assert asked(text, wanted) == []


def test_no_question_has_a_gap() -> None:
    text = "Beer and cheese are taxed in Portugal, and 400 bakers from Ghent have asked why. Portugal sells 90 cheeses."
    made = Crafter().candidates(Story((Article("a1", "Portugal taxes cheese", text),)), limit=20)
    assert not any("____" in one.question for one in made)


def test_two_nouns_keep_what_joins_them() -> None:
    assert facts("Bread and cheese are sold by Ostervik in nine towns of Norway.", "Ostervik") == [
        "Bread and cheese are sold by me in nine towns of Norway."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Elda Roth became the first baker since Tilda Marsk in 1997 to win nine prizes.",
        "Elda Roth is going for her first prize since 1948 after nine good loaves.",
    ],
)
def test_a_time_that_belongs_to_something_else_stays_where_it_is(text: str) -> None:
    reading = read(Article("a1", "", text))
    names = find_names(reading)
    assert [fact.front for name in names if name.text == "Elda Roth" for fact in facts_of(name, names, reading)] in (
        [""],
        [],
    )


def test_a_pronoun_of_somebody_else_tells_nothing() -> None:
    text = "Hilary Swank won a prize in Ghent while Jamie Foxx was praised for his song. Hilary Swank smiled."
    reading = read(Article("a1", "", text))
    name = next(one for one in find_names(reading) if one.text == "Hilary Swank")
    assert voice_of(name, reading).subject != "he"


def test_the_next_sentence_may_call_somebody_by_their_country() -> None:
    text = "Elda Roth has won the race in Ghent. The Belgian has not lost a race since 2001."
    assert "I have not lost a race since 2001." in facts(text, "Elda Roth")


def test_one_line_that_fits_many_is_no_riddle() -> None:
    text = "Portugal has seen a big jump in the number of visitors this summer."
    made = Crafter().candidates(Story((Article("a1", "Portugal has visitors", text),)), limit=20)
    assert not any(one.form is not Form.QUESTION for one in made)


def test_a_quotation_mark_is_not_closed_by_a_plural() -> None:
    assert broken("S&P, which weighs borrowers' credit, lifted my rating by one notch to 'BB+.")


def test_eighteen_takes_an() -> None:
    assert polish("I sold a $18bn loan and a 180 seat boat") == "I sold an $18bn loan and a 180 seat boat."


@pytest.mark.parametrize(
    "text",
    [
        "The US business is fine and shares in me lost a half.",
        "The greatest lamp of all was chosen in Ghent, by me.",
        "I will have now have a rest in Ghent.",
        "Goats graze below the walls of me in Ghent.",
    ],
)
def test_what_nobody_would_say_is_broken(text: str) -> None:
    assert broken(text)
