"""Answers in JSON: JSON Feed, NewsAPI.org and the Guardian Open Platform."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from adapters.news.dates import read_date
from adapters.news.reading.items import MOST_ITEMS, bounded, item, usable
from adapters.news.reading.markup import LONGEST_TEXT, paragraphs
from adapters.news.reading.trouble import Unreadable
from bot.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable

_CUT = re.compile(r"(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*$")
_GONE = "[Removed]"

Record = dict[str, Any]


def read_json_feed(body: bytes, _job: Record) -> list[Record]:
    """Read a JSON Feed; the first item tells about the feed itself."""
    feed = _object(body)
    if "jsonfeed.org/version" not in str(feed.get("version", ""))[:100]:
        raise Unreadable("is JSON, but not a JSON Feed")
    items = [_feed_item(one) for one in _records(feed.get("items"))]
    title = feed.get("title")
    return [{"outlet": plain(title, 300) if isinstance(title, str) else ""}, *usable(items)]


def _feed_item(one: Record) -> Record:
    given = [paragraphs(one[key]) for key in ("content_html", "summary") if isinstance(one.get(key), str)]
    if isinstance(one.get("content_text"), str):
        given.append(plain(one["content_text"], LONGEST_TEXT))
    date = read_date(one.get("date_published")) or read_date(one.get("date_modified"))
    link = one.get("url") or one.get("external_url")
    return item(one.get("title"), link, date, _list(one.get("tags")), max(given, key=len, default=""))


def read_newsapi(body: bytes, _job: Record) -> list[Record]:
    """Read an answer of NewsAPI.org; a refusal is one record with its code."""
    answer = _object(body)
    if answer.get("status") != "ok":
        return [_refusal(answer.get("code"), answer.get("message"))]
    return [{}, *bounded([_newsapi_item(one) for one in _records(answer.get("articles"))])]


def _newsapi_item(one: Record) -> Record:
    source = one.get("source")
    outlet = source.get("name") if isinstance(source, dict) else ""
    texts = [paragraphs(_CUT.sub("", one[key])) for key in ("description", "content") if isinstance(one.get(key), str)]
    text = "\n\n".join(dict.fromkeys(text for text in texts if text))
    title = _without_outlet(one.get("title"), outlet)
    return item("" if title == _GONE else title, one.get("url"), read_date(one.get("publishedAt")), [], text, outlet)


def _without_outlet(title: Any, outlet: Any) -> Any:
    """NewsAPI adds " - Outlet" to its titles."""
    return title.removesuffix(f" - {outlet}") if isinstance(title, str) and outlet else title


def read_guardian(body: bytes, _job: Record) -> list[Record]:
    """Read an answer of the Guardian's search; a refusal is one record with its message."""
    answer = _object(body)
    response = answer.get("response", answer)
    if not isinstance(response, dict) or response.get("status") != "ok":
        message = response.get("message") if isinstance(response, dict) else ""
        return [_refusal("", message)]
    return [{}, *bounded([_guardian_item(one) for one in _records(response.get("results"))])]


def _guardian_item(one: Record) -> Record:
    fields = one.get("fields")
    fields = fields if isinstance(fields, dict) else {}
    html, bare, trail = (fields.get(key) for key in ("body", "bodyText", "trailText"))
    text = next((paragraphs(given) for given in (html, bare, trail) if isinstance(given, str) and given), "")
    topics = [one.get("pillarName"), one.get("sectionName")]
    title = fields.get("headline") or one.get("webTitle")
    date = read_date(one.get("webPublicationDate"))
    return item(title, one.get("webUrl"), date, topics, text, "The Guardian")


def _object(body: bytes) -> Record:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise Unreadable("is not JSON that can be read") from error
    if not isinstance(found, dict):
        raise Unreadable("is JSON of another shape")
    return found


def _records(value: Any) -> list[Record]:
    return [one for one in _list(value)[:MOST_ITEMS] if isinstance(one, dict)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _refusal(code: Any, message: Any) -> Record:
    return {"refused": plain(str(message or ""), 200), "code": plain(str(code or ""), 40)}


READERS: dict[str, Callable[[bytes, Record], list[Record]]] = {
    "newsapi": read_newsapi,
    "guardian": read_guardian,
}
"""The reader of each kind of answer."""
