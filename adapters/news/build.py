"""Items of the parser as articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from adapters.news.named import host_of
from bot.domain import Article
from bot.news.canonical import id_of_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FUTURE = timedelta(days=1)
_EPOCH = datetime(1990, 1, 1, tzinfo=UTC)


def build(items: Iterable[dict[str, Any]], now: datetime, outlet: str, topics: Sequence[str] = ()) -> list[Article]:
    """Make articles, newest first, each once; items without a date come last in their own order."""
    found: dict[str, Article] = {}
    for item in items:
        article = _article(item, now, outlet, topics)
        found.setdefault(article.id, article)
    return newest_first(found.values())


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """Sort by date, the undated last."""
    return sorted(articles, key=lambda one: (one.published_at is None, -_stamp(one)))


def _article(item: dict[str, Any], now: datetime, outlet: str, topics: Sequence[str]) -> Article:
    url, title, text = str(item["url"]), str(item["title"]), str(item["text"])
    return Article(
        id=id_of_article(url, title, text),
        title=title,
        text=text,
        url=url,
        outlet=str(item.get("outlet") or "") or outlet or host_of(url),
        published_at=sound_date(item.get("date"), now),
        topics=tuple(dict.fromkeys((*topics, *(str(topic) for topic in item.get("topics", ()))))),
    )


def sound_date(value: Any, now: datetime) -> datetime | None:
    """A date in UTC, or None where it is none, lies in the future, or before there was a web."""
    if not isinstance(value, str) or not value:
        return None
    try:
        found = datetime.fromisoformat(value)
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if _EPOCH <= found <= now + _FUTURE else None


def _stamp(article: Article) -> float:
    return article.published_at.timestamp() if article.published_at else 0.0
