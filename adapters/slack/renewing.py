"""Tokens that end after some hours, where an app has Slack's token rotation on: renewed in time, by one of many."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from adapters.slack.calls import meant, web_client
from bot.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.domain import Installation
    from bot.ports.installs import InstallStore

_log = logging.getLogger(__name__)

EARLY_SECONDS = 7_200.0
"""How long before its end a token is renewed; one is good for twelve hours."""

ALONE_SECONDS = 30.0
"""How long the one process that renews is waited for."""

_WAITS, _WAIT = 10, 0.3


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
    _under_way: set[asyncio.Task[Installation]] = field(default_factory=set)

    async def fresh(self, found: Installation) -> Installation:
        """The installation with a token that lasts for a while."""
        if not found.refresh or found.expires - self.now() > EARLY_SECONDS:
            return found
        renewing = asyncio.ensure_future(self._renewed(found))
        self._under_way.add(renewing)
        renewing.add_done_callback(self._under_way.discard)
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
        if not made.token or await self.installs.installation(found.community) is None:  # it left meanwhile
            return found
        await self.installs.keep(made)
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
