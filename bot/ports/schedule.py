"""Where it is kept which channels get riddles, what is due, who is sending it, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.domain import Channel, ChannelKey, Claim, Delivery, Due, Limit, Planned, Sending


class ScheduleStore(Protocol):
    """Channels, the set of what is due, claims with a token and a lease, and deliveries; each step is atomic."""

    # --- channels ---

    async def channel(self, key: ChannelKey) -> Channel | None:
        """A channel, or None where it is not known."""

    async def channels(self, community: str = "") -> tuple[Channel, ...]:
        """The channels of a community, or of all, by name."""

    async def keep(self, channel: Channel, before: Channel | None = None) -> bool:
        """Keep a channel as it now is; its plan is a step of its own.

        With `before` only where it is still what it was then: False where a host changed or removed it meanwhile.
        """

    async def remove(self, key: ChannelKey) -> None:
        """Forget a channel and all that is due for it; what was delivered stays."""

    # --- what is due ---

    async def planned(self, key: ChannelKey) -> Planned:
        """The dates of the channel's next post and of the last one that is settled."""

    async def replan(self, key: ChannelKey, before: Planned, day: date | None, at: datetime | None) -> bool:
        """Put another next post in the place of the planned one; None for none.

        False where the plan is another than `before` by now, or `day` is not after the last settled one: nothing
        was changed.
        """

    async def advance(self, sending: Sending, day: date | None, at: datetime | None) -> bool:
        """Note that a post is settled, and plan the next; asked again, it changes nothing.

        True where the next stands as asked: what follows from it may have been left undone by a death. False where
        another next post was planned meanwhile, or none: that one stands, and the settled date is noted.
        """

    async def plan(self, sending: Sending, at: datetime) -> None:
        """Let something be due at a moment, or put off what is due already.

        A post's first moment is `replan`'s; one that is not the planned one is left alone.
        """

    async def drop(self, sending: Sending) -> None:
        """Take something off what is due; a post's place in the plan stays."""

    async def due(self, until: datetime, most: int, start: int = 0) -> tuple[Due, ...]:
        """What is due until a moment, oldest first, from the `start`th on."""

    async def need(self, deck: str, day: date, at: datetime) -> None:
        """Note that an edition is needed at a moment; of each hour the earliest stands."""

    async def needed(self, until: datetime) -> tuple[tuple[str, date, datetime], ...]:
        """The editions that are needed until a moment, the earliest first; one for each hour that needs it."""

    async def have(self, deck: str, day: date, until: datetime | None = None) -> None:
        """Note that an edition is there for whoever needed it until a moment, or for everybody."""

    # --- claims ---

    async def claim(self, sending: Sending, lease: timedelta) -> Claim | Delivery | None:
        """Take the right to send; the delivery where it is settled already, None where somebody else holds it."""

    async def trying(self, claim: Claim, lease: timedelta, made: Delivery) -> bool:
        """Note that the message is being sent from now on, and renew the lease; False where the claim was lost.

        `made` is what will stand if it arrives: whoever finds the message later knows its number and deck.
        """

    async def release(self, claim: Claim, *, tried: bool, reason: str = "", rest: timedelta = timedelta()) -> None:
        """Give a claim back; `tried=False` says that surely nothing was sent. Nobody may claim before `rest` is over.

        Who released something that may still be under way lets it rest, so that nobody looks for it too early.
        """

    async def settle(self, claim: Claim, delivery: Delivery) -> Delivery:
        """Keep what became of a sending; the first delivery stands and is returned, whoever comes second.

        Who lost his claim is believed only that a message is there. Where he says anything else, the delivery is
        returned as it stands: it may be open, and in the hands of another.
        """

    async def delivery(self, sending: Sending) -> Delivery | None:
        """What became of a sending, or how far it has come; None where nobody has begun."""

    async def deliveries(self, community: str, first: date, last: date) -> tuple[Delivery, ...]:
        """All deliveries of a community between two dates, newest first."""

    async def correct(self, delivery: Delivery) -> None:
        """Put other words in the place of a settled delivery: a message that moved, a post that was recalled."""

    # --- allowances ---

    async def allow(self, limits: Sequence[Limit]) -> float:
        """Take one of each allowance; 0.0 where all had one, else the seconds to wait and nothing was taken."""

    async def line_up(self, limits: Sequence[Limit], who: str) -> float:
        """The seconds until it is one's turn, where `allow` gave nothing; nothing is taken.

        Each who asks is told a later moment, so that not all come back for the same one. Who comes again and finds
        nothing is told when there is something, and keeps his place.
        """

    async def hold_back(self, limit: Limit, seconds: float) -> None:
        """Let an allowance give nothing for a while: the platform said so."""

    # --- once ---

    async def once(self, community: str, what: str, seconds: float) -> bool:
        """True for the first who asks within a while: an admin is told a thing once."""

    async def purge(self, community: str) -> None:
        """Forget all that is kept of a community's channels and deliveries."""
