"""What a connection hands on to: answers, buttons, threads, and servers that come and go."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from adapters.discord.answering import Made
from adapters.discord.embeds import line
from bot.errors import RiddleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import discord

    from adapters.discord.answering import Answers
    from adapters.discord.catching_up import CatchingUp
    from adapters.discord.heard import Heard
    from adapters.discord.lanes import Lanes
    from adapters.discord.pressed import Pressing
    from bot.delivery.tidying import Tidying
    from bot.domain import Thread
    from bot.ports.threads import ThreadStore

Early = tuple[str, "Heard", bool]
"""A thread, what was typed there, and whether the thread is ours by what Discord says."""

_log = logging.getLogger(__name__)

MOST_KNOWN = 20_000
"""Threads of which it is remembered whether they are ours. A player's own is asked for anew: he may be forgotten."""

A_MOMENT = 1.5
"""How long after its first message a thread of ours may still be noted."""

TRIES = 20
LONGEST_AGAIN = 15.0
"""Between two tries to learn whose a thread is, while the store does not answer."""

MOST_WAITING = 500
"""Messages of one thread that wait until it is known whose it is; what comes beyond is read again then, over REST."""

MOST_EARLY = 5_000
"""Messages of a server that wait until one has begun to read what was missed; that holds those which come before."""

LONGEST_EARLY = 15.0
"""How long they wait at most for Discord to say that the server is there."""


@dataclass(slots=True)
class Asking:
    """What was typed in a thread while one learns whose it is; `missed`: there was more than is kept."""

    waiting: list[Heard] = field(default_factory=list)
    missed: bool = False


@dataclass(slots=True)
class Desk:
    """One process's way from events to the program."""

    answers: Answers
    pressing: Pressing
    threads: ThreadStore
    lanes: Lanes
    catching_up: CatchingUp
    tidying: Tidying
    _known: OrderedDict[str, Thread | None] = field(default_factory=OrderedDict)
    _asking: dict[str, Asking] = field(default_factory=dict)
    _in_order: set[str] = field(default_factory=set)
    _early: dict[str, deque[Early]] = field(default_factory=dict)
    _timers: dict[str, asyncio.TimerHandle] = field(default_factory=dict)

    def begins(self, is_of_session: Callable[[str], bool]) -> None:
        """A session begins anew: until what was missed is being read, what comes in its servers waits."""
        self._in_order = {one for one in self._in_order if not is_of_session(one)}

    async def heard(self, community: str, thread: str, heard: Heard, *, ours: bool) -> None:
        """Something was typed in a thread, maybe one of ours."""
        if community in self._in_order:
            self._heard(community, thread, heard, ours=ours)
            return
        if community not in self._early:
            self._early[community] = deque(maxlen=MOST_EARLY)
            loop = asyncio.get_running_loop()
            self._timers[community] = loop.call_later(LONGEST_EARLY, self._no_longer, community)
        self._early[community].append((thread, heard, ours))

    def _no_longer(self, community: str) -> None:
        """Read what was missed also where nobody says that the server is there."""
        if community not in self._in_order:
            _log.warning("community=%s was not said to be there", community)
            _ = self.answers.spawn(self.arrived(community, lambda _: None))

    def _flow(self, community: str) -> None:
        """From now on what comes goes to its own lane, behind what is being read there."""
        while early := self._early.get(community):
            thread, heard, ours = early.popleft()
            self._heard(community, thread, heard, ours=ours)
        self._in_order.add(community)
        self._early.pop(community, None)
        if timer := self._timers.pop(community, None):
            timer.cancel()

    def _heard(self, community: str, thread: str, heard: Heard, *, ours: bool) -> None:
        found = self._known.get(thread)
        if found is None and (thread not in self._known or ours):
            self._ask(community, thread, heard, ours=ours)
        elif found is not None and not found.closed:
            self.lanes.hear(found, heard)

    def _ask(self, community: str, thread: str, heard: Heard, *, ours: bool) -> None:
        """Have it learned whether a thread is ours; what is typed in it meanwhile waits in its order."""
        asking = self._asking.get(thread)
        if asking is None:
            asking = self._asking[thread] = Asking()
            _ = self.answers.spawn(self._learn(community, thread, ours=ours))
        if len(asking.waiting) < MOST_WAITING:
            asking.waiting.append(heard)
        else:
            asking.missed = True

    async def _learn(self, community: str, thread: str, *, ours: bool) -> None:
        """Learn whether a thread is ours, however long the store is away."""
        try:
            found = await self._thread(community, thread, ours=ours)
        finally:
            asking = self._asking.pop(thread)
        if found is None or found.closed:
            return
        if asking.missed:
            _ = self.answers.spawn(self.catching_up.read_again(self.lanes.hold(found)))
        for one in asking.waiting:
            self.lanes.hear(found, one)

    async def arrived(self, community: str, last: Callable[[str], int | None]) -> None:
        """A server is there: what was missed in its threads is read, for as long as this connection stands."""

        async def read() -> None:
            held = await self.catching_up.hold(community)
            self._flow(community)
            await self.catching_up.read(held, last)

        _ = self.answers.spawn(self._insist(f"community={community} what was missed", read, tries=count()))

    async def joined(self, community: str) -> None:
        """The bot was added to a server: what is left of an earlier time is forgotten first."""
        await self._insist(f"community={community} arriving", lambda: self.tidying.arrive(community))

    async def left(self, community: str) -> None:
        """The bot was removed from a server: nothing is kept of it."""
        await self._insist(f"community={community} leaving", lambda: self.tidying.leave(community))

    async def closed(self, community: str, thread: str) -> None:
        """A thread was deleted."""
        self._known.pop(thread, None)
        await self._insist(f"thread={thread} closing", lambda: self.threads.close(community, thread))

    async def sorry(self, interaction: discord.Interaction[Any]) -> None:
        """A command went wrong before it began."""

        async def made(_: object) -> Made:
            return Made(line(self.answers.front.words.try_again()))

        await self.answers.answer(interaction, made)

    async def _thread(self, community: str, thread: str, *, ours: bool) -> Thread | None:
        """Whether a thread is ours; one we opened a moment ago may not be noted yet."""
        found = await self._look(community, thread)
        if found is None and ours:
            await asyncio.sleep(A_MOMENT)
            found = await self._look(community, thread)
        if found is None or not found.player:
            self._known[thread] = found
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return found

    async def _look(self, community: str, thread: str) -> Thread | None:
        """Look a thread up, as often as it takes: what waits for it is not dropped."""
        pause = 0.2
        while True:
            try:
                return await self.threads.thread(community, thread)
            except RiddleError as error:
                _log.warning("thread=%s waits: %s", thread, error)
            await asyncio.sleep(pause)
            pause = min(LONGEST_AGAIN, pause * 2)

    @staticmethod
    async def _insist(what: str, do: Callable[[], Any], tries: Iterable[int] = range(TRIES)) -> None:
        """Do what has to be done, though the store may be away for a while."""
        pause = 0.5
        for _ in tries:
            try:
                await do()
            except RiddleError as error:
                _log.warning("%s is tried again: %s", what, error)
                await asyncio.sleep(pause)
                pause = min(30.0, pause * 2)
            else:
                return
        _log.error("%s was given up", what)
