"""What a community lets be played: what its hosts approved, without what was taken back or reported too often."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from bot.delivery.sending import Excused
from bot.domain import Origin, RoundKey, Word
from bot.game.sentences import delivering as sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from bot.domain import Channel, Edition, Review, Riddle, Round
    from bot.ports.communities import CommunityStore
    from bot.ports.reviews import ReviewStore
    from bot.ports.rounds import RoundStore

OBJECTIONS = 3
"""Different players who reported a riddle: where it is not posted yet, it is held back."""


class StandIn(Protocol):
    """Who chooses a riddle in the place of another."""

    async def __call__(
        self, community: str, deck: str, day: date, beside: Sequence[Riddle], *, read: bool = False
    ) -> Riddle | None:
        """A riddle that passed every check and is unlike those beside it, or None where there is none.

        `read` takes none that no person has approved: neither a spare one of the day nor another's that was left over.
        """


@dataclass(frozen=True, slots=True)
class Releasing:
    """Decides at the moment of the post; a round that stands is not touched."""

    rounds: RoundStore
    communities: CommunityStore
    reviews: ReviewStore
    stand_in: StandIn

    async def released(self, channel: Channel, edition: Edition) -> Edition | Excused:
        """The edition as a channel's community plays it, or why it plays none."""
        return await self.for_community(channel.key.community, edition)

    async def for_community(self, community: str, edition: Edition) -> Edition | Excused:
        """The same for a community that plays without a channel."""
        key = RoundKey(community, edition.deck, edition.date)
        review, standing = await self.reviews.review(key), await self.rounds.round(key)
        if standing is not None:
            return await self._as_played(edition, standing, review)
        if review is not None and review.word is Word.SKIPPED:
            return Excused(sentences.skipped())
        if review is not None and review.word is Word.APPROVED:
            approved = _approved(edition, review)
            return await self._without(key, approved, approved.void, sentences.taken_back(), read=True)
        if (await self.communities.customs(key.community)).review:
            return await self._unapproved(key, edition)
        left = _approved(edition, review) if review is not None and review.by else edition
        held = await self._held(edition, left)
        said = sentences.taken_back() if not held else sentences.held_back()
        return await self._without(key, left, {*left.void, *held}, said)

    async def _held(self, edition: Edition, left: Edition) -> set[int]:
        """The places that were reported too often; where a host put another riddle, that one was not."""
        counts = await self.reviews.objections(edition.deck, edition.date)
        places = [place for place, count in counts.items() if count >= OBJECTIONS and place <= len(edition.riddles)]
        return {at for at in places if left.riddles[at - 1].question == edition.riddles[at - 1].question}

    async def skipped(self, community: str, edition: Edition) -> bool:
        """Whether a host skipped the day: asked once more when its round has begun, as he may do it in that moment."""
        review = await self.reviews.review(RoundKey(community, edition.deck, edition.date))
        return review is not None and review.word is Word.SKIPPED

    async def _as_played(self, edition: Edition, standing: Round, review: Review | None) -> Edition:
        """The edition for a further channel of the community, which is told as well why another riddle is played."""
        own = [riddle.question for riddle in standing.riddles[: len(edition.riddles)]]
        as_made = edition.origin is not Origin.NEWS or own == [riddle.question for riddle in edition.riddles]
        if as_made or (review is not None and review.word is Word.APPROVED):
            return edition
        asked = (await self.communities.customs(standing.key.community)).review
        said = sentences.unapproved() if asked else sentences.another()
        return replace(edition, notice=_joined(edition.notice, said))

    async def _unapproved(self, key: RoundKey, edition: Edition) -> Edition | Excused:
        """Silence plays what a person has approved before, never what nobody here has read."""
        found: list[Riddle] = []
        while len(found) < len(edition.riddles):
            riddle = await self.stand_in(key.community, key.deck, key.date, found, read=True)
            if riddle is None:
                break
            found.append(riddle)
        if not found:
            return Excused(sentences.nothing_left())
        notice = _joined(edition.notice, sentences.unapproved())
        return replace(edition, riddles=tuple(found), void=(), notice=notice, origin=Origin.RESERVE)

    async def _without(
        self, key: RoundKey, edition: Edition, places: Collection[int], said: str, *, read: bool = False
    ) -> Edition | Excused:
        """Put others in the place of some riddles; where there is none, the rest is played without."""
        riddles, void = list(edition.riddles), set(edition.void) | set(places)
        for place in sorted(places):
            others = [riddle for at, riddle in enumerate(riddles, 1) if at != place]
            found = await self.stand_in(key.community, key.deck, key.date, others, read=read)
            if found is not None:
                riddles[place - 1] = found
                void.remove(place)
        if len(void) >= len(riddles):
            return Excused(sentences.nothing_left())
        if not places:
            return edition
        return replace(edition, riddles=tuple(riddles), void=tuple(sorted(void)), notice=_joined(edition.notice, said))


def _approved(edition: Edition, review: Review) -> Edition:
    """The riddles as the hosts left them, whatever else would stand in. What was taken back stays so."""
    void = {edition.riddles[place - 1].question for place in edition.void}
    gone = tuple(place for place, riddle in enumerate(review.riddles, 1) if riddle.question in void)
    return replace(edition, riddles=review.riddles, void=gone, origin=Origin.NEWS)


def _joined(*said: str) -> str:
    return " ".join(filter(None, said))
