"""The law of times, over a channel's life: what is due, when, whatever the clocks, the zones and the admins do."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.delivery.calendar import moment, next_post, post_at, window_end, zones
from bot.delivery.planning import Planning
from bot.domain import Channel, ChannelKey, Planned, Schedule

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
HOURS = 12.0
DAY = timedelta(days=1)
HALVES = tuple(time(half // 2, half % 2 * 30) for half in range(48))


@dataclass
class Life:
    """A channel whose plan is kept as the store keeps it: one next post, and the last date that is settled."""

    schedule: Schedule
    now: datetime
    hours: float = HOURS
    last: date | None = None
    posts: list[tuple[date, datetime]] = field(default_factory=list)
    missed: list[tuple[date, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.planned = next_post(self.schedule, None, self.now)
        self._begin()

    def change(self, schedule: Schedule) -> None:
        """An admin changes the time, the zone or the weekdays."""
        self.schedule = schedule
        before = Planned(self.planned[0] if self.planned else None, self.last)
        channel = Channel(ChannelKey("slack:T1", "C1"), schedule)
        planning = Planning(None, None, lambda: self.now, self.hours)  # type: ignore[arg-type]
        self.planned = planning._next(channel, before)
        self._begin()

    def tick(self, now: datetime) -> None:
        """The clock says that it is now; what is due is posted, or its window is over."""
        self.now = now
        self.highest = max(self.highest, now)
        while self.planned is not None and self.planned[1] <= now:
            day = self.planned[0]
            end = window_end(self.schedule, day, self.hours)
            late = end is None or now >= end
            (self.missed if late else self.posts).append((day, now))
            self.last = day
            self.planned = next_post(self.schedule, day, now - timedelta(hours=self.hours))
        self._owed(now)

    def wrong(self) -> list[str]:
        """What the law says otherwise."""
        days = [day for day, _ in self.posts]
        doubled = [f"{b} follows {a}" for a, b in itertools.pairwise(days) if b <= a]
        skipped = [f"{day} was skipped" for day in sorted(self.owed - set(days))]
        return doubled + skipped

    def _begin(self) -> None:
        """From now on this schedule stands; what it owes comes after what is settled."""
        self.since, self.settled = self.now, self.last
        self.highest = self.now
        self.owed: set[date] = getattr(self, "owed", set())

    def _owed(self, now: datetime) -> None:
        """Whatever has its window open now must have been posted; a clock that went back owes nothing anew."""
        if now < self.highest:
            self.settled = max(filter(None, (self.settled, self.last)), default=None)
            self.since = max(self.since, self.highest)
            return
        local = now.astimezone(ZoneInfo(self.schedule.zone)).date()
        for day in (local - DAY, local, local + DAY):
            begin, end = post_at(self.schedule, day), window_end(self.schedule, day, self.hours)
            fresh = self.settled is None or day > self.settled
            if begin and end and fresh and self.since <= begin <= now < end:
                self.owed.add(day)


def wrong_moment(day: date, at: time, zone: str) -> str:
    """What is wrong with the moment of a local time: it is the wanted one, the first of two, or beside a gap."""
    found = moment(day, at, zone)
    place = ZoneInfo(zone)
    wall = datetime.combine(day, at, place)
    twice = [wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = [one for one in twice if one.astimezone(place).replace(tzinfo=None) == wall.replace(tzinfo=None)]
    if real:
        return "" if found == min(real) else f"{zone} {day} {at}: {found} is not {min(real)}"
    if found is None:
        noon = datetime.combine(day, time(12), place)
        gone = noon.astimezone(UTC).astimezone(place).date() != day
        return "" if gone else f"{zone} {day} {at}: no moment on a day that there is"
    near = abs(found.astimezone(place).replace(tzinfo=None) - wall.replace(tzinfo=None)) <= timedelta(hours=3)
    same = found.astimezone(place).date() == day
    return "" if near and same else f"{zone} {day} {at}: {found.astimezone(place)} lies too far away"


def turning_days(zone: str) -> set[date]:
    """The days around each change of a zone's offset, and its neighbours."""
    place, days = ZoneInfo(zone), set()
    day, before = FIRST, None
    while day <= LAST:
        offset = datetime(day.year, day.month, day.day, tzinfo=place).utcoffset()
        if before is not None and offset != before:
            days |= {day - DAY, day, day + DAY}
        before, day = offset, day + DAY
    return days


def whole_years(zone: str, at: time) -> list[str]:
    """Three years of every day at one time: each day once, in order, none left out."""
    life = Life(Schedule(at, zone), datetime(FIRST.year, 1, 1, tzinfo=UTC) - 2 * DAY)
    end = datetime(LAST.year, 12, 31, tzinfo=UTC)
    while life.planned is not None and life.planned[1] < end:
        life.tick(life.planned[1])
    days = [day for day, _ in life.posts]
    gaps = [f"{zone}: {b} follows {a}" for a, b in itertools.pairwise(days) if b != a + DAY]
    return gaps + life.wrong() + [str(one) for one in life.missed]


def all_zones() -> list[str]:
    """Every zone, in order."""
    return sorted(zones())
