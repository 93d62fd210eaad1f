"""Files: those of a person, read within bounds; and those of ours that lines are only added to, by one process."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import RiddleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

GO_ON = "what was made before is kept, and --resume goes on from there"


def read_text(path: Path, most: int) -> str:
    """The text of a file of so many bytes at most; raises `UsageError` where there is none, or more."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    except ValueError:
        raise UsageError("That is no name of a file.") from None
    return decoded(data, str(path), most)


def decoded(data: bytes, name: str, most: int) -> str:
    """The text of so many bytes at most; raises `UsageError` where it is none, or there are more."""
    if len(data) > most:
        size = f"{most // 2**20} MB" if most >= 2**20 else f"{most} bytes"
        raise UsageError(f"{name} is larger than {size}.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name} is not UTF-8 text from line {line} on.") from None


def unwritable(path: Path, error: OSError | ValueError) -> UsageError:
    """What is said where a file cannot be written."""
    reason = (error.strerror if isinstance(error, OSError) else "") or "that is no name of a file"
    return UsageError(f"{path} cannot be written: {reason}.")


def add(path: Path, lines: Iterable[str], hint: str = GO_ON) -> None:
    """Add lines, all or none of them; they are on the disk before anything else is done."""
    left = memoryview("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    if not left:
        return
    try:
        with path.open("ab", buffering=0) as file:
            before = file.tell()
            try:
                while left:
                    left = left[file.write(left) :]
                os.fsync(file.fileno())
            except BaseException:
                file.truncate(before)  # half a line would spoil the next one
                raise
    except OSError as error:
        raise RiddleError(f"{path} cannot be written: {error.strerror or error}; {hint}.") from None


def cut_torn(path: Path) -> None:
    """Cut off a last line that a death tore; one that is whole but for its end, as some editors leave it, gets it."""
    try:
        with path.open("rb+") as file:
            data = file.read()
            whole = data.rfind(b"\n") + 1
            if whole == len(data):
                return
            try:
                json.loads(data[whole:])
                file.write(b"\n")
            except ValueError:
                file.truncate(whole)
    except FileNotFoundError:
        return
    except OSError as error:
        raise unwritable(path, error) from None


@contextmanager
def held(path: Path, what: Path) -> Iterator[None]:
    """Hold what a file stands for against other processes; the system lets go of it when this one dies."""
    import fcntl  # noqa: PLC0415 - no Windows has it, and other commands need it not

    try:
        file = path.open("ab")
    except (OSError, ValueError) as error:
        raise unwritable(what, error) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"Another process is at work on {what}.") from None
        except OSError as error:
            raise unwritable(what, error) from None
        yield
