"""A draft: riddles of given articles, shown and kept, not played until published."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.domain import MAX_PER_DAY, Draft, Edition, Origin, edition_number
from bot.errors import NothingToPlay, UsageError
from bot.news.choose import choose
from bot.riddles.daybook import choosing, merged, week
from bot.riddles.making import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from bot.domain import Article, Deck
    from bot.ports.editions import EditionStore
    from bot.ports.now import Now
    from bot.riddles.making import Maker

ID_BYTES = 4

WEEK_DAYS = 30
"""How far back the last editions are looked for."""


@dataclass(frozen=True, slots=True)
class Drafter:
    """Makes and publishes drafts."""

    deck: Deck
    editions: EditionStore
    maker: Maker
    now: Now
    progress: Callable[[str], None] = lambda _: None

    async def make(
        self, articles: Sequence[Article], count: int, *, day: date | None = None, candidates: int = 0
    ) -> Draft:
        """Make up to `count` riddles of these articles alone, whatever their date, and keep the draft.

        It is to stand beside the editions before `day` (today). Where `candidates` is not 0, so many are drawn and
        crafted of each story. The trials are given back, not kept.
        """
        made_at = self.now()
        self.progress(choosing(len(articles)))
        choice = await asyncio.to_thread(
            choose,
            articles,
            day_end=made_at,
            used=frozenset(),
            strictness=self.deck.strictness,
            limit=len(articles),
            fresh=False,
            variety=False,
        )
        recent = week(await self.editions.recent(self.deck.name, day or made_at.date(), WEEK_DAYS))
        batch = await self.maker.make(
            Order(choice.stories, count, strictness=self.deck.strictness, recent=recent, candidates=candidates)
        )
        key = f"{made_at.isoformat()} {[article.id for article in articles]}".encode()
        draft = Draft(
            id=blake2b(key, digest_size=ID_BYTES).hexdigest(),
            made_at=made_at,
            riddles=batch.riddles,
            decisions=merged(choice.decisions, batch),
            usage=batch.usage,
            notice=batch.notice,
        )
        await self.editions.keep_draft(draft)
        return replace(draft, trials=batch.trials)

    async def as_edition(self, draft: Draft, day: date) -> Edition:
        """The edition a draft becomes when it is published; raises where it has no riddle or too many."""
        if not draft.riddles:
            raise NothingToPlay("The draft has no riddle, so there is nothing to publish.")
        if len(draft.riddles) > MAX_PER_DAY:
            raise UsageError(
                f"An edition has at most {MAX_PER_DAY} riddles and the draft has {len(draft.riddles)}; "
                f"make one with --count {MAX_PER_DAY} or less."
            )
        return Edition(
            deck=self.deck.name,
            date=day,
            number=edition_number(await self.editions.first_date(self.deck.name, day), day),
            riddles=draft.riddles,
            origin=Origin.NEWS,
            decisions=draft.decisions,
            made_at=draft.made_at,
            notice=draft.notice,
            usage=draft.usage,
        )
