"""Three hints, from vague to nearly given: what it is, a fact about it, its letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft import gates, hints
from bot.riddles.craft.descriptions import facts_of
from bot.riddles.craft.leaks import leaks, pieces
from bot.riddles.craft.lists import demonyms, nouns, rows
from bot.riddles.craft.telling import cleaned, repeats, telling
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Story
    from bot.riddles.craft.clue import Clue
    from bot.riddles.craft.reading import Reading

_MORE = "More of the story: "
_HEADLINE = "The headline was: "
_HALF = 0.5
"""Share of a headline's telling words from which it only repeats the riddle."""

_ASKED = re.compile(r"\b(?:[Ww]hich|[Ww]hat) [a-z-]+(?: [a-z-]+)? (?:am I|is it)\?")
"""A question that says the kind: "Which novel am I?"."""

_EMPTY = frozenset(
    "its the and for one who has had was are out all "
    "look lies makes comes someone person think that this their with from have into country city place "
    "organisation company they which what star famous stands home writes plays sells flies deals runs works".split()
)
"""Words of a hint that tell nothing by themselves, or that most questions say."""

_PLAIN = frozenset({Kind.ANIMAL, Kind.EVENT, Kind.WORK})
"""Kinds that are a hint where the question has not said them."""


def three_hints(
    clue: Clue,
    question: str,
    used: Sequence[int],
    spare: Sequence[str],
    secret: tuple[str, ...],
    reading: Reading,
    story: Story,
) -> tuple[str, str, str] | None:
    """The three hints; none of them a leak and no two the same."""
    facts = _facts(clue, question, secret)
    first = facts[0] if facts else _first(clue, question, secret, reading)
    second = _second(first, facts[1:], question, used, spare, secret, reading)
    if not facts and second:
        headline = "" if second.startswith(_HEADLINE) else _headline(reading, secret, question)
        first = headline or ("" if _is_told(reading.field, question) else first)
    made = _filled(first or _whence(story, reading), second, clue.answer, secret)
    if any(leaks(hint, secret) for hint in made[:2]) or len({*map(fold, made)}) < 3:
        return None
    return None if any(len(hint) > hints.MAX_HINT for hint in made) else made


def _filled(first: str, second: str, answer: str, secret: tuple[str, ...]) -> tuple[str, str, str]:
    """The three hints: the length of the name stands in for one that is not there, its ending for both."""
    if first and second:
        return first, second, hints.last(answer, secret)
    if not first and not second:
        return hints.size(answer), hints.ending(answer), hints.ends(answer)
    size, third = hints.size(answer), hints.ends(answer)
    return (first, size, third) if first else (size, second, third)


def _facts(clue: Clue, question: str, secret: tuple[str, ...]) -> list[str]:
    """What we know, and what the article calls the answer, as far as the question has not said it."""
    known = facts_of(clue.answer, clue.kind, question) if clue.sure else ()
    found = [fact for fact in known if not leaks(fact, secret) and _is_new(fact, question)]
    called = clue.descriptor if clue.sure else ""
    if called and _is_clean(called, secret) and _is_new(called, question):
        found.append(f"Look for {called}.")
    return found


def _first(clue: Clue, question: str, secret: tuple[str, ...], reading: Reading) -> str:
    """Its sort and the field of the story; empty where all that is told."""
    field = reading.field if reading.field and not leaks(reading.field, secret) else ""
    told = bool(field) and repeats(field, question)
    what = "" if not clue.sure or clue.kind in {Kind.THING, Kind.NUMBER} else hints.category(clue.kind)
    if clue.sure and clue.kind in _PLAIN and not _asks_kind(question, clue.kind):
        return f"Look for {what}, in a story about {field}." if field and not told else f"Look for {what}."
    if clue.kind is Kind.PERSON and field and not told:
        return f"Look for {clue.sort or what or 'a name'}, in a story about {field}."
    if field and not told:
        return f"The story is about {field}."
    return ""


def _second(
    first: str,
    facts: Sequence[str],
    question: str,
    used: Sequence[int],
    spare: Sequence[str],
    secret: tuple[str, ...],
    reading: Reading,
) -> str:
    """A fact in the answer's own voice, a sentence about it, what we know of it, or the headline."""
    shown = f"{question} {first}"
    for fact in spare:
        if len(fact) <= hints.MAX_HINT and _is_clean(fact, secret) and not repeats(fact, question):
            return fact
    sentence = telling(reading, used, secret, question, hints.MAX_HINT - len(_MORE))
    if sentence:
        return f"{_MORE}{sentence}"
    known = next((fact for fact in facts if _is_new(fact, shown)), "")
    return known or _headline(reading, secret, question)


def _is_clean(text: str, secret: tuple[str, ...]) -> bool:
    return not leaks(text, secret) and not gates.tainted(text)


def _is_new(text: str, question: str) -> bool:
    """Whether at least half of what a fact tells is not in the question."""
    asked = pieces(question)
    told = {piece[:5] for piece in asked} | _lands_in(asked)
    if any(words_told & {*asked, *question.lower().split()} for words_told in _implied(text)):
        return False
    mine = [piece for piece in pieces(text) if (len(piece) > 2 or piece.isdigit()) and piece not in _EMPTY]
    long = [piece for piece in told if len(piece) > 3]
    new = [piece for piece in mine if piece[:5] not in told and not any(map(piece[:5].startswith, long))]
    new = [piece for piece in new if not any(one.startswith(piece) for one in long if len(piece) > 3)]
    return len(new) * 2 >= len(mine) > 0 and bool(new)


def _asks_kind(question: str, kind: Kind) -> bool:
    """Whether the question says what sort of thing the answer is."""
    said = any(piece in nouns() and nouns()[piece].kind is kind for piece in pieces(question))
    return said or bool(_ASKED.search(question))


def _is_told(field: str, question: str) -> bool:
    """Whether the question shows the field of the story by itself."""
    asked = {*pieces(question), *question.lower().split()}
    return any(asked & set(told.split()) for name, told in rows("fields") if name == field)


def _lands_in(asked: Sequence[str]) -> set[str]:
    """The beginnings of the countries whose people a question names: "Irish" tells of Ireland."""
    named = {country for country, people in demonyms().items() if set(people) & {*asked}}
    return {piece[:5] for country in named for piece in pieces(country)}


def _implied(fact: str) -> list[frozenset[str]]:
    """The words of a question that say already what a fact of ours says."""
    said = pieces(fact)
    return [frozenset(told.split()) for stem, told in rows("hints_told") if stem in said]


def _headline(reading: Reading, secret: tuple[str, ...], question: str) -> str:
    """The headline with the names blanked, where it says something new."""
    hidden = tuple(dict.fromkeys([*secret, *(part for name in secret for part in name.split() if len(part) > 3)]))
    text = cleaned(hints.blanked(reading.title, hidden)).replace('"', "'")
    if len(words(text)) < 4 or len(text) > hints.MAX_HINT - 30 or hints.GAP not in text:
        return ""
    return f'{_HEADLINE}"{text}"' if _is_clean(text, secret) and not repeats(text, question, _HALF) else ""


def _whence(story: Story, reading: Reading) -> str:
    """The field of the story, else when it was reported."""
    published = story.lead.published_at
    if reading.field:
        return f"The story is about {reading.field}."
    return f"The story was reported in {published:%B %Y}." if published is not None else ""
