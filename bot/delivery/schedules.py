"""Times, zones, weekdays and reveal rules as people write them; what is wrong is said in one sentence."""

from __future__ import annotations

import re
from datetime import time
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot.delivery.calendar import zones
from bot.domain import EVERY_DAY, RevealRule, RevealWhen
from bot.errors import UsageError
from bot.game.sentences import delivering as sentences
from bot.text import one_line

if TYPE_CHECKING:
    from bot.domain import Schedule

LONGEST_REVEAL = 168
"""Hours after a post that its reveal may be put off."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_WORDS = {"daily": EVERY_DAY, "weekdays": EVERY_DAY[:5], "weekends": EVERY_DAY[5:]}
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_HOURS = re.compile(r"(\d{1,4})\s?h?")


def read_time(text: str) -> time:
    """A time of day: 09:00."""
    found = _TIME.fullmatch(text.strip())
    hour, minute = (int(part) for part in found.groups()) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise UsageError(sentences.no_time(one_line(text, 40)))
    return time(hour, minute)


def read_zone(text: str) -> str:
    """The IANA name of a zone, in whatever case, or the city alone where there is one of that name."""
    asked = text.strip().replace(" ", "_").lower()
    by_name = {zone.lower(): zone for zone in sorted(zones())}
    if asked in by_name:
        return by_name[asked]
    cities = _cities()
    if len(cities.get(asked, ())) == 1:
        return cities[asked][0]
    raise UsageError(sentences.no_zone(one_line(text, 60), _nearest(asked, by_name, cities)))


def read_weekdays(text: str) -> tuple[int, ...]:
    """Days of the week: mon-fri, mon,wed,fri, or daily; Monday is 0."""
    found: set[int] = set()
    for part in filter(None, re.split(r"[\s,]+", text.strip().lower())):
        found.update(_days(part, text))
    if not found:
        raise UsageError(sentences.no_weekday(one_line(text, 40)))
    return tuple(sorted(found))


def read_reveal(text: str) -> RevealRule:
    """When the answer is shown: next, after:24h or at:17:00."""
    kind, _, rest = text.strip().lower().partition(":")
    if kind == RevealWhen.NEXT_POST.value and not rest:
        return RevealRule()
    if kind == RevealWhen.AT.value and rest:
        return RevealRule(RevealWhen.AT, at=read_time(rest))
    hours = _HOURS.fullmatch(rest)
    if kind == RevealWhen.AFTER.value and hours and 1 <= int(hours[1]) <= LONGEST_REVEAL:
        return RevealRule(RevealWhen.AFTER, int(hours[1]))
    raise UsageError(sentences.no_reveal(one_line(text, 40), LONGEST_REVEAL))


def show_weekdays(days: tuple[int, ...]) -> str:
    """Days of the week as they are written."""
    if tuple(days) == EVERY_DAY:
        return "daily"
    in_a_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1
    return f"{DAYS[days[0]]}-{DAYS[days[-1]]}" if in_a_row else ",".join(DAYS[day] for day in days)


def show_reveal(rule: RevealRule) -> str:
    """A reveal rule as it is written."""
    if rule.when is RevealWhen.AFTER:
        return f"after:{rule.hours}h"
    return f"at:{rule.at:%H:%M}" if rule.when is RevealWhen.AT and rule.at else "next"


def show_schedule(schedule: Schedule) -> str:
    """A schedule in one line."""
    return f"{schedule.time:%H:%M} {schedule.zone}, {show_weekdays(schedule.weekdays)}"


def _days(part: str, text: str) -> tuple[int, ...]:
    """The days of one word, or from one to another, over the weekend too."""
    if part in _WORDS:
        return _WORDS[part]
    first, dash, last = part.partition("-")
    begin, end = _day(first, text), _day(last, text) if dash else _day(first, text)
    return tuple((begin + step) % 7 for step in range((end - begin) % 7 + 1))


def _day(word: str, text: str) -> int:
    for at, (short, full) in enumerate(zip(DAYS, _FULL, strict=True)):
        if word == short or (len(word) > len(short) and full.startswith(word)):
            return at
    raise UsageError(sentences.no_weekday(one_line(text, 40)))


def _cities() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for zone in sorted(zones()):
        if "/" in zone and not zone.startswith("Etc/"):
            found.setdefault(zone.rpartition("/")[2].lower(), []).append(zone)
    return found


def _nearest(asked: str, by_name: dict[str, str], cities: dict[str, list[str]]) -> str:
    whole = get_close_matches(asked, by_name, n=1, cutoff=0.7)
    if whole:
        return by_name[whole[0]]
    city = get_close_matches(asked.rpartition("/")[2], cities, n=1, cutoff=0.6)
    return cities[city[0]][0] if city else "Europe/Paris"
