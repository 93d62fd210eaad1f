"""A web page as the text of its article."""

from __future__ import annotations

import codecs
import logging
from typing import Any

from adapters.news.dates import read_date
from adapters.news.reading.markup import LONGEST_TEXT
from adapters.news.reading.trouble import Unreadable, looks_binary
from bot.text import one_line, plain

_MOST_BYTES = 5_000_000


def read_page(body: bytes, job: dict[str, Any]) -> list[dict[str, Any]]:
    """Read the article of a page: one record with its text, and why it may not be used, if so."""
    if not body.strip():
        raise Unreadable("is empty")
    if looks_binary(body):
        raise Unreadable("is binary data, not a web page")
    reserved = _reservation(body)
    if reserved and job.get("respect", True):
        return [{"reserved": reserved}]
    return [_extract(_decoded(body[:_MOST_BYTES], job.get("content_type", "")), job)]


def _decoded(body: bytes, content_type: str) -> bytes | str:
    """Take the server's word for the charset where it holds; else the extractor finds out."""
    charset = content_type.lower().partition("charset=")[2].strip(" \"';")[:40]
    if not charset or body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body
    try:
        return body.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return body


def _extract(page: bytes | str, job: dict[str, Any]) -> dict[str, Any]:
    from trafilatura import bare_extraction

    logging.disable(logging.CRITICAL)
    full = bool(job.get("metadata"))
    url = job.get("url") or None
    try:
        found: Any = bare_extraction(
            page, url=url, fast=True, include_comments=False, include_tables=False, with_metadata=full
        )
    except (AssertionError, AttributeError, TypeError, ValueError, LookupError) as error:
        # The library is not written for everything that can be sent to it.
        raise Unreadable("is so broken that it cannot be read") from error
    if found is None:
        return {"text": ""}
    lines = (plain(line, LONGEST_TEXT) for line in (found.text or "").split("\n"))
    text = "\n\n".join(line for line in lines if line)[:LONGEST_TEXT]
    if not full:
        return {"text": text}
    return {
        "text": text,
        "title": one_line(found.title or "", 300),
        "url": (found.url or "")[:2_000],
        "outlet": one_line(found.sitename or found.hostname or "", 80),
        "date": read_date(found.date),
    }


def _reservation(body: bytes) -> str:
    """What the page's own head says about machines that read it."""
    from lxml import etree, html

    try:
        tree = html.fromstring(body[:300_000])
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    for meta in tree.iter("meta"):
        name, content = (meta.get("name") or "").lower(), (meta.get("content") or "").lower()
        if name == "tdm-reservation" and content.strip() == "1":
            return "its publisher reserves text and data mining"
        if name in {"robots", "riddlemethis"} and "noai" in content.replace(" ", "").split(","):
            return "its publisher asks machines not to use it"
    return ""
