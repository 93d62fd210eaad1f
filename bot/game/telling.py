"""Telling players that a guess was right after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.game.member import label

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.game.sentences import Words
    from bot.ports.looks import LookStore
    from bot.ports.rounds import RoundStore

AT_ONCE = 20
"""Notices taken at a time."""

LEASE = 120.0
"""Seconds after which a notice that was taken and not told comes again."""


async def tell(
    looks: LookStore, rounds: RoundStore, community: str, words: Words, send: Callable[[str, str], Awaitable[None]]
) -> int:
    """Send what is to be told in a community, each notice to its player; returns how many were sent.

    Where `send` fails its error is raised, and what was not sent comes again after a while.
    """
    taken = await looks.take_notices(community, AT_ONCE, LEASE)
    for notice in taken:
        found = await rounds.round(notice.key)
        if found is not None:
            named = label(found.number, notice.place, len(found.riddles))
            await send(notice.player, words.accepted_later(named, notice.points))
        await looks.told(notice)
    return len(taken)
