"""A riddle that should not be posted, as one knows by now: hosts who posted or approved it are asked to look again."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import RoundKey, Word
from bot.errors import DeliveryError
from bot.game.sentences import delivering as sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain import Edition
    from bot.ports.communities import CommunityStore
    from bot.ports.messenger import Messenger
    from bot.ports.reviews import ReviewStore
    from bot.ports.rounds import RoundStore
    from bot.ports.schedule import ScheduleStore

_log = logging.getLogger(__name__)

ONCE = 3 * 86_400.0
"""Seconds in which a community is asked once about a riddle."""

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Regretting:
    """Asks every community that plays a riddle, or is to play it by its hosts' word, once, in the hosts' own channel.

    What hosts said before they could know is taken back: silence plays another riddle.
    """

    rounds: RoundStore
    schedule: ScheduleStore
    communities: CommunityStore
    reviews: ReviewStore
    messengers: Mapping[str, Messenger]

    async def ask(self, edition: Edition, place: int, reason: str) -> int:
        """Ask those who play the riddle at a place, or approved it; returns how many were."""
        asked = 0
        label = f"{edition.number}.{place}" if len(edition.riddles) > 1 else f"{edition.number}"
        for community in await self._communities(edition):
            if await self._plays(community, edition, place):
                asked += await self._tell(community, edition, place, sentences.regretted(label, reason))
            elif await self._unsay(community, edition, place):
                asked += await self._tell(community, edition, place, sentences.approved_too_soon(label, reason))
        return asked

    async def _communities(self, edition: Edition) -> list[str]:
        """Who ever played the deck, or has a channel for it."""
        channels = await self.schedule.channels()
        planned = {one.key.community for one in channels if one.deck == edition.deck}
        return sorted({*planned, *await self.rounds.communities(edition.deck)})

    async def _plays(self, community: str, edition: Edition, place: int) -> bool:
        found = await self.rounds.round(RoundKey(community, edition.deck, edition.date))
        if found is None or place in found.void or place > len(found.riddles):
            return False
        return found.riddle(place).question == edition.riddles[place - 1].question

    async def _unsay(self, community: str, edition: Edition, place: int) -> bool:
        """Take back what hosts said of a day that is not played yet and holds the riddle; whether they had."""
        key, gone = RoundKey(community, edition.deck, edition.date), edition.riddles[place - 1].question
        for _ in range(_TRIES):
            found = await self.reviews.review(key)
            if found is None or not found.by or found.word is Word.SKIPPED or await self.rounds.round(key) is not None:
                return False
            if gone not in {riddle.question for riddle in found.riddles}:
                return False
            if await self.reviews.change(replace(found, word=Word.WAITING, by="", version=found.version + 1)):
                return True
        return False

    async def _tell(self, community: str, edition: Edition, place: int, text: str) -> bool:
        messenger = self.messengers.get(community.partition(":")[0])
        what = f"regret:{edition.deck}:{edition.date}:{place}"
        if messenger is None or not await self.schedule.once(community, what, ONCE):
            return False
        try:
            await messenger.tell(community, "", text, (await self.communities.customs(community)).host_channel)
        except DeliveryError as error:
            _log.warning("community=%s could not be asked about it what=%s: %s", community, what, error)
            return False
        return True
