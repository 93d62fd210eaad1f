"""What became of a channel's days, and what comes next: any day explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.calendar import local_date, post_at
from bot.delivery.release import OBJECTIONS
from bot.domain import Matter, RoundKey, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.domain import Channel, Delivery
    from bot.ports.communities import CommunityStore
    from bot.ports.editions import EditionStore
    from bot.ports.now import Now
    from bot.ports.reviews import ReviewStore
    from bot.ports.schedule import ScheduleStore

ONE_DAY = timedelta(days=1)

BEFORE = timedelta(days=14)
"""How far back one looks whether a channel had posts before."""

AHEAD = timedelta(days=400)
"""How far ahead one looks for what was sent while a clock was wrong."""

PATIENCE = timedelta(minutes=1)
"""How long after its moment a post that nobody has begun is nothing to speak of."""


@dataclass(frozen=True, slots=True)
class DayStatus:
    """One day of a channel: when its post was due, what was sent, and in a sentence what became of the post."""

    date: date
    due_at: datetime | None
    said: str
    late: float | None = None
    post: Delivery | None = None
    others: tuple[Delivery, ...] = ()


@dataclass(frozen=True, slots=True)
class NextStatus:
    """The post that comes next: its moment, whether its riddles are made, and what hosts and players say of them.

    `review` is a host's word, `waiting` for none yet, or empty where nobody is asked. `held` are places that were
    reported too often, `void` those that were taken back: others are played there.
    """

    date: date
    at: datetime | None
    made: bool
    number: int = 0
    review: str = ""
    held: tuple[int, ...] = ()
    void: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelStatus:
    """A channel, its next post, and its last days, newest first."""

    channel: Channel
    next: NextStatus | None
    days: tuple[DayStatus, ...]


@dataclass(frozen=True, slots=True)
class Explaining:
    """Explains channels by what is kept."""

    schedule: ScheduleStore
    editions: EditionStore
    communities: CommunityStore
    reviews: ReviewStore
    now: Now

    async def channel(self, channel: Channel, days: int) -> ChannelStatus:
        """A channel with its last days."""
        key, today = channel.key, local_date(self.now(), channel.schedule.zone)
        first = today - timedelta(days=days - 1)
        # Where a zone was changed, or a clock was wrong, something may stand ahead.
        found = await self.schedule.deliveries(key.community, first - BEFORE, today + AHEAD)
        mine = [one for one in found if one.sending.channel == key]
        begun = await self._begun(channel, mine, today)
        dates = {one.sending.date for one in mine} | {today - timedelta(days=back) for back in range(days)}
        coming = (await self.schedule.planned(key)).next
        wanted = [date for date in sorted(dates, reverse=True) if date >= max(first, begun)]
        told = [self._day(channel, date, mine, planned=date == coming) for date in wanted]
        return ChannelStatus(channel, await self._next(channel), tuple(one for one in told if one is not None))

    async def _begun(self, channel: Channel, found: Sequence[Delivery], today: date) -> date:
        """From when on something may be missing: nobody noted when the channel was set up."""
        last = (await self.schedule.planned(channel.key)).last
        known = [today, *(one.sending.date for one in found)]
        return min([*known, last] if last is not None else known)

    def _day(self, channel: Channel, date: date, found: Sequence[Delivery], *, planned: bool) -> DayStatus | None:
        of_day = [one for one in found if one.sending.date == date]
        post = next((one for one in of_day if one.sending.matter is Matter.POST), None)
        others = tuple(one for one in of_day if one is not post)
        at = post_at(channel.schedule, date)
        if post is None:
            missing = self._missing(channel, at, planned=planned)
            if not missing and not others:
                return None
            return DayStatus(date, at, missing or "not posted yet", others=others)
        late = (post.at - at).total_seconds() if post.at and at and post.stage is Stage.SENT else None
        if date == channel.asked_for:
            late = None
        return DayStatus(date, at, explained(post, late), late, post, others)

    def _missing(self, channel: Channel, at: datetime | None, *, planned: bool) -> str:
        """Why nothing is known of a day's post."""
        if at is None or at > self.now():
            return ""
        if channel.paused:
            return f"not posted: the channel is paused ({channel.paused})"
        if at > self.now() - PATIENCE:
            return "due right now"
        if planned:
            return "due, and not begun: no worker of the queue `send` runs, or no `riddle clock`"
        return "nothing is known of it: the channel was set up or changed later, or no worker of the queue `send` ran"

    async def _next(self, channel: Channel) -> NextStatus | None:
        day = (await self.schedule.planned(channel.key)).next
        if day is None:
            return None
        at = self.now() if day == channel.asked_for else post_at(channel.schedule, day)
        edition = await self.editions.edition(channel.deck, day)
        review = await self._review(channel, day)
        if edition is None:
            return NextStatus(day, at, made=False, review=review)
        counts = await self.reviews.objections(channel.deck, day)
        held = tuple(sorted(place for place, count in counts.items() if count >= OBJECTIONS))
        return NextStatus(day, at, True, edition.number, review, held, edition.void)

    async def _review(self, channel: Channel, day: date) -> str:
        community = channel.key.community
        found = await self.reviews.review(RoundKey(community, channel.deck, day))
        if found is not None:
            return found.word.value
        return "waiting" if (await self.communities.customs(community)).review else ""


def explained(post: Delivery, late: float | None = None) -> str:
    """What became of a sending, in a sentence."""
    tries = f", at the {_ordinal(post.tries)} try" if post.tries > 1 else ""
    match post.stage:
        case Stage.SENT:
            when = f" at {post.at:%Y-%m-%d %H:%M:%S} UTC" if post.at else ""
            return f"sent{when}{_late(late)}{tries}, message {post.message or 'unknown'}"
        case Stage.UNSURE:
            return f"unsure whether it is there, and not sent again{tries}: {post.reason}"
        case Stage.EXCUSED:
            kept = "excused, streaks are kept" if post.sending.matter is Matter.POST else "left out"
            return f"{kept}: {post.reason}"
        case Stage.FAILED:
            return f"failed{tries}: {post.reason}"
        case Stage.OPEN:
            begun = "not begun" if not post.tries else f"begun {_times(post.tries)}"
            return f"waits, {begun}: {post.reason or 'it is being sent'}"


def _late(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 1:
        return ", on time"
    if seconds < 100:
        return f", {seconds:.0f} s late"
    minutes = round(seconds / 60)
    return f", {minutes} min late" if minutes < 100 else f", {minutes // 60} h {minutes % 60} min late"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _ordinal(count: int) -> str:
    ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"
