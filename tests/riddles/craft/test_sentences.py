"""Sentence in, sentence out: what becomes a fact in the answer's voice, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.domain import Article
from bot.riddles.craft.facts import facts_of
from bot.riddles.craft.gates import belittles, broken, lost_start, reads_well, tainted
from bot.riddles.craft.leaks import leaks
from bot.riddles.craft.lists import animals, known, nouns
from bot.riddles.craft.names import find_names
from bot.riddles.craft.reading import is_english, read
from bot.riddles.craft.roles import with_article

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "craft_sentences.jsonl").read_text(encoding="utf-8").splitlines()
]


def facts(text: str, wanted: str) -> list[str]:
    reading = read(Article("a1", "", text))
    names = find_names(reading)
    found = [fact.text for name in names if name.text == wanted for fact in facts_of(name, names, reading)]
    return [fact for fact, good in zip(found, reads_well(found), strict=True) if good]


@pytest.mark.parametrize("row", [row for row in ROWS if row["fact"]], ids=lambda row: row["name"])
def test_a_clean_clause_is_put_into_the_first_person(row: dict[str, str]) -> None:
    assert facts(row["text"], row["name"]) == [row["fact"]]


@pytest.mark.parametrize("row", [row for row in ROWS if not row["fact"]], ids=lambda row: row["text"][:40])
def test_what_is_doubtful_is_refused(row: dict[str, str]) -> None:
    assert facts(row["text"], row["name"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "I 3 have blasted away the competition at a major games ceremony.",
        "On me, the only major Japanese car firm in the red, confirmed earlier reports.",
        "I chief executive has been named European Businessman of the Year.",
        "I still trusted me, despite claims to the contrary in a new book by I.",
        "A bid by I was turned down by the me of the club.",
        "The opening was swept () aside by everybody in the town.",
    ],
)
def test_broken_sentences_are_seen(text: str) -> None:
    assert broken(text) or not reads_well([text])[0]


def test_sound_sentences_hold() -> None:
    sound = ["I have opened a museum that shows nothing but fog.", "A judge has upheld my demand for a new bridge."]
    assert not any(map(broken, sound))
    assert reads_well(sound) == [True, True]


@pytest.mark.parametrize("text", ["His plan is old.", "The move is bold.", "This is new.", "In contrast, it fell."])
def test_a_start_that_needs_its_forerunner_is_seen(text: str) -> None:
    assert lost_start(text)


def test_crime_and_death_are_seen_in_every_inflection() -> None:
    assert all(map(tainted, ["He lied.", "She was accused.", "They murdered it.", "Two deaths.", "A scandal."]))
    assert not tainted("A choir sang in the rain.")


@pytest.mark.parametrize(
    ("text", "names", "there"),
    [
        ("The French are glad.", ("France",), True),
        ("A bank in Ghent.", ("World Bank",), True),
        ("The WHO met.", ("World Health Organization",), True),
        ("The beavers built.", ("beaver",), True),
        ("An email firm.", ("E-mail Systems",), True),
        ("A city by the sea.", ("Lisbon",), False),
        ("It grew by a third.", ("Norway",), False),
    ],
)
def test_the_guard_finds_forms_initials_and_peoples(text: str, names: tuple[str, ...], *, there: bool) -> None:
    assert leaks(text, names) is there


@pytest.mark.parametrize(
    ("words", "whole"),
    [("airline", "an airline"), ("university", "a university"), ("R&B band", "an R&B band"), ("US firm", "a US firm"),
     ("hour", "an hour"), ("European bank", "a European bank"), ("MP", "an MP")],
)  # fmt: skip
def test_articles_follow_the_sound(words: str, whole: str) -> None:
    assert with_article(words) == whole


def test_english_is_told_from_other_languages() -> None:
    assert is_english("The bridge was built in March and it is the longest of all.")
    assert not is_english("Der Minister hat am Montag gesagt, dass die Brücke im Mai eröffnet wird.")
    assert not is_english("")


def test_every_shipped_list_can_be_read() -> None:
    assert len(animals()) >= 250
    assert known()["holland"].name == "Netherlands"
    assert nouns()["carrier"].label == "airline"
    assert all(entry.name.strip() == entry.name for entry in known().values())


@pytest.mark.parametrize(
    ("text", "name", "fact"),
    [
        (
            "The airline Tarvik is to fly from Bergen to Oslo every hour from next May, the company has said.",
            "Tarvik",
            "I am to fly from Bergen to Oslo every hour from next May.",
        ),
        (
            "The airline Tarvik flew more than 40,000 guests to Bergen in May, according to official figures.",
            "Tarvik",
            "I flew more than 40,000 guests to Bergen in May.",
        ),
        ("The airline Tarvik may fly from Bergen to Oslo next spring, the company has said.", "Tarvik", ""),
        ("The airline Tarvik has copied the routes of its rivals in Bergen, experts have said.", "Tarvik", ""),
        ("The airline Tarvik flew more than 40,000 guests to Bergen in May, according to a rival.", "Tarvik", ""),
    ],
)
def test_what_those_say_whose_news_it_is_counts_as_told(text: str, name: str, fact: str) -> None:
    assert facts(f"{text} The flights of that airline are cheap.", name) == ([fact] if fact else [])


@pytest.mark.parametrize(
    ("text", "name", "fact"),
    [
        (
            "Norway's economy is forecast to grow by 4% next year as it continues to emerge from a long winter.",
            "Norway",
            "My economy is forecast to grow by 4% next year as it continues to emerge from a long winter.",
        ),
        (
            "Plans to paint 162 bridges have been unveiled by airline Tarvik as part of its effort to please Bergen.",
            "Tarvik",
            "Plans to paint 162 bridges have been unveiled by me as part of my effort to please Bergen.",
        ),
        (
            "Tarvik, one of the oldest airlines of Norway, is celebrating its 70th birthday in Bergen this week.",
            "Tarvik",
            "I am celebrating my 70th birthday in Bergen this week.",
        ),
        (
            "An old kettle belonging to Odda Prell has been sold for 4,000 euros at an auction in Bergen.",
            "Odda Prell",
            "My old kettle has been sold for 4,000 euros at an auction in Bergen.",
        ),
    ],
)
def test_what_is_mine_and_its_pronouns_are_told(text: str, name: str, fact: str) -> None:
    assert facts(f"{text} There was a cake that the people liked.", name) == [fact]


def test_two_who_do_it_together_are_told_as_the_other_and_i() -> None:
    text = "Painter Odda Prell and sculptor Lise Mohn are opening a museum of kettles in Bergen. The town likes tea."
    assert facts(text, "Odda Prell") == ["Sculptor Lise Mohn and I are opening a museum of kettles in Bergen."]
    assert facts(text, "Lise Mohn") == ["Painter Odda Prell and I are opening a museum of kettles in Bergen."]
    assert facts(f"If papers are to be believed, {text}", "Odda Prell") == []


def test_a_denied_report_is_no_shame() -> None:
    assert not belittles("I have denied reports that I have pulled out of a tournament.")
    assert belittles("I have denied the theft of a kettle.")
