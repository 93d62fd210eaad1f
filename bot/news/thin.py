"""Pages that hold no story: too little text, or a live blog, list, video, podcast, quiz and the like."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.text import straight, words

if TYPE_CHECKING:
    from bot.domain import Article

LEAST_WORDS = 60
"""Words an article needs, so that a riddle can be made and checked."""

_STAMPED = 5
_LIST_LINES = 12

_STAMP = re.compile(r"^\s*(?:\d{1,2}[.:]\d{2}\s*(?:am|pm|gmt|bst|est|et|cet)?\b|\d{1,2}\s*(?:am|pm)\b)", re.IGNORECASE)


def thinness(article: Article) -> str | None:
    """Tell why an article holds no story to make a riddle of; None when it does."""
    if kind := _kind(article):
        return f"It is {kind}, not a story."
    count = len(words(article.text))
    if count < LEAST_WORDS:
        return f"It has {count} word{'' if count == 1 else 's'} of text; at least {LEAST_WORDS} are needed."
    return None


@cache
def _titles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile("|".join(given), re.IGNORECASE)) for kind, given in _data()["titles"].items())


@cache
def _paths() -> dict[str, str]:
    return {folder: kind for kind, folders in _data()["paths"].items() for folder in folders}


def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("bot.news") / "data" / "pages.toml").read_text(encoding="utf-8"))


def _kind(article: Article) -> str | None:
    title = straight(article.title).strip()
    for kind, pattern in _titles():
        if pattern.search(title):
            return kind
    return _kind_by_address(article.url) or _kind_by_lines(article.text)


def _kind_by_address(url: str) -> str | None:
    try:
        folders = urlsplit(url).path.casefold().split("/")[:-1]
    except ValueError:
        return None
    known = _paths()
    return next((known[folder] for folder in folders if folder in known), None)


def _kind_by_lines(text: str) -> str | None:
    lines = [line for line in text.split("\n") if line.strip()]
    if sum(_STAMP.match(line) is not None for line in lines) >= _STAMPED:
        return "a live blog"
    short = sum(len(line.split()) <= 6 for line in lines)
    return "a list" if len(lines) >= _LIST_LINES and short > 0.7 * len(lines) else None
