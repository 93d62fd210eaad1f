"""The report as Markdown, in the dialect that GitHub shows."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from bot.domain import Outcome
from bot.evaluation.report.advice import NEEDS, advice
from bot.evaluation.report.compared import counts
from bot.evaluation.report.figures import MISSING, count, figure, gap, gaps, interval, probability
from bot.evaluation.report.forest import verdict
from bot.evaluation.report.front import FRONT, QUALITY, SPEED, cost_metrics, front
from bot.evaluation.report.markup import clean
from bot.evaluation.report.reasons import AT_LENGTH, TITLES, metric_of, why_not
from bot.evaluation.report.riddles import state
from bot.evaluation.report.roster import by_letter, roster
from bot.evaluation.report.spread import stopped
from bot.evaluation.report.table import FACTS, cases_of, chance_of, metrics_of, reckoned, scores_of
from bot.text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.evaluation.metric import Metric
    from bot.evaluation.report.roster import Seat
    from bot.evaluation.results import Pair, Results, Sample

ARTICLES = 5
"""Articles whose riddles are shown; the page has them all."""

_SIGNS = re.compile(r"([\\`*_\[\]|~$]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_FIRST = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[#=]|\+(?:\s|$)|-(?:[\s-]|$)))")
"""Where a line would begin a list, a heading or a rule."""
_LINES = re.compile(r"\s+")


def markdown(results: Results) -> str:
    """The report of a run."""
    seats = roster(results)
    parts = [
        *(f"# Ways to make riddles: {plain(results.name)}", "", _run(results)),
        *("", "## Which way for which need", "", *_bullets(_needs(results.advice or advice(results)))),
        *("", "## Quality, speed and cost", "", FRONT, "", *_bullets(_fronts(seats))),
        *("", "## What was run", "", *_facts(seats)),
        *_notes(results, seats),
        *("", "## All metrics", "", *_scores(seats)),
        *("", "## Numbers that do not decide", "", *_bullets(f"**{name}** {plain(why)}" for name, why in AT_LENGTH)),
        *_pairs(results.pairs, seats),
        *_stops(seats),
        *_riddles(results, seats),
        *_reckoning(seats),
    ]
    return "\n".join(parts) + "\n"


def plain(text: str) -> str:
    """A text from outside, on one line, so that nothing in it is read as Markdown or as HTML."""
    line = _LINES.sub(" ", clean(text)).strip()
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _FIRST.sub(r"\1\\", _SIGNS.sub(r"\\\1", line))
    return line.replace("@", "@\N{WORD JOINER}")


def _run(results: Results) -> str:
    seeds = ", ".join(str(seed) for seed in results.seeds) or "none"
    told = (
        f"Scored {results.made_at:%d %B %Y, %H:%M %Z}".strip(),
        f"on {results.machine or 'a machine that is not known'}",
        count(len(results.cases), "article") + (f" ({len(results.skipped)} left out)" if results.skipped else ""),
        f"seeds {seeds}, {count(results.draws, 'draw')} each",
        f"program {results.version}",
    )
    return plain("; ".join(told)) + "."


def _needs(told: Iterable[str]) -> Iterable[str]:
    for sentence in told:
        need, parted, rest = sentence.partition(": ")
        yield f"**{need}:** {plain(rest)}" if parted and need in NEEDS else plain(sentence)


def _notes(results: Results, seats: Sequence[Seat]) -> list[str]:
    told = [plain(by_letter(note, seats)) for note in results.notes]
    told += [f"Left out: {plain(name)}: {plain(why)}" for name, why in results.skipped]
    return ["", "## What to know of the numbers", "", *_bullets(told)] if told else []


def _bullets(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> list[str]:
    """A table whose last `numbers` columns are set to the right."""
    rules = ["---"] * (len(head) - numbers) + ["---:"] * numbers
    return [f"| {' | '.join(cells)} |" for cells in (head, rules, *rows)]


def _facts(seats: Sequence[Seat]) -> list[str]:
    head = ("", "way", "model", *(name.lower() for name, _ in FACTS))
    rows = (
        (
            seat.letter,
            plain(seat.way),
            plain(seat.entrant.model),
            *(plain(told(seat.entrant.facts)) for _, told in FACTS),
        )
        for seat in seats
    )
    return _table(head, rows)


def _fronts(seats: Sequence[Seat]) -> Iterable[str]:
    for side in (SPEED, *cost_metrics(seats)):
        ahead = [seat.letter for seat in seats if seat.place in front(seats, (QUALITY, side))]
        yield f"{metric_of(QUALITY).label} and {metric_of(side).label.lower()}: {', '.join(ahead) or 'none'}"


def _scores(seats: Sequence[Seat]) -> list[str]:
    told = (
        "Each value with its 95 % interval. **Bold** metrics decide. "
        "Chance: what guessing would reach; a dash where there is no guessing."
    )
    parts = [told, ""]
    for group, metrics in metrics_of(seats).items():
        measured = [metric for metric in metrics if scores_of(seats, metric.name)]
        absent = [metric.label for metric in metrics if metric not in measured]
        parts += [f"### {TITLES[group]}", "", plain(why_not(group)), ""]
        if measured:
            head = ("metric", "cases", "chance", *(seat.letter for seat in seats))
            parts += [*_table(head, (_row(metric, seats) for metric in measured), len(seats) + 2), ""]
        if absent:
            parts += [f"Of nobody in this run: {plain(', '.join(absent))}: {MISSING}.", ""]
    return parts[:-1]


def _row(metric: Metric, seats: Sequence[Seat]) -> list[str]:
    way = {"more": " ↑", "less": " ↓", "neither": ""}[metric.better.value]
    name = plain(metric.label)
    label = f"**{name}**{way}" if metric.decides else f"{name}{way}"
    return [label, cases_of(seats, metric), plain(chance_of(seats, metric)), *(_cell(metric, seat) for seat in seats)]


def _cell(metric: Metric, seat: Seat) -> str:
    score = seat.score(metric.name)
    if score is None:
        return MISSING
    held = interval(metric, score)
    return plain(figure(metric, score.value) + (f" ({held})" if held else ""))


def _pairs(pairs: Sequence[Pair], seats: Sequence[Seat]) -> list[str]:
    if not pairs:
        return []
    letters = {seat.entrant.key: seat.letter for seat in seats}
    sure = [pair for pair in pairs if counts(pair) and metric_of(pair.metric).decides]
    told = (
        f"{count(len(pairs), 'difference')} looked at; {len(sure)} in metrics that decide are sure: "
        "their interval leaves out 0, and p, corrected for all pairs, is below 0.05. Each is a mean over articles."
    )
    head = ("metric", "pair", "difference", "95 % interval", "p", "cases", "it says")
    return [
        "",
        "## Sure differences",
        "",
        told,
        "",
        *(_table(head, (_pair(pair, letters) for pair in sure)) if sure else []),
    ]


def _pair(pair: Pair, letters: dict[str, str]) -> list[str]:
    metric = metric_of(pair.metric)
    one, other = (plain(letters.get(key, key)) for key in (pair.one, pair.other))
    cells = (
        gap(metric, pair),
        gaps(metric, pair),
        probability(pair.p),
        f"{pair.cases:,}",
        verdict(pair, metric, letters),
    )
    return [plain(metric.label), f"{one} − {other}", *(plain(cell) for cell in cells)]


def _stops(seats: Sequence[Seat]) -> list[str]:
    """How many riddles each check stopped, of those it looked at; checks that stopped none are left out."""
    rows = [
        (plain(name), *(f"{failed} of {of}" if of else "–" for failed, of, _ in counts))
        for name, counts in stopped(seats).items()
        if any(failed for failed, _, _ in counts)
    ]
    head = ("stopped by", *(seat.letter for seat in seats))
    return ["", "## What stopped riddles", "", *_table(head, rows, len(seats))] if rows else []


def _reckoning(seats: Sequence[Seat]) -> list[str]:
    rows = [[plain(metric.label), *map(plain, cells)] for metric, *cells in reckoned(seats)]
    head = ("metric", "version", "seed of the bootstrap", "judged by")
    return ["", "## How the numbers were made", "", *_table(head, rows)] if rows else []


def _riddles(results: Results, seats: Sequence[Seat]) -> list[str]:
    parts = [
        "",
        "## Some riddles",
        "",
        f"Of the first {count(ARTICLES, 'article')}, one draw each; the page has them all.",
        "",
    ]
    shown = False
    for case in islice(results.cases, ARTICLES):
        first = [(seat, sample) for seat in seats if (sample := _first(seat, case.id))]
        rows = [(seat.letter, *_sample(sample)) for seat, sample in first]
        if rows:
            parts += [
                f"### {plain(case.story.lead.title)}",
                "",
                *_table(("", "riddle", "answer", "became", "why"), rows),
                "",
            ]
            shown = True
    return parts[:-1] if shown else []


def _first(seat: Seat, case: str) -> Sample | None:
    return next((sample for sample in seat.standing.samples if sample.case == case), None)


def _sample(sample: Sample) -> tuple[str, str, str, str]:
    failed = "; ".join(
        f"{one.name}: {shorten(one.reason, 160)}" for one in sample.checks if one.outcome is Outcome.FAILED
    )
    if sample.riddle is None:
        return _lined(sample.unread[-1]) if sample.unread else "–", "–", "unread", plain(shorten(sample.error, 240))
    return _lined(sample.riddle.question), plain(shorten(sample.riddle.answer, 120)), state(sample), plain(failed)


def _lined(text: str) -> str:
    """A text in a cell of a table, with its own line breaks."""
    return "<br>".join(plain(line) for line in shorten(text, 900).splitlines() if line.strip()) or "–"
