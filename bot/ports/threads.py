"""Where it is kept which threads are ours, and how far each was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain import RoundKey, Talking, Thread


class ThreadStore(Protocol):
    """Threads by community. What is kept goes with the community, and of old threads by itself."""

    async def talking(self, community: str) -> Talking:
        """What the community agreed on, or the usual."""

    async def agree(self, community: str, talking: Talking) -> None:
        """Set it."""

    async def open(self, thread: Thread) -> None:
        """Keep a thread of ours; a thread that is there stays as it is."""

    async def thread(self, community: str, thread: str) -> Thread | None:
        """A thread of ours."""

    async def threads(self, community: str) -> Mapping[str, Thread]:
        """All of them that are kept."""

    async def own(self, community: str, round_: RoundKey, player: str) -> Thread | None:
        """The thread of a player about a round; of nobody, the one of those who have solved it."""

    async def close(self, community: str, thread: str) -> None:
        """Forget a thread."""

    async def forget(self, community: str, player: str) -> None:
        """Forget which threads were a player's own."""

    async def read(self, community: str, thread: str) -> str:
        """The last message of a thread that was read, or nothing."""

    async def keep_read(self, community: str, thread: str, message: str) -> None:
        """Note the last message that was read; an earlier one changes nothing."""

    async def winner(self, community: str, thread: str, place: int) -> str:
        """The message that solved the riddle at a place first, or nothing."""

    async def win(self, community: str, thread: str, place: int, message: str) -> str:
        """Note that message; the one that stands, whoever comes second."""

    async def first(self, community: str, what: str, who: str, seconds: int) -> bool:
        """Whether a process is the first to take something upon itself; asked again, it still is."""

    async def release(self, community: str, what: str, who: str) -> None:
        """Give back what one took upon itself, when it is done."""

    async def trouble(self, community: str, channel: str, reason: str) -> bool:
        """Note what does not go as it should in a channel, or that it does, with no reason; tells what is new."""

    async def troubles(self, community: str) -> Mapping[str, str]:
        """By channel, what does not go as it should."""

    async def known(self, what: str) -> str:
        """What is noted about the program as a whole on a platform."""

    async def note(self, what: str, text: str) -> None:
        """Note it."""
