"""The messenger of the recording platform: one call for each thing, never a second try of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, TCPConnector

from bot.domain import Asking, Limit, Post, Unveiling, Withdrawal
from bot.errors import CannotLook, ChannelGone, DeliveryError, MaybeSent, MessageGone, NotSent, NotTaken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain import Channel, ChannelKey, Content

_REFUSALS: dict[str, type[DeliveryError]] = {
    "channel_gone": ChannelGone,
    "message_gone": MessageGone,
    "not_readable": CannotLook,
}


@dataclass
class RecordingMessenger:
    """A `Messenger`; `per_second` is what it says the platform allows for each channel."""

    url: str
    timeout: float = 5.0
    per_second: float = 0.0
    session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        self.session = ClientSession(connector=TCPConnector(limit=200), timeout=ClientTimeout(self.timeout))
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self.session is not None
        await self.session.close()

    def limits(self, channel: ChannelKey) -> Sequence[Limit]:
        if not self.per_second:
            return ()
        return (Limit(f"recorder:{channel.community}:{channel.channel}", self.per_second),)

    async def post(self, channel: Channel, content: Content, name: str) -> str:
        asked = {"channel": channel.key.channel, "name": name, "text": text_of(content)}
        return str((await self._ask("post", asked))["id"])

    async def find(self, channel: Channel, name: str, since: datetime) -> str | None:
        asked = {"channel": channel.key.channel, "name": name, "since": since.isoformat()}
        try:
            found = (await self._ask("find", asked))["id"]
        except MaybeSent as error:
            raise NotSent("The platform did not say what is in the channel.") from error
        return str(found) if found else None

    async def edit(self, channel: Channel, message: str, content: Content) -> None:
        await self._ask("edit", {"channel": channel.key.channel, "message": message, "text": text_of(content)})

    async def tell(self, community: str, player: str, text: str, channel: str = "") -> None:
        await self._ask("tell", {"community": community, "player": player, "text": text, "channel": channel})

    async def _ask(self, what: str, asked: dict[str, str]) -> dict[str, Any]:
        assert self.session is not None
        try:
            async with self.session.post(f"{self.url}/{what}", json=asked) as answer:
                said = await answer.json()
                if answer.status == 200:
                    return dict(said)
                raise _refusal(answer.status, said["error"], answer.headers.get("Retry-After"))
        except ClientConnectorError as error:
            raise NotSent("The platform could not be reached.") from error
        except (ClientError, TimeoutError) as error:
            raise MaybeSent("The platform did not answer.") from error


def _refusal(status: int, said: str, wait: str | None) -> DeliveryError:
    if status == 429:
        return NotSent("The platform asks to wait.", float(wait or 1))
    if status >= 500:
        return MaybeSent("The platform had an error of its own.")
    kind = _REFUSALS.get(said, NotTaken)
    return kind(f"The platform says {said}.")


def text_of(content: Content) -> str:
    """What is shown, as one line of text for each riddle."""
    match content:
        case Post():
            return _lines("post", [one.question for one in content.round.riddles])
        case Unveiling():
            return _lines("reveal", [one.answer for one in content.round.riddles])
        case Withdrawal():
            return _lines("withdrawn", [str(place) for place in content.places])
        case Asking():
            return _lines("asking", [one.question for one in content.review.riddles])


def _lines(what: str, lines: Sequence[str]) -> str:
    return "\n".join([what, *lines])[:4_000]
