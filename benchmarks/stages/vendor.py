"""A vendor on the loopback: it speaks OpenAI's chat protocol, charges, and fails by plan.

A request is known by its messages, so that the server itself can tell a repeated one. It is charged when its answer is
made, whether or not the answer arrives. Which fault a try meets depends on the request and the number of the try alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from bot.ports.now import system_now
from bot.riddles.pipelines.examples import load_examples

if TYPE_CHECKING:
    from collections.abc import Sequence

SUMMARY = "A colony of penguins moved its nests uphill this spring. It took nine days and some 4,000 pebbles."
THOUGHTS = 400
"""Tokens of a reply beside its text, as of a model that thinks first."""

UNCHARGED = ("429", "429 in seconds", "429 by date", "500", "502", "503", "closed", "silent", "page")
"""Faults after which nothing is charged: refused, broken, or no answer was made."""

CHARGED = ("half", "lost", "slow")
"""Faults that come after the answer was made and charged: half of it arrives, nothing, or it comes too late."""


@dataclass
class Vendor:
    """The server, and what it counted.

    `part` of the tries meet one of the `faults`; `losses` requests more meet `half` at their first try. `heeds` says
    that it answers a request of a known name (`Idempotency-Key`) from what it made before, and charges nothing.
    """

    faults: Sequence[str] = ()
    part: float = 0.0
    losses: int = 0
    heeds: bool = False
    lacks: Sequence[str] = ()
    refusal: tuple[int, str] | None = None
    pause: float = 0.02
    silence: float = 30.0
    seed: int = 7
    arrivals: list[float] = field(default_factory=list)
    tries: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    charges: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    tokens: int = 0
    prompt_tokens: int = 0
    url: str = ""

    def __post_init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._composition = load_examples()[0].reply()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=10**7)
        app.router.add_post("/v1/chat/completions", self._answer)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/v1"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def completion_tokens(self) -> int:
        """Tokens of replies that were charged."""
        return self.tokens - self.prompt_tokens

    @property
    def twice(self) -> int:
        """Requests that were charged more than once."""
        return sum(count > 1 for count in self.charges.values())

    def highest_rate(self, seconds: float = 1.0) -> int:
        """The most requests that arrived within any one second."""
        most, first = 0, 0
        for at, moment in enumerate(self.arrivals):
            while moment - self.arrivals[first] >= seconds:
                first += 1
            most = max(most, at - first + 1)
        return most

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.arrivals.append(asyncio.get_running_loop().time())
        asked = await request.json()
        if self.refusal:
            return _error(*self.refusal)
        if (way := _way(asked)) in self.lacks:
            self.refused += 1
            return _error(400, f"{way} is not supported by this server.")
        name = hashlib.sha256(json.dumps(asked["messages"]).encode()).hexdigest()
        fault = self._fault(name)
        self.tries[name] += 1
        self.met[fault or "answered"] += 1
        if fault in UNCHARGED:
            return await self._fail(request, fault)
        body = self._made(request, asked, name)
        await asyncio.sleep(self.silence if fault == "slow" else self.pause)
        return await _send(request, body, fault)

    def _fault(self, name: str) -> str:
        if self.losses and not self.tries[name]:
            self.losses -= 1
            return "half"
        chance = random.Random(f"{self.seed}:{name}:{self.tries[name]}")
        return chance.choice(list(self.faults)) if chance.random() < self.part else ""

    async def _fail(self, request: web.Request, fault: str) -> web.StreamResponse:
        if fault == "closed":
            return _closed(request)
        if fault == "silent":
            await asyncio.sleep(self.silence)
            return _closed(request)
        if fault == "page":
            return web.Response(text="<html><body>One moment, please.</body></html>", content_type="text/html")
        status, _, told = fault.partition(" ")
        after = {"in seconds": "1", "by date": format_datetime(system_now())}.get(told)
        return _error(int(status), "Try again later.", {"Retry-After": after} if after else {})

    def _made(self, request: web.Request, asked: dict[str, Any], name: str) -> bytes:
        """The answer, made and charged, or the one that was made before where the server heeds names."""
        key = request.headers.get("Idempotency-Key", "") if self.heeds else ""
        if key in self._kept:
            return self._kept[key]
        text = SUMMARY if asked["messages"][0]["content"].startswith("You summarise") else self._composition
        read = len(json.dumps(asked, ensure_ascii=False).encode()) // 3
        written = THOUGHTS + len(text) // 3
        self.charges[name] += 1
        self.tokens += read + written
        self.prompt_tokens += read
        body = json.dumps(_completion(asked, text, read, written)).encode()
        if key:
            self._kept[key] = body
        return body


def _way(asked: dict[str, Any]) -> str:
    return "response_format" if "response_format" in asked else "tools" if "tools" in asked else "text"


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": {"message": message, "type": "error"}}, status=status, headers=headers or {})


def _closed(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def _send(request: web.Request, body: bytes, fault: str) -> web.StreamResponse:
    if fault == "lost":
        return _closed(request)
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2] if fault == "half" else body)
    if fault == "half":
        return _closed(request)
    await response.write_eof()
    return response


def _completion(asked: dict[str, Any], text: str, read: int, written: int) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": asked.get("model", "double"),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written},
    }
