"""What a deck plays of the deck `default`'s edition when it cannot make its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Strictness
from bot.news.taste import refusal
from bot.riddles import reserve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Article, Deck, Edition, Riddle

SPENT = "This deck's share of the day's model budget is spent, so it plays the riddles of the deck default."
REMOVED = "This deck was removed, so the riddles of the deck default are played in its place."
NONE_FIT = "None of them suits this deck, so these are from the reserve."

_ORDER = tuple(Strictness)


def lent(edition: Edition, lender: Deck, borrower: Deck, texts: Sequence[Article]) -> tuple[Riddle, ...]:
    """The riddles and spares of an edition, in that order, that a deck may play: void ones are left out.

    Where the deck is stricter than the lender, `texts` are what its taste is asked about; a riddle whose story is
    not there any more is left out too.
    """
    stricter = _ORDER.index(borrower.strictness) < _ORDER.index(lender.strictness)
    there = [riddle for place, riddle in enumerate(edition.riddles, 1) if place not in edition.void]
    stories = {article.id: article for article in texts}
    found = [
        riddle for riddle in (*there, *edition.spares) if not stricter or _suits(riddle, stories, borrower.strictness)
    ]
    return tuple(found)


def _suits(riddle: Riddle, stories: dict[str, Article], strictness: Strictness) -> bool:
    if riddle.article is None:
        return reserve.suits(riddle, strictness)
    story = stories.get(riddle.article.id)
    return story is not None and refusal(story.title, story.text, strictness, story.topics) is None
