"""One item as it travels from the parser's process: plain, bounded, ready to become an article."""

from __future__ import annotations

from typing import Any

from adapters.news.reading.markup import LONGEST_TEXT, paragraphs
from adapters.news.reading.trouble import Unreadable
from bot.text import one_line, plain

MOST_ITEMS = 200
"""Items of a feed that are read."""

MOST_TEXT = 4_000_000
"""Characters of all items together."""

_LONGEST_LINK = 2_000
_MOST_TOPICS = 12


def item(title: Any, link: Any, date: str | None, topics: list[Any], text: str, outlet: Any = "") -> dict[str, Any]:
    """Make an item; every part is already text or is left out."""
    return {
        "title": one_line(paragraphs(title), 300) if isinstance(title, str) else "",
        "url": _link(link),
        "date": date,
        "topics": _topics(topics),
        "text": text[:LONGEST_TEXT],
        "outlet": one_line(outlet, 80) if isinstance(outlet, str) else "",
    }


def bounded(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the items that have a title and some text, as far as the bounds go."""
    kept: list[dict[str, Any]] = []
    total = 0
    for one in items[:MOST_ITEMS]:
        total += len(one["text"])
        if total > MOST_TEXT:
            break
        if one["title"]:
            kept.append(one)
    return kept


def usable(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same for a feed, where items of which none can be kept are worth a word."""
    kept = bounded(items)
    if items and not kept:
        raise Unreadable("carries no article that has a title")
    return kept


def _link(link: Any) -> str:
    if not isinstance(link, str) or len(link) > _LONGEST_LINK:
        return ""
    link = plain(link, _LONGEST_LINK) if not link.isascii() else "".join(char for char in link if char > " ")
    return link if link.lower().startswith(("https://", "http://")) else ""


def _topics(topics: list[Any]) -> list[str]:
    words = (one_line(topic, 40).lower() for topic in topics[:_MOST_TOPICS] if isinstance(topic, str))
    return list(dict.fromkeys(word for word in words if word))
