"""A player who wants to be forgotten: his name and words go everywhere, the counts stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapters.store import community_keys as said
from adapters.store import round_keys as keys
from adapters.store.communities import RedisCommunities
from adapters.store.keys import account_key, deck_key, name, operator_key
from adapters.store.looks import RedisLooks
from adapters.store.packed import pack
from adapters.store.reminders import RedisReminders
from adapters.store.replies import octets, text
from adapters.store.reviews import RedisReviews
from adapters.store.rounds import RedisRounds
from adapters.store.rows import read_rows, revision, scores
from adapters.store.scripts import run
from bot.delivery.objecting import objector, report_mark
from bot.domain import MAX_PER_DAY, Proposal, Riddle
from bot.errors import StoreUnavailable
from bot.game.authors import author_mark
from bot.game.submitting import reserve_of
from bot.records import dump, load

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

    from bot.domain import RoundKey

BUSY = "A player went on playing all the time: try again in a moment."

_TRIES = 50
"""How often it is begun anew while the player plays on."""


async def forget(redis: Redis, community: str, player: str, account: str = "") -> None:
    """Delete all that is kept of a player in a community.

    The rows tell where he played, so they go last: who asks again after a death in between finds the rest by them.
    """
    who = name(player)
    await _disown_objections(redis, community, player)
    await RedisReminders(redis).ask(community, player, on=False)
    await run(redis, "forget_words", [*said.reports(community), *said.submissions(community)[:3]], [who])
    await _withdraw(redis, community, player)
    looks = RedisLooks(redis)
    await looks.forget(community, player)
    if account:
        await run(redis, "forget_claims", [account_key(account, "claims")], [name(community)])
    # The reserve goes first: what is taken from it meanwhile is found in its round.
    await _disown_reserve(redis, community, author_mark(community, player))
    await _disown(redis, community, author_mark(community, player))
    for _ in range(_TRIES):
        seen = revision(await redis.hmget(keys.totals(community), keys.revised(who)))
        rows = await redis.hgetall(keys.rows(community, who))
        async for key, place in _places(redis, community, [text(field) for field in rows]):
            asked = [*keys.of_place(key, place, who)]
            await run(redis, "forget_place", asked, [who, dump(player), player, f"nameless:{place}"])
            await looks.untell(key, place, player)
        if await _delete(redis, community, who, seen, list(scores(community, read_rows(rows)))):
            return
    raise StoreUnavailable(BUSY)


async def _places(redis: Redis, community: str, fields: list[str]) -> AsyncIterator[tuple[RoundKey, int]]:
    """Where he played, and where there is still a log in which he may stand as a host."""
    for field in fields:
        yield keys.unfield(community, field)
    known = set(fields)
    for label in await redis.zrange(keys.rounds(community), 0, -1):
        key = keys.unlabel(community, text(label))
        asking: Any = redis.pipeline(transaction=False)
        for place in range(1, 2 * MAX_PER_DAY + 1):  # as many may stand in for others
            asking.exists(keys.log(key, place))
        for place, there in enumerate(await asking.execute(), 1):
            if there and keys.field(key, place) not in known:
                yield key, place


async def _disown(redis: Redis, community: str, author: str) -> None:
    """Keep the riddles he submitted, which others have played, without saying whose they were."""
    store = RedisRounds(redis)
    for label in await redis.zrange(keys.rounds(community), 0, -1):
        for _ in range(_TRIES):
            found = await store.round(keys.unlabel(community, text(label)))
            if found is None or all(riddle.author != author for riddle in found.riddles):
                break
            riddles = tuple(replace(one, author="") if one.author == author else one for one in found.riddles)
            kept = pack(replace(found, riddles=riddles, readable_at=None))
            if await run(redis, "disown", [keys.round_(found.key)], [found.version, kept, found.version + 1]):
                break


async def _disown_reserve(redis: Redis, community: str, author: str) -> None:
    """The same for his riddles that the community has taken and not played yet."""
    reserve = deck_key(reserve_of(community), "reserve")
    for found in await redis.lrange(reserve, 0, -1):
        riddle = load(Riddle, octets(found))
        if riddle.author == author:
            await run(redis, "disown_reserve", [reserve], [octets(found), dump(replace(riddle, author=""))])


async def _disown_objections(redis: Redis, community: str, player: str) -> None:
    """Let what he reported count on without him; his reports tell where, so this goes first."""
    for one in await RedisCommunities(redis).reports(community):
        if one.player == player:
            where = one.key.deck, one.key.date, one.place
            await RedisReviews(redis).disown(*where, objector(community, player))
            await RedisReviews(redis).untell(community, report_mark(one))


async def _withdraw(redis: Redis, community: str, host: str) -> None:
    """Take his proposals back."""
    for found in await redis.lrange(operator_key("proposals"), 0, -1):
        proposal = load(Proposal, octets(found))
        if (proposal.key.community, proposal.host) == (community, host):
            await redis.lrem(operator_key("proposals"), 0, octets(found).decode())


async def _delete(redis: Redis, community: str, who: str, seen: int, boards: list[str]) -> bool:
    asked = [
        keys.rows(community, who), keys.totals(community), keys.hidden(community), said.votes_of(community, who),
        keys.accuracy(community), *boards,
    ]  # fmt: skip
    return bool(await run(redis, "forget_player", asked, [who, seen]))
