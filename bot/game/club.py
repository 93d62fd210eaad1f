"""A community at play: its rounds, its boards, and what a player can do beside guessing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain import Customs, Judgement, Origin, Round, RoundKey, Span, deck_name
from bot.errors import NothingToPlay
from bot.game.judging import judge
from bot.game.offering import with_accepted
from bot.game.recap import recap
from bot.game.records import record
from bot.game.sentences import never_played, no_number, number_never_played
from bot.game.spots import place_of, read_spot
from bot.game.streaks import group_streak
from bot.game.submitting import reserve_of
from bot.game.table import Table

if TYPE_CHECKING:
    from datetime import date

    from bot.domain import Board, Edition, Entry, Recap, Record, Result, Riddle
    from bot.ports.communities import CommunityStore
    from bot.ports.editions import EditionStore
    from bot.ports.looks import LookStore
    from bot.ports.now import Now
    from bot.ports.players import PlayerStore
    from bot.ports.rounds import RoundStore

MOST_LINES = 10
"""Lines of a board."""

LONG_LOG = 1_000
"""Entries of a log that is not read for everybody who asks."""

_PAGE = 2_000
_YEAR = 400
"""Days that are looked back."""


@dataclass(frozen=True, slots=True)
class Club:
    """One community. Everything it can be asked stays inside it: its name is in every key.

    Where `editions` is there, riddles of its own reserve stand in for those that are not of the day's news. Where
    `looks` is, and the host wants it, what the rules leave open waits there for a model.
    """

    rounds: RoundStore
    players: PlayerStore
    communities: CommunityStore
    community: str
    now: Now
    editions: EditionStore | None = None
    looks: LookStore | None = None

    async def customs(self) -> Customs:
        """What the community has agreed on."""
        return await self.communities.customs(self.community)

    async def open(self, edition: Edition) -> Round:
        """Begin the community's round of an edition, or find it as it stands."""
        key = RoundKey(self.community, edition.deck, edition.date)
        found = await self.rounds.round(key)
        if found is not None:
            return found
        season = (await self.customs()).season
        riddles = await self._with_own(edition)
        fresh = Round(key, edition.number, riddles, self.now(), void=edition.void, season=season, origin=edition.origin)
        return await self.rounds.open(fresh)

    async def table(self, key: RoundKey, player: str, account: str = "") -> Table:
        """A player at a round of this community."""
        self._own(key)
        return Table(self.rounds, self.players, key, player, await self.customs(), self.now, account, self.looks)

    async def find(self, text: str, deck: str) -> tuple[RoundKey, int | None]:
        """The round of `142`, `142.2` or `other-deck/142`, and the place that was asked for.

        Raises `NothingToPlay` where it was never played here, or the text names no riddle.
        """
        named, slash, number = text.strip().rpartition("/")
        asked = read_spot(number)
        if asked is None:
            raise NothingToPlay(no_number())
        latest = await self._called(named) if slash else await self.latest(deck)
        day = latest.key.date - timedelta(days=latest.number - asked[0]) if latest else None
        if latest is None or day is None or day > latest.key.date:
            raise NothingToPlay(number_never_played(asked[0]))
        key = RoundKey(self.community, latest.key.deck, day)
        if await self.rounds.round(key) is None:
            raise NothingToPlay(number_never_played(asked[0]))
        return key, asked[1]

    async def _called(self, deck: str) -> Round | None:
        """The newest round of a deck as people here call it: the community's own first."""
        return await self.latest(deck_name(deck, self.community)) or await self.latest(deck)

    async def place(self, table: Table, asked: int | None) -> int:
        """The place that is meant: the one asked for, or else the first the player has not finished."""
        several = len((await table.round()).riddles)
        if asked is not None or several == 1:
            return place_of(asked or 1, several)
        for place in range(1, several + 1):
            if not (await table.play(place)).finished:
                return place
        return 1

    async def latest(self, deck: str) -> Round | None:
        """The newest round of a deck."""
        for key in await self._keys(self.now().date() - timedelta(days=_YEAR)):
            if key.deck == deck:
                return await self.rounds.round(key)
        return None

    async def archive(self, deck: str, player: str, days: int) -> tuple[tuple[Round, tuple[Result, ...]], ...]:
        """The rounds of the last days, newest first, with what the player made of each."""
        results, _ = await self.players.results(self.community, player)
        keys = [key for key in await self._keys(self.now().date() - timedelta(days=days)) if key.deck == deck]
        found = [await self.rounds.round(key) for key in keys]
        return tuple((one, _of(one, results)) for one in found if one is not None)

    async def record(self, player: str) -> Record:
        """A player's own record."""
        results, _ = await self.players.results(self.community, player)
        return record(await self.rounds.days(self.community), results)

    async def streak(self) -> int:
        """The community's own streak: days in a row on which somebody solved."""
        return group_streak(await self.rounds.days(self.community), await self.rounds.solved_days(self.community))

    async def board(self, span: Span, player: str, day: date | None = None) -> Board:
        """A board, with the line of the one who asks."""
        season = (await self.customs()).season
        return await self.players.board(self.community, span, day or self.now().date(), season, player, MOST_LINES)

    async def recap(self, key: RoundKey, place: int, *, wrong: bool = True) -> Recap:
        """How the community did with a riddle; without the common wrong guesses no log is read.

        Of a long log it is told as it was up to a minute ago.
        """
        self._own(key)
        if wrong and (kept := await self.rounds.recap(key, place)) is not None:
            return kept
        entries: list[Entry] = []
        while wrong and (page := await self.rounds.log(key, place, len(entries), _PAGE)):
            entries.extend(page)
        found = await self.rounds.round(key)

        def is_right(text: str) -> bool:
            return found is not None and _stands(found, place, text)

        told = recap(await self.rounds.counts(key, place), entries, is_right)
        if len(entries) >= LONG_LOG:
            await self.rounds.keep_recap(key, place, told)
        return told

    def _own(self, key: RoundKey) -> None:
        """A key of another community is refused, wherever it comes from."""
        if key.community != self.community:
            raise NothingToPlay(never_played())

    async def _with_own(self, edition: Edition) -> tuple[Riddle, ...]:
        """The riddles of an edition; old ones make room for the community's own that it has not played."""
        if self.editions is None or edition.origin is Origin.NEWS:
            return edition.riddles
        own = await self.editions.reserve(reserve_of(self.community))
        played = await self._questions() if own else frozenset()
        fresh = [riddle for riddle in own if riddle.question not in played]
        is_old = [edition.origin is Origin.SAMPLE or riddle.article is None for riddle in edition.riddles]
        return tuple(
            fresh.pop(0) if old and fresh else riddle for old, riddle in zip(is_old, edition.riddles, strict=True)
        )

    async def _questions(self) -> frozenset[str]:
        """Every question of the last year."""
        found = [await self.rounds.round(key) for key in await self._keys(self.now().date() - timedelta(days=_YEAR))]
        return frozenset(riddle.question for one in found if one is not None for riddle in one.riddles)

    async def _keys(self, first: date) -> tuple[RoundKey, ...]:
        return await self.rounds.open_rounds(self.community, first, self.now().date() + timedelta(days=2))


def _stands(found: Round, place: int, text: str) -> bool:
    """Whether a guess is right as the round stands."""
    riddle = found.riddle(place)
    verdict = with_accepted(found, place, text, judge(text, riddle.answer, riddle.aliases, kind=riddle.kind))
    return verdict.judgement is Judgement.CORRECT


def _of(found: Round, results: tuple[Result, ...]) -> tuple[Result, ...]:
    return tuple(one for one in results if (one.deck, one.date) == (found.key.deck, found.key.date))
