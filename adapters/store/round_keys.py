"""Names of the keys of rounds, players and boards; those of one community share a hash tag."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import unquote

from adapters.store.keys import community_key, name
from bot.domain import RoundKey, Span

LIFETIMES = {
    Span.WEEK.value: int(timedelta(weeks=6).total_seconds()),
    Span.MONTH.value: int(timedelta(days=400).total_seconds()),
}
"""A riddle of a week can be solved up to 36 days after another of it: its board lives longer than that."""

_CACHED = 2_000
"""Names that are remembered: to quote them anew takes longer than a step."""


def unfield(community: str, text: str) -> tuple[RoundKey, int]:
    """The riddle of a field."""
    name_, _, place = text.rpartition("|")
    return unlabel(community, name_), int(place)


@lru_cache(maxsize=_CACHED)
def label(key: RoundKey) -> str:
    """A round's name among those of its community."""
    return f"{name(key.deck)}|{key.date.isoformat()}"


def unlabel(community: str, text: str) -> RoundKey:
    """The round of a name."""
    deck, _, day = text.partition("|")
    return RoundKey(community, unquote(deck), date.fromisoformat(day))


@lru_cache(maxsize=_CACHED)
def field(key: RoundKey, place: int) -> str:
    """A riddle's field among the rows of a player."""
    return f"{label(key)}|{place}"


@lru_cache(maxsize=_CACHED)
def round_(key: RoundKey) -> str:
    """The copy of the riddles, its version, and since when the answer is readable."""
    return community_key(key.community, "round", name(key.deck), key.date.isoformat())


def log(key: RoundKey, place: int) -> str:
    """The log of a riddle."""
    return _of(key, "log", place)


@lru_cache(maxsize=_CACHED)
def plays(key: RoundKey, place: int) -> str:
    """How far each player has come."""
    return _of(key, "plays", place)


def counts(key: RoundKey, place: int) -> str:
    """How a riddle went for all, as it was told last."""
    return _of(key, "counts", place)


def recap(key: RoundKey, place: int) -> str:
    """What was told of a riddle a moment ago."""
    return _of(key, "recap", place)


def seen(key: RoundKey, place: int, who: str) -> str:
    """A player's deliveries and words that were there before."""
    return _shared(key, place)[2] + who


def of_place(key: RoundKey, place: int, who: str) -> list[str]:
    """What a player's step at a riddle reads and writes."""
    log_, plays_, seen_, round__ = _shared(key, place)
    return [log_, plays_, seen_ + who, round__]


@lru_cache(maxsize=_CACHED)
def _shared(key: RoundKey, place: int) -> tuple[str, str, str, str]:
    return log(key, place), plays(key, place), f"{_of(key, 'seen', place)}:", round_(key)


def of_guesses(key: RoundKey, place: int, season: int) -> list[str]:
    """What all guesses at a riddle read and write."""
    log_, plays_, _, round__ = _shared(key, place)
    community = key.community
    shared = (log_, plays_, round__, totals(community), solved_days(community), hidden(community))
    return [*shared, *boards(key, season)]


def of_player(key: RoundKey, who: str) -> list[str]:
    """What a step of a player reads and writes beside it."""
    community = key.community
    return [rows(community, who), totals(community), solved_days(community), hidden(community)]


def rows(community: str, who: str) -> str:
    """The results of a player."""
    return _rows(community) + who


@lru_cache(maxsize=_CACHED)
def _rows(community: str) -> str:
    return community_key(community, "rows", "")


@lru_cache(maxsize=_CACHED)
def totals(community: str) -> str:
    """Rounds tried and solved by each player, the revision of his rows and his account; how many were forgotten."""
    return community_key(community, "totals")


def revised(who: str) -> list[str]:
    """Fields of the totals that make up the revision of a player's rows."""
    return ["forgotten", f"r:{who}"]


def account(who: str) -> str:
    """Field of the totals: the account a player plays with."""
    return f"a:{who}"


def days(community: str) -> str:
    """How many riddles count on each delivered day."""
    return community_key(community, "days")


@lru_cache(maxsize=_CACHED)
def solved_days(community: str) -> str:
    """How many solves there were on each day."""
    return community_key(community, "solved_days")


def rounds(community: str) -> str:
    """The rounds of a community by their day."""
    return community_key(community, "rounds")


@lru_cache(maxsize=_CACHED)
def hidden(community: str) -> str:
    """Players who stay off the boards."""
    return community_key(community, "hidden")


@lru_cache(maxsize=_CACHED)
def accuracy(community: str) -> str:
    """The board of accuracy."""
    return community_key(community, "board", Span.ACCURACY.value)


@lru_cache(maxsize=_CACHED)
def boards(key: RoundKey, season: int) -> tuple[str, ...]:
    """The boards a solve in a round counts on; accuracy first."""
    spans = (Span.WEEK, Span.MONTH, Span.SEASON, Span.ALL)
    return (accuracy(key.community), *(board(key.community, span, key.date, season) for span in spans))


def board(community: str, span: Span, day: date, season: int) -> str:
    """A board as it stands on a day."""
    year, week, _ = day.isocalendar()
    which = {
        Span.WEEK: f"{year}-W{week:02}",
        Span.MONTH: f"{day:%Y-%m}",
        Span.SEASON: str(season),
        Span.ALL: "all",
        Span.ACCURACY: "",
    }[span]
    return community_key(community, "board", *filter(None, (span.value, which)))


def lifetime(board_: str) -> int:
    """Seconds that a board lives after its last change, 0 for ever: past weeks and months are of no use for long."""
    return LIFETIMES.get(board_.rpartition(":board:")[2].partition(":")[0], 0)


def _of(key: RoundKey, kind: str, place: int) -> str:
    return community_key(key.community, kind, name(key.deck), key.date.isoformat(), str(place))
