"""Intervals hold what they say, tests give no false alarms, and corrections keep their promises."""

from __future__ import annotations

import random
from itertools import pairwise
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.statistics import (
    EXACT,
    FEWEST,
    holm,
    interval,
    jackknife,
    kappa,
    mcnemar,
    paired,
    quantile,
    ratio,
    turned,
)
from bot.training import paired as paired_module
from tests.evaluation import plain

SHARES = st.floats(0, 1, allow_subnormal=False)
CASES = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.lists(SHARES, min_size=1, max_size=3), min_size=2)


@settings(max_examples=30, deadline=None)
@given(CASES)
def test_an_interval_holds_its_mean_and_stays_within_the_values(cases: dict[str, list[float]]):
    found = interval(cases, 1)
    values = [fmean(draws) for draws in cases.values()]
    assert found.low is not None
    assert found.high is not None
    assert min(values) - 1e-9 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= max(values) + 1e-9


def test_the_draws_of_a_case_stay_together():
    chance = random.Random(4)
    once = {str(case): [chance.random()] for case in range(30)}
    often = {case: values * 20 for case, values in once.items()}
    assert interval(often, 3) == pytest.approx(interval(once, 3))


def test_a_case_weighs_the_same_however_many_draws_it_has():
    assert interval({"a": [1.0] * 9, "b": [0.0]}, 0).mean == 0.5


def test_a_case_without_a_value_is_left_out_and_no_case_at_all_is_an_error():
    assert interval({"a": [], "b": 1.0, "c": 0.0}, 0) == interval({"b": [1.0], "c": [0.0]}, 0)
    with pytest.raises(ValueError, match="no case"):
        interval({"a": []}, 0)
    with pytest.raises(ValueError, match="no number"):
        interval({"a": float("nan"), "b": 1.0}, 0)


def test_the_same_seed_gives_the_same_interval_whatever_the_order_of_the_cases():
    chance = random.Random(1)
    cases = {str(case): chance.random() for case in range(25)}
    assert interval(cases, 7) == interval(dict(reversed(cases.items())), 7)
    assert interval(cases, 7) != interval(cases, 8)


def test_one_case_has_no_interval_and_cases_that_agree_are_not_certain():
    assert interval({"a": [1.0, 0.0]}, 0) == (0.5, None, None)
    never = interval({str(case): 0.0 for case in range(20)}, 0, share=True)
    always = interval({str(case): 1.0 for case in range(20)}, 0, share=True)
    # By Clopper and Pearson: 1 - 0.025 ** (1 / 20).
    assert never == pytest.approx((0.0, 0.0, 0.16843), abs=1e-5)
    assert always == pytest.approx((1.0, 0.83157, 1.0), abs=1e-5)
    assert interval({"a": 0.0, "b": 0.0}, 0) == (0.0, 0.0, 0.0)


def test_many_cases_are_redrawn_in_blocks_that_change_nothing(monkeypatch: pytest.MonkeyPatch):
    whole = paired_module.redraws.__wrapped__(30, 4)
    monkeypatch.setattr(paired_module, "BLOCK", 1000)
    assert (paired_module.redraws.__wrapped__(30, 4) == whole).all()
    assert (whole.sum(axis=1) == 30).all()


def test_nineteen_of_twenty_intervals_hold_the_truth():
    chance, held = random.Random(2), 0
    for _ in range(200):
        found = interval({str(case): float(chance.random() < 0.3) for case in range(60)}, 5)
        held += found.low is not None and found.high is not None and found.low <= 0.3 <= found.high
    assert held >= 180


def test_a_difference_is_found_where_there_is_one_and_seldom_where_there_is_none():
    chance, alarms, left_out = random.Random(3), 0, 0
    for _ in range(200):
        one, other = ({str(case): chance.random() for case in range(40)} for _ in "ab")
        found = paired(one, other, 1)
        alarms += found.p < 0.05
        left_out += found.low > 0 or found.high < 0
    assert alarms <= 20
    assert left_out <= 24
    base = {str(case): chance.random() for case in range(40)}
    better = {case: value + 0.2 + 0.1 * chance.random() for case, value in base.items()}
    found = paired(better, base, 1)
    assert found.low > 0.2
    assert found.p < 0.001


def test_the_other_way_round_a_difference_is_the_other_way_round():
    chance = random.Random(9)
    one, other = ({str(case): chance.random() for case in range(20)} for _ in "ab")
    there, back = paired(one, other, 2), paired(other, one, 2)
    assert there.mean == pytest.approx(-back.mean)
    assert there.p == back.p
    assert there.low == pytest.approx(-back.high, abs=0.01)


def test_only_cases_of_both_are_compared():
    assert paired({"a": 1.0, "b": 1.0, "x": 9.0, "z": []}, {"a": 0.0, "b": 0.0, "y": 9.0, "z": 1.0}, 0).mean == 1.0
    with pytest.raises(ValueError, match="both"):
        paired({"a": 1.0}, {"b": 1.0}, 0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-1, 1, allow_subnormal=False), min_size=1, max_size=FEWEST - 1))
def test_fewer_than_six_pairs_tell_nothing(apart: list[float]):
    found = paired({str(at): value for at, value in enumerate(apart)}, dict.fromkeys(map(str, range(9)), 0.0), 0)
    assert found.low <= 0 <= found.high
    assert found.p > 0.05


def test_pairs_that_do_not_differ_give_no_hint_of_it():
    same = {str(case): 0.1 * case for case in range(30)}
    assert paired(same, same, 0) == (0.0, 0.0, 0.0, 1.0)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 20))
def test_turning_shares_round_is_mcnemars_exact_test(above: int, below: int, level: int):
    assert turned([1.0] * above + [-1.0] * below + [0.0] * level, 0) == mcnemar(above, below)


def test_mcnemars_p_is_that_of_the_textbook():
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(5, 0) == 0.0625
    assert mcnemar(1, 9) == pytest.approx(22 / 1024)
    assert mcnemar(10, 10) == 1.0


def test_turning_by_chance_comes_near_to_turning_every_way():
    chance = random.Random(6)
    few = [chance.gauss(0.3, 1) for _ in range(EXACT)]
    exact = turned(few, 0)
    # One more difference, too small to matter, has the turns drawn by chance.
    assert turned([*few, 1e-7], 0) == pytest.approx(exact, abs=0.02)


PS = st.lists(st.floats(0, 1), max_size=12)


@settings(max_examples=50, deadline=None)
@given(PS)
def test_holm_is_as_defined_and_never_below_what_it_corrects(ps: list[float]):
    corrected = holm(ps)
    assert corrected == pytest.approx(plain.holm(ps))
    assert all(p <= found <= 1 for p, found in zip(ps, corrected, strict=True))
    assert all(found <= min(1.0, len(ps) * p) + 1e-12 for p, found in zip(ps, corrected, strict=True))


@settings(max_examples=50, deadline=None)
@given(PS, st.randoms(use_true_random=False))
def test_holm_keeps_the_order_and_does_not_mind_it(ps: list[float], chance: random.Random):
    order = list(range(len(ps)))
    chance.shuffle(order)
    corrected = holm(ps)
    assert holm([ps[at] for at in order]) == pytest.approx([corrected[at] for at in order])
    ranked = sorted(range(len(ps)), key=lambda at: ps[at])
    assert all(corrected[one] <= corrected[two] for one, two in pairwise(ranked))


LABELS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("abc")), min_size=1, max_size=20)


@settings(max_examples=50, deadline=None)
@given(LABELS)
def test_kappa_is_as_defined_the_same_both_ways_and_1_for_oneself(pairs: list[tuple[str, str]]):
    one, other = [first for first, _ in pairs], [second for _, second in pairs]
    found = kappa(one, other)
    assert found == kappa(other, one)
    if found is None:
        assert len({*one, *other}) == 1
    else:
        assert found == pytest.approx(plain.kappa(one, other))
        assert found <= 1
    if len(set(one)) > 1:
        assert kappa(one, one) == 1


def test_a_ratio_is_of_sums_and_has_no_upper_end_where_nothing_may_be_below():
    found = ratio({"a": 10.0, "b": 30.0}, {"a": 1.0, "b": 1.0}, 0)
    assert found == (20.0, 10.0, 30.0)
    cases = [str(case) for case in range(10)]
    seldom = ratio(dict.fromkeys(cases, 5.0), {case: float(case == "3") for case in cases}, 0)
    assert seldom is not None
    assert seldom.mean == 50
    assert seldom.high is None
    assert ratio({"a": 1.0}, {"a": 0.0}, 0) is None


def test_a_share_of_things_counts_each_alike_and_is_never_certain():
    found = ratio({"a": [1.0, 1.0, 1.0], "b": [0.0]}, {"a": 3.0, "b": 1.0}, 0, share=True)
    assert found is not None
    assert found.mean == 0.75
    assert ratio(dict.fromkeys("abcdef", 0.0), dict.fromkeys("abcdef", 2.0), 0, share=True) == pytest.approx(
        (0.0, 0.0, 1 - 0.025 ** (1 / 6))
    )


def test_a_quantile_is_a_value_that_was_measured():
    times = {str(case): [float(case), case + 0.5] for case in range(20)}
    half = quantile(times, 0.5, 0)
    assert half.mean == 9.5
    assert half.low is not None
    assert half.high is not None
    assert 3 < half.low < 9.5 < half.high < 16
    assert quantile({"a": [3.0, 1.0, 2.0]}, 0.95, 0) == (3.0, None, None)


def test_the_jackknife_of_a_mean_is_its_standard_error():
    values = {str(at): float(at) for at in range(11)}
    found = jackknife(list(values), lambda cases: fmean(values[case] for case in cases))
    assert found.low is not None
    assert found.mean - found.low == pytest.approx(1.959964 * 1.0)
    assert jackknife(["3"], lambda cases: float(cases[0])) == (3.0, None, None)
