"""What repeats itself: within an edition, and over the last week. Every weight of it stands here.

A weight is in points of worth (`bot.riddles.choice`): a whole point is about what lies between a riddle one is glad to
post and a dull one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.domain import Article, Form
from bot.riddles.craft.fields import field_of
from bot.text import fold, sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Candidate, Difficulty, Kind, Riddle, Story

WEEK = 7
"""Editions that make a week."""

OPENING_WORDS = 3
"""Words from which two riddles begin alike."""

WORN = 2
"""Times a week that an opening may be heard."""

FIELD_LETTERS = 1_500
"""Letters of a text in which its field is looked for."""

# Within an edition, for each of at most two riddles that are like it ...
SAME = {
    "form": 0.7,  # a reader of three riddles meets three ways to be asked, where one is about as good as the other
    "kind": 0.3,  # not three countries on one day
    "topic": 0.25,  # nor three times sport
    "difficulty": 0.25,  # something for everybody: easy, medium, hard
    "opening": 0.5,  # what stands one below the other shows most
    "closing": 0.1,  # "Which city am I?" twice is no harm, but no joy either
}

# ... and within the week.
HEARD_ANSWER = 3.0  # a player who met it yesterday has it solved already
HEARD_OPENING = 0.4  # once more is one thing ...
WORN_OPENING = 2.0  # ... a third time a habit
HEARD_KIND = 0.5  # these three by their share of the week: where all were like it, the whole weight
HEARD_TOPIC = 0.5
HEARD_CLOSING = 0.2
HEARD_WORDING = 1.0  # by the share of its pairs of words that were heard: "I am the", "than any other", once too often

HEARD_PHRASE = 4.0  # by the share of its three words in a row that a riddle of the archive had: a tenth is usual

_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Traits:
    """By what a reader would find two riddles alike.

    `topic` is empty where nothing tells it; `pairs` are neighbouring words, those of the closing formula aside, and
    `phrases` are three in a row.
    """

    form: Form
    kind: Kind
    opening: str
    closing: str
    topic: str
    difficulty: Difficulty
    names: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    phrases: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Week:
    """The riddles of the last editions, the newest edition first, and the phrases of all that are remembered."""

    editions: tuple[tuple[Traits, ...], ...] = ()
    phrases: frozenset[tuple[str, ...]] = frozenset()

    @property
    def opener(self) -> Form | None:
        """The form that opened the last edition, and must not open the next."""
        return next((edition[0].form for edition in self.editions[:1] if edition), None)

    @property
    def riddles(self) -> tuple[Traits, ...]:
        """All riddles of the week."""
        return tuple(one for edition in self.editions for one in edition)

    def forms(self) -> tuple[Form, ...]:
        """The forms to ask for, the best first: a summary where it may open, then what was heard least."""
        heard = [one.form for one in self.riddles]
        return tuple(sorted(Form, key=lambda form: (form is self.opener, form is not Form.SUMMARY, heard.count(form))))

    def costs(self, one: Traits) -> dict[str, float]:
        """What a riddle is worth less for what it repeats of the week, by name."""
        riddles = self.riddles
        share = 1 / max(1, len(riddles))
        openings = sum(one.opening == other.opening for other in riddles)
        return {
            "answer": HEARD_ANSWER * any(one.names & other.names for other in riddles),
            "opening": WORN_OPENING if openings >= WORN else HEARD_OPENING * openings,
            "kind": HEARD_KIND * share * sum(one.kind is other.kind for other in riddles),
            "topic": HEARD_TOPIC * share * sum(_same_topic(one, other) for other in riddles),
            "closing": HEARD_CLOSING * share * sum(one.closing == other.closing for other in riddles),
            "wording": HEARD_WORDING * self._heard(one.pairs),
            "phrases": HEARD_PHRASE * len(one.phrases & self.phrases) / max(1, len(one.phrases)),
        }

    def _heard(self, pairs: frozenset[tuple[str, str]]) -> float:
        heard = {pair for other in self.riddles for pair in other.pairs}
        return len(pairs & heard) / max(1, len(pairs))


def week_of(editions: Iterable[Sequence[Riddle]], archive: Iterable[str] = ()) -> Week:
    """The week of the editions before, the newest first, with the questions that were asked before."""
    week = tuple(tuple(of_riddle(riddle) for riddle in riddles) for riddles in list(editions)[:WEEK])
    return Week(week, frozenset(phrase for question in archive for phrase in phrases_of(_said(question))))


def sameness(one: Traits, chosen: Sequence[Traits]) -> float:
    """What a riddle is worth less beside those that are in the edition already."""
    found = [name for other in chosen for name in alike(one, other)]
    return sum(weight * min(found.count(name), _AT_MOST) for name, weight in SAME.items())


def alike(one: Traits, other: Traits) -> tuple[str, ...]:
    """By what two riddles of an edition are alike."""
    same = {
        "form": one.form is other.form,
        "kind": one.kind is other.kind,
        "topic": _same_topic(one, other),
        "difficulty": one.difficulty is other.difficulty,
        "opening": one.opening == other.opening,
        "closing": one.closing == other.closing,
    }
    return tuple(name for name, is_same in same.items() if is_same)


def of_candidate(candidate: Candidate, story: Story, hard: Difficulty) -> Traits:
    """The traits of a candidate made from a story, as hard as it is thought to be."""
    lead = story.lead
    return _traits(candidate, hard, _topic(lead.topics, f"{lead.title}. {lead.text[:FIELD_LETTERS]}"))


def of_riddle(riddle: Riddle) -> Traits:
    """The traits of a riddle that was played."""
    told = f"{riddle.article.title if riddle.article else ''}. {riddle.summary}"
    return _traits(riddle, riddle.difficulty, _topic(riddle.article.topics if riddle.article else (), told))


def _traits(made: Candidate | Riddle, hard: Difficulty, topic: str) -> Traits:
    names = frozenset(_name(name) for name in (made.answer, *made.aliases))
    opening, closing = opening_of(made.question), closing_of(made.question)
    said = _said(made.question)
    pairs, phrases = frozenset(pairwise(said)), phrases_of(said)
    return Traits(made.form, made.kind, opening, closing, topic, hard, names, pairs, phrases)


def phrases_of(said: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """All that stands in a text in three words that follow one another."""
    return frozenset(zip(said, said[1:], said[2:], strict=False))


def _said(question: str) -> list[str]:
    return [fold(word) for word in words(body_of(question))]


def opening_of(question: str) -> str:
    """The first words of a riddle."""
    return fold(" ".join(words(question)[:OPENING_WORDS]))


def closing_of(question: str) -> str:
    """The last sentence of a riddle, where it has more than one: "Which city am I?"."""
    told = sentences(question)
    return fold(told[-1]) if len(told) > 1 else ""


def body_of(question: str) -> str:
    """A riddle without its closing formula."""
    told = sentences(question)
    return " ".join(told[:-1] if len(told) > 1 and told[-1].endswith("?") else told)


def _name(name: str) -> str:
    return fold(name).removeprefix("the ").removeprefix("a ").removeprefix("an ").strip()


def _topic(topics: Sequence[str], text: str) -> str:
    """The field of a story by its topics, else by its words; the first topic where no field is known for it."""
    return field_of(Article("", "", text, topics=tuple(topics))) or next(iter(topics), "")


def _same_topic(one: Traits, other: Traits) -> bool:
    return bool(one.topic) and one.topic == other.topic
