"""Names of keys. What belongs to one deck or one community shares a hash tag, so that a cluster stays possible."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from bot.errors import StoreError

_MOST = 256
"""Longest name of a deck, a community or a player."""


def deck_key(deck: str, *parts: str) -> str:
    """A key of a deck."""
    return _key(f"deck:{name(deck)}", *parts)


def community_key(community: str, *parts: str) -> str:
    """A key of a community."""
    return _key(f"community:{name(community)}", *parts)


def account_key(account: str, *parts: str) -> str:
    """A key of a person's account, whatever the community."""
    return _key(f"account:{name(account)}", *parts)


def look_key(*parts: str) -> str:
    """A key of the second looks, of all communities together: a ruling holds for everybody."""
    return _key("looks", *parts)


def draft_key(*parts: str) -> str:
    """A key of the drafts."""
    return _key("drafts", *parts)


def operator_key(*parts: str) -> str:
    """A key of what awaits the operator."""
    return _key("operator", *parts)


def delivery_key(*parts: str) -> str:
    """A key of what is due and of what may be sent, of all communities together: clocks and senders share it."""
    return _key("delivery", *parts)


def spending_key(*parts: str) -> str:
    """A key of what hosted models took."""
    return _key("spending", *parts)


def training_key(*parts: str) -> str:
    """A key of what the operator marked to train on."""
    return _key("training", *parts)


@lru_cache(maxsize=10_000)
def name(text: str) -> str:
    """A name from outside as a part of a key: no colon or brace of its own, and not endless."""
    if len(text) > _MOST:
        raise StoreError(f"The name {text[:40]!r}... is longer than {_MOST} characters.")
    return quote(text, safe="", errors="backslashreplace")


def _key(tag: str, *parts: str) -> str:
    return ":".join((f"riddle:{{{tag}}}", *parts))
