"""The report as one page of HTML: without a script, and without anything that lies elsewhere."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from bot.evaluation.report.advice import NEEDS, advice
from bot.evaluation.report.compared import Compared
from bot.evaluation.report.figures import MISSING, count, figure
from bot.evaluation.report.forest import forest
from bot.evaluation.report.front import FRONT, QUALITY, SPEED, cost_metrics, front, measured
from bot.evaluation.report.markup import Markup, clean, said, tag, together
from bot.evaluation.report.plane import plane
from bot.evaluation.report.reasons import AT_LENGTH, metric_of
from bot.evaluation.report.riddles import choosing_style, riddles
from bot.evaluation.report.roster import by_letter, roster
from bot.evaluation.report.shapes import badge
from bot.evaluation.report.spread import stops, times
from bot.evaluation.report.table import facts_table, reckoned, scrolling, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.report.roster import Seat
    from bot.evaluation.results import Results

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a browser may do with the page: nothing but show it."""


def page(results: Results) -> str:
    """The report of a run."""
    seats, compared = roster(results), Compared(results)
    style = files("bot.evaluation.report").joinpath("look.css").read_text("utf-8") + choosing_style(seats)
    sections = [one for one in _sections(results, seats, compared) if one[2]]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"Ways to make riddles: {results.name}"),
        tag("style", Markup(style)),
    )
    first, *others = sections
    jumps = [tag("li", tag("a", title, href=f"#{name}")) for name, title, _ in others]
    rest = [_section(*one) for one in others]
    body = tag(
        "body",
        tag(
            "header",
            tag("h1", "Ways to make riddles"),
            tag("p", results.name, class_="run", dir="auto"),
            tag("p", _in_short(results, seats)),
            _key(seats),
        ),
        tag("main", _section(*first), tag("nav", tag("ul", *jumps), aria_label="Parts of this page"), *rest),
        tag(
            "footer",
            tag("p", f"Made by Riddle Me This {clean(results.version)}. This page loads nothing from anywhere."),
        ),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _sections(results: Results, seats: Sequence[Seat], compared: Compared) -> list[tuple[str, str, Markup]]:
    return [
        ("advice", "Which way for which need", _advice(results)),
        ("front", "Quality, speed and cost", _fronts(seats) if seats else Markup("")),
        ("entrants", "What was run", _entrants(results, seats)),
        ("notes", "What to know of the numbers", _notes(results, seats)),
        ("table", "All metrics", table(seats, compared) if seats else Markup("")),
        ("undecided", "Numbers that do not decide", _undecided()),
        ("differences", "Differences", _differences(results, seats)),
        ("stops", "What stopped riddles", stops(seats)),
        ("times", "Seconds a riddle", times(seats)),
        ("riddles", "The riddles, side by side", riddles(results, seats)),
        ("reckoning", "How the numbers were made", _reckoning(seats)),
    ]


def _section(name: str, title: str, body: Markup) -> Markup:
    return tag("section", tag("h2", title, id=f"{name}-title"), body, id=name, aria_labelledby=f"{name}-title")


def _in_short(results: Results, seats: Sequence[Seat]) -> str:
    asked = sum(len(seat.standing.samples) for seat in seats)
    models = {seat.entrant.model for seat in seats}
    return (
        f"{count(len(seats), 'way')} with {count(len(models), 'model')}, "
        f"{count(len(results.cases), 'article')}, {count(asked, 'riddle')} asked for; "
        f"scored on {results.made_at:%d %B %Y}."
    )


def _entrants(results: Results, seats: Sequence[Seat]) -> Markup:
    facts = (
        ("Scored", f"{results.made_at:%d %B %Y, %H:%M %Z}".strip()),
        ("Articles", f"{len(results.cases):,}" + (f", {len(results.skipped):,} left out" if results.skipped else "")),
        ("Seeds", ", ".join(str(seed) for seed in results.seeds) or "none"),
        ("Draws a seed", str(results.draws)),
        ("Program", results.version),
        ("Machine", results.machine or "not known"),
    )
    told = [tag("div", tag("dt", name), said(value, "dd")) for name, value in facts]
    return together((tag("dl", *told, class_="run-facts"), facts_table(seats) if seats else ""))


def _key(seats: Sequence[Seat]) -> Markup:
    items = [tag("li", badge(seat), seat.way, ", ", tag("bdi", seat.entrant.model)) for seat in seats]
    return tag("ul", *items, class_="key", aria_label="The entrants and their letters") if items else Markup("")


def _advice(results: Results) -> Markup:
    told = [_sentence(one) for one in results.advice or advice(results)]
    rule = tag(
        "p",
        "Only differences whose 95 % interval leaves out 0 and whose corrected p is below 0.05 are used here. "
        "Where there is none, the run cannot tell.",
        class_="small",
    )
    return together((tag("ul", *told, class_="advice"), rule)) if told else tag("p", "Nothing was measured.")


def _sentence(text: str) -> Markup:
    need, parted, rest = text.partition(": ")
    if parted and need in NEEDS:
        return tag("li", tag("b", need), tag("span", rest[:1].upper() + rest[1:], dir="auto"))
    return tag("li", tag("span", text, dir="auto"))


def _notes(results: Results, seats: Sequence[Seat]) -> Markup:
    notes = [said(by_letter(note, seats), "li") for note in results.notes]
    parts = [tag("ul", *notes)] if notes else []
    if results.skipped:
        rows = [
            tag("li", tag("b", name, dir="auto"), ": ", tag("span", why, dir="auto")) for name, why in results.skipped
        ]
        summary = tag("summary", f"{count(len(rows), 'article')} left out")
        parts.append(tag("details", summary, tag("ul", *rows)))
    return together(parts)


def _fronts(seats: Sequence[Seat]) -> Markup:
    sides = (SPEED, *cost_metrics(seats))
    charts = [chart for place, across in enumerate(sides) if (chart := _chart(seats, across, f"chart-{place}"))]
    note = (
        f"Up is better, left is better. {FRONT} Who is on it has a ring; a dashed line joins two or more. Bars are "
        "95 % intervals: where they overlap much, the front may be chance."
    )
    drawn = together((tag("p", note), tag("div", *charts, class_="charts")))
    nothing = tag("p", "Nothing to draw: fewer than two entrants have both quality and speed, or cost.", class_="none")
    summary = tag("summary", "The numbers of the charts")
    return together((drawn if charts else nothing, tag("details", summary, _front_table(seats, sides))))


def _chart(seats: Sequence[Seat], across: str, name: str) -> Markup:
    drawn = plane(seats, across, QUALITY, name)
    if not drawn:
        return drawn
    title = tag("figcaption", "Up: ", tag("b", _small(QUALITY)), ". Across: ", tag("b", _small(across)), ".")
    absent = [seat.letter for seat in seats if measured(seat, across) is None or measured(seat, QUALITY) is None]
    missing = tag("p", f"Not in the chart, since not measured: {', '.join(absent)}.", class_="small") if absent else ""
    return tag("figure", title, drawn, missing)


def _small(metric: str) -> str:
    label = metric_of(metric).label
    return label[:1].lower() + label[1:]


def _front_table(seats: Sequence[Seat], sides: Sequence[str]) -> Markup:
    metrics = (QUALITY, *sides)
    ahead = {metric_of(side).label: front(seats, (QUALITY, side)) for side in sides}
    rows = []
    for seat in seats:
        told = [tag("td", _value(seat, name), class_="num") for name in metrics]
        fronts = [label for label, places in ahead.items() if seat.place in places]
        name = tag(
            "th",
            badge(seat),
            tag("span", seat.way, class_="way"),
            tag("span", seat.entrant.model, class_="model", dir="auto"),
            scope="row",
        )
        rows.append(tag("tr", name, *told, tag("td", "; ".join(fronts) or "none")))
    titles = ("Entrant", *(metric_of(name).label for name in metrics), "On the front of quality and")
    head = tag("thead", tag("tr", *(tag("th", title, scope="col") for title in titles)))
    caption = tag("caption", "The numbers of the charts. Intervals stand in the table of all metrics.")
    return scrolling("Quality, speed and cost", tag("table", caption, head, tag("tbody", *rows)))


def _value(seat: Seat, metric: str) -> str:
    score = seat.score(metric)
    return figure(metric_of(metric), score.value) if score else MISSING


def _undecided() -> Markup:
    rows = [tag("div", tag("dt", name), tag("dd", f"{name} {why}")) for name, why in AT_LENGTH]
    return tag("dl", *rows, class_="reasons")


def _differences(results: Results, seats: Sequence[Seat]) -> Markup:
    if not results.pairs:
        return tag("p", "No entrants were compared article by article in this run.") if len(seats) > 1 else Markup("")
    note = (
        "Every two entrants on the same articles: the mean of the differences article by article. A square counts: its "
        "interval leaves out 0, and its p, corrected for all pairs of the run, is below 0.05. A ring does not."
    )
    return together((tag("p", note), forest(seats, results.pairs)))


def _reckoning(seats: Sequence[Seat]) -> Markup:
    rows = [
        tag(
            "tr", tag("th", metric.label, scope="row"), *(tag("td", cell, dir="auto") for cell in (*cells, metric.note))
        )
        for metric, *cells in reckoned(seats)
    ]
    if not rows:
        return Markup("")
    titles = ("Metric", "Version", "Seed of the bootstrap", "Judged by", "What it is")
    head = tag("thead", tag("tr", *(tag("th", title, scope="col") for title in titles)))
    body = tag("table", tag("caption", "Each metric with the version of its reckoning."), head, tag("tbody", *rows))
    return scrolling("How the numbers were made", body)
