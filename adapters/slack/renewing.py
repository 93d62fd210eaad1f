"""Tokens that end after some hours, where an app has Slack's token rotation on: renewed in time, by one of many."""

from __future__ import annotations

import asyncio
import contextvars
import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from adapters.slack.calls import meant, web_client
from bot.errors import DeliveryError, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.domain import Installation
    from bot.ports.installs import InstallStore

_log = logging.getLogger(__name__)

EARLY_SECONDS = 7_200.0
"""How long before its end a token is renewed; one is good for twelve hours."""

ALONE_SECONDS = 30.0
"""How long the one process that renews is waited for."""

KEEPING_SECONDS = 600.0
"""How long one tries to keep a new token: what renewed it is spent, so that nobody else can get one."""

_WAITS, _WAIT, _LONGEST_WAIT = 10, 0.3, 5.0


def lasting(told: Mapping[str, Any], now: float) -> tuple[str, float]:
    """What renews a token and when it ends, of what Slack says of it; nothing where it lasts."""
    refresh, seconds = told.get("refresh_token"), told.get("expires_in")
    if not isinstance(refresh, str) or not isinstance(seconds, int | float) or seconds <= 0:
        return "", 0.0
    return refresh, now + float(seconds)


@dataclass(slots=True)
class Renewal:
    """Renews tokens. What renews one is good once: whoever stops waiting for it does not stop it."""

    installs: InstallStore
    client_id: str
    client_secret: str = field(repr=False)
    now: Callable[[], float]
    api_url: str | None = None
    _under_way: dict[str, asyncio.Task[Installation]] = field(default_factory=dict)

    async def fresh(self, found: Installation) -> Installation:
        """The installation with a token that lasts for a while."""
        if not found.refresh or found.expires - self.now() > EARLY_SECONDS:
            return found
        renewing = self._under_way.get(found.community)
        if renewing is None:
            # It outlasts the answer it is begun in, and is not to be told what that answer remembers.
            renewing = asyncio.get_running_loop().create_task(self._renewed(found), context=contextvars.Context())
            self._under_way[found.community] = renewing
            renewing.add_done_callback(lambda _: self._under_way.pop(found.community))
        return await asyncio.shield(renewing)

    async def _renewed(self, found: Installation) -> Installation:
        if not await self.installs.alone(found.community, ALONE_SECONDS):
            return found if found.expires > self.now() else await self._another_s(found)
        asked = {
            "client_id": self.client_id, "client_secret": self.client_secret, "grant_type": "refresh_token",
            "refresh_token": found.refresh,
        }  # fmt: skip
        try:
            with meant():
                told = await web_client(None, self.api_url).api_call("oauth.v2.access", data=asked)
        except DeliveryError as error:
            _log.warning("community=%s: its token could not be renewed: %s", found.community, error)
            return found
        refresh, expires = lasting(told, self.now())  # type: ignore[arg-type]
        made = replace(found, token=str(told.get("access_token") or ""), refresh=refresh, expires=expires)
        return await self._kept(found, made) if made.token else found

    async def _kept(self, found: Installation, made: Installation) -> Installation:
        """Keep what was renewed, however often the store does not answer: there is no second of its kind."""
        clock = asyncio.get_running_loop().time
        until, wait = clock() + KEEPING_SECONDS, _WAIT
        while True:
            try:
                kept = await self.installs.installation(found.community)
                if kept is None:  # it left meanwhile
                    return found
                if kept.refresh != found.refresh:  # it was installed anew, or the answer to our own try was lost
                    return kept
                await self.installs.keep(made)
            except StoreUnavailable as error:
                if clock() > until:
                    _log.error("community=%s: its new token could not be kept: install it again", found.community)
                    raise
                _log.warning("community=%s: its new token is not kept yet: %s", found.community, error)
                await asyncio.sleep(wait)
                wait = min(_LONGEST_WAIT, 1.5 * wait)
            else:
                _log.info("community=%s: its token was renewed", found.community)
                return made

    async def _another_s(self, found: Installation) -> Installation:
        """What another process is about to get."""
        for _ in range(_WAITS):
            await asyncio.sleep(_WAIT)
            again = await self.installs.installation(found.community)
            if again is None or again.token != found.token:
                return again or found
        return found
