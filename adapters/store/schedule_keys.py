"""Names of the keys of channels and deliveries, and the names of sendings among them.

What is due, planned, needed and allowed is asked for by clocks and senders for all communities at once and shares one
hash tag; what is of one community, its channels and what became of each sending, has the tag of the community.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from urllib.parse import unquote

from adapters.store.keys import community_key, delivery_key, name
from bot.domain import ChannelKey, Matter, Sending
from bot.errors import StoreError

PLAN = delivery_key("plan")
"""The dates of each channel's next and last post."""

DUE = delivery_key("due")
"""What is due, by its moment."""

NEEDED = delivery_key("needed")
"""Editions that are needed, by their moment."""

COMMUNITIES = delivery_key("communities")
"""The communities with channels."""

_CACHED = 2_000
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def channels(community: str) -> str:
    """The channels of a community."""
    return community_key(community, "channels")


def days(community: str) -> str:
    """The dates with deliveries."""
    return community_key(community, "deliveries")


def day(community: str, on: date) -> str:
    """How far each sending of a date has come."""
    return community_key(community, "deliveries", on.isoformat())


def lease(sending: Sending) -> str:
    """Who sends just now."""
    community, channel = sending.channel.community, name(sending.channel.channel)
    place = (str(sending.place),) if sending.place else ()
    return community_key(community, "lease", sending.matter.value, channel, sending.date.isoformat(), *place)


def told(community: str) -> str:
    """What a community was told, and until when it is not told again."""
    return community_key(community, "told")


def allowance(whose: str) -> str:
    """When an allowance is whole again."""
    return delivery_key("allowance", name(whose))


def line(whose: str) -> str:
    """When it is the turn of the last one who waits for an allowance."""
    return delivery_key("line", name(whose))


def turn(whose: str) -> str:
    """That somebody was told his turn."""
    return delivery_key("turn", name(whose))


@lru_cache(maxsize=_CACHED)
def of_channel(key: ChannelKey) -> str:
    """A channel among those of all communities."""
    return f"{name(key.community)}|{name(key.channel)}"


def posts(key: ChannelKey) -> str:
    """What the posts of a channel begin with among what is due."""
    return f"{of_channel(key)}|{Matter.POST.value}|"


def of_sending(sending: Sending) -> str:
    """A sending among what is due."""
    place = f"|{sending.place}" if sending.place else ""
    return f"{of_channel(sending.channel)}|{sending.matter.value}|{sending.date.isoformat()}{place}"


def to_sending(text: str) -> Sending:
    """The sending of a name."""
    try:
        community, channel, matter, on, *place = text.split("|")
        key = ChannelKey(unquote(community), unquote(channel))
        return Sending(Matter(matter), key, date.fromisoformat(on), int(place[0]) if place else 0)
    except ValueError as error:
        raise StoreError("Something that is due cannot be read.") from error


def label(sending: Sending) -> str:
    """A sending among those of its community and date."""
    place = f"|{sending.place}" if sending.place else ""
    return f"{sending.matter.value}|{name(sending.channel.channel)}{place}"


def score(at: datetime) -> int:
    """A moment as a number that loses nothing."""
    return (at - _BEGIN) // _MICROSECOND


def to_moment(found: float) -> datetime:
    """The moment of a number."""
    return _BEGIN + int(found) * _MICROSECOND
