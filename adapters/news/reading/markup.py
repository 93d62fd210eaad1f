"""HTML of a feed's item as plain paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html

from bot.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TEXT = 100_000
"""Characters of an article's text that are kept."""

_LOOKS_LIKE_MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")
_BLOCKS = frozenset(
    "p div section article header footer h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr blockquote pre hr main".split()
)
_DROPPED = frozenset(
    "script style noscript template iframe object embed svg math figure figcaption aside form button nav audio video "
    "head title select textarea".split()
)


def paragraphs(markup: str) -> str:
    """Turn HTML into plain text, paragraphs parted by a blank line; plain text comes through as it is."""
    markup = markup[: LONGEST_TEXT * 8].replace("\x00", "")
    if not _LOOKS_LIKE_MARKUP.search(markup):
        return plain(markup, LONGEST_TEXT)
    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return plain(re.sub(r"<[^<>]*>", " ", markup), LONGEST_TEXT)
    text = "".join(_pieces(tree))
    parts = (" ".join(part.split()) for part in re.split(r"\n{2,}", text))
    # The parser has decoded the entities; "&amp;lt;" must not be decoded a second time.
    return plain("\n\n".join(part for part in parts if part).replace("&", "&amp;"), LONGEST_TEXT)


def _pieces(tree: html.HtmlElement) -> Iterator[str]:
    dropped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            dropped += _is_dropped(element, tag)
            if not dropped:
                yield _opening(tag) + _words(element.text)
        elif event == "end":
            was_dropped = _is_dropped(element, tag)
            dropped -= was_dropped
            if not dropped:
                yield ("\n\n" if tag in _BLOCKS else "") + _words(element.tail)
        elif not dropped:
            yield _words(element.tail)


def _is_dropped(element: html.HtmlElement, tag: str) -> bool:
    """What a reader of the page does not see is not read either: it may be addressed to machines."""
    style = (element.get("style") or "").replace(" ", "").lower()
    hidden = element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style
    return tag in _DROPPED or hidden or element.get("aria-hidden") == "true"


def _opening(tag: str) -> str:
    return "\n\n" if tag in _BLOCKS else " \n" if tag == "br" else ""


def _words(text: str | None) -> str:
    """Line breaks of the source mean nothing in HTML."""
    return re.sub(r"\s+", " ", text) if text else ""
