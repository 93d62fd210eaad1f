"""What a community lets be played: what its hosts approved, without what was reported too often."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from bot.delivery.sending import Excused
from bot.domain import Origin, RoundKey, Word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.domain import Channel, Edition, Review, Riddle
    from bot.ports.communities import CommunityStore
    from bot.ports.reviews import ReviewStore
    from bot.ports.rounds import RoundStore

OBJECTIONS = 3
"""Different players who reported a riddle: where it is not posted yet, it is held back."""

UNAPPROVED = "Nobody has approved today's riddle in time, so one of the reserve is played."
HELD_BACK = "Today's riddle was reported elsewhere, so another one is played."


class StandIn(Protocol):
    """Who chooses a riddle in the place of another."""

    async def __call__(self, community: str, deck: str, day: date, beside: Sequence[Riddle]) -> Riddle | None:
        """An approved riddle that is unlike those beside it, or None where there is none."""


@dataclass(frozen=True, slots=True)
class Releasing:
    """Decides at the moment of the post; a round that stands is not touched."""

    rounds: RoundStore
    communities: CommunityStore
    reviews: ReviewStore
    stand_in: StandIn

    async def released(self, channel: Channel, edition: Edition) -> Edition | Excused:
        """The edition as this community plays it, or why it plays none."""
        key = RoundKey(channel.key.community, edition.deck, edition.date)
        if await self.rounds.round(key) is not None:
            return edition
        review = await self.reviews.review(key)
        if review is not None and review.word is Word.SKIPPED:
            return Excused("A host skipped this day.")
        if review is not None and review.word is Word.APPROVED:
            return self._approved(edition, review)
        customs = await self.communities.customs(channel.key.community)
        if customs.review:
            return await self._replaced(key, edition, range(1, len(edition.riddles) + 1), UNAPPROVED)
        counts = await self.reviews.objections(edition.deck, edition.date)
        held = [place for place, count in counts.items() if count >= OBJECTIONS and place <= len(edition.riddles)]
        return await self._replaced(key, edition, held, HELD_BACK) if held else edition

    @staticmethod
    def _approved(edition: Edition, review: Review) -> Edition:
        """The riddles as the hosts left them; they stay, whatever else would stand in."""
        changed = review.riddles != edition.riddles
        return replace(edition, riddles=review.riddles, void=() if changed else edition.void, origin=Origin.NEWS)

    async def _replaced(self, key: RoundKey, edition: Edition, places: Sequence[int], notice: str) -> Edition | Excused:
        riddles = list(edition.riddles)
        for place in places:
            others = [riddle for at, riddle in enumerate(riddles, 1) if at != place]
            found = await self.stand_in(key.community, key.deck, key.date, others)
            if found is None:
                return Excused("No approved riddle is left in the reserve.")
            riddles[place - 1] = found
        said = " ".join(filter(None, (edition.notice, notice)))
        void = tuple(place for place in edition.void if place not in places)
        return replace(edition, riddles=tuple(riddles), void=void, notice=said)
