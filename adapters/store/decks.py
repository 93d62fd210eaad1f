"""Decks, and what each has used of the day's model tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from adapters.store.keys import deck_key, name
from adapters.store.replies import octets, text
from adapters.store.scripts import run
from bot.domain import DEFAULT_DECK, Deck, deck_name, deck_owner, deck_title
from bot.errors import TooMany
from bot.records import dump, load

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from redis.asyncio import Redis

    from adapters.store.scripts import Value

MOST_PUBLIC = 100
"""Public decks the operator may have beside `default`."""

OWN_PART = 0.5
"""The part of the day's tokens that the communities' own decks share, as long as there is one."""

SPENT_KEPT = timedelta(days=3)
"""How long it is remembered what was spent on a day."""

_PAGE = 500


class RedisDecks:
    """A `DeckStore` over Redis. `default` is the deck of the settings; `tokens` 0 sets no limit."""

    def __init__(self, redis: Redis, default: Deck, *, per_community: int = 1, tokens: int = 0) -> None:
        self._redis = redis
        self._default = default
        self._per_community = per_community
        self._tokens = tokens

    async def deck(self, name: str) -> Deck | None:
        """A deck, or None."""
        if name == DEFAULT_DECK:
            return self._default
        found = await self._redis.hget(_decks(deck_owner(name)), deck_title(name))
        return load(Deck, octets(found)) if found is not None else None

    async def decks(self, community: str = "") -> tuple[Deck, ...]:
        """The public decks, `default` first, and those of a community; never another community's."""
        own = await self._redis.hvals(_decks(community)) if community else []
        return (self._default, *_read(await self._redis.hvals(_decks())), *_read(own))

    async def all(self) -> tuple[Deck, ...]:
        """Every deck there is, for the operator."""
        names = sorted(text(found) for found in await self._redis.smembers(_own()))
        found = [await self.deck(name) for name in names]
        return (*await self.decks(), *(deck for deck in found if deck is not None))

    async def keep(self, deck: Deck, before: Deck | None = None) -> bool:
        """Keep a deck in the place of `before`, or a new one; False where something else stands there by now."""
        most = self._per_community if deck.owner else MOST_PUBLIC
        own = deck.name if deck.owner else ""
        values: list[Value] = [deck.title, dump(before) if before else "", dump(deck), most, own]
        kept = int(await run(self._redis, "keep_deck", [_decks(deck.owner), _own()], values))
        if kept < 0:
            raise TooMany(_too_many(most, own=bool(deck.owner)))
        return bool(kept)

    async def remove(self, name: str) -> bool:
        """Forget a deck; its editions stay. False where it is not there."""
        keys = [_decks(deck_owner(name)), _own()]
        return bool(await run(self._redis, "remove_deck", keys, [deck_title(name), name]))

    async def forget(self, community: str) -> None:
        """Forget the decks of a community that left, with all that was made for them, also for those removed before."""
        for deck in _read(await self._redis.hvals(_decks(community))):
            await self.remove(deck.name)
        pattern = deck_key(deck_name("*", community), "*").replace(name("*"), "*", 1)
        page = [key async for key in self._redis.scan_iter(pattern, count=_PAGE)]
        for key in page:
            await self._redis.unlink(key)

    async def left(self, deck: str, day: date) -> int | None:
        """How many model tokens a deck may still use on a day (UTC); None where there is no limit."""
        if not self._tokens:
            return None
        owner = deck_owner(deck)
        asking: Any = self._redis.pipeline(transaction=True)
        asking.hget(_spent(day), owner).scard(_own()).hlen(_decks(owner))
        spent, own, its = await asking.execute()
        return self._share(owner, own, its) - int(spent or 0)

    async def spend(self, deck: str, day: date, tokens: int) -> bool:
        """Count tokens that were used; False where the deck's share of the day is spent by now."""
        owner = deck_owner(deck)
        asking: Any = self._redis.pipeline(transaction=True)
        asking.hincrby(_spent(day), owner, max(0, tokens)).expire(_spent(day), SPENT_KEPT)
        spent, _, own, its = await asking.scard(_own()).hlen(_decks(owner)).execute()
        return not self._tokens or int(spent) < self._share(owner, own, its)

    def _share(self, owner: str, own: int, its: int) -> int:
        """What an owner's decks may use together: the operator's draw on one purse, the others have equal shares.

        It is counted by owner, so that who removes a deck and adds another has no more.
        """
        for_own = int(self._tokens * OWN_PART) if own else 0
        return for_own * its // max(1, own) if owner else self._tokens - for_own


def _read(found: Iterable[object]) -> tuple[Deck, ...]:
    return tuple(sorted((load(Deck, octets(one)) for one in found), key=lambda deck: deck.name))


def _too_many(most: int, *, own: bool) -> str:
    if not own:
        return f"There are {most} public decks already, which is as many as may be."
    if not most:
        return "Communities have no decks of their own here."
    decks = "one deck of its own" if most == 1 else f"{most} decks of its own"
    return f"This community has {decks} already, which is as many as it may have; edit or remove one."


def _decks(community: str = "") -> str:
    return f"riddle:{{decks}}:of:{name(community)}" if community else "riddle:{decks}:public"


def _own() -> str:
    return "riddle:{decks}:own"


def _spent(day: date) -> str:
    return f"riddle:{{decks}}:spent:{day.isoformat()}"
