"""Who sends what just now, and what became of it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from adapters.store import schedule_keys as keys
from adapters.store.entries import clean
from adapters.store.part import Part
from adapters.store.replies import day as to_day
from adapters.store.replies import octets, text
from adapters.store.scripts import run
from bot.domain import Claim, Delivery, Stage
from bot.errors import StoreUnavailable
from bot.records import dump, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from adapters.store.scripts import Value
    from bot.domain import Sending

KEPT = timedelta(days=400)
"""How long it is kept what became of a sending, counted from its date."""

MAX_REASON = 500
"""Characters kept of a reason."""

_FIELDS = ("record", "done", "tries", "reason")
_STALE = 20
"""Old dates that go with one step."""

_PAGE = 100


class RedisClaims(Part):
    """Claims and deliveries over Redis: a hash for each date of a community, and a lease for what is being sent.

    A claim belongs to the last one who took it, by a token that he made: each step of his may be repeated when only
    its answer was lost, and none counts twice. Where his lease ran out and nobody came it is still his. The mark that
    somebody tried stays until its maker says that surely nothing was sent, or it is settled.
    """

    async def claim(self, sending: Sending, lease: timedelta) -> Claim | Delivery | None:
        """Take the right to send; the delivery where it is settled already, None where somebody else holds it."""
        token, day, community = secrets.token_hex(16), sending.date, sending.channel.community
        oldest = min(day, self._now().date()) - KEPT
        values: list[Value] = [
            keys.label(sending), token, _milliseconds(lease), dump(Delivery(sending)), day.isoformat(),
            day.toordinal(), oldest.toordinal(), _STALE,
        ]  # fmt: skip
        found, mine, tried, stale = await self._step("claim_sending", [*_keys(sending), keys.days(community)], values)
        if stale:
            await self._forget(community, [to_day(one) for one in stale])
        if mine:
            return Claim(sending, token, bool(tried), int(octets(found[2])))
        return _delivery(found) if found[1] is not None else None

    async def trying(self, claim: Claim, lease: timedelta, made: Delivery) -> bool:
        """Note that the message is being sent from now on, and renew the lease; False where the claim was lost."""
        record = dump(replace(made, stage=Stage.OPEN, message="", reason=""))
        values: list[Value] = [keys.label(claim.sending), claim.token, _milliseconds(lease), record]
        return bool(await self._step("try_sending", _keys(claim.sending), values))

    async def release(self, claim: Claim, *, tried: bool, reason: str = "", rest: timedelta = timedelta()) -> None:
        """Give a claim back; `tried=False` says that surely nothing was sent. Nobody may claim before the rest ends."""
        values: list[Value] = [
            keys.label(claim.sending), claim.token, int(tried), clean(reason[:MAX_REASON]), int(rest / _MILLISECOND),
        ]  # fmt: skip
        await self._step("release_sending", _keys(claim.sending), values)

    async def settle(self, claim: Claim, delivery: Delivery) -> Delivery:
        """Keep what became of a sending; the first delivery stands and is returned, whoever comes second.

        Who lost his claim is believed only that a message is there: what he else has to say was true before another
        began, and the delivery as it stands is returned, which may be open.
        """
        sending = claim.sending
        sent = int(delivery.stage is Stage.SENT)
        values: list[Value] = [
            keys.label(sending), claim.token, _record(delivery), sent, sending.date.isoformat(),
            sending.date.toordinal(),
        ]  # fmt: skip
        asked = [*_keys(sending), keys.days(sending.channel.community)]
        return _delivery(await self._step("settle_sending", asked, values))

    async def delivery(self, sending: Sending) -> Delivery | None:
        """What became of a sending, or how far it has come; None where nobody has begun."""
        key, label = keys.day(sending.channel.community, sending.date), keys.label(sending)
        found = await self._redis.hmget(key, [f"{field}:{label}" for field in _FIELDS])
        return _delivery(found) if found[0] is not None else None

    async def deliveries(self, community: str, first: date, last: date) -> tuple[Delivery, ...]:
        """All deliveries of a community between two dates, newest first."""
        found = await self._redis.zrangebyscore(keys.days(community), first.toordinal(), last.toordinal())
        days = [to_day(one) for one in reversed(found)]
        kept: list[Delivery] = []
        for start in range(0, len(days), _PAGE):
            reading: Any = self._redis.pipeline(transaction=False)
            for day in days[start : start + _PAGE]:
                reading.hgetall(keys.day(community, day))
            for fields in await reading.execute():
                kept += sorted(_deliveries(fields), key=lambda one: one.sending.name, reverse=True)
        return tuple(kept)

    async def correct(self, delivery: Delivery) -> None:
        """Put other words in the place of a settled delivery; one that is not settled is left as it is."""
        sending = delivery.sending
        key = keys.day(sending.channel.community, sending.date)
        await run(self._redis, "correct_delivery", [key], [keys.label(sending), _record(delivery)])

    async def _forget_deliveries(self, community: str) -> None:
        """Forget all deliveries of a community."""
        while found := await self._redis.zrange(keys.days(community), 0, _PAGE - 1):
            await self._forget(community, [to_day(one) for one in found])

    async def _forget(self, community: str, days: Iterable[date]) -> None:
        """Forget some dates; their names go last, so that a death in between can be made good."""
        gone = list(days)
        await self._redis.unlink(*(keys.day(community, day) for day in gone))
        await self._redis.zrem(keys.days(community), *(day.isoformat() for day in gone))

    async def _step(self, name: str, asked: Sequence[str], values: Sequence[Value]) -> Any:
        """Take a step that may be taken twice: once more where its answer was lost."""
        try:
            return await run(self._redis, name, asked, values)
        except StoreUnavailable:
            return await run(self._redis, name, asked, values)


_MILLISECOND = timedelta(milliseconds=1)


def _keys(sending: Sending) -> list[str]:
    return [keys.day(sending.channel.community, sending.date), keys.lease(sending)]


def _milliseconds(lease: timedelta) -> int:
    return max(1, int(lease / _MILLISECOND))


def _record(delivery: Delivery) -> bytes:
    """A delivery as it is stored: what a platform says may be anything."""
    return dump(replace(delivery, message=clean(delivery.message), reason=clean(delivery.reason[:MAX_REASON])))


def _delivery(found: Sequence[object]) -> Delivery:
    record, done, tries, reason = found
    kept = load(Delivery, octets(record))
    if done is not None:
        return kept
    count = int(octets(tries)) if tries is not None else 0
    return replace(kept, stage=Stage.OPEN, tries=count, reason=text(reason) if reason is not None else "")


def _deliveries(fields: Mapping[object, object]) -> Iterator[Delivery]:
    named = {text(field): value for field, value in fields.items()}
    for field in named:
        kind, _, label = field.partition(":")
        if kind == "record":
            yield _delivery([named.get(f"{one}:{label}") for one in _FIELDS])
