"""The feeds that are read where no others are set: eight outlets, four topics."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DefaultFeed:
    """One of our feeds, with the name of its outlet and what it is about."""

    url: str
    outlet: str
    topics: tuple[str, ...]


DEFAULT_FEEDS = (
    DefaultFeed("https://feeds.bbci.co.uk/news/world/rss.xml", "BBC News", ("world",)),
    DefaultFeed("https://feeds.bbci.co.uk/sport/rss.xml", "BBC News", ("culture", "sport")),
    DefaultFeed("https://www.theguardian.com/world/rss", "The Guardian", ("world",)),
    DefaultFeed("https://www.theguardian.com/culture/rss", "The Guardian", ("culture",)),
    DefaultFeed("https://www.aljazeera.com/xml/rss/all.xml", "Al Jazeera", ("world",)),
    DefaultFeed("https://rss.dw.com/rdf/rss-en-bus", "Deutsche Welle", ("business",)),
    DefaultFeed("https://feeds.npr.org/1006/rss.xml", "NPR", ("business",)),
    DefaultFeed("https://feeds.npr.org/1008/rss.xml", "NPR", ("culture",)),
    DefaultFeed("https://www.nasa.gov/feed/", "NASA", ("science",)),
    DefaultFeed("https://feeds.arstechnica.com/arstechnica/index", "Ars Technica", ("science", "technology")),
    DefaultFeed("https://www.sciencedaily.com/rss/top/science.xml", "ScienceDaily", ("science",)),
)
"""Public feeds, each offered by its outlet for reading by programs."""


def default_feed(url: str) -> DefaultFeed | None:
    """What we know of an address, where it is one of ours."""
    return next((feed for feed in DEFAULT_FEEDS if feed.url == url.strip()), None)
