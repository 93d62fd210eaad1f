"""What hosts say of riddles before they are posted: approve, take the next, change a hint, skip the day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from bot.domain import Review, RoundKey, Word
from bot.errors import NothingToPlay, StoreUnavailable, UsageError
from bot.game.sentences import delivering as sentences
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from bot.domain import Edition, Riddle
    from bot.ports.editions import EditionStore
    from bot.ports.reviews import ReviewStore
    from bot.ports.rounds import RoundStore

LONGEST_HINT = 200
HINTS = 3

_TRIES = 5


class Leaks(Protocol):
    """Who tells whether hints give a riddle away."""

    def __call__(self, riddle: Riddle) -> str:
        """Why the riddle may not be played with these hints, or nothing."""


@dataclass(frozen=True, slots=True)
class Reviews:
    """One host of one community, before a post."""

    rounds: RoundStore
    editions: EditionStore
    reviews: ReviewStore
    leaks: Leaks
    community: str
    host: str

    async def standing(self, deck: str, day: date) -> Review:
        """The riddles as they would be played; also where nobody was asked, as a host may look at any time."""
        found = await self.reviews.review(RoundKey(self.community, deck, day))
        if found is not None:
            return found
        edition = await self.editions.edition(deck, day)
        if edition is None:
            raise NothingToPlay(sentences.not_made(day))
        return fresh(self.community, edition)

    async def approve(self, deck: str, day: date, seen: int = 0) -> Review:
        """Let them be played; `seen` is the version that the host looked at, where one knows it."""
        return await self._change(deck, day, lambda one: replace(one, word=Word.APPROVED), seen)

    async def skip(self, deck: str, day: date) -> Review:
        """Play nothing on that day; it does not count for streaks."""
        return await self._change(deck, day, lambda one: replace(one, word=Word.SKIPPED))

    async def take_next(self, deck: str, day: date, place: int, seen: int = 0) -> Review:
        """Put the next spare riddle in the place of one, which goes behind the other spares."""
        return await self._change(deck, day, lambda one: _turned(one, place), seen)

    async def edit_hints(self, deck: str, day: date, place: int, hints: Sequence[str], seen: int = 0) -> Review:
        """Give a riddle other hints; refused where they give it away."""
        said = tuple(one_line(hint, 2 * LONGEST_HINT) for hint in hints)
        if len(said) != HINTS or not all(said):
            raise UsageError(sentences.wrong_hints(HINTS))
        if any(len(hint) > LONGEST_HINT for hint in said):
            raise UsageError(sentences.long_hint(LONGEST_HINT))

        def change(one: Review) -> Review:
            riddle = replace(one.riddles[_at(one, place)], hints=said, reviewed=True)
            why = self.leaks(riddle)
            if why:
                raise UsageError(why)
            return replace(one, riddles=_with(one.riddles, place, riddle))

        return await self._change(deck, day, change, seen)

    async def _change(self, deck: str, day: date, how: Callable[[Review], Review], seen: int = 0) -> Review:
        """Change a review as it stands; of two hosts none undoes what the other did, nor approves what he never saw."""
        for _ in range(_TRIES):
            await self._refuse_played(deck, day)
            before = await self.reviews.begin(await self.standing(deck, day))
            if seen and before.version != seen:
                raise UsageError(sentences.hosts_at_once())
            changed = await asyncio.to_thread(how, before)  # a check of hints loads its word lists on first use
            after = replace(changed, riddles=_read(changed), by=self.host, version=before.version + 1)
            if await self.reviews.change(after):
                # It may be posted in this very moment, as it was before.
                await self._refuse_played(deck, day, after)
                return after
        raise StoreUnavailable(sentences.hosts_at_once())

    async def _refuse_played(self, deck: str, day: date, changed: Review | None = None) -> None:
        """Raise where the day is played; not where it is played as it was changed."""
        found = await self.rounds.round(RoundKey(self.community, deck, day))
        as_changed = found is not None and changed is not None and changed.word is not Word.SKIPPED
        if found is not None and not (as_changed and changed and found.riddles == changed.riddles):
            raise UsageError(sentences.played_already())


def fresh(community: str, edition: Edition, asked: str = "") -> Review:
    """The riddles of an edition before any host; spare ones stand for those that were taken back."""
    riddles, spares = list(edition.riddles), list(edition.spares)
    for place in edition.void:
        if spares:
            riddles[place - 1] = spares.pop(0)
    key = RoundKey(community, edition.deck, edition.date)
    return Review(key, edition.number, tuple(riddles), tuple(spares), asked=asked)


def _read(review: Review) -> tuple[Riddle, ...]:
    """The riddles, marked as read by a host once they are approved."""
    if review.word is not Word.APPROVED:
        return review.riddles
    return tuple(replace(riddle, reviewed=True) for riddle in review.riddles)


def _turned(review: Review, place: int) -> Review:
    if not review.spares:
        raise UsageError(sentences.no_other())
    at = _at(review, place)
    first, *others = review.spares
    return replace(
        review, riddles=_with(review.riddles, place, first), spares=(*others, review.riddles[at]), word=Word.WAITING
    )


def _at(review: Review, place: int) -> int:
    if not 1 <= place <= len(review.riddles):
        raise UsageError(sentences.no_place(place))
    return place - 1


def _with(riddles: tuple[Riddle, ...], place: int, riddle: Riddle) -> tuple[Riddle, ...]:
    return (*riddles[: place - 1], riddle, *riddles[place:])
