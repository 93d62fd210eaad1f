"""What a host can do for one community: make an answer right afterwards, void a riddle, see the log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.domain import Entry, Move, Proposal
from bot.errors import NothingToPlay, StoreUnavailable, UsageError
from bot.game.matching import normalise
from bot.game.regrade import Regrade
from bot.game.sentences import (
    changed_by_others,
    empty_alias,
    never_played,
    too_high,
    too_many_aliases,
)
from bot.text import one_line

if TYPE_CHECKING:
    from bot.domain import Customs, Report, Riddle, Round, RoundKey
    from bot.game.regrade import Change
    from bot.ports.communities import CommunityStore
    from bot.ports.now import Now
    from bot.ports.players import PlayerStore
    from bot.ports.rounds import RoundStore

LONGEST_ALIAS = 80
MOST_ALIASES = 40
MOST_GUESSES = 1_000
LONGEST_PAUSE = 3_600
MOST_OPEN_DAYS = 30
"""A purge of the logs comes after it."""

AT_ONCE = timedelta(minutes=1)
"""A season that is begun again within this time is the same: a button is pressed twice, a message delivered again."""

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Hosting:
    """One host of one community. Nothing here can reach another community: its name is in every key."""

    rounds: RoundStore
    players: PlayerStore
    communities: CommunityStore
    community: str
    host: str
    now: Now
    most_aliases: int = MOST_ALIASES

    async def add_alias(self, key: RoundKey, place: int, alias: str) -> tuple[Change, ...]:
        """Make a text a right answer, from the first guess on; returns what changed for whom."""
        alias = one_line(alias, LONGEST_ALIAS)
        if not normalise(alias):
            raise UsageError(empty_alias())
        return await self._change(key, place, Move.ALIAS, alias)

    async def accept(self, key: RoundKey, place: int, text: str) -> tuple[Change, ...]:
        """Make right what a model has judged right, where the rules leave it open; said again it changes nothing."""
        return await self._change(key, place, Move.ACCEPT, normalise(text))

    async def void(self, key: RoundKey, place: int) -> tuple[Change, ...]:
        """Take a riddle out of the count: no points, and nobody's streak ends by it."""
        return await self._change(key, place, Move.VOID, "")

    async def log(self, key: RoundKey, place: int, start: int = 0, count: int = 1_000) -> tuple[Entry, ...]:
        """What was done in a round, oldest first."""
        self._own(key)
        return await self.rounds.log(key, place, start, count)

    async def switch_scores(self, *, on: bool) -> None:
        """Play with scores or without."""
        await self._agree(scores=on)

    async def allow_second_look(self, *, on: bool) -> None:
        """Let a model judge what the rules leave open, or stop it; the form says first who is sent the guesses."""
        await self._agree(second_look=on)

    async def limit_guesses(self, limit: int) -> None:
        """Let a riddle be guessed at so often and no more; 0 for no limit."""
        await self._agree(guess_limit=_bounded(limit, MOST_GUESSES))

    async def pause_after_wrong(self, seconds: int) -> None:
        """Let so many seconds pass after a wrong guess; 0 for none."""
        await self._agree(pause=float(_bounded(seconds, LONGEST_PAUSE)))

    async def keep_open(self, days: int) -> None:
        """Let a riddle be played so many days after its own."""
        await self._agree(open_days=_bounded(days, MOST_OPEN_DAYS))

    async def propose(self, key: RoundKey, place: int, alias: str = "") -> None:
        """Propose to the operator what shall hold for everybody who plays the deck: an alias, or to void the riddle."""
        self._own(key)
        await self._round(key, place)
        said, alias = alias, one_line(alias, LONGEST_ALIAS)
        if said and not normalise(alias):
            raise UsageError(empty_alias())
        await self.communities.propose(Proposal(key, place, self.host, self.now(), alias))

    async def reports(self) -> tuple[Report, ...]:
        """What players reported, newest first."""
        return await self.communities.reports(self.community)

    async def new_season(self) -> int:
        """Begin a season: its board counts what is played from the next round on. Said twice at once it is one."""
        now = self.now()

        def next_season(customs: Customs) -> Customs:
            begun = customs.season_begun
            if begun is not None and abs(now - begun) < AT_ONCE:
                return customs
            return replace(customs, season=customs.season + 1, season_begun=now)

        return (await self.communities.change(self.community, next_season)).season

    async def _agree(self, **changes: Any) -> None:
        await self.communities.change(self.community, lambda customs: replace(customs, **changes))

    async def _change(self, key: RoundKey, place: int, move: Move, text: str) -> tuple[Change, ...]:
        self._own(key)
        entry = Entry(move, self.host, self.now(), text)
        for _ in range(_TRIES):
            before = await self._round(key, place)
            if move is Move.ACCEPT and (place, text) in before.accepted:
                return await Regrade(self.rounds, self.players, before, place).run()
            riddle = _changed(before.riddle(place), move, text, self.most_aliases)
            after = await self.rounds.change(key, before.version, place, riddle, entry)
            if after is not None:
                return await Regrade(self.rounds, self.players, after, place).run()
        raise StoreUnavailable(changed_by_others())

    async def _round(self, key: RoundKey, place: int) -> Round:
        found = await self.rounds.round(key)
        if found is None or not 1 <= place <= len(found.riddles):
            raise NothingToPlay(never_played())
        return found

    def _own(self, key: RoundKey) -> None:
        """A key of another community is refused, wherever it comes from."""
        if key.community != self.community:
            raise NothingToPlay(never_played())


def _changed(riddle: Riddle, move: Move, text: str, most: int) -> Riddle:
    """The community's copy with one more alias; a text a model accepted stands in the log alone."""
    if move is not Move.ALIAS or text in riddle.aliases:
        return riddle
    if len(riddle.aliases) >= most:
        raise UsageError(too_many_aliases(most))
    return replace(riddle, aliases=(*riddle.aliases, text))


def _bounded(number: int, most: int) -> int:
    if not 0 <= number <= most:
        raise UsageError(too_high(most))
    return number
