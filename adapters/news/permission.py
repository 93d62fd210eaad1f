"""Asks a site whether its pages may be read by a program: robots.txt and text-mining reservations."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.news.fetch import Fetcher
    from adapters.news.page import Page
    from adapters.news.parse import Parser

ROBOT = "RiddleMeThis"
"""The name robots.txt may call us by."""

_SMALL = 500_000


class Permission:
    """What each site allows, asked once."""

    def __init__(self, fetcher: Fetcher, parser: Parser) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._known: dict[str, tuple[bytes, bytes] | None] = {}
        self._gates: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def allowed(self, urls: Sequence[str]) -> frozenset[str]:
        """Of addresses on one site, those that may be read; none when the site cannot say (RFC 9309)."""
        site = "{0.scheme}://{0.netloc}".format(urlsplit(urls[0]))
        rules = await self._rules(site)
        if rules is None:
            return frozenset()
        robots, tdmrep = rules
        more = {"robots": len(robots), "agent": ROBOT, "urls": list(urls)}
        try:
            answers = await self._parser.read(f"robots.txt of {site}", "permissions", robots + tdmrep, **more)
        except SourceError:
            return frozenset()
        return frozenset(url for url, answer in zip(urls, answers, strict=False) if answer.get("allowed") is True)

    async def _rules(self, site: str) -> tuple[bytes, bytes] | None:
        async with self._gates[site]:
            if site not in self._known:
                try:
                    robots = await self._fetch(f"{site}/robots.txt")
                    self._known[site] = (robots, await self._fetch(f"{site}/.well-known/tdmrep.json"))
                except SourceError:
                    self._known[site] = None
            return self._known[site]

    async def _fetch(self, url: str) -> bytes:
        page: Page = await self._fetcher.get(url, size=_SMALL)
        if page.status >= 500 or page.status == 429:
            raise SourceError(f"{page.host} cannot say now what it allows.")
        return page.body if page.status == 200 else b""


def header_reservation(page: Page) -> bool:
    """Whether the headers of an answer keep machines away."""
    if page.headers.get("tdm-reservation", "").strip() == "1":
        return True
    return any(
        directive.strip().lower() == "noai" or directive.replace(" ", "").lower() == f"{ROBOT.lower()}:noai"
        for directive in page.headers.get("x-robots-tag", "").split(",")
    )
