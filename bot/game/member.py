"""A member of a community: whatever he asks for, answered in words. A platform only shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Origin
from bot.game.share import share
from bot.game.states import State, state_of
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bot.domain import Edition, Export, Play, Recap, RoundKey, Span, Verdict
    from bot.game.club import Club
    from bot.game.sentences import Words
    from bot.game.table import Table

LONGEST_REASON = 300
"""Characters of a report."""

ARCHIVE_DAYS = 14
"""Days of the archive that are shown."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A player before one riddle of a round."""

    table: Table
    place: int
    number: int
    several: int

    @property
    def key(self) -> RoundKey:
        """The round."""
        return self.table.key

    @property
    def label(self) -> str:
        """How the riddle is called: "142" or "142.2"."""
        return label(self.number, self.place, self.several)


@dataclass(frozen=True, slots=True)
class Shown:
    """A riddle as a player sees it now: `lines` are the hints he has taken."""

    title: str
    question: str
    hints: tuple[str, ...]
    finished: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """What is told when a riddle is over for a player: `rows` begin with the answer."""

    solved: bool
    praise: str
    streak: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A riddle of the archive, and what the player made of it."""

    label: str
    day: date
    state: State
    points: int


@dataclass(frozen=True, slots=True)
class Member:
    """One player of a community, and the language he is spoken to in."""

    club: Club
    words: Words
    player: str
    account: str = ""

    # --- a riddle ---

    async def sit(self, key: RoundKey, asked: int | None = None) -> Seat:
        """Sit down before a riddle of a round: the one asked for, or the first that is not finished."""
        table = await self.club.table(key, self.player, self.account)
        found = await table.round()
        return Seat(table, await self.club.place(table, asked), found.number, len(found.riddles))

    async def find(self, spot: str, deck: str) -> Seat:
        """Sit down before the riddle of a number: `142`, `142.2` or `other-deck/142`."""
        key, asked = await self.club.find(spot, deck)
        return await self.sit(key, asked)

    async def begin(self, edition: Edition) -> Seat:
        """Sit down before an edition, whose round begins with it where it has not."""
        return await self.sit((await self.club.open(edition)).key)

    async def show(self, seat: Seat) -> Shown:
        """The riddle as it stands for the player."""
        riddle = (await seat.table.round()).riddle(seat.place)
        play = await seat.table.play(seat.place)
        hints = tuple(self.words.hint(n, text) for n, text in enumerate(riddle.hints[: play.hints], 1))
        title = self.words.title(seat.number, seat.place, seat.several)
        return Shown(title, self.words.question(riddle), hints, play.finished)

    async def guess(self, seat: Seat, text: str, delivery: str) -> tuple[Verdict, str]:
        """Guess, and be told; what a right guess brought is told by `ending`."""
        verdict = await seat.table.guess(seat.place, text, delivery)
        play = verdict.play or await seat.table.play(seat.place)
        return verdict, self.words.verdict(verdict, play, seat.table.customs.guess_limit)

    async def hint(self, seat: Seat, delivery: str = "") -> str:
        """The next hint, or why there is none."""
        found = await seat.table.hint(seat.place, delivery)
        if found is not None:
            return self.words.hint(*found)
        if seat.table.is_over():
            return self.words.over()
        return self.words.no_hint(await seat.table.play(seat.place))

    async def give_up(self, seat: Seat, delivery: str = "") -> None:
        """Give up; `ending` tells the rest."""
        await seat.table.give_up(seat.place, delivery)

    async def ending(self, seat: Seat) -> Ending | None:
        """All that is told at the end, or None where the player may not see it yet."""
        riddle = await seat.table.answer(seat.place)
        if riddle is None:
            return None
        play = await seat.table.play(seat.place)
        streak = self.words.streak((await self.club.record(self.player)).streak) if play.finished else ""
        sample = (await seat.table.round()).origin is Origin.SAMPLE
        rows = self.words.reveal(riddle, sample=sample, recap=await self._recap(seat))
        return Ending(play.solved, await self._praise(seat, play), streak, rows)

    async def _praise(self, seat: Seat, play: Play) -> str:
        """How it ended for the player, and why it earned nothing where it might have."""
        why = await seat.table.unscored(seat.place)
        if play.solved:
            return self.words.solved(play, "" if play.points else why)
        said = (self.words.gave_up() if play.given_up else "", self.words.unscored(why) if why == "void" else "")
        return " ".join(filter(None, said))

    async def share(self, seat: Seat) -> str:
        """The line for others, or why there is none yet."""
        play = await seat.table.play(seat.place)
        if not play.finished:
            return self.words.nothing_to_share()
        riddle = (await seat.table.round()).riddle(seat.place)
        streak = (await self.club.record(self.player)).streak.current if play.solved else 0
        return share(self.words, seat.label, riddle, play, streak)

    async def vote(self, seat: Seat, *, good: bool) -> str:
        """Say how one likes the riddle."""
        return self.words.voted(await self.club.communities.vote(seat.key, seat.place, self.player, good=good))

    async def report(self, seat: Seat, reason: str) -> str:
        """Say what is wrong with the riddle."""
        reason = one_line(reason, LONGEST_REASON)
        if not reason:
            return self.words.reason_missing()
        await self.club.communities.report(seat.key, seat.place, self.player, reason)
        return self.words.reported()

    # --- the player himself ---

    async def me(self) -> str:
        """His own record."""
        hidden = await self.club.players.is_hidden(self.club.community, self.player)
        text = self.words.record(await self.club.record(self.player), hidden=hidden)
        return "\n".join(filter(None, (text, self.words.group_streak(await self.club.streak()))))

    async def board(self, span: Span, name: Callable[[str], str]) -> tuple[str, str]:
        """The title and the lines of a board."""
        return self.words.span(span), self.words.board(await self.club.board(span, self.player), name)

    async def past(self, deck: str, days: int = ARCHIVE_DAYS) -> tuple[Past, ...]:
        """The riddles of the last days, newest first, each with what he made of it."""
        rows: list[Past] = []
        open_days = (await self.club.customs()).open_days
        for found, results in await self.club.archive(deck, self.player, days):
            day, several = found.key.date, len(found.riddles)
            over = (self.club.now().date() - day).days > open_days
            made = {result.place: result for result in results}
            for place in range(1, several + 1):
                one = made.get(place)
                state = state_of(one, void=place in found.void, over=over)
                rows.append(Past(label(found.number, place, several), day, state, one.points if one else 0))
        return tuple(rows)

    async def archive(self, deck: str, days: int = ARCHIVE_DAYS) -> tuple[tuple[str, str], ...]:
        """The same in words: numbers, and what is said of each."""
        return tuple(
            (one.label, self.words.archive_line(one.day, one.state, one.points)) for one in await self.past(deck, days)
        )

    async def hide(self, *, hidden: bool) -> str:
        """Stay off the boards, or come back."""
        await self.club.players.hide(self.club.community, self.player, hidden=hidden)
        return self.words.hidden(hidden=hidden)

    async def export(self) -> Export:
        """All that is kept of him here."""
        return await self.club.players.export(self.club.community, self.player)

    async def forget(self) -> str:
        """Delete all that is kept of him here."""
        await self.club.players.forget(self.club.community, self.player, self.account)
        return self.words.forgotten()

    async def _recap(self, seat: Seat) -> Recap:
        """How everybody did; wrong guesses are told when the answer can be read by all."""
        return await self.club.recap(seat.key, seat.place, wrong=await _is_public(seat))


def label(number: int, place: int, several: int) -> str:
    """How a riddle is called: "142", or "142.2" where there are several."""
    return str(number) if several == 1 else f"{number}.{place}"


async def _is_public(seat: Seat) -> bool:
    return seat.table.is_over() or (await seat.table.round()).is_readable(seat.place)
