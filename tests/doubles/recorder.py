"""A platform on the loopback that records what it is sent, and misbehaves as it is told to.

Runs inside a test (`async with Recorder() as recorder`) or as a process of its own:
`python -m tests.doubles.recorder --port P [--clock FILE]`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sys
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST = 4_000
"""Characters of a message."""

TOLERANCE = 0.15
"""Seconds by which a message may come early: what was sent in time is not always under way for as long."""

FAULTS = ("lost", "drop", "error_before", "error_after", "limited", "refused", "slow", "late")
"""lost: done, no reply. drop: not done, no reply. error_*: 5xx. limited: 429. refused: 400. late: lost, seen later."""


_ERRORS = {"error_before": 503, "refused": 400}
"""Errors before anything is done."""


@dataclass(frozen=True)
class Fault:
    """One misbehaviour, of the next call that it fits: `on` is post, edit, find, tell, or empty for any."""

    kind: str
    on: str = ""
    channel: str = ""
    seconds: float = 0.1


@dataclass
class Message:
    """A message of a channel: `changed` counts the edits that changed anything, `seen` when it can be found."""

    id: str
    channel: str
    name: str
    text: str
    at: str
    arrived: float
    seen: float = 0.0
    edits: int = 0
    changed: int = 0
    deleted: bool = False


@dataclass
class Plan:
    """Faults by chance: the share of calls of each kind, and how long what takes time takes."""

    seed: int
    shares: dict[str, float]
    seconds: float = 0.1
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def pick(self) -> Fault | None:
        drawn = self.dice.random()
        for kind, share in self.shares.items():
            drawn -= share
            if drawn < 0:
                return Fault(kind, seconds=self.seconds)
        return None


class Recorder:
    """Channels, messages with names, edits and private lines; everything is kept and counted."""

    def __init__(self, now: Callable[[], datetime] | None = None, port: int = 0) -> None:
        self.now = now or (lambda: datetime.now(UTC))
        self.messages: dict[str, Message] = {}
        self.tells: list[dict[str, Any]] = []
        self.calls: Counter[str] = Counter()
        self.violations: list[str] = []
        self.faults: deque[Fault] = deque()
        self.plan: Plan | None = None
        self.gone: set[str] = set()
        self.mute: set[str] = set()
        """Channels whose messages may not be read."""
        self.waiting: dict[str, float] = {}
        """Channels that are told to wait, until when."""
        self.per_second = 0.0
        self.url = ""
        self._port = port
        self._free: dict[str, float] = {}
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**20)
        for what in ("post", "find", "edit", "tell"):
            app.router.add_post(f"/{what}", self._call)
        app.router.add_post("/control", self._control)
        app.router.add_get("/state", self._state)
        self._runner = web.AppRunner(app, handler_cancellation=False, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=1_024).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    # --- what a test asks ---

    def of(self, name: str) -> list[Message]:
        """The messages of a name."""
        return [one for one in self.messages.values() if one.name == name]

    def doubled(self) -> list[str]:
        """The names that were posted more than once."""
        counts = Counter(one.name for one in self.messages.values())
        return sorted(name for name, count in counts.items() if count > 1)

    def fail(self, *kinds: str, on: str = "post", seconds: float = 0.1, channel: str = "") -> None:
        """Misbehave so at the next calls, in this order."""
        self.faults.extend(Fault(kind, on, channel, seconds) for kind in kinds)

    # --- the platform ---

    async def _call(self, request: web.Request) -> web.StreamResponse:
        what, asked = request.path[1:], await request.json()
        self.calls[what] += 1
        refused = self._refusal(what, asked)
        if refused is not None:
            return refused
        fault = self._fault(what, asked)
        return await self._with(fault, request, what, asked) if fault else self._commit(what, asked)

    async def _with(self, fault: Fault, request: web.Request, what: str, asked: dict[str, Any]) -> web.StreamResponse:
        self.calls[f"{what} {fault.kind}"] += 1
        if fault.kind == "limited":
            return _limited(fault.seconds)
        if fault.kind in _ERRORS:
            return web.json_response({"error": "boom"}, status=_ERRORS[fault.kind])
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            return self._commit(what, asked)
        answer = web.json_response({}) if fault.kind == "drop" else self._commit(what, asked)
        if fault.kind == "error_after":
            return web.json_response({"error": "boom"}, status=500)
        if fault.kind == "late" and what == "post":
            list(self.messages.values())[-1].seen = time.monotonic() + fault.seconds
        if request.transport is not None:
            request.transport.abort()
        return answer

    def _refusal(self, what: str, asked: dict[str, Any]) -> web.Response | None:
        channel = str(asked.get("channel", ""))
        wrong = _wrong(what, asked)
        if wrong:
            self.violations.append(wrong)
            return web.json_response({"error": wrong}, status=400)
        if what != "tell" and channel in self.gone:
            return web.json_response({"error": "channel_gone"}, status=404)
        if what == "find" and channel in self.mute:
            return web.json_response({"error": "not_readable"}, status=403)
        return self._too_soon(channel) if what in {"post", "edit"} else None

    def _too_soon(self, channel: str) -> web.Response | None:
        """Refuse who was told to wait, and who sends faster than is allowed."""
        now = time.monotonic()
        if now < self.waiting.get(channel, 0.0):
            return _limited(self.waiting[channel] - now)
        if not self.per_second:
            return None
        free = self._free.get(channel, 0.0)
        if now < free - TOLERANCE:
            self.violations.append(f"{channel}: {free - now:.2f} s too early")
            return _limited(free - now)
        self._free[channel] = max(now, free) + 1 / self.per_second
        return None

    def _fault(self, what: str, asked: dict[str, Any]) -> Fault | None:
        for fault in self.faults:
            if fault.on in {"", what} and fault.channel in {"", asked.get("channel")}:
                self.faults.remove(fault)
                return fault
        return self.plan.pick() if self.plan else None

    def _commit(self, what: str, asked: dict[str, Any]) -> web.Response:
        done: Callable[[dict[str, Any]], web.Response] = getattr(self, f"_{what}")
        return done(asked)

    def _post(self, asked: dict[str, Any]) -> web.Response:
        number = str(len(self.messages) + 1)
        now = time.monotonic()
        self.messages[number] = Message(
            number, asked["channel"], asked["name"], asked["text"], self.now().isoformat(), now, now
        )
        return web.json_response({"id": number})

    def _find(self, asked: dict[str, Any]) -> web.Response:
        now, since = time.monotonic(), datetime.fromisoformat(asked["since"])
        for one in self.messages.values():
            same = (one.channel, one.name) == (asked["channel"], asked["name"])
            if same and not one.deleted and one.seen <= now and datetime.fromisoformat(one.at) >= since:
                return web.json_response({"id": one.id})
        return web.json_response({"id": None})

    def _edit(self, asked: dict[str, Any]) -> web.Response:
        found = self.messages.get(asked["message"])
        if found is None or found.deleted or found.channel != asked["channel"]:
            return web.json_response({"error": "message_gone"}, status=404)
        found.edits += 1
        found.changed += found.text != asked["text"]
        found.text = asked["text"]
        return web.json_response({"id": found.id})

    def _tell(self, asked: dict[str, Any]) -> web.Response:
        self.tells.append(asked)
        return web.json_response({})

    # --- control ---

    async def _control(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.control(**asked)
        return web.json_response({})

    def control(
        self,
        *,
        faults: Iterable[dict[str, Any]] = (),
        plan: dict[str, Any] | None = None,
        per_second: float | None = None,
        wait: dict[str, float] | None = None,
        gone: Iterable[str] | None = None,
        mute: Iterable[str] | None = None,
        delete: Iterable[str] = (),
    ) -> None:
        """Change how the platform behaves; an empty plan ends the faults by chance."""
        self.faults.extend(Fault(**one) for one in faults)
        if plan is not None:
            self.plan = Plan(**plan) if plan else None
        if per_second is not None:
            self.per_second = per_second
        self.waiting |= {channel: time.monotonic() + seconds for channel, seconds in (wait or {}).items()}
        self.gone = set(gone) if gone is not None else self.gone
        self.mute = set(mute) if mute is not None else self.mute
        for number in delete:
            self.messages[number].deleted = True

    async def _state(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "messages": [asdict(one) for one in self.messages.values()],
                "tells": self.tells,
                "calls": self.calls,
                "violations": self.violations,
                "doubled": self.doubled(),
            }
        )


def _wrong(what: str, asked: dict[str, Any]) -> str:
    """What is wrong with a call."""
    needed = {
        "post": ("channel", "name", "text"),
        "find": ("channel", "name", "since"),
        "edit": ("channel", "message", "text"),
        "tell": ("community", "text"),
    }[what]
    missing = [one for one in needed if not isinstance(asked.get(one), str) or not asked[one].strip()]
    if missing:
        return f"{what} without {', '.join(missing)}"
    return f"{what} of {len(asked['text'])} characters" if len(asked.get("text", "")) > LONGEST else ""


def _limited(seconds: float) -> web.Response:
    return web.json_response({"error": "limited"}, status=429, headers={"Retry-After": f"{seconds:.3f}"})


@dataclass(frozen=True)
class FileClock:
    """A clock for several processes: it goes as fast as the real one, and jumps when it is told to."""

    path: Path

    def set(self, at: datetime) -> None:
        """Show this moment now, and go on from there."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(f"{at.timestamp()} {time.time()}")
        fresh.replace(self.path)

    def __call__(self) -> datetime:
        shown, since = (float(one) for one in self.path.read_text().split())
        return datetime.fromtimestamp(shown + time.time() - since, UTC)


async def _serve(port: int, clock: str) -> None:
    async with Recorder(FileClock(Path(clock)) if clock else None, port) as recorder:
        print(recorder.url, flush=True)
        await asyncio.Event().wait()


def main() -> int:
    """Run until somebody ends it."""
    options = argparse.ArgumentParser(description="A platform that records what it is sent.")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--clock", default="")
    asked = options.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(asked.port, asked.clock))
    return 0


if __name__ == "__main__":
    sys.exit(main())
