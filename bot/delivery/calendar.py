"""Local times as moments: when a channel's next post is due, and its reveal. Pure; the law is in docs/delivery.md."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from bot.domain import RevealWhen

if TYPE_CHECKING:
    from datetime import time

    from bot.domain import Schedule

FAR = 370
"""Days that are looked ahead: a schedule of one weekday comes round within them in any zone."""

ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """The IANA names that are known."""
    return frozenset(available_timezones())


def moment(day: date, at: time, zone: str) -> datetime | None:
    """The moment (UTC) of a local time: of one that comes twice the first, of one that is left out the one after.

    Where what is left out reaches to midnight, the one before: it is still the same day. None where the zone leaves
    out the whole day.
    """
    place = ZoneInfo(zone)
    for fold in (0, 1):
        found = datetime.combine(day, at.replace(fold=fold), place).astimezone(UTC)
        if found.astimezone(place).date() == day:
            return found
    return None


def local_date(now: datetime, zone: str) -> date:
    """The date on a zone's calendar."""
    return now.astimezone(ZoneInfo(zone)).date()


def post_at(schedule: Schedule, day: date) -> datetime | None:
    """The moment of a day's post, or None on a day without one."""
    return moment(day, schedule.time, schedule.zone) if day.weekday() in schedule.weekdays else None


def next_post(schedule: Schedule, after: date | None, since: datetime) -> tuple[date, datetime] | None:
    """The first post on a date after `after` whose moment is not before `since`; None without any weekday."""
    day = local_date(since, schedule.zone) - ONE_DAY
    day = max(day, after + ONE_DAY) if after is not None else day
    for _ in range(FAR):
        found = post_at(schedule, day)
        if found is not None and found >= since:
            return day, found
        day += ONE_DAY
    return None


def window_end(schedule: Schedule, day: date, hours: float) -> datetime | None:
    """Until when a day's post may still come: some hours after its moment, and not once the next one is due."""
    begin = post_at(schedule, day) or moment(day, schedule.time, schedule.zone)
    if begin is None:
        return None
    following = next_post(schedule, day, begin)
    end = begin + timedelta(hours=hours)
    return min(end, following[1]) if following else end


def reveal_at(schedule: Schedule, day: date, posted_at: datetime) -> datetime:
    """The moment of a post's reveal; with the next post where the rule says no more."""
    rule = schedule.reveal
    if rule.when is RevealWhen.AFTER:
        return posted_at + timedelta(hours=rule.hours)
    if rule.when is RevealWhen.AT and rule.at is not None:
        return _first_time(rule.at, schedule.zone, posted_at)
    following = next_post(schedule, day, posted_at)
    return following[1] if following else posted_at + ONE_DAY


def _first_time(at: time, zone: str, after: datetime) -> datetime:
    day = local_date(after, zone)
    for _ in range(FAR):
        found = moment(day, at, zone)
        if found is not None and found > after:
            return found
        day += ONE_DAY
    return after + ONE_DAY
