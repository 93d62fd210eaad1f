"""Names of the keys of what a community has agreed on and what its players say about riddles."""

from __future__ import annotations

from adapters.store.keys import community_key


def customs(community: str) -> str:
    """What the host has set."""
    return community_key(community, "customs")


def votes(community: str) -> str:
    """How many good and bad votes each riddle has."""
    return community_key(community, "votes")


def votes_of(community: str, who: str) -> str:
    """What a player has voted on."""
    return community_key(community, "votes_of", who)


def reports(community: str) -> list[str]:
    """The reports by riddle and player, and their order."""
    return [community_key(community, "reports"), community_key(community, "reports", "order")]


def submissions(community: str) -> list[str]:
    """The riddles that wait by their id, whose they are, their order, and the last id."""
    return [community_key(community, "submissions", *part) for part in ((), ("owner",), ("order",), ("last",))]
