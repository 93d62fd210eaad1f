"""Locks on files: the kernel lets go of them when their holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import StoreError, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_POLL = 0.004
"""Seconds between two tries for a lock that another process holds."""


class FileLock:
    """One open file that can be locked; another `FileLock` on it, in this process or elsewhere, is another holder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def share(self, timeout: float) -> None:
        """Hold it together with others."""
        self._wait(fcntl.LOCK_SH, timeout)

    def take(self, timeout: float) -> None:
        """Hold it alone."""
        self._wait(fcntl.LOCK_EX, timeout)

    def try_take(self) -> bool:
        """Hold it alone if nobody else holds it; a shared hold of one's own is turned into this one."""
        return self._try(fcntl.LOCK_EX)

    def in_place(self) -> bool:
        """Whether the file still stands where it was opened: not removed, moved or replaced since."""
        try:
            return os.path.samestat(os.fstat(self.fd), self.path.stat())
        except FileNotFoundError:
            return False

    def close(self) -> None:
        """Let go of it, unless a process that inherited the file still has it open."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def _wait(self, kind: int, timeout: float) -> None:
        until = time.monotonic() + timeout
        while not self._try(kind):
            if time.monotonic() > until:
                raise StoreUnavailable(f"Another process has held {self.path} for {timeout:.0f} seconds: try again.")
            time.sleep(_POLL)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self.fd, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise StoreError(
                f"Files cannot be locked in {self.path.parent} ({error.strerror}): set RIDDLE_DATA_DIR to a local disk."
            ) from error
        return True


@contextmanager
def alone(path: Path, timeout: float) -> Iterator[None]:
    """Do something while no other process does it."""
    lock = FileLock(path)
    try:
        lock.take(timeout)
        yield
    finally:
        lock.close()


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock on this file."""
    lock = FileLock(path)
    try:
        return not lock.try_take()
    finally:
        lock.close()
