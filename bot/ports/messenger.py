"""Who carries messages to a platform, over REST alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain import Channel, ChannelKey, Content, Limit


class Messenger(Protocol):
    """One platform. It never tries a post twice by itself: what is unsure is for the sender to settle.

    Every method raises one of `DeliveryError`'s kinds; anything else is a fault of ours.
    """

    def limits(self, channel: ChannelKey) -> Sequence[Limit]:
        """What the platform allows for a message to this channel: for the channel, the community, the token."""

    async def post(self, channel: Channel, content: Content, name: str) -> str:
        """Post and return the message's id; `name` goes with it so that it can be found again.

        Raises `NotSent` where it surely was not posted, `MaybeSent` where nobody knows.
        """

    async def find(self, channel: Channel, name: str, since: datetime) -> str | None:
        """The message of that name, posted since then; raises `CannotLook` where the messages may not be read."""

    async def edit(self, channel: Channel, message: str, content: Content) -> None:
        """Put other content in the place of a message's; to do it twice does no harm. Raises `MessageGone`."""

    async def tell(self, community: str, player: str, text: str, channel: str = "") -> None:
        """A private line to a player; where `player` is empty, to the hosts, in their channel or else directly."""
