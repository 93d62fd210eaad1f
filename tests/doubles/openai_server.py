"""An OpenAI-compatible server on the loopback that answers what it is told to, in order."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Said:
    """One answer of the server."""

    content: str | None = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """The whole body, where it is not to be a chat completion."""
    delay: float = 0.0
    hang_up: bool = False
    drips: bool = False
    """Whether a byte comes now and then, for ever."""
    call: Mapping[str, Any] | None = None
    """The arguments of a function call, where the model answers by one."""
    finish: str = "stop"
    usage: tuple[Any, Any] | None = (100, 20)


def error(status: int, message: str, *, code: str = "", headers: Mapping[str, str] | None = None) -> Said:
    """An error in the form the real servers have."""
    body = json.dumps({"error": {"message": message, "type": "error", "code": code}}).encode()
    return Said(status=status, headers=headers or {}, body=body)


class OpenAIServer:
    """Answers `POST /v1/chat/completions` from a script; the last entry stays for whoever comes after."""

    def __init__(self, script: Sequence[Any]) -> None:
        self.script = list(script)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._answer)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/v1"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        self.requests.append(asked)
        self.headers.append(dict(request.headers))
        self.times.append(asyncio.get_running_loop().time())
        entry = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        said: Said = entry(asked) if callable(entry) else entry
        if said.delay:
            await asyncio.sleep(said.delay)
        if said.hang_up:
            assert request.transport is not None
            request.transport.close()
        if said.drips:
            return await _dripping(request)
        answer = _response(said, asked)
        # Clients are kept by address, and outlive a test: a connection of theirs must not.
        answer.force_close()
        return answer


async def _dripping(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    while True:  # until who asked is gone
        await answer.write(b" ")
        await asyncio.sleep(0.05)


def _response(said: Said, asked: dict[str, Any]) -> web.Response:
    if said.body is not None:
        headers = {"content-type": "application/json", **said.headers}
        return web.Response(status=said.status, body=said.body, headers=headers)
    return web.json_response(_completion(said, asked), status=said.status, headers=dict(said.headers))


def _completion(said: Said, asked: dict[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": said.content}
    if said.call is not None:
        name = asked["tools"][0]["function"]["name"]
        function = {"name": name, "arguments": json.dumps(said.call)}
        message |= {"content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": function}]}
    answer = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": asked.get("model", "double"),
        "choices": [{"index": 0, "message": message, "finish_reason": said.finish}],
    }
    if said.usage is not None:
        prompt, completion = said.usage
        answer["usage"] = {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": sum(count for count in said.usage if isinstance(count, int)),
        }
    return answer
