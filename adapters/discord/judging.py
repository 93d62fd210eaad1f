"""Judges what is typed in a thread of ours, message by message, each once however many processes read it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.discord.heard import LONGEST, Rates, told
from bot.domain import Judgement
from bot.game.table import UNREAD, Table

if TYPE_CHECKING:
    from adapters.discord.heard import Heard
    from bot.desk.front import Front
    from bot.domain import Customs, Round, Thread
    from bot.game.club import Club
    from bot.ports.threads import ThreadStore

_log = logging.getLogger(__name__)

PLATFORM = "discord"


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a message: the verdict to show, and whether it solved the riddle, as the first."""

    heard: Heard
    judgement: Judgement | None = None
    solved: bool = False
    first: bool = False
    place: int = 0


@dataclass(slots=True)
class Sitting:
    """A thread while some of its messages are judged: what does not change meanwhile is read once."""

    thread: Thread
    club: Club
    customs: Customs
    round: Round
    winners: dict[int, str]

    @property
    def is_race(self) -> bool:
        """Whether the first right answer ends it."""
        return not self.thread.player

    @property
    def several(self) -> bool:
        """Whether there is more than one riddle."""
        return len(self.round.riddles) > 1

    def places(self) -> list[int]:
        """The riddles that count."""
        return [place for place in range(1, len(self.round.riddles) + 1) if place not in self.round.void]


@dataclass(slots=True)
class Judging:
    """Judges messages; it holds no state but how much each player has typed."""

    front: Front
    threads: ThreadStore
    rates: Rates = field(default_factory=Rates)

    async def sit(self, thread: Thread) -> Sitting | None:
        """Sit down before a thread's riddle; None where it is over or gone."""
        club = self.front.club(thread.community)
        found = await club.rounds.round(thread.round)
        if found is None or thread.closed:
            return None
        customs = await club.customs()
        if (club.now().date() - thread.round.date).days > customs.open_days:
            return None
        sitting = Sitting(thread, club, customs, found, {})
        if sitting.is_race:
            for place in sitting.places():
                sitting.winners[place] = await self.threads.winner(thread.community, thread.id, place)
        return sitting

    async def judge(self, sitting: Sitting, heard: Heard) -> Judged:
        """Judge a message; what is no guess, or comes too late, is neither judged nor kept."""
        if not self._is_guess(sitting, heard):
            return Judged(heard)
        asked, text = told(heard.text, sitting.several)
        table = self._table(sitting, heard)
        place = await self._place(sitting, table, heard, asked)
        if place is None:
            return Judged(heard)
        verdict = await table.guess(place, text, heard.delivery)
        if verdict.judgement is Judgement.CLOSED or verdict.reason.partition(":")[0] in UNREAD:
            return Judged(heard)
        if verdict.judgement is not Judgement.CORRECT:
            return Judged(heard, verdict.judgement)
        return Judged(heard, verdict.judgement, solved=True, first=await self._win(sitting, place, heard), place=place)

    def _is_guess(self, sitting: Sitting, heard: Heard) -> bool:
        if not heard.text or len(heard.text) > LONGEST:
            return False
        if sitting.thread.player not in {"", heard.user}:
            return False
        return self.rates.allows(sitting.thread.id, heard)

    async def _place(self, sitting: Sitting, table: Table, heard: Heard, asked: int | None) -> int | None:
        """The riddle that is meant: the one of the number, or the first that is open for the player here."""
        for place in sitting.places() if asked is None else [asked]:
            if place not in sitting.places() or self._is_over(sitting, place, heard):
                continue
            if not (await table.play(place)).finished:
                return place
            if await sitting.club.rounds.knows(table.key, place, heard.user, heard.delivery):
                return place
        return None

    @staticmethod
    def _is_over(sitting: Sitting, place: int, heard: Heard) -> bool:
        """Whether somebody solved it in this race before the message was typed."""
        winner = sitting.winners.get(place, "")
        return bool(winner) and heard.id > int(winner)

    async def _win(self, sitting: Sitting, place: int, heard: Heard) -> bool:
        """Whether a right answer is the first of the race, which ends the scoring."""
        if not sitting.is_race:
            return False
        thread = sitting.thread
        sitting.winners[place] = await self.threads.win(thread.community, thread.id, place, str(heard.id))
        if all(sitting.winners.get(one) for one in sitting.places()):
            await sitting.club.rounds.make_readable(thread.round, sitting.club.now())
        return sitting.winners[place] == str(heard.id)

    def _table(self, sitting: Sitting, heard: Heard) -> Table:
        club = sitting.club
        account = f"{PLATFORM}:{heard.user}"
        return Table(
            club.rounds, club.players, sitting.thread.round, heard.user, sitting.customs, club.now, account, club.looks
        )
