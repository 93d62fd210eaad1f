"""The worker of the second look: it asks a model what the rules left open, and grades again what that accepts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.domain import Judgement, Look, Move, Notice, OpenGuess, Opinion, Ruling
from bot.errors import RequestRefused
from bot.game.fitness import measure, shipped_cases, shipped_label, unfit
from bot.game.hosting import Hosting
from bot.game.matching import normalise
from bot.game.offering import digest
from bot.game.openness import barred, is_open

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.domain import Entry, Riddle, Round
    from bot.ports.communities import CommunityStore
    from bot.ports.judge import Judge
    from bot.ports.looks import LookStore
    from bot.ports.now import Now
    from bot.ports.players import PlayerStore
    from bot.ports.rounds import RoundStore

PER_DAY = 200
"""Guesses of one community a model is asked about in a day, unless the settings say."""

AT_ONCE = 8
"""Guesses taken at a time."""

LEASE = 180.0
"""Seconds after which what a worker took, and did not finish, is taken again."""

RULES = "rules"
"""Whose ruling it is where no model was asked."""

WRITER = ""
"""Who writes the entry of what a model accepted: nobody in the community."""

_PAGE = 2_000


@dataclass(slots=True)
class Looked:
    """What was done: `asked` guesses went to the model, `known` had a ruling, `barred` were never shown to it.

    `gone` wait no longer because their riddle is over, void or decided, `later` wait for another day.
    """

    asked: int = 0
    known: int = 0
    barred: int = 0
    accepted: int = 0
    refused: int = 0
    unsure: int = 0
    gone: int = 0
    later: int = 0
    told: int = 0

    @property
    def all(self) -> int:
        """How many guesses were taken."""
        return self.accepted + self.refused + self.unsure + self.gone + self.later


@dataclass(slots=True)
class SecondLook:
    """A worker: takes what waits, asks the judge, and grades again what it accepts.

    It may die at any moment: what it took is taken again, its rulings stand, and nothing is counted or told twice.
    `listed` are names of the world beside those the game knows.
    """

    looks: LookStore
    rounds: RoundStore
    players: PlayerStore
    communities: CommunityStore
    judge: Judge
    now: Now
    per_day: int = PER_DAY
    listed: Collection[str] = ()
    done: Looked = field(default_factory=Looked)
    _grading: asyncio.Lock = field(default_factory=asyncio.Lock)
    _asking: dict[tuple[str, str], asyncio.Lock] = field(default_factory=dict)

    async def unfit(self) -> str:
        """Why the judge is not to be used, or nothing; measured with the shipped guesses, and then remembered."""
        measured_as = f"{self.judge.label} {shipped_label()}"
        found = await self.looks.fitness(measured_as)
        if found is None:
            measured = await measure(self.judge, shipped_cases())
            found = measured.kappa, measured.share
            await self.looks.keep_fitness(measured_as, *found)
        return unfit(self.judge.model, *found)

    async def run(self) -> Looked:
        """Work the queue off; raises `ModelError` where the model cannot be asked, and what waits stays."""
        while await self.step():
            pass
        return self.done

    async def step(self) -> bool:
        """Take some of what waits and finish it; False where nothing waits."""
        taken = await self.looks.take(AT_ONCE, LEASE)
        self._asking.clear()
        found = await asyncio.gather(*(self._look(look) for look in taken), return_exceptions=True)
        for look, error in zip(taken, found, strict=True):
            if error is not None:
                await self.looks.postpone(look, self.now())
        for error in found:
            if error is not None:
                raise error
        return bool(taken)

    async def _look(self, look: Look) -> None:
        round_ = await self._open_round(look)
        if round_ is None:
            self.done.gone += 1
            await self.looks.finish(look)
            return
        ruling = await self._ruling(look, round_.riddle(look.place))
        if ruling is None:
            self.done.later += 1
            tomorrow = self.now().astimezone(UTC).date() + timedelta(days=1)
            await self.looks.postpone(look, datetime.combine(tomorrow, time(), UTC))
            return
        notices: tuple[Notice, ...] = ()
        if ruling.opinion is Opinion.ACCEPTED:
            async with self._grading:
                notices = await self._accept(look, round_.riddle(look.place))
        self.done.told += await self.looks.finish(look, notices)
        self._count(ruling.opinion)

    async def _open_round(self, look: Look) -> Round | None:
        """The round, where there is still something to look at: the host wants it, the riddle counts and is open."""
        customs = await self.communities.customs(look.key.community)
        found = await self.rounds.round(look.key)
        over = (self.now().date() - look.key.date).days > customs.open_days + 1
        if found is None or found.purged or not customs.second_look or over or look.place in found.void:
            return None
        return found if 1 <= look.place <= len(found.riddles) else None

    async def _ruling(self, look: Look, riddle: Riddle) -> Ruling | None:
        """What is said of a guess, for good; None where the community's day has had its share."""
        under = digest(riddle)
        story = (*riddle.evidence, riddle.summary, riddle.explanation)
        reason = barred(look.guess, riddle, story, self.listed)
        if reason:
            self.done.barred += 1
            return Ruling(Opinion.REFUSED, RULES)
        async with self._asking.setdefault((under, look.guess), asyncio.Lock()):
            kept = await self.looks.ruling(under, look.guess)
            if kept is not None:
                self.done.known += 1
                return kept
            if not await self.looks.spend(look.key.community, self.now().astimezone(UTC).date(), self.per_day):
                return None
            self.done.asked += 1
            return await self.looks.keep(under, look.guess, await self._asked(look, riddle))

    async def _asked(self, look: Look, riddle: Riddle) -> Ruling:
        shown = OpenGuess(riddle.question, riddle.answer, riddle.aliases, riddle.evidence, look.guess)
        try:
            return await self.judge.judge(shown)
        except RequestRefused:
            # Its server takes other guesses: this one it will refuse for ever.
            return Ruling(Opinion.UNSURE, self.judge.model)

    async def _accept(self, look: Look, riddle: Riddle) -> tuple[Notice, ...]:
        """Make the guess right from the beginning; returns what is to be told to whom."""
        key = look.key
        hosting = Hosting(self.rounds, self.players, self.communities, key.community, WRITER, self.now)
        await hosting.accept(key, look.place, look.guess)
        plays = await self.rounds.plays(key, look.place)
        said = await self._who_said(look, riddle)
        at = self.now()
        return tuple(
            Notice(key, look.place, player, look.guess, plays[player].points, at)
            for player in said
            if player in plays and plays[player].solved
        )

    async def _who_said(self, look: Look, riddle: Riddle) -> tuple[str, ...]:
        """Everybody whose guess it was, as far as it had been wrong or close."""
        found: dict[str, None] = {}
        start = 0
        while page := await self.rounds.log(look.key, look.place, start, _PAGE):
            start += len(page)
            found |= dict.fromkeys(entry.player for entry in page if _was_it(entry, look, riddle))
        return tuple(found)

    def _count(self, opinion: Opinion) -> None:
        match opinion:
            case Opinion.ACCEPTED:
                self.done.accepted += 1
            case Opinion.REFUSED:
                self.done.refused += 1
            case Opinion.UNSURE:
                self.done.unsure += 1


def _was_it(entry: Entry, look: Look, riddle: Riddle) -> bool:
    """Whether an entry is the guess of a look: with a comma in it, it may have been a list of others."""
    if entry.move is not Move.GUESS or entry.judgement not in {Judgement.WRONG, Judgement.CLOSE}:
        return False
    return normalise(entry.text) == look.guess and is_open(entry.text, riddle)
