"""A riddle that should not have been posted, as one knows by now: the hosts who posted it are asked to take it back."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import RoundKey
from bot.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain import Edition
    from bot.ports.communities import CommunityStore
    from bot.ports.messenger import Messenger
    from bot.ports.rounds import RoundStore
    from bot.ports.schedule import ScheduleStore

_log = logging.getLogger(__name__)

ONCE = 3 * 86_400.0
"""Seconds in which a community is asked once about a riddle."""


@dataclass(frozen=True, slots=True)
class Regretting:
    """Asks every community that plays a riddle, once, in the hosts' own channel."""

    rounds: RoundStore
    schedule: ScheduleStore
    communities: CommunityStore
    messengers: Mapping[str, Messenger]

    async def ask(self, edition: Edition, place: int, reason: str) -> int:
        """Ask those who play the riddle at a place; returns how many were."""
        asked = 0
        for community in await self.rounds.communities(edition.deck):
            if await self._plays(community, edition, place):
                asked += await self._tell(community, edition, place, reason)
        return asked

    async def _plays(self, community: str, edition: Edition, place: int) -> bool:
        found = await self.rounds.round(RoundKey(community, edition.deck, edition.date))
        if found is None or place in found.void or place > len(found.riddles):
            return False
        return found.riddle(place).question == edition.riddles[place - 1].question

    async def _tell(self, community: str, edition: Edition, place: int, reason: str) -> bool:
        messenger = self.messengers.get(community.partition(":")[0])
        what = f"regret:{edition.deck}:{edition.date}:{place}"
        if messenger is None or not await self.schedule.once(community, what, ONCE):
            return False
        label = f"{edition.number}.{place}" if len(edition.riddles) > 1 else f"{edition.number}"
        text = f"Riddle {label} would not be posted any more: {reason} Please look whether to recall it."
        try:
            await messenger.tell(community, "", text, (await self.communities.customs(community)).host_channel)
        except DeliveryError as error:
            _log.warning("community=%s could not be asked about riddle=%s: %s", community, label, error)
            return False
        return True
