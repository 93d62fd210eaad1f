"""RSS 0.9 to 2.0, Atom and JSON Feed as items."""

from __future__ import annotations

import io
import re
import warnings
from calendar import timegm
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXException

from adapters.news.reading.apis import read_json_feed
from adapters.news.reading.items import MOST_ITEMS, item, usable
from adapters.news.reading.markup import paragraphs
from adapters.news.reading.nesting import refuse_bombs
from adapters.news.reading.trouble import Unreadable, kind_of, looks_like_html

_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_ALTERNATE = re.compile(
    rb"<link\b(?=[^>]{0,500}\btype\s*=\s*[\"']?application/(?:rss|atom)\+xml)[^>]{0,500}?\bhref\s*=\s*[\"']?([^\"'\s>]{1,500})",
    re.IGNORECASE,
)


def read_feed(body: bytes, job: dict[str, Any]) -> list[dict[str, Any]]:
    """Read a feed; the first item tells about the feed itself."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return read_json_feed(body, job)
    if not body.strip():
        raise Unreadable("is empty")
    if looks_like_html(body) and not _FEED.search(body[:10_000]):
        # The lenient parser would look for a feed in it for seconds.
        raise Unreadable(_trouble(body, job, broken=False))
    refuse_bombs(body)
    found = _parse(body, job)
    entries = found.entries[:MOST_ITEMS]
    if not entries and (not found.version or _is_broken(found)):
        raise Unreadable(_trouble(body, job, broken=bool(found.version)))
    items = usable([_item(entry, job) for entry in entries])
    return [{"outlet": _plain_title(found.feed.get("title"))}, *items]


def _is_broken(found: Any) -> bool:
    """Whether its XML is; a wrong type or charset in the headers is no trouble."""
    return isinstance(found.get("bozo_exception"), SAXException)


def _parse(body: bytes, job: dict[str, Any]) -> Any:
    import feedparser

    headers = {"content-type": job.get("content_type") or "application/xml", "content-location": job.get("url", "")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # A stream, never a string: given a string, feedparser would open it as an address or a file.
            return feedparser.parse(
                io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
        except (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, LookupError) as error:
            # The library is not written for everything that can be sent to it.
            raise Unreadable("is so broken that it cannot be read") from error


def _item(entry: Any, job: dict[str, Any]) -> dict[str, Any]:
    link = entry.get("link")
    return item(
        entry.get("title"),
        urljoin(job.get("url", ""), link) if isinstance(link, str) and len(link) < 2_000 else "",
        _date(entry),
        [tag.get("term") for tag in entry.get("tags", [])],
        _text(entry),
    )


def _text(entry: Any) -> str:
    """The longest of what the item carries: full content before a summary."""
    values = [part.get("value") for part in entry.get("content", [])[:4]] + [entry.get("summary")]
    return max((paragraphs(value) for value in values if isinstance(value, str)), key=len, default="")


def _date(entry: Any) -> str | None:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        try:
            # What is given twice is kept by feedparser under several names; asking may warn.
            moment = entry.get(name)
            if moment:
                return datetime.fromtimestamp(timegm(moment), UTC).isoformat()
        except (ValueError, OverflowError, OSError, TypeError):
            continue
    return None


def _plain_title(title: Any) -> str:
    return paragraphs(title)[:300] if isinstance(title, str) else ""


def _trouble(body: bytes, job: dict[str, Any], *, broken: bool) -> str:
    if broken:
        return "is a broken feed in which no article can be read"
    alternate = _ALTERNATE.search(body[:200_000]) if looks_like_html(body) else None
    if alternate is None:
        return kind_of(body)
    address = urljoin(job.get("url", ""), alternate[1].decode("ascii", "ignore"))
    return f"is a web page, not a feed; its feed may be {address[:300]}"
