"""How many have solved a riddle, put into its posts soon after somebody solved it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import DEFAULT_DECK
from bot.errors import ChannelGone, MessageGone, NothingToPlay

if TYPE_CHECKING:
    from bot.delivery.counting import Counting
    from bot.ports.messenger import Messenger

SECONDS = 8.0
"""How long solves are gathered: Slack lets through some fifty edits of a workspace in a minute."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Whoever solves first within a while, in whatever process, has the posts written again at its end."""

    counting: Counting
    messenger: Messenger
    seconds: float = SECONDS

    async def solved(self, community: str, about: str) -> None:
        """Somebody solved a riddle."""
        with suppress(NothingToPlay):
            key, _ = await self.counting.club(community).find(about, DEFAULT_DECK)
            if not await self.counting.schedule.once(community, f"count:{key.deck}:{key.date}", self.seconds):
                return
            await asyncio.sleep(self.seconds)
            for post in await self.counting.posts(key):
                channel = await self.counting.schedule.channel(post.sending.channel)
                content = await self.counting.content(post, channel) if channel else None
                if channel is not None and content is not None and not await self.counting.is_revealed(post):
                    with suppress(MessageGone, ChannelGone):
                        await self.messenger.edit(channel, post.message, content)
