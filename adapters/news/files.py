"""Articles given by hand: a text, a web page that was saved, or JSON lines."""

from __future__ import annotations

import asyncio
import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.news.build import newest_first, sound_date
from adapters.news.dates import read_date
from adapters.news.reading_file import decoded, read_bounded
from bot.domain import Article
from bot.errors import ArticleError, SourceError
from bot.news.canonical import id_of_article
from bot.ports.now import system_now
from bot.text import one_line, plain

if TYPE_CHECKING:
    from adapters.news.parse import Parser
    from bot.ports.now import Now

LONGEST_TEXT = 100_000
"""Characters of an article's text that are kept."""

WIDEST_WRAP = 120
"""Characters of the widest line of a text that is broken by hand, or by a mail program."""

_MOST_LINES = 20_000
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_LINES = frozenset({".jsonl", ".ndjson", ".json"})


class ArticleFile:
    """A file as a source; every trouble with it is an `ArticleError` that names it."""

    def __init__(self, path: str, *, parser: Parser, now: Now = system_now) -> None:
        self._path = path
        self._parser = parser
        self._now = now
        self._left_out: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """The lines that could not be used at the last reading."""
        return self._left_out

    @property
    def name(self) -> str:
        """The file."""
        return one_line(self._path, 120)

    async def articles(self) -> tuple[Article, ...]:
        """Read the file; the order of its lines is kept where they have no dates."""
        try:
            body = await asyncio.to_thread(read_bounded, self._path)
        except SourceError as error:
            raise ArticleError(str(error)) from error
        text = await asyncio.to_thread(decoded, body)
        if text is None:
            raise ArticleError(f"{self.name} is not a text file.")
        if not text.strip():
            raise ArticleError(f"{self.name} is empty.")
        kind = _kind(self._path, text)
        if kind == "page":
            return (await self._page(text),)
        if kind == "lines":
            found, self._left_out = await asyncio.to_thread(read_lines, self.name, text, self._now)
            if not found:
                raise ArticleError(self._left_out[0])
            return tuple(newest_first(found))
        return (read_text(self.name, text),)

    async def _page(self, text: str) -> Article:
        body = text.encode("utf-8", "replace")
        more = {"content_type": "text/html; charset=utf-8", "metadata": True, "respect": False}
        try:
            [found] = await self._parser.read(self.name, "page", body, **more)
        except SourceError as error:
            raise ArticleError(str(error)) from error
        title, words, url = (str(found.get(key) or "") for key in ("title", "text", "url"))
        if not words or not title:
            raise ArticleError(
                f"{self.name} is a web page in which no {'text' if title else 'titled article'} is found."
            )
        url = url if url.startswith(("http://", "https://")) else ""
        date = sound_date(found.get("date"), self._now())
        return Article(id_of_article(url, title, words), title, words, url, str(found.get("outlet") or ""), date)


def read_text(name: str, text: str) -> Article:
    """The first line is the title, the rest the text."""
    title, _, rest = plain(text, LONGEST_TEXT).partition("\n")
    title, rest = one_line(title.lstrip("# "), 300), _unwrapped(rest.strip())
    if not rest or not title:
        raise ArticleError(f"{name} has a title but no text: the first line is the title, the text follows it.")
    return Article(id_of_article("", title, rest), title, rest)


def _unwrapped(text: str) -> str:
    """A text without the line breaks that stand only because the next word had no room on the line."""
    lines = text.split("\n")
    width = max(map(len, lines))
    if width > WIDEST_WRAP:
        return text
    joined = lines[:1]
    for line, after in pairwise(lines):
        word = after.split(" ", 1)[0]
        if word and len(line) + 1 + len(word) > width:
            joined[-1] += f" {after}"
        else:
            joined.append(after)
    return "\n".join(joined)


def read_lines(name: str, text: str, now: Now) -> tuple[list[Article], tuple[str, ...]]:
    """One article on each line, and a sentence with its number for each line that is wrong."""
    found: list[Article] = []
    wrong: list[str] = []
    for number, line in enumerate(text.split("\n")[:_MOST_LINES], 1):
        if line.strip():
            try:
                found.append(_article(_Line(name, number, _record(name, number, line)), now))
            except ArticleError as error:
                wrong.append(str(error))
    return found, tuple(wrong)


class _Line:
    """One record and where it stands."""

    def __init__(self, name: str, number: int, record: dict[str, Any]) -> None:
        self._place = f"{name}, line {number}"
        self._record = record

    def text(self, key: str, limit: int, *, needed: bool = False) -> str:
        value = self._record.get(key)
        if value is None and not needed:
            return ""
        if not isinstance(value, str):
            raise ArticleError(f'{self._place}: "{key}" {"is missing" if value is None else "is not a text"}.')
        value = plain(value, limit)
        if needed and not value:
            raise ArticleError(f'{self._place}: "{key}" is empty.')
        return value

    def topics(self) -> tuple[str, ...]:
        value = self._record.get("topics") or []
        if not isinstance(value, list) or not all(isinstance(topic, str) for topic in value):
            raise ArticleError(f'{self._place}: "topics" is not a list of words.')
        return tuple(one_line(topic, 40).lower() for topic in value[:12])

    def date(self) -> Any:
        return self._record.get("published_at")


def _article(line: _Line, now: Now) -> Article:
    title = one_line(line.text("title", 1_000, needed=True), 300)
    text = line.text("text", LONGEST_TEXT, needed=True)
    url = line.text("url", 2_000)
    url = url if url.startswith(("http://", "https://")) else ""
    outlet = one_line(line.text("outlet", 200), 80)
    date = sound_date(read_date(line.date()), now())
    return Article(id_of_article(url, title, text), title, text, url, outlet, date, line.topics())


def _record(name: str, number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"{name}, line {number} is not JSON.") from error
    if not isinstance(found, dict):
        raise ArticleError(f"{name}, line {number} is not a JSON object.")
    return found


def _kind(path: str, text: str) -> str:
    suffix, head = Path(path).suffix.lower(), text[:2_000].lstrip("\ufeff \t\r\n").lower()
    if suffix in _PAGES or head.startswith(("<!doctype html", "<html")):
        return "page"
    is_lines = suffix in _LINES or (head.startswith("{") and '"title"' in head)
    return "lines" if is_lines else "text"
