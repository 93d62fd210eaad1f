"""A process that uses the embedded store until its input ends or somebody presses Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from adapters.store.embedded import EmbeddedServer


def plain(data_dir: Path, *, lingering: bool) -> None:
    """Use the server; after Ctrl-C, at once or when the input ends, look whether it still answers."""
    server = EmbeddedServer(data_dir)
    path = server.enter()
    try:
        print(path, flush=True)
        sys.stdin.read()
    except KeyboardInterrupt:
        if lingering:
            sys.stdin.read()
        print(answer(path), flush=True)
    finally:
        server.leave()


def answer(path: Path) -> str:
    import socket

    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(path))
        line.sendall(b"PING\r\n")
        return line.recv(100).decode().strip()


async def whole(data_dir: Path) -> None:
    """The same through the connection that the program uses, with something to put right at the end."""
    from adapters.store.connection import open_redis

    async with open_redis(None, data_dir) as redis:
        print("ready", flush=True)
        try:
            await asyncio.sleep(60)
        finally:
            await redis.set("last words", "kept")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's job in the background ignores it
    if sys.argv[2] == "whole":
        try:
            asyncio.run(whole(Path(sys.argv[1])))
        except KeyboardInterrupt:
            sys.exit(130)
    else:
        plain(Path(sys.argv[1]), lingering=sys.argv[2] == "lingering")
