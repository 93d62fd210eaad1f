"""Calls of Discord's REST: none is ever repeated here, and each failure has one meaning.

The library's own client sleeps through a 429 and repeats what failed for half a minute. A sender that holds a claim
wants to know at once: so the address of a call is the library's, and the call is made plainly.
"""

from __future__ import annotations

import json
from time import monotonic
from typing import TYPE_CHECKING, Any

import aiohttp
from discord.http import Route

from bot import __version__
from bot.errors import CannotLook, ChannelGone, DeliveryError, MaybeSent, MessageGone, NotSent, NotTaken

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 15
"""Longest that a call may take: less than a third of a claim's lease."""

GLOBAL = "discord"
"""The allowance of all calls together."""

_USER_AGENT = f"DiscordBot (https://discord.com, {__version__})"

_GONE = {
    10003: "The channel is gone.",
    10004: "The bot is not in this server any more.",
    50001: "The bot may not see this channel any more.",
    50007: "This person takes no direct messages.",
    50013: "The bot lacks a permission in this channel: it needs to see it, send messages and embed links.",
}
_NOT_ALLOWED = frozenset({50001, 50013})
_NO_MESSAGE = 10008
_FORUM = frozenset({40058, 50008, 50024})
_ARCHIVED = frozenset({50083, 160005})
_LATER = frozenset({20016, 20022, 20028, 20029, 30046, 40062})
"""Slow mode and other limits of a channel or a server, whatever the status that comes with them."""

_WHY = {
    40066: "The forum wants a tag on each post, and has none that the bot may use: add one.",
    40067: "The forum wants a tag on each post, and has none that the bot may use: add one.",
    200000: "The server's own moderation refuses the message.",
    240000: "The server's own moderation refuses the message.",
}
LONGEST_WAIT = 86_400
"""Seconds that are waited at most where a header says for how long."""

MOST_HELD = 2_000
"""Routes of which it is remembered when they may be called again."""

_REFUSED, _UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _BUSY, _FAILED = 300, 401, 403, 404, 429, 500


class Refused(NotTaken):
    """Discord refuses a call, and says why by a number."""

    def __init__(self, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.code = code


class NotAllowed(ChannelGone):
    """A permission is missing: it may come back."""


class TokenRefused(ChannelGone):
    """The token is refused, which says nothing of the channel."""


class Forum(NotTaken):
    """The channel takes threads alone."""


class Archived(NotTaken):
    """The thread is archived or locked."""


_REASONS: Mapping[type[DeliveryError], str] = {
    MessageGone: "The message is gone.",
    Forum: "The channel takes threads alone.",
    Archived: "The thread is archived.",
}


class Calls:
    """Discord over REST, with one token; opened by the first call, and closed by `close`."""

    def __init__(self, token: str) -> None:
        self._headers = {"Authorization": f"Bot {token}", "User-Agent": _USER_AGENT}
        self._session: aiohttp.ClientSession | None = None
        self._held: dict[tuple[str, ...], float] = {}

    def __repr__(self) -> str:
        return "Calls(...)"

    async def call(
        self, method: str, path: str, body: object = None, query: Mapping[str, str] | None = None, **ids: str
    ) -> Any:
        """Make a call and give what Discord answers; `path` is the library's, like `/channels/{channel_id}`.

        Raises one of `DeliveryError`'s kinds.
        """
        url = Route(method, path, **{name: str(value) for name, value in ids.items()}).url
        route = (method, path, *list(ids.values())[:1])
        self._wait_out(route)
        try:
            async with self._opened().request(method, url, json=body, params=query) as answer:
                self._heed(route, answer.headers)
                return _read(answer.status, await answer.read(), answer.headers.get("Retry-After", ""))
        except NotSent as error:
            self._hold((error.limit,) if error.limit else route, error.retry_after or 0)
            raise
        except aiohttp.ClientConnectorError as error:
            raise NotSent(f"Discord cannot be reached ({type(error).__name__}).") from None
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise MaybeSent(f"Discord did not answer ({type(error).__name__}).") from None

    async def close(self) -> None:
        """End the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _wait_out(self, route: tuple[str, ...]) -> None:
        """Raise while Discord asked to wait: to ask again before is counted against the bot."""
        for held, limit in ((route, ""), ((GLOBAL,), GLOBAL)):
            left = self._held.get(held, 0.0) - monotonic()
            if left > 0:
                raise NotSent("Discord asks to wait.", left, limit)

    def _heed(self, route: tuple[str, ...], headers: Mapping[str, str]) -> None:
        """Note that a route is used up for a while."""
        if headers.get("X-RateLimit-Remaining") == "0":
            self._hold(route, _seconds(headers.get("X-RateLimit-Reset-After", "")))

    def _hold(self, held: tuple[str, ...], seconds: float) -> None:
        now = monotonic()
        if len(self._held) >= MOST_HELD:
            self._held = {one: until for one, until in self._held.items() if until > now}
        self._held[held] = max(self._held.get(held, 0.0), now + seconds)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            timeout = aiohttp.ClientTimeout(total=SECONDS)
            self._session = aiohttp.ClientSession(headers=self._headers, timeout=timeout, trust_env=True)
        return self._session


def _read(status: int, body: bytes, later: str) -> Any:
    if status < _REFUSED:
        return json.loads(body) if body else None
    raise meaning(status, _said(body), later)


def _said(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def meaning(status: int, said: Mapping[str, Any], later: str = "") -> DeliveryError:
    """What a refusal means: its status, what Discord says, and the header that says when to ask again."""
    code = said.get("code")
    if status == _BUSY:
        return NotSent("Discord asks to wait.", _retry_after(said, later), GLOBAL if said.get("global") else "")
    if code in _LATER and status < _FAILED:
        return NotSent("Discord asks to wait.", _retry_after(said, later))
    if status >= _FAILED:
        return MaybeSent(f"Discord failed ({status}).")
    return _refusal(status, code if isinstance(code, int) else 0)


def _refusal(status: int, code: int) -> DeliveryError:
    if code in _GONE:
        return (NotAllowed if code in _NOT_ALLOWED else ChannelGone)(_GONE[code])
    if status == _UNAUTHORIZED:
        return TokenRefused("Discord refuses the token: set DISCORD_TOKEN anew.")
    known = {_NO_MESSAGE: MessageGone, **dict.fromkeys(_FORUM, Forum), **dict.fromkeys(_ARCHIVED, Archived)}
    if code in known:
        return known[code](_REASONS[known[code]])
    if code in _WHY:
        return Refused(_WHY[code], code)
    if status in {_FORBIDDEN, _NOT_FOUND}:
        return NotAllowed(f"Discord does not let us write there any more ({status}/{code}).")
    return Refused(f"Discord refuses the message ({status}/{code}).", code)


def looking(error: DeliveryError) -> DeliveryError:
    """The same where one only wanted to look."""
    return CannotLook("The bot may not read this channel's messages.") if isinstance(error, NotTaken) else error


def _seconds(text: str) -> float:
    try:
        return min(60.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _retry_after(said: Mapping[str, Any], later: str) -> float:
    """The seconds to wait; what stands before Discord's own servers says them by the header alone."""
    found = said.get("retry_after")
    if isinstance(found, int | float):
        return max(0.5, float(found))
    return max(0.5, float(min(int(later), LONGEST_WAIT))) if later.isdecimal() else 1.0
