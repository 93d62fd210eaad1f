"""Delivery, wired: who sends, who makes, who speaks for each platform, and the queues between them."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.bootstrap.hosts import reminding, reports, stand_in, tidying
from bot.bootstrap.store import open_store
from bot.ports.now import system_now

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
    from datetime import date

    from adapters.tasks.engine import QueuedTasks
    from adapters.tasks.queue import Job
    from bot.bootstrap.kitchen import Kitchen
    from bot.bootstrap.store import Store
    from bot.delivery.clock import Clock
    from bot.delivery.once import Once
    from bot.delivery.planning import Planning
    from bot.delivery.posting import Supply
    from bot.delivery.release import Releasing
    from bot.delivery.sending import Sender
    from bot.domain import Edition
    from bot.game.club import Club
    from bot.ports.messenger import Messenger
    from bot.ports.meter import Meter
    from bot.ports.now import Now
    from bot.ports.screen import Screen
    from bot.ports.tasks import Tasks
    from bot.riddles.edition import Editor
    from bot.settings import Settings

TOKENS = {"slack": "SLACK_BOT_TOKEN", "discord": "DISCORD_TOKEN"}
"""What each platform needs before anything can be sent there."""

SPOKEN = frozenset({"terminal"})
"""The platforms there is a messenger for."""


def messengers(settings: Settings, screen: Screen) -> dict[str, Messenger]:
    """Who speaks for each platform there is a token for."""
    from adapters.terminal.messenger import TerminalMessenger
    from bot.game.sentences import Words

    return {"terminal": TerminalMessenger(screen, Words(settings.language), settings.data_dir)}


async def unspoken(store: Store, settings: Settings, known: Mapping[str, Messenger]) -> tuple[str, ...]:
    """A sentence for each platform whose channels wait for somebody who speaks for it."""
    found = {channel.key.platform for channel in await store.schedule.channels() if not channel.paused}
    return tuple(
        f"There are channels on {platform}, and nothing is sent there: {lacking(platform, settings)}."
        for platform in sorted(found - set(known))
    )


def lacking(platform: str, settings: Settings) -> str:
    """What keeps this program from speaking on a platform, or nothing."""
    tokens = {"terminal": True, "slack": settings.slack_bot_token, "discord": settings.discord_token}
    if not tokens.get(platform):
        return f"{TOKENS[platform]} is not set" if platform in TOKENS else "this platform is not known here"
    return "" if platform in SPOKEN else "this version does not speak there yet"


def planning(store: Store, now: Now = system_now) -> Planning:
    """Who plans a channel's posts."""
    from bot.delivery.planning import Planning as Plans
    from bot.delivery.posting import WINDOW_HOURS

    return Plans(store.schedule, store.communities, now, WINDOW_HOURS)


def clubs(store: Store, now: Now = system_now) -> Callable[[str], Club]:
    """Any community, by its name."""
    from bot.game.club import Club as Community

    def club(community: str) -> Club:
        return Community(store.rounds, store.players, store.communities, community, now, store.editions, store.looks)

    return club


def releasing(store: Store) -> Releasing:
    """Who decides what a community lets be played."""
    from bot.delivery.release import Releasing as Decides

    return Decides(store.rounds, store.communities, store.reviews, stand_in(store))


async def released(store: Store, community: str, edition: Edition) -> Edition:
    """An edition as a community plays it in which nothing is posted; raises `NothingToPlay` where it plays none."""
    from bot.delivery.sending import Excused
    from bot.errors import NothingToPlay

    found = await releasing(store).for_community(community, edition)
    if isinstance(found, Excused):
        raise NothingToPlay(found.reason)
    return found


def sender(
    store: Store, speaking: Mapping[str, Messenger], supply: Supply, meter: Meter, now: Now = system_now
) -> Sender:
    """Who sends whatever is due; what becomes of it is counted."""
    from bot.delivery.posting import WINDOW_HOURS, Posting
    from bot.delivery.recalling import Recalling
    from bot.delivery.revealing import Revealing
    from bot.delivery.reviewing import Reviewing
    from bot.delivery.sending import Errand
    from bot.delivery.sending import Sender as Sends
    from bot.delivery.telling import Told
    from bot.delivery.watching import Watched
    from bot.domain import Matter

    club, schedule = clubs(store, now), store.schedule
    errands: dict[Matter, Errand] = {
        Matter.POST: Posting(
            schedule,
            planning(store, now),
            store.editions,
            store.articles,
            club,
            supply,
            releasing(store),
            Told(),
            now,
            WINDOW_HOURS,
        ),
        Matter.REVEAL: Revealing(schedule, club, now),
        Matter.REVIEW: Reviewing(schedule, store.editions, store.communities, store.reviews, supply, now),
        Matter.RECALL: Recalling(schedule, club),
    }
    watched = {matter: Watched(errand, meter, now) for matter, errand in errands.items()}
    return Sends(schedule, store.communities, speaking, watched, now)


def clock(store: Store, tasks: Tasks, now: Now = system_now) -> Clock:
    """The clock."""
    from bot.delivery.clock import Clock as Ticks

    return Ticks(store.schedule, store.editions, tasks, now)


@asynccontextmanager
async def open_tasks(store: Store) -> AsyncIterator[QueuedTasks]:
    """The queues, to put work in."""
    from adapters.tasks.engine import open_tasks as opened

    async with opened(store.address) as tasks:
        yield tasks


def send_jobs(store: Store, who: Sender, meter: Meter, now: Now = system_now) -> Mapping[str, Job]:
    """What a worker of the queue `send` does."""
    from adapters.tasks.jobs import SendJobs

    return SendJobs(who, store.schedule, now, meter).jobs()


def make_jobs(kitchens: Kitchens, meter: Meter) -> Mapping[str, Job]:
    """What a worker of the queue `make` does."""
    from adapters.tasks.jobs import MakeJobs

    return MakeJobs(kitchens, meter).jobs()


async def work(store: Store, name: str, jobs: Mapping[str, Job], at_once: int, stop: asyncio.Event) -> None:
    """Work off a queue until told to stop, and finish what was begun."""
    from adapters.tasks.queue import open_queue
    from adapters.tasks.work import Labour
    from adapters.tasks.work import work as worked

    async with open_queue(name, store.address, jobs) as queue:
        await worked(queue, Labour(at_once), stop)


@dataclass(slots=True)
class Kitchens:
    """Where a process makes editions: opened when the first is asked for, and kept with its model."""

    settings: Settings
    store: Store
    stack: AsyncExitStack
    speaking: Mapping[str, Messenger]
    now: Now = system_now
    progress: Callable[[str], None] = lambda _: None
    _open: Kitchen | None = field(default=None)

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:
        """Make an edition unless it is there: of the news, or `quick` of the reserve at once."""
        editor = await self._editor(deck)
        await (editor.stand_in(day) if quick else editor.edition(day))

    async def soon(self, deck: str, day: date, seconds: float) -> None:
        """Make an edition within some seconds, of whatever there is."""
        await (await self._editor(deck)).quick(day, seconds)

    async def look_again(self, deck: str, day: date) -> None:
        """Read the news once more: what taste refuses by now is replaced, and hosts who posted it are asked."""
        from bot.delivery.regretting import Regretting

        editor = await self._editor(deck)
        store = self.store
        regretting = Regretting(store.rounds, store.schedule, store.communities, store.reviews, self.speaking)
        for place, reason in await editor.look_again(day):
            edition = await store.editions.edition(deck, day)
            if edition is not None:
                await regretting.ask(edition, place, reason)
                await editor.replace(day, place, reason)

    async def tidy(self, day: date) -> None:
        """Delete what is past its time, and plan what nobody planned."""
        from bot.delivery.mending import Mending

        await Mending(self.store.schedule, planning(self.store, self.now)).run()
        await tidying(self.store, self.settings, self.now).run(day)

    async def _editor(self, deck: str) -> Editor:
        from bot.bootstrap.kitchen import open_kitchen

        if self._open is None:
            self._open = await self.stack.enter_async_context(open_kitchen(self.settings, self.progress, self.progress))
        return replace((await self._open.of(deck)).editor, now=self.now, timeless=True)


@asynccontextmanager
async def open_kitchens(settings: Settings, store: Store, progress: Callable[[str], None]) -> AsyncIterator[Kitchens]:
    """Where editions are made until the block ends."""
    async with AsyncExitStack() as stack:
        yield Kitchens(settings, store, stack, messengers(settings, _screen()), progress=progress)


def _screen() -> Screen:
    from bot.bootstrap.terminal import screen

    return screen()


@dataclass(frozen=True, slots=True)
class _AtOnce:
    """A supply without a queue: whoever misses an edition waits for it."""

    kitchens: Kitchens

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:  # noqa: ARG002 - there is no time for more
        """Make it of what is at hand."""
        await self.kitchens.make(deck, day, quick=True)


@asynccontextmanager
async def open_once(
    settings: Settings, say: Callable[[str], None], screen: Screen, meter: Meter, now: Now = system_now
) -> AsyncIterator[Once]:
    """All that is due, in one process without a queue, and without a model: there is no time to load one."""
    from bot.delivery.once import Once as Run

    hasty = settings.model_copy(update={"model": "none", "pipeline": None, "solver": None})
    async with open_store(settings) as store, AsyncExitStack() as stack:
        speaking = messengers(settings, screen)
        kitchens = Kitchens(hasty, store, stack, speaking, now)
        for sentence in await unspoken(store, settings, speaking):
            say(sentence)
        who = sender(store, speaking, _AtOnce(kitchens), meter, now)
        yield Run(
            store.schedule, store.editions, who, kitchens.soon, now, say, beside=_beside(store, kitchens, speaking, now)
        )


def _beside(
    store: Store, kitchens: Kitchens, speaking: Mapping[str, Messenger], now: Now
) -> Sequence[Callable[[], Awaitable[object]]]:
    """What workers do now and then; nothing is deleted as of another time than it is."""
    from bot.delivery.clock import TIDY_SECONDS

    async def tidy() -> None:
        day = now().date()
        if await store.schedule.once("", f"tidy:{day}", TIDY_SECONDS):
            await kitchens.tidy(day)

    there = (reports(store, speaking).run, reminding(store, speaking, now).run)
    return (*there, tidy) if now is system_now else there
