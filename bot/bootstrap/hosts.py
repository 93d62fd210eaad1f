"""What hosts and operators do with deliveries, wired: reviews, recalls, reports, status, and what is kept how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bootstrap.store import deck
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.bootstrap.store import Store
    from bot.delivery.recalling import Recall
    from bot.delivery.reminding import Reminding
    from bot.delivery.reports import Reports
    from bot.delivery.reviews import Reviews
    from bot.delivery.standing_in import Reserves
    from bot.delivery.status import Explaining
    from bot.delivery.tidying import Tidying
    from bot.domain import Riddle
    from bot.game.club import Club
    from bot.ports.messenger import Messenger
    from bot.ports.now import Now
    from bot.settings import Settings


def stand_in(store: Store) -> Reserves:
    """Who chooses a riddle in the place of another."""
    from bot.delivery.standing_in import Reserves as Chooser
    from bot.riddles.reserve import unchecked

    return Chooser(store.editions, store.rounds, unchecked)


def recall(store: Store, now: Now = system_now) -> Recall:
    """Who takes riddles back."""
    from bot.delivery.recalling import Recall as Taker

    return Taker(store.schedule, store.editions, _clubs(store, now), stand_in(store), now)


def reviews(store: Store, community: str, host: str) -> Reviews:
    """A host before a post."""
    from bot.delivery.reviews import Reviews as Reader

    return Reader(store.rounds, store.editions, store.reviews, leak, community, host)


def explaining(store: Store, now: Now = system_now) -> Explaining:
    """Who explains a channel's days."""
    from bot.delivery.status import Explaining as Explains

    return Explains(store.schedule, store.editions, store.communities, store.reviews, now)


def reports(store: Store, speaking: Mapping[str, Messenger]) -> Reports:
    """Who brings the hosts what players report; to be run once a minute by whoever speaks for platforms."""
    from bot.delivery.reports import Reports as Bringer

    return Bringer(store.rounds, store.editions, store.communities, store.reviews, store.schedule, speaking)


def reminding(store: Store, speaking: Mapping[str, Messenger], now: Now = system_now) -> Reminding:
    """Who reminds players; to be run every few minutes by whoever speaks for platforms."""
    from bot.delivery.reminding import Reminding as Reminds

    return Reminds(store.schedule, store.reminders, _clubs(store, now), speaking, now)


def tidying(store: Store, settings: Settings, now: Now = system_now) -> Tidying:
    """Who deletes what is past its time, and all that is kept of a community that leaves."""
    from bot.delivery.tidying import Tidying as Tidies

    return Tidies(store.rounds, store.communities, store.schedule, store.tidying, now, settings.guess_days)


async def find_deck(store: Store, settings: Settings, text: str, community: str) -> str:
    """The name a deck is kept under that a community calls so; raises `UsageError` where there is none."""
    from bot.errors import UsageError
    from bot.game.sentences.delivering import no_deck
    from bot.news.decks import resolve
    from bot.text import one_line

    if not text.strip():
        return deck(settings).name
    found = await resolve(store.decks, text, community)
    if found is None:
        there = ", ".join(one.title for one in await store.decks.decks(community))
        raise UsageError(no_deck(one_line(text, 40), there))
    return found.name


def leak(riddle: Riddle) -> str:
    """Why a riddle may not be played with the hints it has, or nothing; needs neither a model nor a parser."""
    from bot.domain import Candidate, Outcome
    from bot.riddles.checks import leak as leaks
    from bot.riddles.checks import shape
    from bot.riddles.checks.context import Context

    made = Candidate(
        riddle.form, riddle.kind, riddle.question, riddle.answer, riddle.aliases, riddle.hints, riddle.explanation
    )
    said = (check(made, Context()) for check in (shape.check, leaks.check))
    return next((one.reason for one in said if one.outcome is Outcome.FAILED), "")


def _clubs(store: Store, now: Now) -> Callable[[str], Club]:
    from bot.bootstrap.delivery import clubs

    return clubs(store, now)
