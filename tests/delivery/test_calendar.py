"""Local times as moments: over all zones, gaps and folds, changes of schedule, and clocks that jump."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.calendar import moment, next_post, reveal_at, window_end
from bot.domain import RevealRule, RevealWhen, Schedule
from tests.delivery.years import DAY, FIRST, HALVES, Life, all_zones, turning_days, whole_years, wrong_moment

ZONES = all_zones()

zone = st.sampled_from(ZONES)
at = st.times().map(lambda one: one.replace(microsecond=0, fold=0))
weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda some: tuple(sorted(some)))
schedules = st.builds(Schedule, at, zone, weekdays)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - given its zone


def test_every_half_hour_around_every_change_of_offset_has_its_moment() -> None:
    found = [
        wrong_moment(day, half, name) for name in ZONES for day in sorted(turning_days(name)) for half in HALVES[::3]
    ]
    assert len(found) > 10_000
    assert not [one for one in found if one][:5]


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), at, zone)
@settings(max_examples=500, deadline=None)
def test_a_moment_is_the_wanted_local_time_the_first_of_two_or_beside_a_gap(day: date, wanted: time, name: str) -> None:
    assert wrong_moment(day, wanted, name) == ""


@pytest.mark.parametrize(
    ("name", "day", "wanted", "local"),
    [
        ("Europe/Paris", date(2026, 3, 29), time(2, 30), "2026-03-29T03:30:00+02:00"),
        ("Europe/Paris", date(2026, 10, 25), time(2, 30), "2026-10-25T02:30:00+02:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-04T02:45:00+11:00"),
        ("America/Nuuk", date(2026, 3, 28), time(23, 30), "2026-03-28T22:30:00-02:00"),
        ("Asia/Kathmandu", date(2026, 5, 5), time(9, 0), "2026-05-05T09:00:00+05:45"),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 0), "2026-04-24T01:00:00+03:00"),
    ],
)
def test_gaps_folds_and_odd_offsets(name: str, day: date, wanted: time, local: str) -> None:
    found = moment(day, wanted, name)
    assert found is not None
    assert found.astimezone(ZoneInfo(name)).isoformat() == local


def test_a_day_that_a_zone_left_out_has_no_moment_and_no_post() -> None:
    assert moment(date(2011, 12, 30), time(9), "Pacific/Apia") is None
    following = next_post(Schedule(time(9), "Pacific/Apia"), date(2011, 12, 29), datetime(2011, 12, 29, 20, tzinfo=UTC))
    assert following is not None
    assert following[0] == date(2011, 12, 31)
    assert window_end(Schedule(time(9), "Pacific/Apia"), date(2011, 12, 30), 12) is None


@pytest.mark.parametrize(
    "name", ["America/Nuuk", "Australia/Lord_Howe", "Africa/Casablanca", "America/Havana", "Asia/Gaza"]
)
@pytest.mark.parametrize("wanted", [time(0, 0), time(2, 30), time(23, 30)])
def test_three_years_have_every_day_once(name: str, wanted: time) -> None:
    assert not whole_years(name, wanted)


@given(schedules, moments, st.lists(st.integers(1, 50), min_size=1, max_size=60), st.sampled_from([1.0, 12.0, 36.0]))
@settings(max_examples=120, deadline=None)
def test_a_wanted_day_is_posted_once_unless_nobody_was_up_within_its_window(
    schedule: Schedule, begin: datetime, hours: list[int], window: float
) -> None:
    life = Life(schedule, begin, window)
    for step in hours:
        life.tick(life.now + timedelta(hours=step))
    assert not life.wrong()


changes = st.lists(st.tuples(st.integers(-60, 60), st.none() | schedules), min_size=1, max_size=40)


@given(schedules, moments, changes)
@settings(max_examples=120, deadline=None)
def test_dates_only_grow_whatever_the_clocks_and_the_admins_do(
    schedule: Schedule, begin: datetime, events: list[tuple[int, Schedule | None]]
) -> None:
    life = Life(schedule, begin)
    for step, other in events:
        life.tick(life.now + timedelta(hours=step, minutes=step))
        if other is not None:
            life.change(other)
    assert not life.wrong()


@given(schedules, moments, st.lists(st.tuples(st.integers(1, 40), st.none() | schedules), min_size=1, max_size=40))
@settings(max_examples=120, deadline=None)
def test_a_change_of_schedule_costs_no_day_that_the_new_one_wants(
    schedule: Schedule, begin: datetime, events: list[tuple[int, Schedule | None]]
) -> None:
    life = Life(schedule, begin)
    for step, other in events:
        life.tick(life.now + timedelta(hours=step))
        if other is not None:
            life.change(other)
    assert not life.wrong()


def test_a_change_after_todays_post_gives_the_next_one_tomorrow_and_one_before_it_today() -> None:
    life = Life(Schedule(time(9)), datetime(2026, 5, 5, 8, tzinfo=UTC))
    life.change(Schedule(time(8, 30)))
    life.tick(datetime(2026, 5, 5, 8, 30, tzinfo=UTC))
    life.change(Schedule(time(17)))
    life.tick(datetime(2026, 5, 5, 18, tzinfo=UTC))
    assert [day for day, _ in life.posts] == [date(2026, 5, 5)]
    assert life.planned == (date(2026, 5, 6), datetime(2026, 5, 6, 17, tzinfo=UTC))


def test_no_weekday_means_no_post() -> None:
    assert next_post(Schedule(time(9), weekdays=()), None, datetime(2026, 5, 5, tzinfo=UTC)) is None


@given(schedules, moments, st.sampled_from(list(RevealWhen)), st.integers(1, 48), at)
@settings(max_examples=200, deadline=None)
def test_a_reveal_comes_after_its_post_and_within_a_week_and_two_days(
    schedule: Schedule, now: datetime, when: RevealWhen, hours: int, wanted: time
) -> None:
    ruled = Schedule(schedule.time, schedule.zone, schedule.weekdays, RevealRule(when, hours, wanted))
    planned = next_post(ruled, None, now)
    assert planned is not None
    found = reveal_at(ruled, planned[0], planned[1])
    assert planned[1] < found <= planned[1] + 9 * DAY


@given(schedules, moments, st.floats(0.5, 48))
@settings(max_examples=200, deadline=None)
def test_a_window_ends_after_its_moment_and_not_after_the_next_post(
    schedule: Schedule, now: datetime, hours: float
) -> None:
    planned = next_post(schedule, None, now)
    assert planned is not None
    end, following = window_end(schedule, planned[0], hours), next_post(schedule, *planned)
    assert end is not None
    assert following is not None
    assert planned[1] < end <= min(following[1], planned[1] + timedelta(hours=hours))


def test_all_zones_are_there() -> None:
    assert len(ZONES) > 500
    assert FIRST.year == 2026
