"""Delivering: channels and their times, what is sent to them, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from bot.domain.making import Riddle
from bot.domain.news import DEFAULT_DECK, Day
from bot.domain.playing import Board, Recap, Round, RoundKey

WallTime = time
"""The type of a field that is called `time` itself."""

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
"""All weekdays; Monday is 0."""


class RevealWhen(StrEnum):
    """When the answer is shown to all: with the next post, some hours after the riddle, or at a time of day."""

    NEXT_POST = "next"
    AFTER = "after"
    AT = "at"


@dataclass(frozen=True, slots=True)
class RevealRule:
    """When the answer is shown: `hours` belong to `after`; `at`, the first such time after the post, to `at`."""

    when: RevealWhen = RevealWhen.NEXT_POST
    hours: int = 0
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a channel gets its riddle: a local time in an IANA zone, on some weekdays (Monday is 0)."""

    time: WallTime
    zone: str = "UTC"
    weekdays: tuple[int, ...] = EVERY_DAY
    reveal: RevealRule = field(default_factory=RevealRule)


@dataclass(frozen=True, slots=True)
class ChannelKey:
    """Which channel: a community (`slack:T123`, `discord:456`, `terminal`) and the platform's own id in it."""

    community: str
    channel: str

    @property
    def platform(self) -> str:
        """The platform, by the community's name."""
        return self.community.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that asked for riddles. `ping` is what the platform calls who is to be called (a role, `here`).

    `paused` says why nothing is sent, and is empty where it is. `gone` tells that we paused it ourselves, because the
    channel could not be reached: it is resumed when it can. `asked_for` is the date whose post a host wants at once.
    """

    key: ChannelKey
    schedule: Schedule
    deck: str = DEFAULT_DECK
    ping: str = ""
    paused: str = ""
    gone: bool = False
    asked_for: Day | None = None


class Matter(StrEnum):
    """What is sent to a channel, each once for a channel and date."""

    POST = "post"
    REVEAL = "reveal"
    REVIEW = "review"
    RECALL = "recall"


@dataclass(frozen=True, slots=True)
class Sending:
    """One thing that is sent once, whatever dies in between: its name is the same in every process.

    `place` tells which riddle of the day a recall is about; elsewhere it is 0.
    """

    matter: Matter
    channel: ChannelKey
    date: Day
    place: int = 0

    @property
    def name(self) -> str:
        """The name a task, a log line and the message itself carry."""
        which = f".{self.place}" if self.place else ""
        return f"{self.matter.value}:{self.channel.community}:{self.channel.channel}:{self.date.isoformat()}{which}"


@dataclass(frozen=True, slots=True)
class Due:
    """A sending and its moment."""

    sending: Sending
    at: datetime


class Stage(StrEnum):
    """How far a sending has come. `unsure`: it may be there, nobody can look, and it is not sent again."""

    OPEN = "open"
    SENT = "sent"
    EXCUSED = "excused"
    UNSURE = "unsure"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a sending: the platform's id of the message, when, and why where it was not sent.

    `tries` counts how often it was begun; `reason` of one still open is why it waits.
    """

    sending: Sending
    stage: Stage = Stage.OPEN
    message: str = ""
    at: datetime | None = None
    reason: str = ""
    tries: int = 0
    number: int = 0
    deck: str = DEFAULT_DECK

    @property
    def settled(self) -> bool:
        """Whether nothing more is done about it."""
        return self.stage is not Stage.OPEN


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send, for a while. `tried`: somebody before began to, and nobody knows how it ended."""

    sending: Sending
    token: str
    tried: bool = False
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Planned:
    """The date of a channel's next post, and the last one that is settled."""

    next: Day | None = None
    last: Day | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """What a platform allows: so many messages a second, `burst` of them at once. The name says for whom it counts."""

    name: str
    per_second: float
    burst: int = 1


@dataclass(frozen=True, slots=True)
class Yesterday:
    """How the last riddle went: `best` are the players with the most points; `unnamed` those of them who stay hidden.

    `streak` is the community's own.
    """

    number: int
    players: int
    solved: int
    best: tuple[str, ...] = ()
    points: int = 0
    unnamed: int = 0
    streak: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """The riddles of a day as they are posted. `solved` counts who solved each place; `notice` says what is unusual."""

    round: Round
    solved: tuple[int, ...]
    notice: str = ""
    ping: str = ""
    yesterday: Yesterday | None = None
    board: Board | None = None


@dataclass(frozen=True, slots=True)
class Unveiling:
    """The answers of a post, with how the community did."""

    round: Round
    recaps: tuple[Recap, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A post whose riddle was taken back: `places` are void, and what stands in for them is in the round."""

    round: Round
    places: tuple[int, ...]


class Word(StrEnum):
    """What a host has said of a day's riddles."""

    WAITING = "waiting"
    APPROVED = "approved"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Review:
    """A day's riddles in the hands of a community's hosts, before they are posted.

    `spares` are others that passed every check; `asked` names the sending that shows it, `by` who said the word.
    `version` grows with each change.
    """

    key: RoundKey
    number: int
    riddles: tuple[Riddle, ...]
    spares: tuple[Riddle, ...] = ()
    word: Word = Word.WAITING
    asked: str = ""
    by: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Asking:
    """Riddles that wait for a host's word, and when they are to be posted."""

    review: Review
    post_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Installation:
    """A workspace that installed the app: `user` and `bot` are ours there, `installer` is who did it.

    A token that ends has `refresh`, by which another is had, and `expires`, in seconds since 1970.
    """

    community: str
    token: str = field(repr=False)
    user: str = ""
    bot: str = ""
    installer: str = ""
    scopes: tuple[str, ...] = ()
    refresh: str = field(default="", repr=False)
    expires: float = 0.0


Content = Post | Unveiling | Withdrawal | Asking
"""Whatever a messenger shows."""
