"""An errand that is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.calendar import post_at
from bot.domain import Matter, Stage

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.sending import Errand, Prepared
    from bot.domain import Channel, Content, Delivery, Sending
    from bot.ports.messenger import Messenger
    from bot.ports.meter import Meter
    from bot.ports.now import Now

FRESH = timedelta(seconds=60)
"""What was settled longer ago is told again after a death, and was counted by the one who died."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Counts what becomes of an errand's sendings, and how late posts come."""

    errand: Errand
    meter: Meter
    now: Now

    async def prepare(self, sending: Sending, channel: Channel) -> Prepared:
        """As the errand."""
        return await self.errand.prepare(sending, channel)

    async def carry(self, messenger: Messenger, channel: Channel, sending: Sending, content: Content) -> str:
        """As the errand."""
        return await self.errand.carry(messenger, channel, sending, content)

    async def look(self, messenger: Messenger, channel: Channel, sending: Sending, since: datetime) -> str | None:
        """As the errand."""
        return await self.errand.look(messenger, channel, sending, since)

    async def settled(self, delivery: Delivery, channel: Channel) -> None:
        """Count it, and do what the errand does."""
        if delivery.at is not None and self.now() - delivery.at <= FRESH:
            self.meter.settled(delivery, _late(delivery, channel))
        await self.errand.settled(delivery, channel)

    async def orphaned(self, sending: Sending) -> None:
        """As the errand."""
        await self.errand.orphaned(sending)


def _late(delivery: Delivery, channel: Channel) -> float | None:
    """Seconds between a post's moment and the post; None for what has no moment of its own."""
    sending = delivery.sending
    if sending.matter is not Matter.POST or delivery.stage is not Stage.SENT or channel.asked_for == sending.date:
        return None
    moment = post_at(channel.schedule, sending.date)
    return (delivery.at - moment).total_seconds() if moment is not None and delivery.at is not None else None
