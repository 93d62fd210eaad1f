"""Judges what is typed in a thread of ours, message by message, each once however many processes read it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.discord.heard import LONGEST, Rates, told
from bot.domain import Judgement
from bot.game.crowd import Crowd, Cry, is_unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.discord.heard import Heard
    from bot.desk.front import Front
    from bot.domain import Customs, Round, Thread, Verdict
    from bot.game.club import Club
    from bot.ports.threads import ThreadStore

    Waiting = tuple[Heard, Cry, Verdict]

PLATFORM = "discord"

TOGETHER = 64
"""Guesses that are recorded at a time."""


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
    finished: dict[int, set[str]] = field(default_factory=dict)
    claimed: dict[str, str] = field(default_factory=dict)

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

    def crowd(self, place: int) -> Crowd:
        """Everybody at one riddle."""
        return Crowd(self.club, self.customs, self.round, place)

    def is_over(self, place: int, heard: Heard) -> bool:
        """Whether somebody solved it in this race before the message was typed."""
        winner = self.winners.get(place, "")
        return bool(winner) and heard.id > int(winner)

    async def read_players(self, players: Sequence[str]) -> None:
        """Learn who of those that speak has finished which riddle, and whose account did so elsewhere."""
        asked, key, places = sorted(set(players)), self.round.key, self.places()
        accounts = [_account(player) for player in asked]
        claimed, *finished = await asyncio.gather(
            self.club.players.all_claimed(accounts, key.deck, key.date),
            *(self.club.rounds.finished(key, place, asked) for place in places),
        )
        self.claimed = dict(zip(accounts, claimed, strict=True))
        self.finished = {place: set(found) for place, found in zip(places, finished, strict=True)}


@dataclass(slots=True)
class Recording:
    """Guesses on their way into the store: while some are being recorded the next are judged, and none overtakes."""

    judging: Judging
    sitting: Sitting
    judged: list[Judged] = field(default_factory=list)
    place: int = 0
    waiting: list[Waiting] = field(default_factory=list)
    under_way: asyncio.Task[list[Judged]] | None = None

    async def add(self, place: int, heard: Heard, cry: Cry, verdict: Verdict) -> None:
        """One more guess."""
        if self.waiting and (place != self.place or len(self.waiting) >= TOGETHER):
            await self._send()
        self.place = place
        self.waiting.append((heard, cry, verdict))

    async def pass_over(self, heard: Heard) -> None:
        """A message that is no guess: what was said before it is told before it."""
        await self.finish()
        self.judged.append(Judged(heard))

    async def finish(self) -> None:
        """Have all recorded."""
        await self._send()
        await self._arrive()

    async def end(self) -> None:
        """Leave nothing under way."""
        if self.under_way is not None:
            await asyncio.wait({self.under_way})

    async def _send(self) -> None:
        await self._arrive()
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            self.under_way = asyncio.ensure_future(self.judging.record(self.sitting, self.place, waiting))
            await asyncio.sleep(0)

    async def _arrive(self) -> None:
        if self.under_way is not None:
            under_way, self.under_way = self.under_way, None
            self.judged += await under_way


@dataclass(slots=True)
class Judging:
    """Judges messages; it holds no state but how much each player has typed."""

    front: Front
    threads: ThreadStore
    rates: Rates = field(default_factory=Rates)

    async def sit(self, thread: Thread) -> Sitting | None:
        """Sit down before a thread's riddle; None where it is over or gone."""
        club = self.front.club(thread.community)
        found, customs = await asyncio.gather(club.rounds.round(thread.round), club.customs())
        if found is None or thread.closed or (club.now().date() - thread.round.date).days > customs.open_days:
            return None
        sitting = Sitting(thread, club, customs, found, {})
        if sitting.is_race:
            for place in sitting.places():
                sitting.winners[place] = await self.threads.winner(thread.community, thread.id, place)
        return sitting

    async def judge(self, sitting: Sitting, heard: Sequence[Heard]) -> list[Judged]:
        """Judge messages in their order; what is no guess, or comes too late, is neither judged nor kept.

        Guesses that follow each other and are not right are recorded together; a right one waits for them.
        """
        guesses = {one.id: self._is_guess(sitting, one) for one in heard}
        await sitting.read_players([one.user for one in heard if guesses[one.id]])
        recording = Recording(self, sitting)
        try:
            for one in heard:
                place, cry = await self._meant(sitting, one) if guesses[one.id] else (None, None)
                if place is None or cry is None:
                    await recording.pass_over(one)
                    continue
                crowd = sitting.crowd(place)
                verdict = crowd.verdict(cry.text)
                if crowd.can_wait(verdict):
                    await recording.add(place, one, cry, verdict)
                else:
                    await recording.finish()
                    recording.judged.append(await self._alone(sitting, place, one, cry))
            await recording.finish()
        finally:
            await recording.end()
        return recording.judged

    async def record(self, sitting: Sitting, place: int, waiting: Sequence[Waiting]) -> list[Judged]:
        """Record guesses together."""
        _, cries, verdicts = zip(*waiting, strict=True)
        stand = await sitting.crowd(place).guess(cries, verdicts, sitting.claimed)
        return [await self._told(sitting, place, one, v) for (one, _, _), v in zip(waiting, stand, strict=True)]

    async def _alone(self, sitting: Sitting, place: int, heard: Heard, cry: Cry) -> Judged:
        verdict = await sitting.crowd(place).alone(cry)
        if verdict.judgement is Judgement.CORRECT:
            sitting.finished[place].add(heard.user)
        return await self._told(sitting, place, heard, verdict)

    async def _told(self, sitting: Sitting, place: int, heard: Heard, verdict: Verdict) -> Judged:
        if verdict.judgement is Judgement.CLOSED or is_unread(verdict):
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

    async def _meant(self, sitting: Sitting, heard: Heard) -> tuple[int | None, Cry | None]:
        """The riddle that is meant, by its number or as the first that is open for the player; and the guess."""
        asked, text = told(heard.text, sitting.several)
        cry = Cry(heard.user, text, heard.delivery, _account(heard.user))
        for place in sitting.places() if asked is None else [asked]:
            if place not in sitting.places() or sitting.is_over(place, heard):
                continue
            if heard.user not in sitting.finished[place]:
                return place, cry
            if await sitting.club.rounds.knows(sitting.round.key, place, heard.user, heard.delivery):
                return place, cry
        return None, None

    async def _win(self, sitting: Sitting, place: int, heard: Heard) -> bool:
        """Whether a right answer is the first of the race, which ends the scoring."""
        if not sitting.is_race:
            return False
        thread = sitting.thread
        sitting.winners[place] = await self.threads.win(thread.community, thread.id, place, str(heard.id))
        if all(sitting.winners.get(one) for one in sitting.places()):
            await sitting.club.rounds.make_readable(thread.round, sitting.club.now())
        else:
            await sitting.club.rounds.tell(thread.round, place, sitting.club.now())
        return sitting.winners[place] == str(heard.id)


def _account(player: str) -> str:
    """The person across servers."""
    return f"{PLATFORM}:{player}"
