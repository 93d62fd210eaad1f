"""Playing: rounds, guesses, results, boards and the customs of a community."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.making import Origin, Riddle
from bot.domain.news import Day


class Judgement(StrEnum):
    """What a guess is worth; `too_soon` is one inside the pause after a wrong one and is not counted at all."""

    CORRECT = "correct"
    CLOSE = "close"
    WRONG = "wrong"
    REPEATED = "repeated"
    CLOSED = "closed"
    TOO_SOON = "too_soon"


@dataclass(frozen=True, slots=True)
class Guess:
    """What a player said; `delivery` is the platform's own id of the message, so that it counts once."""

    player: str
    text: str
    at: datetime
    delivery: str


@dataclass(frozen=True, slots=True)
class Play:
    """How far one player has come with one riddle of a round.

    `guesses` are those that cost something: the wrong ones and the right one. `scored` tells whether it was begun
    while points were to be had: before the answer could be read, and not after the account had finished the edition
    in another community. `out` says that the limit of guesses is reached.
    """

    guesses: int = 0
    hints: int = 0
    solved: bool = False
    given_up: bool = False
    points: int = 0
    scored: bool = True
    out: bool = False

    @property
    def finished(self) -> bool:
        """Whether the player has nothing left to do here."""
        return self.solved or self.given_up or self.out

    @property
    def may_see(self) -> bool:
        """Whether the answer may be shown to this player before the reveal."""
        return self.solved or self.given_up


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the game answers to a guess; `points` are those a right one earned.

    `play` is how far the player has come with it, where whoever recorded it could tell.
    """

    judgement: Judgement
    reason: str = ""
    points: int = 0
    play: Play | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RoundKey:
    """Which round: one edition in one community."""

    community: str
    deck: str
    date: Day


@dataclass(frozen=True, slots=True)
class Round:
    """One edition in one community, with its own copy of the riddles: what a host changes stays here.

    `version` grows with every change of the copy. `readable_at` tells when the answer first became readable in the
    community: points end there. `void` are the places that do not count. `purged` says that the log is deleted: the
    results stay as they are and nobody plays on. `origin` is the edition's. `accepted` are places and normalised
    guesses that a model made right where the rules leave them open. `added` counts the riddles at the end that stand in
    for void ones. `told` are the places whose answers can be read before the others: points end there as well.
    """

    key: RoundKey
    number: int
    riddles: tuple[Riddle, ...]
    delivered_at: datetime
    readable_at: datetime | None = None
    void: tuple[int, ...] = ()
    season: int = 1
    version: int = 1
    purged: bool = False
    origin: Origin = Origin.NEWS
    accepted: tuple[tuple[int, str], ...] = ()
    added: int = 0
    told: tuple[int, ...] = ()

    def is_readable(self, place: int) -> bool:
        """Whether the answer at a place can be read in the community."""
        return self.readable_at is not None or place in self.told

    def riddle(self, place: int) -> Riddle:
        """The riddle at a place, counted from 1."""
        return self.riddles[place - 1]


class Move(StrEnum):
    """What an entry in the log of a round tells: what a player did, or what was changed afterwards.

    `alias` makes a text right from the beginning, `accept` does so for what a model judged, `void` takes the riddle
    out of the count, `readable` is the moment from which a solve earns no points.
    """

    GUESS = "guess"
    HINT = "hint"
    GIVE_UP = "give_up"
    ALIAS = "alias"
    ACCEPT = "accept"
    VOID = "void"
    READABLE = "readable"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log of a round and place, which only grows.

    `judgement` is what a guess was given then; `scored` is False where the account had finished the edition in
    another community, or scores were off.
    """

    move: Move
    player: str
    at: datetime
    text: str = ""
    delivery: str = ""
    judgement: Judgement | None = None
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """What one player made of one riddle of a round: what stays when the log is purged."""

    deck: str
    date: Day
    place: int
    number: int
    solved: bool = False
    given_up: bool = False
    points: int = 0
    hints: int = 0
    guesses: int = 0
    scored: bool = True
    void: bool = False
    season: int = 1


@dataclass(frozen=True, slots=True)
class Terms:
    """What a solve is worth and what a guess may cost: `bot.game.points` has the law.

    `limit` is the most wrong guesses (0: none), `pause` the seconds after a wrong one; `version` is the version of
    the round the guess was judged by, `scored` whether points are given at all, `void` whether nothing here counts.
    """

    version: int
    number: int
    season: int
    worth: int
    hint_cost: int = 2
    wrong_cost: int = 1
    free_wrong: int = 2
    limit: int = 0
    pause: float = 0.0
    scored: bool = True
    void: bool = False


@dataclass(frozen=True, slots=True)
class Customs:
    """What a community has agreed on, by its host.

    `second_look` lets a model judge what the rules leave open; `open_days` is how long a riddle can be played after
    its day; `season_begun` is when the host began the season. With `review` nothing is posted that no host approved;
    `host_channel` is where hosts are asked and told, `hosts` are those who were named beside the platform's admins.
    """

    guess_limit: int = 0
    pause: float = 0.0
    scores: bool = True
    second_look: bool = False
    season: int = 1
    open_days: int = 7
    review: bool = False
    host_channel: str = ""
    hosts: tuple[str, ...] = ()
    season_begun: datetime | None = None


class Span(StrEnum):
    """What a board counts."""

    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    ALL = "all"
    ACCURACY = "accuracy"


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a board: joint ranks are 1, 1, 3. On the board of accuracy `share` orders, elsewhere points do."""

    rank: int
    player: str
    points: int = 0
    solved: int = 0
    hints: int = 0
    guesses: int = 0
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Board:
    """The top of a board, how many stand on it, and the line of the one who asks where he stands on it."""

    span: Span
    top: tuple[Standing, ...]
    players: int
    mine: Standing | None = None


@dataclass(frozen=True, slots=True)
class Recap:
    """How a community did with one riddle; `wrong` are the commonest wrong guesses that name nobody, and how often."""

    players: int
    solved: int
    guesses: int
    given_up: int = 0
    wrong: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Streak:
    """Delivered days in a row with a solve; `freezes` are the missed days that will be forgiven."""

    current: int = 0
    longest: int = 0
    freezes: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """What a player has done in a community: `first_guess` counts solves at the first guess without a hint."""

    streak: Streak
    tried: int = 0
    solved: int = 0
    points: int = 0
    hints: int = 0
    first_guess: int = 0


@dataclass(frozen=True, slots=True)
class Votes:
    """How a riddle is liked."""

    good: int = 0
    bad: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a player finds wrong with a riddle."""

    key: RoundKey
    place: int
    player: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """A riddle of a player's own. `riddle` is there once it passed all checks; `reason` says why it did not."""

    id: str
    player: str
    at: datetime
    question: str
    answer: str
    aliases: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    riddle: Riddle | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a host would change for everybody who plays a deck: an alias, or no answer at all to void the riddle."""

    key: RoundKey
    place: int
    host: str
    at: datetime
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """All that is kept of a player in a community, as long as it is kept.

    `reminded` tells that he asked to be told before a streak ends. `entries` are those of the logs that still exist,
    with round and place; `votes` tell whether it was a good one; `account` is the one he plays with in all
    communities, where the platform has such.
    """

    community: str
    player: str
    hidden: bool = False
    reminded: bool = False
    results: tuple[Result, ...] = ()
    entries: tuple[tuple[RoundKey, int, Entry], ...] = ()
    votes: tuple[tuple[RoundKey, int, bool], ...] = ()
    reports: tuple[Report, ...] = ()
    submissions: tuple[Submission, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    account: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the players of a deck, of all its communities together, have done with one riddle of an edition.

    `solved` counts those who solved it after no, one, two and three hints. Who began and neither solved it nor gave
    up is still at it, or went away.
    """

    date: Day
    place: int
    began: int = 0
    solved: tuple[int, int, int, int] = (0, 0, 0, 0)
    given_up: int = 0

    @property
    def players(self) -> int:
        """How many tried; never fewer than those whose end is known, as a count may have been lost."""
        return max(self.began, sum(self.solved) + self.given_up)

    @property
    def rate(self) -> float:
        """The share that solved it, with or without hints; 0 where nobody tried."""
        return sum(self.solved) / self.players if self.players else 0.0
