"""News: articles, stories, decks, and what was decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Day = date
"""The type of a field that is called `date` itself: whoever reads the annotations finds the field under that name."""

DEFAULT_DECK = "default"
"""The deck that is made of the settings."""

MAX_PER_DAY = 5
"""Most riddles in an edition."""


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """What stays of an article once its text is gone."""

    id: str
    title: str
    url: str
    outlet: str
    published_at: datetime | None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One news item.

    `id` comes from the canonical address (`bot.news.canonical`); `url` is empty for a text given by hand;
    `published_at` is aware and in UTC, None where the source gives no date; `text` is plain, paragraphs parted by
    a blank line; `topics` are lower-case words of the source or the feed's settings.
    """

    id: str
    title: str
    text: str
    url: str = ""
    outlet: str = ""
    published_at: datetime | None = None
    topics: tuple[str, ...] = ()

    @property
    def ref(self) -> ArticleRef:
        """The article without its text."""
        return ArticleRef(self.id, self.title, self.url, self.outlet, self.published_at, self.topics)


@dataclass(frozen=True, slots=True)
class Story:
    """Articles of several outlets on the same event, the best one first."""

    articles: tuple[Article, ...]

    @property
    def lead(self) -> Article:
        """The article that is read, summarised and shown as the source."""
        return self.articles[0]

    @property
    def outlets(self) -> int:
        """How many outlets carry it."""
        return len({article.outlet for article in self.articles})


class Strictness(StrEnum):
    """How careful a deck is with its stories."""

    GENTLE = "gentle"
    STANDARD = "standard"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Deck:
    """A choice of news; communities that choose the same deck share its editions.

    `owner` is the community whose own it is, and which alone sees it; nothing for a public one. `name` is the one it
    is kept under, `title` what people call it. Without `feeds` it reads those of the settings; without `topics`, all
    there is.
    """

    name: str = DEFAULT_DECK
    per_day: int = 1
    strictness: Strictness = Strictness.STANDARD
    feeds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    language: str = "en"
    owner: str = ""

    @property
    def title(self) -> str:
        """What people call it."""
        return deck_title(self.name)


def deck_name(title: str, community: str = "") -> str:
    """The name a deck is kept under: its own, and for a community's the community behind it."""
    return f"{title}@{community}" if community else title


def deck_title(name: str) -> str:
    """What people call the deck of a name."""
    return name.partition("@")[0]


def deck_owner(name: str) -> str:
    """The community whose own the deck of a name is, or nothing."""
    return name.partition("@")[2]


class Rule(StrEnum):
    """The rule that decided about an article."""

    TAKEN = "taken"
    SAME_STORY = "same_story"
    DUPLICATE = "duplicate"
    STALE = "stale"
    USED = "used"
    TOPIC = "topic"
    THIN = "thin"
    LANGUAGE = "language"
    TASTE = "taste"
    VARIETY = "variety"
    RANK = "rank"
    NO_RIDDLE = "no_riddle"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Decision:
    """Why one article of the day was taken or not; `rule` is `taken`, or the rule that refused it."""

    article: ArticleRef
    rule: Rule
    reason: str

    @property
    def taken(self) -> bool:
        """Whether a riddle may be made of it."""
        return self.rule is Rule.TAKEN
