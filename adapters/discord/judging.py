"""Judges what is typed in a thread of ours, message by message, each once however many processes read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.discord.heard import LONGEST, Rates, told
from bot.domain import Judgement, Play
from bot.game.crowd import Crowd, Cry, is_unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.discord.heard import Heard
    from bot.desk.front import Front
    from bot.domain import Customs, Round, Thread, Verdict
    from bot.game.club import Club
    from bot.ports.threads import ThreadStore

PLATFORM = "discord"

MANY = 6
"""So many messages, and it is cheaper to read how far everybody has come than each one."""


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
    plays: dict[tuple[int, str], Play] = field(default_factory=dict)

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

    async def play(self, place: int, player: str) -> Play:
        """How far a player has come."""
        if (place, player) not in self.plays:
            self.plays[place, player] = await self.club.rounds.play(self.round.key, place, player)
        return self.plays[place, player]

    async def read_plays(self, players: Sequence[str]) -> None:
        """Read how far everybody has come, where many speak."""
        if len(set(players)) < MANY:
            return
        for place in self.places():
            found = await self.club.rounds.plays(self.round.key, place)
            for player in players:
                self.plays[place, player] = found.get(player, Play())


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

    async def judge(self, sitting: Sitting, heard: Sequence[Heard]) -> list[Judged]:
        """Judge messages in their order; what is no guess, or comes too late, is neither judged nor kept.

        Guesses that follow each other and are not right are recorded together; a right one waits for them.
        """
        guesses = {one.id: self._is_guess(sitting, one) for one in heard}
        await sitting.read_plays([one.user for one in heard if guesses[one.id]])
        judged: list[Judged] = []
        waiting: list[tuple[Heard, Cry, Verdict]] = []
        at = 0
        for one in heard:
            place, cry = await self._meant(sitting, one) if guesses[one.id] else (None, None)
            if place is None or cry is None:
                waiting, judged = await self._flush(sitting, at, waiting, judged)
                judged.append(Judged(one))
                continue
            verdict = sitting.crowd(place).verdict(cry.text)
            if waiting and place != at:
                waiting, judged = await self._flush(sitting, at, waiting, judged)
            at = place
            if sitting.crowd(place).can_wait(verdict):
                waiting.append((one, cry, verdict))
                continue
            waiting, judged = await self._flush(sitting, at, waiting, judged)
            judged.append(await self._alone(sitting, place, one, cry))
        _, judged = await self._flush(sitting, at, waiting, judged)
        return judged

    async def _flush(
        self, sitting: Sitting, place: int, waiting: list[tuple[Heard, Cry, Verdict]], judged: list[Judged]
    ) -> tuple[list[tuple[Heard, Cry, Verdict]], list[Judged]]:
        """Record what waits."""
        if waiting:
            _, cries, verdicts = zip(*waiting, strict=True)
            stand = await sitting.crowd(place).guess(cries, verdicts)
            judged += [await self._told(sitting, place, one, v) for (one, _, _), v in zip(waiting, stand, strict=True)]
        return [], judged

    async def _alone(self, sitting: Sitting, place: int, heard: Heard, cry: Cry) -> Judged:
        verdict = await sitting.crowd(place).alone(cry)
        sitting.plays.pop((place, heard.user), None)
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
        cry = Cry(heard.user, text, heard.delivery, f"{PLATFORM}:{heard.user}")
        for place in sitting.places() if asked is None else [asked]:
            if place not in sitting.places() or sitting.is_over(place, heard):
                continue
            if not (await sitting.play(place, heard.user)).finished:
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
        return sitting.winners[place] == str(heard.id)
