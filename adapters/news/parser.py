"""The process that touches hostile bytes: `python -m adapters.news.parser`. It has no network, no secrets, few rights.

It reads one request after another from standard input and answers each with a frame that says how many items follow,
and then the items. Whatever goes wrong is one sentence; whatever goes very wrong ends this process, not the program.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from adapters.news.frames import LENGTH
from adapters.news.reading.trouble import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

Job = dict[str, Any]


def main() -> int:
    """Answer requests until standard input ends."""
    read, write = sys.stdin.buffer, sys.stdout.buffer
    while True:
        head = read.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return 0
        job: Job = json.loads(read.read(*LENGTH.unpack(head)))
        body = read.read(job["size"])
        _limit(job)
        _answer(write, job, body)


def _answer(write: BinaryIO, job: Job, body: bytes) -> None:
    try:
        items = _reader(job["kind"])(body, job)
        frames = [json.dumps(item, ensure_ascii=False).encode("utf-8", "replace") for item in items]
    except Unreadable as error:
        _send(write, {"error": str(error)})
        return
    except (RecursionError, MemoryError) as error:
        _send(write, {"error": "is nested too deep" if isinstance(error, RecursionError) else "needs too much memory"})
        return
    _send(write, {"items": len(frames)})
    write.writelines(LENGTH.pack(len(frame)) + frame for frame in frames)
    write.flush()


def _send(write: BinaryIO, head: dict[str, Any]) -> None:
    frame = json.dumps(head).encode()
    write.write(LENGTH.pack(len(frame)) + frame)
    write.flush()


def _reader(kind: str) -> Callable[[bytes, Job], Any]:
    """The function for a kind of bytes; each brings its own heavy imports."""
    if kind == "feed":
        from adapters.news.reading.feeds import read_feed

        return read_feed
    if kind == "page":
        from adapters.news.reading.pages import read_page

        return read_page
    if kind == "permissions":
        from adapters.news.reading.permissions import read_permissions

        return read_permissions
    from adapters.news.reading.apis import READERS

    return READERS[kind]


def _limit(job: Job) -> None:
    """Bound memory, processor time of this request, and files; where the system has no such bound, the parent has."""
    import resource

    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(spent.ru_utime + spent.ru_stime + job["seconds"]) + 2
    for kind, bound in (
        (resource.RLIMIT_AS, job["memory"]),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (bound, resource.getrlimit(kind)[1]))


if __name__ == "__main__":
    sys.exit(main())
