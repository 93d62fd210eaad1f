"""The report as one page of HTML: without a script, and without anything that lies elsewhere."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from bot.evaluation.report.advice import NEEDS, advice
from bot.evaluation.report.compared import Compared
from bot.evaluation.report.figures import MISSING, count, figure
from bot.evaluation.report.forest import forest
from bot.evaluation.report.front import QUALITY, SPEED, cost_metrics, front, measured
from bot.evaluation.report.markup import Markup, clean, said, tag, together
from bot.evaluation.report.plane import plane
from bot.evaluation.report.reasons import AT_LENGTH, metric_of
from bot.evaluation.report.riddles import choosing_style, riddles
from bot.evaluation.report.roster import roster
from bot.evaluation.report.shapes import badge
from bot.evaluation.report.spread import stops, times
from bot.evaluation.report.table import facts_table, metrics_of, scores_of, scrolling, shared, table

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
    jumps = [tag("li", tag("a", title, href=f"#{name}")) for name, title, _ in sections]
    body = tag(
        "body",
        tag("a", "Skip to the advice", href="#advice", class_="skip"),
        tag(
            "header",
            tag("h1", "Ways to make riddles"),
            tag("p", results.name, class_="run", dir="auto"),
            _run(results, seats),
            _key(seats),
        ),
        tag("nav", tag("ul", *jumps), aria_label="Parts of this page"),
        tag("main", *(_section(*one) for one in sections)),
        tag(
            "footer",
            tag("p", f"Made by Riddle Me This {clean(results.version)}. This page loads nothing from anywhere."),
        ),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _sections(results: Results, seats: Sequence[Seat], compared: Compared) -> list[tuple[str, str, Markup]]:
    return [
        ("advice", "Which way for which need", _advice(results)),
        ("notes", "What to know first", _notes(results)),
        ("entrants", "Who was compared", _entrants(seats)),
        ("front", "Quality, speed and cost", _fronts(seats)),
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


def _run(results: Results, seats: Sequence[Seat]) -> Markup:
    asked = sum(len(seat.standing.samples) for seat in seats)
    facts = (
        ("When", f"{results.made_at:%d %B %Y, %H:%M %Z}".strip()),
        ("Machine", results.machine or "not known"),
        ("Articles", f"{len(results.cases):,}" + (f", {len(results.skipped):,} left out" if results.skipped else "")),
        ("Entrants", f"{len(seats):,}"),
        ("Seeds", ", ".join(str(seed) for seed in results.seeds) or "none"),
        ("Draws a seed", str(results.draws)),
        ("Riddles asked for", f"{asked:,}"),
        ("Program", results.version),
    )
    return tag("dl", *(tag("div", tag("dt", name), said(told, "dd")) for name, told in facts), class_="run-facts")


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


def _notes(results: Results) -> Markup:
    notes = [said(note, "li") for note in results.notes]
    parts = [tag("ul", *notes)] if notes else []
    if results.skipped:
        rows = [
            tag("li", tag("b", name, dir="auto"), ": ", tag("span", why, dir="auto")) for name, why in results.skipped
        ]
        summary = tag("summary", f"{count(len(rows), 'article')} left out")
        parts.append(tag("details", summary, tag("ul", *rows)))
    return together(parts)


def _entrants(seats: Sequence[Seat]) -> Markup:
    return facts_table(seats) if seats else Markup("")


def _fronts(seats: Sequence[Seat]) -> Markup:
    sides = (SPEED, *cost_metrics(seats))
    charts = [_chart(seats, across, f"chart-{place}") for place, across in enumerate(sides)]
    note = (
        "Up is better, left is better. The dashed line is the Pareto front, those on it have a ring: nobody is better "
        "than they are in both. Bars are 95 % intervals: where they overlap much, the front may be chance."
    )
    return (
        together((tag("p", note), tag("div", *charts, class_="charts"), _front_table(seats, sides)))
        if seats
        else Markup("")
    )


def _chart(seats: Sequence[Seat], across: str, name: str) -> Markup:
    up, side = metric_of(QUALITY).label, metric_of(across).label
    drawn = plane(seats, across, QUALITY, name)
    title = tag("figcaption", tag("b", f"{up} (up) by {side.lower()} (across)"))
    if not drawn:
        return tag(
            "figure",
            title,
            tag("p", f"Nothing to draw: fewer than two entrants have both. {side}: see the table.", class_="none"),
        )
    absent = [seat.letter for seat in seats if measured(seat, across) is None or measured(seat, QUALITY) is None]
    missing = tag("p", f"Not in the chart, since not measured: {', '.join(absent)}.", class_="small") if absent else ""
    return tag("figure", title, drawn, missing)


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
        "Every two entrants on the same articles. A square is a difference that counts: its interval leaves out 0, and "
        "its p, corrected for all pairs of the run, is below 0.05. A ring is one that does not."
    )
    return together((tag("p", note), forest(seats, results.pairs)))


def _reckoning(seats: Sequence[Seat]) -> Markup:
    rows = []
    for metric in (one for group in metrics_of(seats).values() for one in group):
        scores = scores_of(seats, metric.name)
        if scores:
            cells = (shared(score.version for score in scores), shared(str(score.seed) for score in scores))
            judge = shared(score.by for score in scores if score.by) or "–"
            told = [tag("td", cell, dir="auto") for cell in (*cells, judge, metric.note or "–")]
            rows.append(tag("tr", tag("th", metric.label, scope="row"), *told))
    if not rows:
        return Markup("")
    titles = ("Metric", "Version", "Seed of the bootstrap", "Judged by", "What it is")
    head = tag("thead", tag("tr", *(tag("th", title, scope="col") for title in titles)))
    body = tag("table", tag("caption", "Each metric with the version of its reckoning."), head, tag("tbody", *rows))
    return scrolling("How the numbers were made", body)
