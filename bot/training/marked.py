"""A riddle the operator marks becomes an example: what the program made of the news, and nothing that people said.

The platforms forbid to train on what their users write. So what a player or a host may have had a hand in is never
looked at: a riddle's other names may have come from a guess, so they are made anew of the answer and the evidence; and
a riddle that was not made by the program itself is refused.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.domain import DEFAULT_DECK, Article, Candidate, Story, Summary
from bot.errors import NothingToPlay, UsageError
from bot.text import words
from bot.training.example import MAX_ALIASES, Example, RowError, example_of

if TYPE_CHECKING:
    from datetime import date

    from bot.domain import Edition, Riddle
    from bot.ports.editions import EditionStore

CRAFT: Final = "craft"
OURS: Final = frozenset({CRAFT, "few_shot", "zero_shot", "service", "fine_tuned"})
"""The ways in which the program makes a riddle; one that came another way is somebody's."""

LICENCE: Final = "not licensed"
PRESS: Final = "Summary and evidence were taken from a news report, whose publisher's terms apply."
CRAFTED: Final = "The riddle was made of them by rule, without a model."

_WINDOWS: Final = (8, 64, 4000)
"""Days in which the newest edition is looked for, one after the other."""


def marked(riddle: Riddle, terms: str = "", licence: str = LICENCE) -> Example:
    """The example of a riddle: riddle, summary and evidence. `terms` are those of the model that wrote it.

    Raises `UsageError` where it cannot be one.
    """
    if riddle.author or riddle.pipeline not in OURS:
        raise UsageError("That riddle was not made from the news by the program: only such riddles are taken.")
    evidence = tuple(sentence for sentence in riddle.evidence if words(sentence))
    crafted = riddle.pipeline == CRAFT
    row = {
        "id": f"marked-{hashlib.sha256(riddle.question.encode()).hexdigest()[:16]}",
        "article": " ".join(evidence),
        "summary": riddle.summary,
        "form": riddle.form.value,
        "kind": riddle.kind.value,
        "question": riddle.question,
        "answer": riddle.answer,
        "aliases": list(_other_names(riddle, evidence)),
        "hints": list(riddle.hints),
        "explanation": riddle.explanation,
        "difficulty": riddle.difficulty.value,
        "source": f"model:{CRAFT if crafted else riddle.model}",
        "licence": licence,
        "terms": f"{PRESS} {CRAFTED if crafted else terms}".strip(),
    }
    try:
        return example_of(row)
    except RowError as error:
        raise UsageError(f"That riddle cannot be an example: {error}") from None


def _other_names(riddle: Riddle, evidence: tuple[str, ...]) -> tuple[str, ...]:
    """Other names of the answer, from the answer and the evidence alone."""
    from bot.riddles.craft.complete import complete  # noqa: PLC0415 - it loads the parser

    story = Story((Article(id="marked", title="", text="\n\n".join(evidence)),))
    bare = Candidate(
        riddle.form, riddle.kind, riddle.question, riddle.answer, summary=Summary(riddle.summary, evidence)
    )
    return complete(bare, story).aliases[:MAX_ALIASES]


async def find(editions: EditionStore, spot: str, today: date) -> Riddle:
    """The riddle of an edition by its number: `142`, `142.2`, `science/142.2`; raises where there is none."""
    deck, number, place = _spot(spot)
    newest = await _newest(editions, deck, today)
    if newest is None:
        raise NothingToPlay(f"The deck {deck} has no edition yet.")
    edition = None
    if 1 <= number <= newest.number:
        edition = await editions.edition(deck, newest.date - timedelta(days=newest.number - number))
    if edition is None:
        raise NothingToPlay(f"There is no edition {number} of the deck {deck}; the newest is {newest.number}.")
    if not 1 <= place <= len(edition.riddles):
        raise UsageError(f"Edition {number} has {len(edition.riddles)} riddles, and none at place {place}.")
    return edition.riddles[place - 1]


async def _newest(editions: EditionStore, deck: str, today: date) -> Edition | None:
    for days in _WINDOWS:
        if found := await editions.recent(deck, today + timedelta(days=3), days):
            return found[0]
    return None


def _spot(spot: str) -> tuple[str, int, int]:
    deck, _, numbers = spot.strip().rpartition("/")
    number, point, place = numbers.partition(".")
    if not (_is_number(number, 6) and (_is_number(place, 1) or not point)):
        raise UsageError("Say which riddle you mean by its number, like 142 or 142.2.")
    return deck or DEFAULT_DECK, int(number), int(place or 1)


def _is_number(text: str, digits: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= digits
