"""Where rounds are kept, and what players do in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from bot.domain import Entry, Guess, Play, Recap, Riddle, Round, RoundKey, Terms, Verdict


class RoundStore(Protocol):
    """One edition in one community: its copy of the riddles, and an append-only log; each step is atomic."""

    async def open(self, fresh: Round) -> Round:
        """Keep a round unless there is one, and count its day as delivered; returns the round that stands."""

    async def communities(self, deck: str) -> tuple[str, ...]:
        """The communities that ever played a deck, by name."""

    async def round(self, key: RoundKey) -> Round | None:
        """The round as it stands, or None where it was never opened."""

    async def change(self, key: RoundKey, version: int, place: int, riddle: Riddle, entry: Entry) -> Round | None:
        """Put a riddle in the place of one, with the entry that says why; None where the version is another by now.

        A `void` entry also takes the place out of the count, and the day where nothing of it is left.
        """

    async def add(self, key: RoundKey, version: int, riddle: Riddle) -> Round | None:
        """Add a riddle that stands in for a void one, behind the others; None where the version is another by now."""

    async def make_readable(self, key: RoundKey, at: datetime) -> Round:
        """Note that the answer can be read in the community from now on; the first time stands."""

    async def tell(self, key: RoundKey, place: int, at: datetime) -> None:
        """Note it of one riddle's answer alone; twice is once."""

    async def excuse(self, key: RoundKey, *, undo: bool = False) -> None:
        """Take a round's day out of what was delivered: it was opened, and never came. To do it twice does no harm.

        `undo` lets it count again: it was posted after all.
        """

    async def guess(
        self, key: RoundKey, place: int, guess: Guess, verdict: Verdict, terms: Terms, account: str = ""
    ) -> Verdict | None:
        """Record a guess with the verdict of the rules; returns the verdict that stands, with the points it earned.

        A delivery id seen before returns its stored verdict; the same normalised text by the same player is
        `repeated`; who has finished gets `closed`, who is inside the pause `too_soon`. None where the round has
        another version than the terms by now: nothing was recorded, judge again. The account is kept with the player.
        """

    async def guesses(
        self, key: RoundKey, place: int, guesses: Sequence[tuple[Guess, Verdict, Terms, str]]
    ) -> tuple[Verdict | None, ...]:
        """Record guesses in their order, in one step; each as by `guess`, the last of each being the account.

        Their terms are those of the round as it stood: they differ at most in whether they score.
        """

    async def may_solve(self, key: RoundKey, place: int, guess: Guess, terms: Terms) -> bool:
        """Whether a right guess would solve the riddle now: nothing bars it, and nobody said or delivered it before."""

    async def take_hint(
        self, key: RoundKey, place: int, player: str, terms: Terms, delivery: str = "", account: str = ""
    ) -> Play:
        """Take the next hint, once for each delivery id."""

    async def knows(self, key: RoundKey, place: int, player: str, delivery: str) -> bool:
        """Whether a delivery of a player was there before."""

    async def give_up(
        self, key: RoundKey, place: int, player: str, terms: Terms, delivery: str = "", account: str = ""
    ) -> Play:
        """Give up, once for each delivery id."""

    async def play(self, key: RoundKey, place: int, player: str) -> Play:
        """How far the player has come."""

    async def finished(self, key: RoundKey, place: int, players: Sequence[str]) -> frozenset[str]:
        """Those of some players who have solved a riddle or given it up."""

    async def plays(self, key: RoundKey, place: int) -> Mapping[str, Play]:
        """How far everybody has come with a riddle."""

    async def counts(self, key: RoundKey, place: int) -> tuple[int, int, int, int]:
        """Players, solves, guesses and surrenders; where the players are many, as they were some seconds ago."""

    async def recap(self, key: RoundKey, place: int) -> Recap | None:
        """What was told of a riddle with a long log a moment ago, or None."""

    async def keep_recap(self, key: RoundKey, place: int, recap: Recap) -> None:
        """Keep for a moment what is told of a riddle, so that not everybody who asks reads a long log."""

    async def log(self, key: RoundKey, place: int, start: int = 0, count: int = 1_000) -> tuple[Entry, ...]:
        """Entries of the log from one on, oldest first."""

    async def purge(self, key: RoundKey) -> None:
        """Delete the log and all that players said; results, boards and counts stay."""

    async def days(self, community: str) -> tuple[date, ...]:
        """The days on which something that counts was delivered, oldest first."""

    async def solved_days(self, community: str) -> tuple[date, ...]:
        """The days on which at least one member solved something that counts, oldest first."""

    async def open_rounds(self, community: str, first: date, last: date) -> tuple[RoundKey, ...]:
        """The rounds of some days, newest first."""
