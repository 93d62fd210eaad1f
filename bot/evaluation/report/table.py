"""The table: every metric of every entrant, with its interval, its cases and its chance level."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from bot.evaluation.metric import METRICS, Group
from bot.evaluation.report.figures import MISSING, figure, interval, parameters
from bot.evaluation.report.figures import memory as room
from bot.evaluation.report.markup import Markup, tag, together
from bot.evaluation.report.reasons import TITLES, metric_of, why_not
from bot.evaluation.report.shapes import badge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.evaluation.entrant import Facts
    from bot.evaluation.metric import Metric
    from bot.evaluation.report.compared import Compared
    from bot.evaluation.report.roster import Seat
    from bot.evaluation.results import Score

FACTS: tuple[tuple[str, Callable[[Facts], str]], ...] = (
    ("Parameters", lambda facts: parameters(facts.parameters)),
    ("On disk", lambda facts: room(facts.bytes_on_disk)),
    ("Context", lambda facts: f"{facts.context:,} tokens" if facts.context else "not known"),
    ("Variant", lambda facts: facts.variant or "not known"),
    ("Family", lambda facts: facts.family or "not known"),
    ("Licence", lambda facts: facts.licence or "not known"),
    ("Digest", lambda facts: facts.digest or "not known"),
)
NO_CHANCE = "–"


def metrics_of(seats: Sequence[Seat]) -> dict[Group, list[Metric]]:
    """All metrics by what they tell of; those that only this run knows come last."""
    found: dict[Group, list[Metric]] = {group: [] for group in Group}
    names = dict.fromkeys([metric.name for metric in METRICS])
    names.update(dict.fromkeys(name for seat in seats for name in seat.standing.scores))
    for name in names:
        found[metric_of(name).group].append(metric_of(name))
    return found


def shared(values: Iterable[str]) -> str:
    """What all say, or the different things parted by commas."""
    return ", ".join(dict.fromkeys(values))


def scores_of(seats: Sequence[Seat], metric: str) -> list[Score]:
    """The scores of those that have one."""
    return [score for seat in seats if (score := seat.score(metric))]


def chance_of(seats: Sequence[Seat], metric: Metric) -> str:
    """What guessing would reach."""
    levels = [figure(metric, score.chance) for score in scores_of(seats, metric.name) if score.chance is not None]
    return shared(levels) or NO_CHANCE


def cases_of(seats: Sequence[Seat], metric: Metric) -> str:
    """On how many cases it rests."""
    numbers = sorted({score.cases for score in scores_of(seats, metric.name)})
    return "–" if not numbers else f"{numbers[0]:,}" if len(numbers) == 1 else f"{numbers[0]:,} to {numbers[-1]:,}"


def reckoned(seats: Sequence[Seat]) -> list[tuple[Metric, str, str, str]]:
    """How each metric that was measured was reckoned: its version, the seed of its bootstrap, and who judged."""
    return [
        (
            metric,
            shared(score.version for score in scores),
            shared(str(score.seed) for score in scores),
            shared(score.by for score in scores if score.by) or NO_CHANCE,
        )
        for group in metrics_of(seats).values()
        for metric in group
        if (scores := scores_of(seats, metric.name))
    ]


def table(seats: Sequence[Seat], compared: Compared) -> Markup:
    """Every metric a row, every entrant a column."""
    caption = (
        "Every number with the interval that holds 95 % of its bootstrap. Cases: articles, or questions, it rests on. "
        "Chance: what guessing would reach, where it can be guessed (a dotted line in the bar). "
        "Ahead of: entrants that it is surely better than."
    )
    bodies = [_body(group, metrics, seats, compared) for group, metrics in metrics_of(seats).items() if metrics]
    return scrolling(
        "All metrics", tag("table", tag("caption", caption), _head(seats), *bodies, class_="scores", id="scores")
    )


def facts_table(seats: Sequence[Seat]) -> Markup:
    """What is known of each model."""
    rows = [
        tag("tr", tag("th", label, scope="row"), *(tag("td", told(seat.entrant.facts), dir="auto") for seat in seats))
        for label, told in FACTS
    ]
    head = _columns(seats, "Model")
    return scrolling(
        "The models",
        tag("table", tag("caption", "What is known of each model."), tag("thead", head), tag("tbody", *rows)),
    )


def scrolling(name: str, table_: str) -> Markup:
    """A table that may be wider than the page: it can be moved with the keyboard, too."""
    return tag("div", table_, class_="scroll", role="region", aria_label=f"Table: {name}", tabindex=0)


def column(seat: Seat) -> Markup:
    """The head of an entrant's column."""
    return tag(
        "th",
        badge(seat),
        tag("span", seat.way, class_="way"),
        tag("span", seat.entrant.model, class_="model", dir="auto"),
        scope="col",
    )


def _head(seats: Sequence[Seat]) -> Markup:
    return tag("thead", _columns(seats, "Metric"))


def _columns(seats: Sequence[Seat], first: str) -> Markup:
    return tag("tr", tag("th", first, scope="col"), *(column(seat) for seat in seats))


def _body(group: Group, metrics: Sequence[Metric], seats: Sequence[Seat], compared: Compared) -> Markup:
    wide = len(seats) + 1
    head = tag(
        "tr",
        tag(
            "th",
            tag("span", tag("b", TITLES[group]), " ", why_not(group), class_="held"),
            colspan=wide,
            scope="rowgroup",
            class_="group",
        ),
    )
    measured = [metric for metric in metrics if scores_of(seats, metric.name)]
    absent = [metric for metric in metrics if metric not in measured]
    notes = [metric.note for metric in measured]
    told = ["" if note in notes[:at] else note for at, note in enumerate(notes)]
    rows = [_row(metric, note, seats, compared) for metric, note in zip(measured, told, strict=True)]
    if absent:
        names = ", ".join(metric.label for metric in absent)
        rows.append(
            tag(
                "tr",
                tag(
                    "td",
                    tag("span", f"Of nobody in this run: {names}: {MISSING}.", class_="held"),
                    colspan=wide,
                    class_="absent",
                ),
            )
        )
    return tag("tbody", head, *rows)


def _row(metric: Metric, note: str, seats: Sequence[Seat], compared: Compared) -> Markup:
    keys = [seat.entrant.key for seat in seats]
    letters = {seat.entrant.key: seat.letter for seat in seats}
    varies = len({score.cases for score in scores_of(seats, metric.name)}) > 1
    cells = []
    for seat in seats:
        beaten = compared.beaten(metric.name, seat.entrant.key, keys) if _known(metric) else ()
        cells.append(_cell(metric, seat.score(metric.name), [letters[key] for key in beaten], varies=varies))
    return tag("tr", _name(metric, note, seats), *cells, class_="decides" if metric.decides else "tells")


def _known(metric: Metric) -> bool:
    return metric in METRICS


def _name(metric: Metric, note: str, seats: Sequence[Seat]) -> Markup:
    arrow = {"more": "↑ more is better", "less": "↓ less is better", "neither": "describes"}[metric.better.value]
    return tag(
        "th",
        tag("span", metric.label, class_="metric"),
        tag("span", "decides", class_="tag") if metric.decides else "",
        tag("span", f"{arrow}, {cases_of(seats, metric)} cases{_chance(seats, metric)}", class_="on"),
        tag("span", note, class_="why") if note else "",
        scope="row",
    )


def _chance(seats: Sequence[Seat], metric: Metric) -> str:
    known = chance_of(seats, metric)
    return "" if known == NO_CHANCE else f", chance {known}"


def _cell(metric: Metric, score: Score | None, behind: Sequence[str], *, varies: bool) -> Markup:
    if score is None:
        return tag("td", MISSING, class_="missing")
    told = interval(metric, score)
    return tag(
        "td",
        tag("span", figure(metric, score.value), class_="value"),
        tag("span", told or "no interval", class_="interval"),
        _bar(metric, score),
        tag("span", f"{score.cases:,} cases", class_="interval") if varies else "",
        tag("span", f"ahead of {', '.join(behind)}", class_="ahead") if behind else "",
    )


def _bar(metric: Metric, score: Score) -> Markup:
    """A share as a bar with its interval; the numbers stand beside it."""
    if not metric.share or not isfinite(score.value):
        return Markup("")
    parts = [tag("rect", x=0, y=3, width=100, height=4, class_="rail")]
    parts.append(tag("rect", x=0, y=3, width=_along(score.value), height=4, class_="fill"))
    if score.low is not None and score.high is not None:
        parts.append(tag("path", d=f"M{_along(score.low)} 5H{_along(score.high)}", class_="span"))
    if score.chance is not None:
        parts.append(tag("path", d=f"M{_along(score.chance)} 0V10", class_="chance"))
    return tag(
        "svg", together(parts), viewBox="0 0 100 10", class_="spark", preserveAspectRatio="none", aria_hidden="true"
    )


def _along(share: float) -> float:
    return round(100 * min(1.0, max(0.0, share)), 1)
