"""A server that speaks just enough of the protocol to refuse in every way that a real one may."""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

VERSION = "7.2.4"


@asynccontextmanager
async def refusing(
    refusal: str, command: str = "HGET", version: str = VERSION, received: list[str] | None = None
) -> AsyncIterator[str]:
    """Answer everything well, except one command; gives the address. "hang" says nothing, "drop" hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while words := await _command(reader):
                if received is not None:
                    received.append(words[0])
                await _answer(writer, words, refusal, command, version)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _answer(writer: asyncio.StreamWriter, words: list[str], refusal: str, command: str, version: str) -> None:
    if words[0].upper() == command:
        if refusal == "drop":
            raise ConnectionResetError
        if refusal != "hang":
            writer.write(f"-{refusal}\r\n".encode())
    elif words[0].upper() == "INFO":
        text = f"redis_version:{version}\r\n"
        writer.write(f"${len(text)}\r\n{text}\r\n".encode())
    else:
        writer.write(b"+OK\r\n")
    await writer.drain()


async def _command(reader: asyncio.StreamReader) -> list[str]:
    head = await reader.readline()
    words = []
    for _ in range(int(head[1:]) if head else 0):
        length = int((await reader.readline())[1:])
        words.append((await reader.readexactly(length + 2))[:-2].decode())
    return words


@asynccontextmanager
async def encrypted(target: str, context: ssl.SSLContext) -> AsyncIterator[int]:
    """A TLS door in front of a server's socket; gives its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_unix_connection(target)
        pumps = [asyncio.ensure_future(_pump(reader, inner_writer)), asyncio.ensure_future(_pump(inner_reader, writer))]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
        inner_writer.close()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()


@dataclass
class Door:
    """A door in front of a server that breaks: before a request has passed, or before its answer has."""

    target: str
    chance: float
    dice: random.Random
    port: int = 0
    requests_lost: int = 0
    answers_lost: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_unix_connection(self.target)
        ways = (self._carry(reader, inner_writer, "requests_lost"), self._carry(inner_reader, writer, "answers_lost"))
        pumps = [asyncio.ensure_future(way) for way in ways]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        for end in (inner_writer, writer):
            end.close()
            with suppress(ConnectionError):
                await end.wait_closed()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lost: str) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                if self.dice.random() < self.chance:
                    setattr(self, lost, getattr(self, lost) + 1)
                    return
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def breaking(target: str, chance: float, seed: int = 0) -> AsyncIterator[Door]:
    """Put a door in front of a server's socket that hangs up now and then."""
    door = Door(target, chance, random.Random(seed))
    serving: set[asyncio.Task[None]] = set()

    async def enter(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        try:
            await door.serve(reader, writer)
        finally:
            serving.discard(task)

    server = await asyncio.start_server(enter, "127.0.0.1", 0)
    door.port = server.sockets[0].getsockname()[1]
    try:
        yield door
    finally:
        server.close()
        await asyncio.gather(*serving, return_exceptions=True)
