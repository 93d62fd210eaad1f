"""Installations in the store: their tokens are encrypted with a key that the store does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from adapters.store.keys import name, operator_key
from adapters.store.replies import octets, text
from bot.domain import Installation
from bot.errors import SettingsError
from bot.records import dump, load

if TYPE_CHECKING:
    from redis.asyncio import Redis


_PAGE = 500


class RedisInstalls:
    """An `InstallStore` over Redis. Of several keys the first encrypts, and each may decrypt: so they are changed."""

    def __init__(self, redis: Redis, keys: str) -> None:
        self._redis = redis
        self._box = _box(keys)

    async def keep(self, installation: Installation) -> None:
        """Keep an installation; a later one of the same community takes its place."""
        sealed = self._box.encrypt(dump(installation))
        await self._redis.set(_key(installation.community), sealed)

    async def installation(self, community: str) -> Installation | None:
        """The installation of a community, or None where there is none."""
        found = await self._redis.get(_key(community))
        if found is None:
            return None
        try:
            kept = load(Installation, self._box.decrypt(octets(found)))
        except InvalidToken:
            raise SettingsError("RIDDLE_TOKEN_KEY is not the key the installations are encrypted with.") from None
        return kept if kept.community == community else None

    async def communities(self) -> tuple[str, ...]:
        """The communities that installed it."""
        pattern = operator_key("installation", "*")
        found = {text(key) async for key in self._redis.scan_iter(pattern, count=_PAGE)}
        return tuple(sorted(unquote(key.removeprefix(pattern.removesuffix("*"))) for key in found))

    async def remove(self, community: str) -> None:
        """Forget an installation."""
        await self._redis.delete(_key(community))

    async def alone(self, community: str, seconds: float) -> bool:
        """Whether one is the first, for so long, to renew a community's token."""
        key = operator_key("renewing", name(community))
        return bool(await self._redis.set(key, b"1", nx=True, px=round(seconds * 1_000)))

    async def begin(self, state: str, seconds: int) -> None:
        """Remember that somebody began to install."""
        await self._redis.set(operator_key("installing", name(state)), b"1", ex=seconds)

    async def finish(self, state: str) -> bool:
        """Whether somebody began with this state and nobody finished it; it is used up by that."""
        return bool(await self._redis.delete(operator_key("installing", name(state))))


def _key(community: str) -> str:
    return operator_key("installation", name(community))


def _box(keys: str) -> MultiFernet:
    try:
        return MultiFernet([Fernet(one.strip()) for one in keys.split(",")])
    except ValueError:
        raise SettingsError(
            "RIDDLE_TOKEN_KEY is no key: make one with `riddle slack key`, and separate several by commas."
        ) from None


def new_key() -> str:
    """A new key."""
    return Fernet.generate_key().decode()
