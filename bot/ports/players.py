"""Where it is kept what players made of the rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.domain import Board, Export, Result, RoundKey, Span


class PlayerStore(Protocol):
    """One result row for each player and riddle, and the boards that come of them; each step is atomic."""

    async def players(self, key: RoundKey, place: int) -> tuple[str, ...]:
        """Everybody who did something with a riddle of a round."""

    async def results(self, community: str, player: str) -> tuple[tuple[Result, ...], int]:
        """All results of a player, oldest first, and their revision: a number that grows with each change.

        It is never the same again, also where the player was forgotten and came back.
        """

    async def settle(
        self, key: RoundKey, place: int, player: str, revision: int, results: Sequence[Result], version: int = 0
    ) -> bool:
        """Write a player's results anew, with the state of play and the boards that follow from them.

        `results` are all of the player's; `version` is the one of the round they follow from, 0 for any. False where
        the revision or the version is another by now: nothing was written.
        """

    async def board(self, community: str, span: Span, day: date, season: int, player: str, most: int) -> Board:
        """A board as it stands on a day; its cost does not grow with the players."""

    async def hide(self, community: str, player: str, *, hidden: bool) -> None:
        """Take a player off the boards, or put him back with all he has."""

    async def is_hidden(self, community: str, player: str) -> bool:
        """Whether a player stays off the boards."""

    async def claim(self, account: str, deck: str, day: date, community: str) -> bool:
        """Let the first finish of an edition by an account be the one that scores; True again for the same one."""

    async def claimed(self, account: str, deck: str, day: date) -> str:
        """The community where an account has finished an edition, or nothing."""

    async def all_claimed(self, accounts: Sequence[str], deck: str, day: date) -> tuple[str, ...]:
        """The same for many accounts."""

    async def claim_later(self, key: RoundKey, player: str) -> bool:
        """Whether a solve that turned right afterwards may score.

        It claims the edition for the account the player plays with; True where he has none. An edition so old that
        it is not remembered who claimed it is nobody's any more.
        """

    async def forget(self, community: str, player: str, account: str = "") -> None:
        """Delete all that is kept of a player in a community; totals without a name stay.

        With the account, where the platform has one, what it claimed for this community goes too. Stopped half-way it
        can be asked again, and goes on.
        """

    async def export(self, community: str, player: str) -> Export:
        """All that is kept of a player in a community."""

    async def rebuild(self, community: str) -> int:
        """Count totals, boards and solved days anew from the results; returns how many players have results.

        People may play on; until it is done the boards show only who was counted by then.
        """
