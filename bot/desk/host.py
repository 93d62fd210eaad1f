"""What a host can ask for: his channels, the riddles before they are posted, and corrections after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.delivery.calendar import local_date, next_post, post_at
from bot.delivery.schedules import (
    read_reveal,
    read_time,
    read_weekdays,
    read_zone,
    show_reveal,
    show_schedule,
    show_weekdays,
)
from bot.desk.cards import Card
from bot.domain import DEFAULT_DECK, Channel, ChannelKey, RevealWhen, Schedule, deck_title
from bot.errors import UsageError
from bot.game.member import label

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date

    from bot.delivery.planning import Planning
    from bot.delivery.recalling import Recall
    from bot.delivery.reviews import Reviews
    from bot.delivery.status import Explaining
    from bot.domain import RevealRule, Review, RoundKey
    from bot.game.club import Club
    from bot.game.hosting import Hosting
    from bot.game.sentences import Words
    from bot.ports.schedule import ScheduleStore

AHEAD = 3
"""Days of riddles that the queue shows."""

STATUS_DAYS = 7
MOST_REPORTS = 10


@dataclass(frozen=True, slots=True)
class Setup:
    """What the form of a channel shows and gives back: everything as it is written."""

    channel: str
    time: str = "09:00"
    zone: str = "UTC"
    weekdays: str = "mon-fri"
    reveal: str = "next"
    deck: str = ""
    ping: str = ""
    review: bool = False
    host_channel: str = ""


@dataclass(frozen=True, slots=True)
class HostDesk:
    """One host of one community, who can change that one alone; who is a host is for the platform to know."""

    club: Club
    hosting: Hosting
    schedule: ScheduleStore
    planning: Planning
    reviews: Reviews
    recall_: Recall
    explaining: Explaining
    words: Words
    find_deck: Callable[[str], Awaitable[str]]
    name: Callable[[str], str] = str

    # --- channels ---

    async def form(self, channel: str, zone: str = "UTC") -> Setup:
        """What stands in the form: the channel as it is, or what most want."""
        customs = await self.club.customs()
        found = await self.schedule.channel(self._key(channel))
        if found is None:
            return Setup(channel, zone=zone, review=customs.review, host_channel=customs.host_channel)
        one = found.schedule
        return Setup(
            channel,
            f"{one.time:%H:%M}",
            one.zone,
            show_weekdays(one.weekdays),
            show_reveal(one.reveal),
            deck_title(found.deck),
            found.ping,
            customs.review,
            customs.host_channel,
        )

    def outlook(self, asked: Setup) -> Card:
        """When a channel would get posts, were a form kept as it stands; nothing where it is not right yet."""
        try:
            schedule = _schedule(asked)
        except UsageError as error:
            return Card(text=self.words.error(error))
        found = next_post(schedule, None, self.club.now())
        return Card(self.words.channel_set(), rows=self._rows(schedule, found[0] if found else None))

    async def set_up(self, asked: Setup) -> Card:
        """Keep a channel; raises `UsageError` with what is wrong, and then nothing has changed."""
        schedule = _schedule(asked)
        deck = await self.find_deck(asked.deck)
        await self.planning.ask_hosts(self.club.community, on=asked.review, channel=asked.host_channel)
        channel = Channel(self._key(asked.channel), schedule, deck, asked.ping)
        return await self._planned(channel, await self._keep(channel))

    async def _keep(self, channel: Channel) -> date | None:
        """Keep what a form says; what no form knows stays as it is."""
        if await self.schedule.channel(channel.key) is None:
            return await self.planning.set_up(channel)
        return await self.planning.change(channel.key, lambda one: replace(channel, asked_for=one.asked_for))

    async def pause(self, channel: str) -> Card:
        """Post nothing until it is resumed."""
        await self.planning.pause(self._key(channel), self.words.paused_by_host())
        return Card(text=self.words.channel_paused())

    async def resume(self, channel: str) -> Card:
        """Post again from the next moment on."""
        day = await self.planning.resume(self._key(channel))
        found = await self.schedule.channel(self._key(channel))
        return await self._planned(found, day) if found else Card(text=self.words.channel_paused())

    async def remove(self, channel: str) -> Card:
        """Post no more here."""
        await self.planning.remove(self._key(channel))
        return Card(text=self.words.channel_removed())

    async def post_now(self, channel: str) -> Card:
        """Post today's riddle at once."""
        await self.planning.post_now(self._key(channel))
        return Card(text=self.words.posting_now())

    async def status(self, channel: str = "") -> Card:
        """Why something was or was not posted, in the last days, and what comes next."""
        channels = await self.schedule.channels(self.club.community)
        wanted = [one for one in channels if not channel or one.key.channel == channel] or list(channels)
        rows: list[tuple[str, str]] = []
        for one in wanted:
            told = await self.explaining.channel(one, STATUS_DAYS)
            rows.append((self.name(one.key.channel), one.paused or show_schedule(one.schedule)))
            if told.next is not None:
                moment = told.next.at
                made = self.words.is_made() if told.next.made else self.words.is_not_made()
                rows.append((self.words.next_post(), f"{moment:%Y-%m-%d %H:%M} UTC, {made}" if moment else made))
            rows += [(day.date.isoformat(), day.said) for day in told.days]
        return Card(self.words.status_title(), rows=tuple(rows)) if rows else Card(text=self.words.no_channels())

    # --- before a post ---

    async def queue(self, channel: str) -> tuple[Review, ...]:
        """The riddles of the next days, as far as they are made."""
        found = await self.schedule.channel(self._key(channel))
        channels = [found] if found else list(await self.schedule.channels(self.club.community))[:1]
        if not channels:
            return ()
        planned = (await self.schedule.planned(channels[0].key)).next
        first = planned or local_date(self.club.now(), channels[0].schedule.zone)
        found_reviews: list[Review] = []
        for ahead in range(AHEAD):
            day = first.fromordinal(first.toordinal() + ahead)
            if await self.reviews.editions.edition(channels[0].deck, day) is not None:
                found_reviews.append(await self.reviews.standing(channels[0].deck, day))
        return tuple(found_reviews)

    async def approve(self, deck: str, day: date, seen: int = 0) -> Review:
        """Let a day's riddles be played; refused where they are not those of the version that was `seen`."""
        return await self.reviews.approve(deck, day, seen)

    async def skip(self, deck: str, day: date) -> Review:
        """Play nothing on a day."""
        return await self.reviews.skip(deck, day)

    async def take_next(self, deck: str, day: date, place: int, seen: int = 0) -> Review:
        """Put another riddle in the place of one."""
        return await self.reviews.take_next(deck, day, place, seen)

    async def edit_hints(self, deck: str, day: date, place: int, hints: Sequence[str], seen: int = 0) -> Review:
        """Give a riddle other hints."""
        return await self.reviews.edit_hints(deck, day, place, hints, seen)

    # --- after it ---

    async def alias(self, spot: str, text: str) -> Card:
        """Make a text right, from the first guess on."""
        key, place, called = await self._find(spot)
        changes = await self.hosting.add_alias(key, place, text)
        return Card(text=self.words.regraded(called, changes, self.name))

    async def void(self, spot: str) -> Card:
        """Take a riddle out of the count."""
        key, place, called = await self._find(spot)
        return Card(text=self.words.regraded(called, await self.hosting.void(key, place), self.name))

    async def recall(self, spot: str) -> Card:
        """Take a riddle back; another one stands in for it, and the post says so."""
        key, place, called = await self._find(spot)
        await self.recall_.by_host(self.hosting, key, place)
        return Card(text=self.words.recalled(called))

    async def reports(self) -> Card:
        """What players reported, newest first."""
        lines: list[str] = []
        for one in (await self.hosting.reports())[:MOST_REPORTS]:
            found = await self.club.rounds.round(one.key)
            called = label(found.number, one.place, len(found.riddles)) if found is not None else str(one.place)
            lines.append(self.words.report(one, called))
        return Card(text="\n".join(lines) or self.words.nothing_there())

    # --- parts ---

    def _key(self, channel: str) -> ChannelKey:
        return ChannelKey(self.club.community, channel)

    async def _find(self, spot: str) -> tuple[RoundKey, int, str]:
        channels = await self.schedule.channels(self.club.community)
        deck = channels[0].deck if channels else DEFAULT_DECK
        key, asked = await self.club.find(spot, deck)
        found = await self.club.rounds.round(key)
        place = asked or 1
        return key, place, label(found.number, place, len(found.riddles)) if found is not None else spot

    async def _planned(self, channel: Channel, day: date | None) -> Card:
        return Card(self.words.channel_set(), rows=self._rows(channel.schedule, day))

    def _rows(self, schedule: Schedule, day: date | None) -> tuple[tuple[str, str], ...]:
        rows = [(self.words.schedule_row(), show_schedule(schedule))]
        rows.append((self.words.reveal_row(), _reveal(self.words, schedule.reveal)))
        if day and post_at(schedule, day):
            rows.append((self.words.next_post(), f"{day.isoformat()} {schedule.time:%H:%M}"))
        return tuple(rows)


def _schedule(asked: Setup) -> Schedule:
    return Schedule(
        read_time(asked.time), read_zone(asked.zone), read_weekdays(asked.weekdays), read_reveal(asked.reveal)
    )


def _reveal(words: Words, rule: RevealRule) -> str:
    if rule.when is RevealWhen.AFTER:
        return words.after_hours(rule.hours)
    return words.at_time(f"{rule.at:%H:%M}") if rule.when is RevealWhen.AT and rule.at else words.choice("next")
