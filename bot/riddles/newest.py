"""Whether what has been told since an edition was made lets its riddles be played still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Article, Kind
from bot.news.newer import sequels, speak_of
from bot.news.taste import refusal, subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Edition, Riddle, Strictness

PERSONAL = frozenset(
    {
        *("a death", "a killing", "a suicide or self-harm", "abuse", "an accident", "a grave illness"),
        *("a disaster", "a child in distress", "terrorism", "a crime and its victims"),
    }
)
"""What may have befallen somebody, so that no riddle asks for him on that day."""


def refused(
    edition: Edition, kept: Sequence[Article], fresh: Sequence[Article], strictness: Strictness
) -> tuple[tuple[int, str], ...]:
    """The places that taste refuses by now, each with a sentence.

    `kept` are the texts the riddles were made of, as far as they are still there; of `fresh` only what is new counts,
    or says something else than it did.
    """
    before = {article.id: article for article in kept}
    known = {decision.article.id for decision in edition.decisions} - before.keys()
    new = [one for one in fresh if one.id not in known and not _is_same(one, before.get(one.id))]
    places = [place for place, riddle in enumerate(edition.riddles, 1) if riddle.article]
    stories = [_story(edition.riddles[place - 1], kept) for place in places]
    found = []
    for place, told in zip(places, sequels(stories, new), strict=True):
        reason = _of_story(told, strictness) or _of_person(edition.riddles[place - 1], new, strictness)
        if reason:
            found.append((place, reason))
    return tuple(found)


def _is_same(one: Article, before: Article | None) -> bool:
    return before is not None and (one.title, one.text) == (before.title, before.text)


def _story(riddle: Riddle, kept: Sequence[Article]) -> list[Article]:
    """The texts of a riddle's story; where they are gone, what the riddle itself has kept of it."""
    ref = riddle.article
    if ref is None:
        return []
    lead = next((article for article in kept if article.id == ref.id), None)
    if lead is None:
        told = " ".join((riddle.summary, *riddle.evidence))
        return [Article(ref.id, ref.title, told, ref.url, ref.outlet, ref.published_at, ref.topics)]
    (others,) = sequels([[lead]], [article for article in kept if article.id != lead.id])
    return [lead, *others]


def _of_story(told: Sequence[Article], strictness: Strictness) -> str:
    for article in told:
        reason = refusal(article.title, article.text, strictness, article.topics)
        if reason:
            return _said(article, "tells of its story now", reason)
    return ""


def _of_person(riddle: Riddle, fresh: Sequence[Article], strictness: Strictness) -> str:
    """Why nobody is asked for this person today: his own news may be in another story than the riddle's."""
    if riddle.kind is not Kind.PERSON:
        return ""
    for article in speak_of((riddle.answer, *riddle.aliases), fresh):
        if subject(article.title, article.text, strictness) in PERSONAL:
            reason = refusal(article.title, article.text, strictness, article.topics)
            return _said(article, "speaks of the answer", reason or "It is grave.")
    return ""


def _said(article: Article, how: str, reason: str) -> str:
    """A sentence for hosts; it quotes a title, which may give the answer away."""
    return f'"{article.title}"{f" of {article.outlet}" if article.outlet else ""} {how}: {reason}'
