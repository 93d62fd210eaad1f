"""Many players at one riddle at once: their guesses are judged in order, and recorded together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Guess, Judgement
from bot.game.judging import judge
from bot.game.offering import offer, with_accepted
from bot.game.points import terms
from bot.game.table import UNREAD, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain import Customs, Round, Terms, Verdict
    from bot.game.club import Club


@dataclass(frozen=True, slots=True)
class Cry:
    """What one of many says; `account` is the person's across communities."""

    player: str
    text: str
    delivery: str
    account: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """All players of a community at one place of a round, as it stands."""

    club: Club
    customs: Customs
    round: Round
    place: int

    def verdict(self, text: str) -> Verdict:
        """What the rules say of a guess."""
        riddle = self.round.riddle(self.place)
        found = judge(text, riddle.answer, riddle.aliases, kind=riddle.kind)
        return with_accepted(self.round, self.place, text, found)

    async def guess(
        self, cries: Sequence[Cry], verdicts: Sequence[Verdict], claimed: Mapping[str, str]
    ) -> tuple[Verdict, ...]:
        """Record guesses that the rules have judged; those that solve the riddle go the long way, one by one.

        `claimed` tells for each account where it has finished the edition, or nothing.
        """
        now, about = self.club.now(), {where: self._terms(where) for where in {*claimed.values()}}
        made = [
            (Guess(cry.player, cry.text, now, cry.delivery), verdict, about[claimed[cry.account]], cry.account)
            for cry, verdict in zip(cries, verdicts, strict=True)
        ]
        stand = await self.club.rounds.guesses(self.round.key, self.place, made)
        found = [one or await self.alone(cry) for cry, one in zip(cries, stand, strict=True)]
        if self.customs.second_look:
            for cry, verdict in zip(cries, found, strict=True):
                await offer(self.club.looks, self.customs, self.round, self.place, cry.text, verdict)
        return tuple(found)

    async def alone(self, cry: Cry) -> Verdict:
        """Judge one guess as at a table of his own."""
        return await self.table(cry).guess(self.place, cry.text, cry.delivery)

    def table(self, cry: Cry) -> Table:
        """The table of one of them."""
        club = self.club
        return Table(
            club.rounds, club.players, self.round.key, cry.player, self.customs, club.now, cry.account, club.looks
        )

    def can_wait(self, verdict: Verdict) -> bool:
        """Whether a guess may be recorded together with others: it ends nothing, and nobody wrote the riddle here."""
        author = self.round.riddle(self.place).author
        return verdict.judgement is not Judgement.CORRECT and not author and not is_unread(verdict)

    def _terms(self, claimed: str) -> Terms:
        scored = claimed in {"", self.round.key.community} and not self.round.is_readable(self.place)
        return terms(self.round, self.place, self.customs, scored=scored)


def is_unread(verdict: Verdict) -> bool:
    """Whether the words of a guess are not read, so that it is not counted either."""
    return verdict.reason.partition(":")[0] in UNREAD
