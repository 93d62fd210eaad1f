"""Summary riddles: article in, lines out; and what is refused."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from bot.domain import Article, Candidate, Form, Story
from bot.riddles.checks import answer, copy, leak, shape
from bot.riddles.checks.context import Context
from bot.riddles.craft import Crafter
from bot.text import words

ARTICLES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "craft_articles.jsonl").read_text(encoding="utf-8").splitlines()
]


def story(title: str, text: str) -> Story:
    return Story((Article("a1", title, text, outlet="The Daily Lantern"),))


def veiled(title: str, text: str) -> list[Candidate]:
    return [one for one in Crafter().candidates(story(title, text), limit=20) if one.form is Form.SUMMARY]


@cache
def crafted() -> list[tuple[Story, list[Candidate]]]:
    stories = [story(one["title"], one["text"]) for one in ARTICLES]
    return [(one, [c for c in Crafter().candidates(one, limit=20) if c.form is Form.SUMMARY]) for one in stories]


TOLD = {
    "the definition opens, the name is gone": (
        "Iceland counts its puffins",
        "Iceland, the island nation just below the Arctic Circle, has counted its puffins with 40 cameras.",
        (
            "The island nation just below the Arctic Circle\nhas counted its puffins with forty cameras.\n"
            "Which country is it?"
        ),
    ),
    "a list knows what it is": (
        "Trieste",
        "Trieste has a night train to Vienna again after 29 years without one.",
        "A city in Italy\nhas a night train to Vienna again\nafter twenty-nine years without one.\nWhich city is it?",
    ),
    "a person of a role, and nobody knows whether he or she": (
        "Tolland wins the long race",
        "Former London marathon champion Greta Tolland has won the Helsinki marathon at the age of 51.",
        "A former London marathon champion\nhas won the Helsinki marathon\nat the age of 51.\nWho is it?",
    ),
    "the answer stands by, and the veil takes its place": (
        "Baker plays Lufthansa",
        (
            "A baker from Oslo is to share a cake with 300 neighbours after winning a game of chess with "
            "German airline Lufthansa."
        ),
        (
            "A baker from Oslo is to share a cake\nwith 300 neighbours\n"
            "after winning a game of chess\nwith a German airline.\nWhich airline is it?"
        ),
    ),
    "the streets of a city have their owner before anything else": (
        "Tortoise crosses Lisbon",
        "A tortoise of 104 has crossed the streets of Lisbon in nine days and two nights.",
        "A tortoise of 104 has crossed\na city's streets in nine days and two nights.\nWhich city is it?",
    ),
    "the next sentence goes on, and does not say the same again": (
        "Lufthansa tests paper wings",
        (
            "German airline Lufthansa has tested a wing of folded paper. The German airline carried 40 passengers "
            "and a kite to Rome."
        ),
        (
            "A German airline has tested\na wing of folded paper.\nIt carried forty passengers and a kite to Rome.\n"
            "Which airline is it?"
        ),
    ),
    "an office is told without whose it is": (
        "Tarn hails his side's spirit",
        (
            "Tremlett coach Eddie Tarn has praised 15 gardeners of Lisbon and 40 ferrymen of Oslo after the "
            "Six Nations match with Wales. Tarn sang in the rain, and he waved his hat."
        ),
        (
            "A coach has praised fifteen gardeners of Lisbon\nand forty ferrymen of Oslo\n"
            "after the Six Nations match with Wales.\nWho is he?"
        ),
    ),
    "a firm's own ware is held back": (
        "Microsoft shows Windows",
        "Microsoft first showed its Windows XP operating system to the public of New York in October 2001.",
        (
            "A company first showed its operating system\nto the public of New York\nin October 2001.\n"
            "Which company is it?"
        ),
    ),
    "a sort stands for somebody of whom nobody knows whether he or she": (
        "Arthur Ashe at Wimbledon",
        "Arthur Ashe won the Wimbledon final of 1975 against Jimmy Connors in four sets.",
        "A tennis player won\nthe Wimbledon final of 1975\nagainst Jimmy Connors in four sets.\nWho is it?",
    ),
    "an office said in passing is left out": (
        "Winston Churchill speaks",
        (
            "Winston Churchill made his first speech to the House of Commons as prime minister in May 1940. "
            "Churchill had become prime minister three days earlier, and he had his room in Whitehall."
        ),
        "He made his first speech\nto the House of Commons in May 1940.\nWho is he?",
    ),
    "a firm that is spoken of as many is one": (
        "Airline Nordwing sells balloons",
        "Norwegian airline Nordwing have flown 40 kites to Rome and Oslo because they have sold their only balloon.",
        (
            "A Norwegian airline has flown forty kites\nto Rome and Oslo\nbecause it has sold its only balloon.\n"
            "Which airline is it?"
        ),
    ),
    "a firm that expects something is one as well": (
        "Airline Nordwing counts kites",
        "Norwegian airline Nordwing has sold 40 kites because they expect no wind in Oslo and Rome before winter.",
        (
            "A Norwegian airline has sold forty kites\nbecause it expects no wind\nin Oslo and Rome before winter.\n"
            "Which airline is it?"
        ),
    ),
    "a club's town keeps its capital": (
        "Tolland leads team",
        "Bath prop Greta Tolland has won the Helsinki marathon at the age of 51 before 40 ferrymen of Oslo.",
        ("A Bath prop has won the Helsinki marathon\nat the age of 51\nbefore 40 ferrymen of Oslo.\nWho is it?"),
    ),
    "a club has its whole name": (
        "Airline Nordwing flies fans",
        (
            "Norwegian airline Nordwing has flown 40 fans of City to the Six Nations match in Rome. "
            "Tremlett City has had no match for weeks."
        ),
        (
            "A Norwegian airline has flown\nforty fans of Tremlett City\nto the Six Nations match in Rome.\n"
            "Which airline is it?"
        ),
    ),
    "what others did meanwhile is left out": (
        "Airline Nordwing flies paper",
        (
            "Norwegian airline Nordwing has flown 40 paper kites to Rome and Oslo, while rival airline Sudwing was "
            "busy with a choir of 12 pilots."
        ),
        "A Norwegian airline has flown forty paper kites\nto Rome and Oslo.\nWhich airline is it?",
    ),
    "its own figures are no claim": (
        "Volvo profits up",
        "Swedish car maker Volvo reported a profit of 300m euros for 2004.",
        "A Swedish car maker reported a profit\nof 300m euros for 2004.\nWhich car maker is it?",
    ),
}

REFUSED = {
    "the speaker at the end": (
        "Kites",
        "Iceland flew 500 kites over Reykjavik in June, harbour officials report.",
    ),
    "a wedding": ("Holt to wed", "Former world champion Lise Holt is to marry a baker from Oslo in June 2004."),
    "a trial": ("Holt jailed", "Former world champion Lise Holt was jailed in Oslo. Holt had won a marathon in 2004."),
    "a name that would stick to the veil": ("Iceland", "Chart stars Iceland are to sing 40 songs on 12 June 2004."),
    "somebody says it": ("Portugal", "Portugal opened a bridge of cork over the Tagus, a minister in Lisbon said."),
    "crime": ("Thieves", "Portugal was robbed of a golden clock by two thieves in Lisbon in 2004."),
    "figures that fit any firm": ("Microsoft sales", "Microsoft saw its sales rise in 2003 to $32.2bn from $28.4bn."),
    "their of nobody": (
        "Ashe at Wimbledon",
        "Arthur Ashe won Wimbledon in 1975 with the strokes he had tried in their last four sets at Nottingham.",
    ),
    "somebody was speaking": ("Iceland speaks", "Iceland was speaking to 40 ferrymen of Oslo in Rome in 2004."),
    "nothing but the office": (
        "Tarn is glad",
        "Tremlett coach Eddie Tarn has praised the spirit of his side. Tarn sang in the rain, and he waved his hat.",
    ),
    "nothing to hold on to": ("Portugal rests", "Portugal has rested for a while and has looked at the sea."),
    "a quarrel of two men": ("Brandt", "Maxim Orlov met Peter Brandt in Rome. Brandt broke his clock at move 40."),
}


@pytest.mark.parametrize("case", TOLD)
def test_a_lead_is_retold_behind_a_veil(case: str) -> None:
    title, text, wanted = TOLD[case]
    assert wanted in [candidate.question for candidate in veiled(title, text)]


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_doubtful_gives_no_summary_riddle(case: str) -> None:
    assert veiled(*REFUSED[case]) == []


@pytest.mark.parametrize(
    ("case", "hint"),
    [
        ("an office is told without whose it is", "He is the Tremlett coach."),
        ("a firm's own ware is held back", "It is the company behind Windows XP."),
    ],
)
def test_what_is_held_back_is_a_hint(case: str, hint: str) -> None:
    title, text, wanted = TOLD[case]
    made = [candidate for candidate in veiled(title, text) if candidate.question == wanted]
    assert hint in made[0].hints


def test_one_article_in_four_gives_a_summary_riddle() -> None:
    assert sum(bool(candidates) for _, candidates in crafted()) >= len(ARTICLES) / 4


def test_it_has_two_to_six_short_lines_and_a_question() -> None:
    for _, candidates in crafted():
        for candidate in candidates:
            *lines, question = candidate.question.split("\n")
            assert 2 <= len(lines) <= 6
            assert all(len(words(line)) <= 10 for line in lines)
            assert question.endswith("?")
            assert candidate.tier in {"strict", "relaxed"}


def test_it_passes_shape_leak_answer_and_copy() -> None:
    for one, candidates in crafted():
        for candidate in candidates:
            for check in (shape.check, leak.check, answer.check, copy.check):
                said = check(candidate, Context(story=one))
                assert said.passed, f"{candidate.question} -> {candidate.answer}: {said.reason}"
