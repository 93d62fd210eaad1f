"""The charts: the front, the marks, the letters, and what they say without being seen."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation import statistics
from bot.evaluation.entrant import Entrant
from bot.evaluation.report.forest import verdict
from bot.evaluation.report.front import cost_metrics, front
from bot.evaluation.report.plane import plane
from bot.evaluation.report.reasons import metric_of
from bot.evaluation.report.roster import Seat, roster
from bot.evaluation.report.shapes import SHAPES, mark
from bot.evaluation.report.spread import quantile, stops, times
from bot.evaluation.results import Pair, Score, Standing
from tests.evaluation.results_made import results


def seat(place: int, **values: float) -> Seat:
    scores = {name: Score(name, value, value * 0.9, value * 1.1, 20, 1, "1") for name, value in values.items()}
    return Seat(place, Standing(Entrant("zero_shot", 1, f"local:{place}"), scores))


def test_the_front_holds_those_that_nobody_surpasses() -> None:
    seats = [
        seat(0, accepted=0.9, latency_p50=9.0),
        seat(1, accepted=0.5, latency_p50=2.0),
        seat(2, accepted=0.4, latency_p50=3.0),
        seat(3, accepted=0.9, latency_p50=12.0),
        seat(4, latency_p50=1.0),
    ]
    assert front(seats, ("accepted", "latency_p50")) == {0, 1}


def test_who_has_no_accepted_riddle_is_on_no_front_however_fast() -> None:
    seats = [seat(0, accepted=0.0, latency_p50=0.1), seat(1, accepted=0.5, latency_p50=2.0)]
    assert front(seats, ("accepted", "latency_p50")) == {1}


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0.1, 100)), min_size=1, max_size=9))
def test_somebody_is_always_on_the_front_and_nobody_on_it_is_surpassed(values: list[tuple[float, float]]) -> None:
    seats = [seat(place, accepted=good, latency_p50=slow) for place, (good, slow) in enumerate(values)]
    best = front(seats, ("accepted", "latency_p50"))
    assert best
    for place in best:
        assert not any(good > values[place][0] and slow < values[place][1] for good, slow in values)


def test_letters_of_the_chart_lie_on_no_other() -> None:
    near = [seat(place, accepted=0.5 + place / 500, latency_p50=4.0 + place / 50) for place in range(8)]
    for seats in (roster(results()), near):
        drawn = plane(seats, "latency_p50", "accepted", "chart")
        places = [(float(x), float(y)) for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="letter"', drawn)]
        assert len(places) == len(seats)
        for place, (x, y) in enumerate(places):
            assert all(abs(x - a) >= 12 or abs(y - b) >= 15 for a, b in places[place + 1 :])


def test_the_chart_tells_its_numbers_to_who_cannot_see_it() -> None:
    drawn = plane(roster(results()), "latency_p50", "accepted", "chart").replace("\N{NO-BREAK SPACE}", " ")
    assert '<title id="chart-title">Accepted after repair against latency p50</title>' in drawn
    assert "E: 75 % at 1.6 s, on the front." in drawn
    assert "A: 5 % at 4 s, behind the front." in drawn


def test_a_chart_of_one_is_none() -> None:
    assert plane([seat(0, accepted=0.5, latency_p50=1.0), seat(1, accepted=0.5)], "latency_p50", "accepted", "x") == ""


def test_money_and_tokens_are_drawn_where_two_entrants_have_them() -> None:
    assert cost_metrics(roster(results())) == ("cost_per_accepted", "tokens_per_accepted")
    assert cost_metrics(roster(results("small"))) == ("tokens_per_accepted",)
    free = [seat(place, accepted=0.5, cost_per_accepted=0.0) for place in range(2)]
    assert cost_metrics(free) == cost_metrics([seat(0)]) == ()


def test_marks_differ_by_their_shape_alone() -> None:
    shapes = {re.sub(r"look\d", "", mark(look, 10, 10)) for look in range(len(SHAPES))}
    assert len(shapes) == len(SHAPES) == 8


@given(st.lists(st.floats(0, 100), min_size=1, max_size=40), st.sampled_from((0.25, 0.5, 0.95)))
def test_quantiles_of_the_picture_are_those_of_the_scores(values: list[float], share: float) -> None:
    by_case = {str(place): value for place, value in enumerate(values)}
    assert quantile(sorted(values), share) == statistics.quantile(by_case, share, 0).mean


def test_what_stopped_riddles_is_counted_of_those_that_were_looked_at() -> None:
    seats = roster(results())
    told = stops(seats)
    unread = sum(sample.riddle is None for sample in seats[0].standing.samples)
    assert f"{unread} of 20" in told
    assert "Never stopped one: answer, copy, taste, fluency." in told
    assert "Looked at none: solvable." in told
    assert stops([seat(0)]) == ""


def test_an_entrant_whose_time_is_not_known_has_none() -> None:
    run = results()
    timeless = replace(run.standings[0], samples=tuple(replace(one, seconds=0.0) for one in run.standings[0].samples))
    assert times(roster(replace(run, standings=(timeless, *run.standings[1:])))).count("not measured") == 1
    assert times([Seat(0, timeless)]) == ""


def test_a_difference_says_who_is_better_or_that_it_cannot_tell() -> None:
    letters, sure = {"a": "A", "b": "B"}, Pair("latency_p50", "a", "b", 2.0, 1.0, 3.0, 0.001, 20)
    metric = metric_of("latency_p50")
    assert verdict(sure, metric, letters) == "B is better"
    assert verdict(replace(sure, low=-1.0), metric, letters) == "cannot tell"
    assert verdict(replace(sure, p=0.2), metric, letters) == "a hint that A has more; not sure after correction"
    assert verdict(sure, metric_of("solved_closed"), letters) == "A has more"
