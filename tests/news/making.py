"""Articles for the tests of the choice of stories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain import Article

DAY_END = datetime(2026, 3, 15, tzinfo=UTC)

FILLER = (
    "The people who took part said that it had been a good day for all of them, and that they would be glad to come "
    "back next year. The organisers had put up tables and benches in the square, and a brass band from the next valley "
    "played until it was dark. In the end there was cake for everybody, and the children were allowed to stay up late."
)


def article(
    title: str, lead: str = "", *, outlet: str = "Courier", hours: float | None = 5.0, **more: object
) -> Article:
    """An article of that many hours before the end of the day, with a text that is long enough."""
    published = None if hours is None else DAY_END - timedelta(hours=hours)
    given = {"id": f"{outlet}/{title}", "text": f"{lead or title + '.'}\n\n{FILLER}", **more}
    return Article(title=title, outlet=outlet, published_at=published, **given)  # type: ignore[arg-type]


BRIDGE = (
    article(
        "Queen opens Langholm suspension bridge over Orrin gorge",
        "The suspension bridge over the Orrin gorge near Langholm was opened by the queen on Saturday. It is 412 "
        "metres long and was designed by the engineer Ottilie Brandvold.",
        outlet="Courier",
    ),
    article(
        "Langholm celebrates its new bridge across the Orrin",
        "Langholm has its suspension bridge: on Saturday the queen cut the ribbon above the Orrin gorge. Ottilie "
        "Brandvold, the engineer, spent nine years on the 412-metre crossing.",
        outlet="Herald",
        hours=9,
    ),
    article(
        "Brandvold's 412-metre bridge carries its first walkers",
        "The first walkers have crossed the Orrin gorge at Langholm on a suspension bridge designed by Ottilie "
        "Brandvold. The queen, who opened it, led the way.",
        outlet="Tribune",
        hours=3,
    ),
)
