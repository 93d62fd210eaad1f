"""Which guesses the rules leave open, and which of those no model may ever make right. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Judgement, Kind
from bot.game import knowledge
from bot.game.judging import judge
from bot.game.matching import Key, normalise
from bot.game.numerals import is_number
from bot.text import sentences, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.domain import Riddle, Verdict

OPEN = frozenset({"none", "more", "subject"})
"""Rungs that say no more than that the rules found nothing; all others are decisions."""

LONGEST_OPEN = 90
"""Characters of a normalised guess that is looked at again."""

MOST_OPEN_WORDS = 10

_LONGEST_NAME = 5
"""Words of a name that is looked for in a guess."""

_ORDERS = re.compile(
    r"\b(?:say|reply|respond|output|print|return|treat|consider|count|assume|pretend|imagine|json|verdict|same|different|"
    r"unsure|accepted|refused|yes|true|model|assistant|ai|chatbot|bot|user|host|player|please|must|guess|riddle|means?|"
    r"synonym\w*|equals?|equivalent|identical|matches|whatever|anything|everything|any|all|every|above|below|previous|"
    r"following|question|text|data|fence|rules?|allowed|valid|approved?|confirm\w*|admin\w*|developer|override)\b"
)
"""Words of one who speaks to the judge; an answer to a riddle has none of them, or is known by its aliases."""

_PERSONAL = re.compile(r"[@<>]|://|www\.|\d{6}")
"""Mentions, addresses and long numbers: what may tell who somebody is never leaves."""

_SMALL = frozenset(
    "a an the he she it they we you i his her its their our my this that these those there here who what when where "
    "why how in on at by for from to of with after before since until while during as and but or if so no not one two "
    "three many some most more all both each every another other last next first now then today yesterday".split()
)


def leaves_open(verdict: Verdict, text: str, riddle: Riddle) -> bool:
    """Whether the rules' verdict is no decision: nothing fitted, a word too many, an event told in other words."""
    rung = verdict.reason.partition(":")[0]
    if verdict.judgement not in {Judgement.WRONG, Judgement.CLOSE} or rung not in OPEN or _PERSONAL.search(text):
        return False
    said = Key(text)
    if len(normalise(text)) > LONGEST_OPEN or len(said.words) > MOST_OPEN_WORDS:
        return False
    return rung != "subject" or not set(said.base) <= _own(riddle)


def is_open(text: str, riddle: Riddle) -> bool:
    """Whether the rules leave a guess open."""
    return leaves_open(judge(text, riddle.answer, riddle.aliases, kind=riddle.kind), text, riddle)


def barred(guess: str, riddle: Riddle, listed: Collection[str] = ()) -> str:
    """Why no model may make a guess right, or nothing: what the rules decided, orders, other names, other numbers.

    `listed` are normalised names of the world beside those the game knows itself.
    """
    if not is_open(guess, riddle):
        return "the rules have decided it"
    said, own = Key(guess), _own(riddle)
    spoken = " ".join(word for word in said.words if word not in own)
    if _ORDERS.search(spoken):
        return "it speaks to the judge"
    if any(is_number(word) for word in said.base if word not in own) and any(map(is_number, own)):
        return "it has another number"
    if any(_other_name(phrase, riddle, listed) for phrase in _phrases(said.base) if not set(phrase) <= own):
        return "it names something else"
    return "it names something else of the story" if _of_the_story(said, riddle, own) else ""


def _other_name(phrase: tuple[str, ...], riddle: Riddle, listed: Collection[str]) -> bool:
    """Whether some words of a guess are a known name, or another one of the answer's kind."""
    name = " ".join(phrase)
    if name in knowledge.places() or name in knowledge.demonyms() or name in listed:
        return True
    if riddle.kind is Kind.PERSON and name in knowledge.nicknames():
        return True
    kinds: set[str] = set()
    for own in (riddle.answer, *riddle.aliases):
        kinds |= knowledge.broader().get(knowledge.phrase(own), frozenset())
    return not kinds.isdisjoint(knowledge.broader().get(name, frozenset()))


def _of_the_story(said: Key, riddle: Riddle, own: frozenset[str]) -> bool:
    """Whether a guess has a name that the story tells beside the answer."""
    inside, opening = _told(riddle)
    return not inside.isdisjoint(set(said.base) - own) or (len(said.base) == 1 and said.base[0] in opening - own)


def _told(riddle: Riddle) -> tuple[frozenset[str], frozenset[str]]:
    """Words of names in the story, and words that open a sentence, which may be names as well."""
    inside: set[str] = set()
    opening: set[str] = set()
    for text in (*riddle.evidence, riddle.summary, riddle.explanation):
        for sentence in sentences(text):
            row = words(sentence)
            followed = len(row) > 1 and row[1][:1].isupper()
            for at, word in enumerate(row):
                if word[:1].isupper() and word.lower() not in _SMALL:
                    (inside if at or followed else opening).update(Key(word).base)
    return frozenset(inside), frozenset(opening)


def _own(riddle: Riddle) -> frozenset[str]:
    """The words of the answer and its aliases."""
    keys = [Key(name) for name in (riddle.answer, *riddle.aliases)]
    return frozenset(word for key in keys for word in (*key.words, *key.base))


def _phrases(row: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """Every row of words in a guess that may be a name."""
    size = len(row)
    return (row[a:b] for a in range(size) for b in range(a + 1, min(size, a + _LONGEST_NAME) + 1))
