"""Claim -> look whether somebody tried before -> send -> record: each message once, whatever dies in between."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.domain import Delivery, Matter, Stage
from bot.errors import CannotLook, ChannelGone, DeliveryError, MaybeSent, NotSent, NotTaken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain import Channel, Claim, Content, Limit, Sending
    from bot.ports.communities import CommunityStore
    from bot.ports.messenger import Messenger
    from bot.ports.now import Now
    from bot.ports.schedule import ScheduleStore

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=45)
"""How long a claim holds: three times the longest a platform's call may take, and less than the minute in which what
somebody died over is made good."""

GRACE = 20.0
"""Seconds a message may still be under way after its sender gave up on it: nobody looks before."""

AGAIN = 5.0
"""Seconds until the second try ..."""

LONGEST_AGAIN = 60.0
"""... doubled with each further one up to this."""

HELD = 1.0
"""Seconds of a wait for an allowance in which a message is kept in hand ..."""

MOST_HELD = 3
"""... so often in a row."""

GONE_AGAIN = 3_600.0
"""Seconds until a channel that cannot be reached is tried again: platforms count refused calls."""

_LONGEST_CARRY = 2 / 3
"""The part of a lease that a call may take: whoever comes after it must not meet a message under way."""

TOLD_AGAIN = 86_400.0
"""Seconds in which a host is told a thing once."""

EARLIER = timedelta(days=2)
"""How much earlier than its date in UTC a message may be: a local date begins 14 hours before, and clocks go wrong."""

_MARKS = 5
"""How often it is noted anew that a channel is gone, or back, because a host changes it meanwhile."""

_FOLLOWS = frozenset({Matter.REVEAL, Matter.RECALL})
"""What belongs to a post that is there, and is sent also where no more is posted."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What is to be sent; `number` and `deck` are kept with the delivery."""

    content: Content
    number: int = 0
    deck: str = ""


@dataclass(frozen=True, slots=True)
class Excused:
    """Why nothing will be sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """Why nothing can be sent yet, and in how many seconds one tries again."""

    reason: str
    seconds: float


Prepared = Ready | Excused | NotYet


class Errand(Protocol):
    """One kind of thing that is sent."""

    async def prepare(self, sending: Sending, channel: Channel) -> Prepared:
        """What is to be sent now; may be asked several times for the same sending."""

    async def carry(self, messenger: Messenger, channel: Channel, sending: Sending, content: Content) -> str:
        """Bring it to the platform; the message's id."""

    async def look(self, messenger: Messenger, channel: Channel, sending: Sending, since: datetime) -> str | None:
        """The message that somebody who tried before may have left."""

    async def settled(self, delivery: Delivery, channel: Channel) -> None:
        """What follows once it is settled, sent or not; may be asked again after a death."""

    async def orphaned(self, sending: Sending) -> None:
        """What is left to be done where the channel is not there any more; may be asked again after a death."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends one thing at a time; any number of them may run, anywhere.

    A process that dies leaves a claim that runs out, and the mark that it tried; whoever comes next looks first.
    """

    schedule: ScheduleStore
    communities: CommunityStore
    messengers: Mapping[str, Messenger]
    errands: Mapping[Matter, Errand]
    now: Now
    lease: timedelta = LEASE
    grace: float = GRACE
    again: float = AGAIN

    async def send(self, sending: Sending) -> float:
        """Do what can be done now about something due; gives the seconds until another try, 0.0 where it is settled."""
        channel = await self.schedule.channel(sending.channel)
        if channel is None:
            await self.errands[sending.matter].orphaned(sending)
        if channel is None or not await self._is_wanted(sending, channel):
            return await self._drop(sending)
        claim = await self.schedule.claim(sending, self.lease)
        if claim is None:
            return self._soon()
        if isinstance(claim, Delivery):
            await self.errands[sending.matter].settled(claim, channel)
            return 0.0
        messenger = self.messengers.get(sending.channel.platform)
        if messenger is None:
            return await self._wait(claim, "No process here speaks for this platform.", LONGEST_AGAIN)
        return await self._try(claim, channel, messenger)

    async def _try(self, claim: Claim, channel: Channel, messenger: Messenger) -> float:
        found = await self._look(claim, channel, messenger) if claim.tried else None
        if isinstance(found, float):
            return found
        if found is not None:
            return await self._settle(claim, channel, found)
        prepared = await self.errands[claim.sending.matter].prepare(claim.sending, channel)
        if isinstance(prepared, Ready):
            return await self._send(claim, channel, messenger, prepared)
        if isinstance(prepared, NotYet):
            return await self._wait(claim, prepared.reason, prepared.seconds)
        return await self._settle(claim, channel, self._excused(claim, channel, prepared))

    async def _look(self, claim: Claim, channel: Channel, messenger: Messenger) -> Delivery | float | None:
        """What an earlier try left; the seconds until one can look, where one cannot now."""
        try:
            return await self._found(claim, channel, messenger)
        except ChannelGone as error:
            return await self._gone(claim, channel, messenger, str(error))
        except DeliveryError as error:
            return await self._wait(claim, str(error), getattr(error, "retry_after", None) or self._pause(claim))

    async def _send(self, claim: Claim, channel: Channel, messenger: Messenger, prepared: Ready) -> float:
        wait = await self._turn(claim, messenger.limits(channel.key))
        if wait > 0:
            return await self._wait(claim, "The platform allows no more messages at the moment.", wait)
        deck = prepared.deck or channel.deck
        made = Delivery(claim.sending, Stage.SENT, tries=claim.tries, number=prepared.number, deck=deck)
        if not await self.schedule.trying(claim, self.lease, made):
            return self._soon()
        return await self._carry(claim, channel, messenger, made, prepared.content)

    async def _turn(self, claim: Claim, limits: Sequence[Limit]) -> float:
        """Take an allowance; one that is there in a moment is waited for: who came back for it would come too late."""
        for _ in range(MOST_HELD):
            wait = await self.schedule.allow(limits)
            if wait > 0:
                wait = await self.schedule.line_up(limits, claim.sending.name) or wait
            if wait == 0 or wait > min(HELD, self._soon()):
                return wait
            await asyncio.sleep(wait)
        return await self.schedule.allow(limits)

    async def _carry(
        self, claim: Claim, channel: Channel, messenger: Messenger, made: Delivery, content: Content
    ) -> float:
        errand = self.errands[claim.sending.matter]
        try:
            async with asyncio.timeout(self.lease.total_seconds() * _LONGEST_CARRY):
                message = await errand.carry(messenger, channel, claim.sending, content)
        except NotSent as error:
            await self._hold_back(messenger, channel, error)
            return await self._wait(claim, str(error), error.retry_after or self._pause(claim))
        except (MaybeSent, TimeoutError) as error:
            return await self._unsure(claim, str(error) or "The platform did not answer in time.")
        except ChannelGone as error:
            return await self._gone(claim, channel, messenger, str(error))
        except CannotLook as error:
            return await self._settle(claim, channel, await self._blind(claim, channel, messenger, made, str(error)))
        except NotTaken as error:
            await self._tell(channel, messenger, f"failed:{claim.sending.name}", str(error))
            return await self._settle(claim, channel, replace(made, stage=Stage.FAILED, reason=str(error)))
        if channel.gone:
            await self._mark(channel, "")
        return await self._settle(claim, channel, replace(made, message=message))

    async def _unsure(self, claim: Claim, reason: str) -> float:
        """Let it rest for as long as the message may be under way: who looked earlier would find nothing."""
        await self.schedule.release(claim, tried=True, reason=reason, rest=timedelta(seconds=self.grace))
        return self.grace

    async def _found(self, claim: Claim, channel: Channel, messenger: Messenger) -> Delivery | None:
        """What an earlier try left, or None where it left nothing; what cannot be known is not sent a second time."""
        sending = claim.sending
        made = await self.schedule.delivery(sending) or Delivery(sending, deck=channel.deck)
        since = datetime.combine(sending.date, time(), UTC) - EARLIER
        try:
            message = await self.errands[sending.matter].look(messenger, channel, sending, since)
        except CannotLook as error:
            return await self._blind(claim, channel, messenger, made, str(error))
        return replace(made, stage=Stage.SENT, message=message, reason="", tries=claim.tries) if message else None

    async def _blind(
        self, claim: Claim, channel: Channel, messenger: Messenger, made: Delivery, reason: str
    ) -> Delivery:
        """What may be there where nobody can look: a host hears of it once."""
        await self._tell(channel, messenger, f"unsure:{claim.sending.name}", reason)
        return replace(made, stage=Stage.UNSURE, reason=reason, tries=claim.tries)

    async def _settle(self, claim: Claim, channel: Channel, delivery: Delivery) -> float:
        stands = await self.schedule.settle(claim, replace(delivery, at=self.now()))
        _log.info("settled sending=%s stage=%s tries=%d", claim.sending.name, stands.stage.value, stands.tries)
        if not stands.settled:
            return self._soon()
        await self.errands[claim.sending.matter].settled(stands, channel)
        return 0.0

    @staticmethod
    def _excused(claim: Claim, channel: Channel, prepared: Excused) -> Delivery:
        return Delivery(claim.sending, Stage.EXCUSED, reason=prepared.reason, tries=claim.tries, deck=channel.deck)

    async def _wait(self, claim: Claim, reason: str, seconds: float) -> float:
        """Give the claim back; where an earlier try ended nobody knows how, one looks before each further one."""
        await self.schedule.release(claim, tried=claim.tried, reason=reason)
        return seconds

    async def _is_wanted(self, sending: Sending, channel: Channel) -> bool:
        """Whether it is still to be sent: a queue may hold what was planned otherwise since."""
        if sending.matter in _FOLLOWS:
            return True
        if channel.paused and not channel.gone:
            return False
        return sending.matter is not Matter.POST or (await self.schedule.planned(channel.key)).next == sending.date

    async def _drop(self, sending: Sending) -> float:
        """Take it off what is due; unless, in the same moment, somebody wanted it again."""
        await self.schedule.drop(sending)
        channel = await self.schedule.channel(sending.channel)
        if channel is not None and await self._is_wanted(sending, channel):
            await self.schedule.plan(sending, self.now())
        return 0.0

    async def _hold_back(self, messenger: Messenger, channel: Channel, error: NotSent) -> None:
        """Let nobody else run into the limit that the platform just named."""
        if error.retry_after is None:
            return
        limits = messenger.limits(channel.key)
        for limit in [limit for limit in limits if limit.name == error.limit] or limits[:1]:
            await self.schedule.hold_back(limit, error.retry_after)

    async def _gone(self, claim: Claim, channel: Channel, messenger: Messenger, reason: str) -> float:
        """Pause a channel that cannot be reached; its host hears of it once, and it is tried again now and then."""
        if not channel.gone:
            await self._tell(channel, messenger, f"gone:{channel.key.channel}", reason)
            await self._mark(channel, reason)
        return await self._wait(claim, reason, GONE_AGAIN)

    async def _mark(self, channel: Channel, gone: str) -> None:
        """Note why a channel cannot be reached, or that it can; what its host changed meanwhile stands."""
        for _ in range(_MARKS):
            current = await self.schedule.channel(channel.key)
            if current is None or (current.paused and not current.gone):
                return
            if await self.schedule.keep(replace(current, paused=gone, gone=bool(gone)), current):
                return

    async def _tell(self, channel: Channel, messenger: Messenger, what: str, reason: str) -> None:
        """Tell those who look after the community, once; what cannot be told stands in the status."""
        if not await self.schedule.once(channel.key.community, what, TOLD_AGAIN):
            return
        try:
            customs = await self.communities.customs(channel.key.community)
            await messenger.tell(channel.key.community, "", reason, customs.host_channel)
        except DeliveryError as error:
            _log.warning("community=%s could not be told: %s (%s)", channel.key.community, reason, error)

    def _soon(self) -> float:
        """When one looks again at what somebody else is sending."""
        return self.lease.total_seconds() / 9

    def _pause(self, claim: Claim) -> float:
        return float(min(LONGEST_AGAIN, self.again * 2 ** min(claim.tries - 1, 10)))
