"""The riddles side by side: of each article what each entrant made, and what each check said of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.domain import CHECKS, Outcome, may_be_released
from bot.evaluation.report.figures import count, figure
from bot.evaluation.report.markup import Markup, said, tag, together
from bot.evaluation.report.reasons import metric_of
from bot.evaluation.report.shapes import badge
from bot.text import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain import Candidate, Check
    from bot.evaluation.case import Case
    from bot.evaluation.report.roster import Seat
    from bot.evaluation.results import Results, Sample

SHOWN = 2400
"""Riddles on the page; more are in the JSON."""
READ = 900
"""Characters of an article that are shown, and of a reply that could not be read."""
LONG, SHORT = 1200, 240
"""Characters of a riddle, and of a reason."""

_STATES = {"accepted": "✓ accepted", "stopped": "✗ stopped", "unread": "– unread"}

By = dict[str, dict[int, list["Sample"]]]


def state(sample: Sample) -> str:
    """What became of a riddle: `accepted`, `stopped` by a check, or `unread` where there was none."""
    if sample.riddle is None:
        return "unread"
    return "accepted" if may_be_released(sample.checks, with_article=True) else "stopped"


def riddles(results: Results, seats: Sequence[Seat]) -> Markup:
    """All articles, each behind its headline, with what may be chosen of them."""
    by, total = _by_case(seats), sum(len(seat.standing.samples) for seat in seats)
    if not total:
        return tag("p", "The run kept no single riddles.")
    checks = {name: place for place, name in enumerate(_checks(seats))}
    each = max(1, SHOWN // max(1, len(by) * len(seats)))
    known = {case.id: case for case in results.cases}
    names = [case.id for case in results.cases if case.id in by] + [name for name in by if name not in known]
    shown = sum(min(each, len(kept)) for of in by.values() for kept in of.values())
    left = f" {count(shown, 'riddle')} of {total:,} are on this page; all are in the JSON." if shown < total else ""
    note = tag(
        "p",
        f"{count(len(names), 'article')}, {count(total, 'riddle')}.{left} Answers are hidden, so that you can guess.",
    )
    parts = (
        _case(name, known.get(name), by[name], seats, checks, each, first=not place) for place, name in enumerate(names)
    )
    return together((note, _choosing(seats, checks), *parts))


def choosing_style(seats: Sequence[Seat]) -> str:
    """The rules that make the choices work without a script."""
    rules = [f"body:has(#of-{seat.place}:not(:checked)) .of-{seat.place}{{display:none}}" for seat in seats]
    for name in _STATES:
        chosen = f'body:has(#state option[value="{name}"]:checked)'
        rules.append(f"{chosen} .sample:not(.{name}),{chosen} .case:not(:has(.{name})){{display:none}}")
    for place in range(len(_checks(seats))):
        chosen, fails = f'body:has(#stopped option[value="{place}"]:checked)', f"fails-{place}"
        rules.append(f"{chosen} .sample:not(.{fails}),{chosen} .case:not(:has(.{fails})){{display:none}}")
    return "\n".join(rules)


def _checks(seats: Sequence[Seat]) -> list[str]:
    names = dict.fromkeys(CHECKS)
    names.update(
        dict.fromkeys(check.name for seat in seats for sample in seat.standing.samples for check in sample.checks)
    )
    return list(names)


def _by_case(seats: Sequence[Seat]) -> By:
    found: By = defaultdict(lambda: defaultdict(list))
    for seat in seats:
        for sample in seat.standing.samples:
            found[sample.case][seat.place].append(sample)
    return found


def _choosing(seats: Sequence[Seat], checks: Mapping[str, int]) -> Markup:
    boxes = [
        tag("label", tag("input", type="checkbox", id=f"of-{seat.place}", checked=""), badge(seat), " ", seat.way)
        for seat in seats
    ]
    states = [tag("option", "all riddles", value=""), *(tag("option", f"only {name}", value=name) for name in _STATES)]
    stopped = [tag("option", "any check or none", value="")]
    stopped += [
        tag("option", f"only those that {shorten(name, 40)} stopped", value=place) for name, place in checks.items()
    ]
    return tag(
        "form",
        tag("fieldset", tag("legend", "Entrants"), *boxes),
        tag("label", "Show ", tag("select", *states, id="state")),
        tag("label", "Stopped by ", tag("select", *stopped, id="stopped")),
        class_="choosing",
        aria_label="Which riddles are shown",
        autocomplete="off",
    )


def _case(
    name: str,
    case: Case | None,
    of: Mapping[int, Sequence[Sample]],
    seats: Sequence[Seat],
    checks: Mapping[str, int],
    each: int,
    *,
    first: bool,
) -> Markup:
    title = case.story.lead.title if case else name
    glance = [_glance(seat, of[seat.place]) for seat in seats if of.get(seat.place)]
    summary = tag("summary", tag("span", title, class_="title", dir="auto"), tag("span", *glance, class_="glance"))
    cards = [_card(seat, sample, checks) for seat in seats for sample in of.get(seat.place, ())[:each]]
    body = (_article(case) if case else "", tag("div", *cards, class_="cards"))
    return tag("details", summary, *body, class_="case", open="" if first else None)


def _glance(seat: Seat, samples: Sequence[Sample]) -> Markup:
    good = sum(state(sample) == "accepted" for sample in samples)
    told = _STATES[state(samples[0])] if len(samples) == 1 else f"{good} of {len(samples)} accepted"
    short = told[0] if len(samples) == 1 else f"{good}/{len(samples)}"
    mark = tag("span", short, aria_hidden="true")
    heard = tag("span", f": {told.lstrip('✓✗– ')}; ", class_="heard")
    return tag("span", tag("b", seat.letter), mark, heard, class_=f"of-{seat.place} {_tone(good, len(samples))}")


def _tone(good: int, of: int) -> str:
    return "good" if good == of else "bad" if not good else "some"


def _article(case: Case) -> Markup:
    lead = case.story.lead
    texts = (said(shorten(lead.text, READ)), tag("p", tag("cite", lead.outlet, dir="auto")) if lead.outlet else "")
    parts = [tag("details", tag("summary", "The article"), *texts)]
    written = (("Summary", case.summary), ("Riddle", case.riddle), ("Answer", case.answer))
    held = [tag("div", tag("dt", name), said(shorten(text, READ), "dd")) for name, text in written if text]
    if held:
        parts.append(tag("details", tag("summary", "What a person might make of it (answer inside)"), tag("dl", *held)))
    return tag("div", *parts, class_="article")


def _card(seat: Seat, sample: Sample, checks: Mapping[str, int]) -> Markup:
    now = state(sample)
    fails = [f"fails-{checks[check.name]}" for check in sample.checks if check.outcome is Outcome.FAILED]
    head = tag(
        "h3",
        badge(seat),
        tag("span", seat.way, class_="way"),
        tag("span", _STATES[now], class_=f"state {now}"),
    )
    body = _riddle(sample.riddle) if sample.riddle else tag("p", "No riddle could be read.", class_="none")
    body = together((body, _unread(sample)))
    told = tag("p", f"Why: {shorten(sample.error, SHORT)}", class_="why", dir="auto") if sample.error else ""
    took = f", {figure(metric_of('latency_p50'), sample.seconds)}" if sample.seconds > 0 else ""
    foot = tag("p", f"Seed {sample.seed}, draw {sample.draw}{took}", class_="foot")
    classes = " ".join(("sample", f"of-{seat.place}", now, *dict.fromkeys(fails)))
    return tag("article", head, body, told, _verdicts(sample.checks), foot, class_=classes)


def _riddle(riddle: Candidate) -> Markup:
    also = f" (also: {', '.join(shorten(alias, 80) for alias in riddle.aliases[:8])})" if riddle.aliases else ""
    inside = [tag("p", tag("b", shorten(riddle.answer, SHORT), dir="auto"), also, dir="auto")]
    if riddle.hints:
        inside.append(tag("ol", *(said(shorten(hint, SHORT), "li") for hint in riddle.hints[:5])))
    if riddle.summary.text:
        inside.append(said(f"Summary: {shorten(riddle.summary.text, READ)}", class_="said small"))
    shown = said(shorten(riddle.question, LONG), class_="riddle")
    return together((shown, tag("details", tag("summary", "Answer and hints" if riddle.hints else "Answer"), *inside)))


def _unread(sample: Sample) -> Markup:
    """What the model said where it could not be read: in the place of a riddle, or behind a line below it."""
    if not sample.unread:
        return Markup("")
    name = "The reply that could not be read" if len(sample.unread) == 1 else "The replies that could not be read"
    shown = (said(shorten(one, READ).strip() or "(nothing)", class_="said small") for one in sample.unread)
    return tag("details", tag("summary", name), *shown, open=None if sample.riddle else "")


def _verdicts(checks: Sequence[Check]) -> Markup:
    if not checks:
        return Markup("")
    failed = [check for check in checks if check.outcome is Outcome.FAILED]
    passed = [check for check in checks if check.outcome is Outcome.PASSED]
    skipped = [check for check in checks if check.outcome is Outcome.SKIPPED]
    shown = _verdicts_of(failed, "failed", "Stopped by")
    if not passed and not skipped:
        return shown
    told = f"{count(len(passed), 'check')} passed" + (f", {len(skipped)} skipped" if skipped else "")
    lists = (_verdicts_of(passed, "passed", ""), _verdicts_of(skipped, "skipped", "Skipped"))
    return together((shown, tag("details", tag("summary", told), *lists, class_="rest")))


def _verdicts_of(checks: Sequence[Check], outcome: str, name: str) -> Markup:
    if not checks:
        return Markup("")
    items = (tag("li", tag("b", check.name), " ", tag("bdi", shorten(check.reason, SHORT))) for check in checks)
    title = tag("p", name, class_="small") if name else ""
    return together((title, tag("ul", *items, class_=f"checks {outcome}")))
