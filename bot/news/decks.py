"""What a person may say of a deck, and which deck is meant by a name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.domain import DEFAULT_DECK, MAX_PER_DAY, Deck, Strictness, deck_name
from bot.errors import UsageError
from bot.news.addresses import LONGEST, unfit
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports.decks import DeckStore

LONGEST_NAME = 32
MOST_FEEDS = 20
MOST_TOPICS = 20
LONGEST_TOPIC = 40
LONGEST_COMMUNITY = 150

LANGUAGES = ("en",)
"""The languages riddles are made in."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TOPIC = re.compile(r"[^\W_]+(?:[ '’&-]{1,3}[^\W_]+){0,3}")


async def resolve(store: DeckStore, text: str, community: str = "") -> Deck | None:
    """The deck a community means by a name: its own, else a public one, and never another community's."""
    name = text.strip().lower()
    if not is_name(name):
        return None
    own = await store.deck(deck_name(name, community)) if community else None
    return own or await store.deck(name)


def is_name(text: str) -> bool:
    """Whether a text can be what people call a deck."""
    return len(text) <= LONGEST_NAME and bool(_NAME.fullmatch(text))


def new_deck(title: str, community: str = "", **said: Any) -> Deck:
    """A deck as a person described it; raises `UsageError` with a sentence where something is wrong."""
    title = title.strip().lower()
    if not is_name(title):
        raise UsageError(
            f"A deck's name has small letters, figures and single dashes, at most {LONGEST_NAME} of them: "
            f"{one_line(title, 40)!r} is none."
        )
    if title == DEFAULT_DECK:
        raise UsageError(f"The deck {DEFAULT_DECK} is made of the settings and cannot be added, edited or removed.")
    if len(community) > LONGEST_COMMUNITY or "@" in community:
        raise UsageError(f"{one_line(community, 40)!r} is no community.")
    return edited(Deck(deck_name(title, community), owner=community), **said)


def edited(
    deck: Deck,
    *,
    feeds: Sequence[str] | None = None,
    topics: Sequence[str] | None = None,
    per_day: int | None = None,
    strictness: str | None = None,
    language: str | None = None,
) -> Deck:
    """A deck with what a person changed of it; None leaves a part as it is."""
    return replace(
        deck,
        feeds=deck.feeds if feeds is None else _feeds(feeds, public=not deck.owner),
        topics=deck.topics if topics is None else _topics(topics),
        per_day=deck.per_day if per_day is None else _per_day(per_day),
        strictness=deck.strictness if strictness is None else _strictness(strictness),
        language=deck.language if language is None else _language(language),
    )


def _feeds(given: Sequence[str], *, public: bool) -> tuple[str, ...]:
    """Feeds, each once; the operator's own may be files or on a private network, where the settings allow it."""
    feeds = tuple(dict.fromkeys(feed.strip() for feed in given if feed.strip()))
    if len(feeds) > MOST_FEEDS:
        raise UsageError(f"A deck has at most {MOST_FEEDS} feeds, and {len(feeds)} are given.")
    for feed in feeds:
        wrong = _unfit_of_operator(feed) if public else unfit(feed)
        if wrong:
            raise UsageError(f"The feed {one_line(feed, 80)} {wrong}.")
    return feeds


def _unfit_of_operator(feed: str) -> str:
    if len(feed) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if "://" in feed and not feed.lower().startswith(("http://", "https://")):
        return "begins neither with http:// nor with https://, and is no file"
    return "" if feed.isprintable() else "is no address or file"


def _topics(given: Sequence[str]) -> tuple[str, ...]:
    topics = tuple(dict.fromkeys(" ".join(topic.lower().split()) for topic in given if topic.strip()))
    if len(topics) > MOST_TOPICS:
        raise UsageError(f"A deck has at most {MOST_TOPICS} topics, and {len(topics)} are given.")
    for topic in topics:
        if len(topic) > LONGEST_TOPIC or not _TOPIC.fullmatch(topic):
            raise UsageError(f"A topic is a word, or up to four: {one_line(topic, 50)!r} is none.")
    return topics


def _per_day(number: int) -> int:
    if not 1 <= number <= MAX_PER_DAY:
        raise UsageError(f"A deck has 1 to {MAX_PER_DAY} riddles a day, not {number}.")
    return number


def _strictness(text: str) -> Strictness:
    try:
        return Strictness(text.strip().lower())
    except ValueError:
        raise UsageError(f"Strictness is gentle, standard or open, not {one_line(text, 40)!r}.") from None


def _language(text: str) -> str:
    language = text.strip().lower()
    if language not in LANGUAGES:
        raise UsageError(
            f"Riddles are made in English alone (en) so far, not in {one_line(text, 20)!r}; "
            "the language the game speaks is RIDDLE_LANGUAGE."
        )
    return language
