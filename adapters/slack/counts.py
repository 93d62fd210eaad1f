"""How many have solved a riddle, put into its posts soon after somebody solved it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.slack.pace import edits, paced
from bot.domain import DEFAULT_DECK
from bot.errors import ChannelGone, MessageGone, NothingToPlay

if TYPE_CHECKING:
    from bot.delivery.counting import Counting
    from bot.domain import Delivery
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
                with suppress(MessageGone, ChannelGone):
                    await self._write(post)

    async def _write(self, post: Delivery) -> None:
        """Write a post again; where its answers came while it was under way, they are put back."""
        await paced(self.counting.schedule, edits(post.sending.channel.community))
        channel = await self.counting.schedule.channel(post.sending.channel)
        content = await self.counting.content(post, channel) if channel is not None else None
        if channel is None or content is None or await self.counting.is_revealed(post):
            return
        await self.messenger.edit(channel, post.message, content)
        newer = await self.counting.overtaken(post)
        if newer is not None:
            await self.messenger.edit(channel, post.message, newer)
