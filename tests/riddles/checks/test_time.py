"""No text, however it was made, keeps a check busy or breaks it."""

from __future__ import annotations

import re
from collections import deque
from functools import partial
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot.news
import bot.riddles.checks
from bot.domain import Article, Story, Summary
from bot.riddles.checks.context import Context
from bot.riddles.checks.runner import ALL
from bot.text import sentences, words
from tests.riddles.checks.riddles import CONTEXT, GOOD, changed
from tests.unhurried import within

LONG = 40_000
"""What is read of an article."""

SECONDS = 3.0
"""What a pattern may take for so many characters on a slow machine: in the square of them it takes minutes."""

ONLY_MATCHED = {"_OF_A_HUNDREDTH", "_SUBJECT", "_NAMED", "_LITERAL"}
"""Patterns that are tried at one place and never searched for."""

UNITS = ["A-", "1 ", "(", "\n", "no a, ", "A. ", "I ", "a*"]
PIECES = st.sampled_from(
    "I was Lisbon Rome from to in voted for against won 12 96% three a the not no or , . ; ( \" ' - ____ \n A. ? May "
    "L1sb0n half which am said tom@x % \u0301 \U0001f1f5\U0001f1f9 fr\u00e4n Ann beat Ten".split(" ")
)
HOSTILE = st.one_of(
    st.text(max_size=400),
    st.lists(PIECES, max_size=60).map(" ".join),
    st.tuples(st.lists(PIECES, min_size=1, max_size=4).map(" ".join), st.integers(1, 300)).map(
        lambda one: one[0] * one[1]
    ),
)


def _patterns(package: object) -> list[tuple[str, re.Pattern[str]]]:
    modules = [import_module(f"{package.__name__}.{one.name}") for one in iter_modules(package.__path__)]  # type: ignore[attr-defined]
    named = [(f"{module.__name__}.{name}", value) for module in modules for name, value in vars(module).items()]
    flat = [(name, one) for name, value in named for one in (value if isinstance(value, tuple) else (value,))]
    flat = [(name, part) for name, one in flat for part in (one if isinstance(one, tuple) else (one,))]
    return [
        (name, one) for name, one in flat if isinstance(one, re.Pattern) and name.split(".")[-1] not in ONLY_MATCHED
    ]


@pytest.mark.parametrize("unit", UNITS)
def test_every_pattern_reads_all_of_a_hostile_article_at_once(unit: str) -> None:
    found = {*_patterns(bot.riddles.checks), *_patterns(bot.news)}
    assert len(found) > 60
    text = (unit * LONG)[:LONG]
    for name, pattern in found:
        within(SECONDS, partial(deque, pattern.finditer(text), 0), name)


@pytest.mark.parametrize("unit", [*UNITS, "!?", '."', ".\n"])
def test_sentences_and_words_are_cut_from_hostile_text_at_once(unit: str) -> None:
    text = (unit * LONG)[:LONG]
    assert within(SECONDS, lambda: len(sentences(text)) + len(words(text))) <= 2 * LONG


@settings(max_examples=40, deadline=None)
@given(HOSTILE, HOSTILE, st.lists(HOSTILE, max_size=4))
def test_no_check_fails_or_takes_long_over_any_riddle(question: str, answer: str, others: list[str]) -> None:
    for check in ALL:  # what is loaded once is loaded here
        check(GOOD, CONTEXT)
    made = changed(
        question=question,
        answer=answer,
        aliases=tuple(others),
        hints=tuple(others),
        explanation=question,
        summary=Summary(question),
    )
    for check in ALL:
        assert within(SECONDS, partial(check, made, CONTEXT), check.__module__).reason


@settings(max_examples=8, deadline=None)
@given(HOSTILE, HOSTILE)
def test_no_article_keeps_a_check_busy(unit: str, title: str) -> None:
    context = Context(Story((Article("hostile", title, (f"{unit} " * 40_000)[:40_000]),)))
    for check in ALL:
        assert within(SECONDS, partial(check, GOOD, context), check.__module__).reason
