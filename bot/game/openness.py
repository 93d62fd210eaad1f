"""Which guesses the rules leave open, and which of those no model may ever make right. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from bot.domain import Judgement, Kind
from bot.game import knowledge
from bot.game.judging import judge
from bot.game.matching import Key, normalise
from bot.game.numerals import is_number
from bot.text import sentences, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.domain import Verdict

OPEN = frozenset({"none", "more", "subject"})
"""Rungs that say no more than that the rules found nothing; all others are decisions."""

LONGEST_OPEN = 90
"""Characters of a normalised guess that is looked at again."""

MOST_OPEN_WORDS = 10

_LONGEST_NAME = 5
"""Words of a name that is looked for in a guess."""

_ORDERS = re.compile(
    r"\b(?:say|reply|respond|output|treat|consider|assume|pretend|imagine|json|verdict|same|different|unsure|accepted|"
    r"refused|yes|yep|yeah|ok|okay|assistant|ai|chatbot|bot|please|must|should|guess|riddle|means?|meant|synonym\w*|"
    r"equals?|equivalent|identical|matches|whatever|anything|everything|above|below|previous|following|fence|rules?|"
    r"allowed|valid|approved?|confirm\w*|admin\w*|developer|override)\b"
)
"""Words of one who speaks to the judge; an answer to a riddle has none of them, or is known by its aliases."""

_PERSONAL = re.compile(r"[@<>]|://|www\.|\d{6}")
"""Mentions, addresses and long numbers: what may tell who somebody is never leaves."""

_COMMON = frozenset({Kind.THING, Kind.ANIMAL, Kind.NUMBER, None})
"""Kinds of answers that are ordinary words."""

_SMALL = frozenset(
    "a an the he she it they we you i his her its their our my this that these those there here who what when where "
    "why how in on at by for from to of with after before since until while during as and but or if so no not one two "
    "three many some most more all both each every another other last next first now then today yesterday".split()
)


class Answered(Protocol):
    """What is compared with: a riddle, or a case."""

    @property
    def answer(self) -> str:
        """The answer."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""

    @property
    def kind(self) -> Kind | None:
        """What kind of thing it is, where that is known."""


def leaves_open(verdict: Verdict, text: str, riddle: Answered) -> bool:
    """Whether the rules' verdict is no decision: nothing fitted, a word too many, an event told in other words."""
    rung = verdict.reason.partition(":")[0]
    if verdict.judgement not in {Judgement.WRONG, Judgement.CLOSE} or rung not in OPEN or _PERSONAL.search(text):
        return False
    said = Key(text)
    if len(normalise(text)) > LONGEST_OPEN or len(said.words) > MOST_OPEN_WORDS:
        return False
    return rung != "subject" or not set(said.base) <= _own(riddle)


def is_open(text: str, riddle: Answered) -> bool:
    """Whether the rules leave a guess open."""
    return leaves_open(judge(text, riddle.answer, riddle.aliases, kind=riddle.kind), text, riddle)


def barred(guess: str, riddle: Answered, story: Sequence[str] = (), listed: Collection[str] = ()) -> str:
    """Why no model may make a guess right, or nothing: what the rules decided, orders, other names, other numbers.

    `story` is what is told of the answer, `listed` are names of the world beside those the game knows itself, as
    `bot.game.knowledge.phrase` writes them.
    """
    if not is_open(guess, riddle):
        return "the rules have decided it"
    said, own = Key(guess), _own(riddle)
    spoken = " ".join(word for word in said.words if word not in own)
    if _ORDERS.search(spoken):
        return "it speaks to the judge"
    if any(is_number(word) for word in said.base if word not in own) and any(map(is_number, own)):
        return "it has another number"
    some = [phrase for phrase in _phrases(said.base) if not set(phrase) <= own]
    if any(_other_name(phrase, riddle, listed, alone=phrase == said.base) for phrase in some):
        return "it names something else"
    return "it names something else of the story" if _of_the_story(said, story, own) else ""


def _other_name(phrase: tuple[str, ...], riddle: Answered, listed: Collection[str], *, alone: bool) -> bool:
    """Whether some words of a guess are a known name, or another one of the answer's kind.

    A single word of the lists, such as the name of a firm, may be an ordinary one where the answer is one.
    """
    name = " ".join(phrase)
    if name in knowledge.places() or name in knowledge.demonyms():
        return True
    if name in listed and (len(phrase) > 1 or alone or riddle.kind not in _COMMON):
        return True
    if riddle.kind is Kind.PERSON and name in knowledge.nicknames():
        return True
    kinds: set[str] = set()
    for own in (riddle.answer, *riddle.aliases):
        kinds |= knowledge.broader().get(knowledge.phrase(own), frozenset())
    return not kinds.isdisjoint(knowledge.broader().get(name, frozenset()))


def _of_the_story(said: Key, story: Sequence[str], own: frozenset[str]) -> bool:
    """Whether a guess has a name that the story tells beside the answer."""
    inside, opening = _told(story)
    return not inside.isdisjoint(set(said.base) - own) or (len(said.base) == 1 and said.base[0] in opening - own)


def _told(story: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Words of names in the story, and words that open a sentence, which may be names as well."""
    inside: set[str] = set()
    opening: set[str] = set()
    for sentence in (one for text in story for one in sentences(text)):
        row = words(sentence)
        followed = len(row) > 1 and row[1][:1].isupper()
        for at, word in enumerate(row):
            if word[:1].isupper() and word.lower() not in _SMALL:
                (inside if at or followed else opening).update(Key(word).base)
    return frozenset(inside), frozenset(opening)


def _own(riddle: Answered) -> frozenset[str]:
    """The words of the answer and its aliases."""
    keys = [Key(name) for name in (riddle.answer, *riddle.aliases)]
    return frozenset(word for key in keys for word in (*key.words, *key.base))


def _phrases(row: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """Every row of words in a guess that may be a name."""
    size = len(row)
    return (row[a:b] for a in range(size) for b in range(a + 1, min(size, a + _LONGEST_NAME) + 1))
