"""The Valkey server that comes with the install: started by the first process that needs it, ended by the last.

Every process that uses the server holds a shared lock on `users.lock`; starting and stopping happen under an
exclusive lock on `starting.lock`; the server itself inherits a lock on `running.lock` and so holds it exactly as long
as it lives. A server whose starter died is found by its socket and used on.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.store.locks import FileLock, alone, is_held
from adapters.store.places import is_private, server_binary, socket_path, store_places
from bot.errors import StoreError, StoreUnavailable

if TYPE_CHECKING:
    from adapters.store.places import StorePlaces

_LOCK_SECONDS = 60.0
"""Longest wait for another process that starts or stops the server."""

_READY_SECONDS = 45.0
"""Longest wait for the server to answer; a long append-only file takes its time."""

_SOCKET_SECONDS = 5.0
"""Longest wait for a live server's socket to appear."""

_STOP_SECONDS = 10.0
"""Longest wait for the server to end."""

_ANSWER_SECONDS = 2.0
_POLL = 0.004
_LOG_BYTES = 1_000_000
"""A longer log is begun anew."""

_OPTIONS = {
    "port": "0",
    "unixsocketperm": "700",
    "dir": ".",
    "logfile": "server.log",
    "pidfile": "server.pid",
    "daemonize": "yes",
    "save": "",
    "appendonly": "yes",
    "hash-max-listpack-entries": "64",  # a longer one is searched from its beginning: the players of a riddle are many
    "appendfsync": "everysec",
    "auto-aof-rewrite-min-size": "16mb",
    "maxmemory": "512mb",
    "maxmemory-policy": "noeviction",
    "maxclients": "1000",
    "always-show-logo": "no",
}


class EmbeddedServer:
    """One process's share in the server of a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._places: StorePlaces = store_places(data_dir)
        self._user: FileLock | None = None
        self._path = Path()

    def enter(self) -> Path:
        """Use the server, starting it where it does not run; gives the path of its socket."""
        try:
            with alone(self._places.starting, _LOCK_SECONDS):
                user = FileLock(self._places.users)
                try:
                    user.share(_LOCK_SECONDS)
                    path = _running(self._places) or _launch(self._places)
                except BaseException:
                    user.close()
                    raise
        except OSError as error:
            raise _unusable(self._places, error) from error
        self._user, self._path = user, path
        return path

    def revive(self) -> None:
        """Start the server again where it has died under its users; where it lives, nothing happens."""
        try:
            with alone(self._places.starting, _LOCK_SECONDS):
                if _running(self._places) is None:
                    _launch(self._places)
        except OSError as error:
            raise _unusable(self._places, error) from error

    def leave(self) -> None:
        """Use the server no more; the last one ends it."""
        user, self._user = self._user, None
        if user is None:
            return
        try:
            if user.in_place():
                with alone(self._places.starting, _LOCK_SECONDS):
                    if user.in_place() and user.try_take():
                        _stop(self._places)
            elif user.try_take():
                _ask(self._path, b"SHUTDOWN")  # the data folder was deleted or moved away: nobody comes to this server
        except OSError as error:
            raise _unusable(self._places, error) from error
        finally:
            user.close()


def _unusable(places: StorePlaces, error: OSError) -> StoreError:
    return StoreError(f"The embedded store in {places.folder} cannot be used: {error.strerror or error}.")


def _running(places: StorePlaces) -> Path | None:
    """The socket of the server that runs for this folder, or None when there is none."""
    path = _known_address(places)
    began = time.monotonic()
    while is_held(places.running):
        if path and _serves(path):
            return path
        waited = time.monotonic() - began
        if waited > _SOCKET_SECONDS and (path is None or not path.exists()):
            raise StoreUnavailable(
                f"The embedded store runs{_process(places)} but its socket is gone: end that process."
            )
        if waited > _READY_SECONDS:
            raise StoreUnavailable(f"The embedded store runs{_process(places)} but does not answer: see {places.log}.")
        time.sleep(_POLL)
    return None


def _known_address(places: StorePlaces) -> Path | None:
    """The address that the starter left, if it still leads into a folder of ours."""
    try:
        path = Path(places.address.read_text(encoding="utf-8", errors="surrogateescape"))
    except FileNotFoundError:
        return None
    return path if path.is_absolute() and is_private(path.parent) else None


def _process(places: StorePlaces) -> str:
    number = places.pid.read_text().strip() if places.pid.exists() else ""
    return f" (process {number})" if number.isdigit() else ""


def _launch(places: StorePlaces) -> Path:
    path, known = socket_path(places), _known_address(places)
    if known and known.name == path.name:
        path = known  # whoever used the server before a crash finds it again
    _clear(path)
    places.address.write_text(str(path), encoding="utf-8", errors="surrogateescape")
    if places.log.exists() and places.log.stat().st_size > _LOG_BYTES:
        places.log.unlink()
    start = places.log.stat().st_size if places.log.exists() else 0
    _spawn(places, path)
    _await_answer(places, path, start)
    return path


def _clear(path: Path) -> None:
    """Remove a dead server's socket; a live one there has lost its data folder, which was deleted under it."""
    if _ask(path, b"PING"):
        _ask(path, b"SHUTDOWN NOSAVE")
        until = time.monotonic() + _STOP_SECONDS
        while _ask(path, b"PING") and time.monotonic() < until:
            time.sleep(_POLL)
    path.unlink(missing_ok=True)


def _spawn(places: StorePlaces, path: Path) -> None:
    """Start the server in a session of its own; it inherits the lock that says that it lives, and no secret of ours."""
    options = [part for name, value in _OPTIONS.items() for part in (f"--{name}", value)]
    lock = FileLock(places.running)
    try:
        lock.take(_ANSWER_SECONDS)
        with places.log.open("ab") as log:
            subprocess.run(  # noqa: S603  # the binary of the installed package with options of ours
                [server_binary(), *options, "--unixsocket", str(path)],
                cwd=places.folder,
                env={"LC_ALL": "C", "PATH": os.defpath},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(lock.fd,),
                start_new_session=True,
                umask=0o077,
                timeout=_READY_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise StoreUnavailable(f"The embedded store did not start in {_READY_SECONDS:.0f} seconds.") from error
    finally:
        lock.close()


def _await_answer(places: StorePlaces, path: Path, start: int) -> None:
    until = time.monotonic() + _READY_SECONDS
    while not _serves(path):
        if not is_held(places.running):
            raise StoreError(f"The embedded store did not start: {_last_words(places.log, start)}")
        if time.monotonic() > until:
            raise StoreUnavailable("The embedded store is still reading its data: try again in a minute.")
        time.sleep(_POLL)


def _last_words(log: Path, start: int) -> str:
    """The last line of the log that says something."""
    with log.open("rb") as file:
        file.seek(start)
        lines = file.read(_LOG_BYTES).decode("utf-8", "replace").splitlines()
    said = [line.split("#", 1)[-1].split("*", 1)[-1].strip(" .>'\"") for line in lines]
    said = [line for line in said if line and "ready to exit" not in line and "bye bye" not in line]
    return f"{said[-1]}." if said else f"it left no reason in {log}."


def _stop(places: StorePlaces) -> None:
    path = _known_address(places)
    if path is not None:
        _ask(path, b"SHUTDOWN")
    until = time.monotonic() + _STOP_SECONDS
    while is_held(places.running):
        if time.monotonic() > until:
            raise StoreUnavailable(f"The embedded store{_process(places)} does not end: see {places.log}.")
        time.sleep(_POLL)
    if path is not None:
        path.unlink(missing_ok=True)


def _serves(path: Path) -> bool:
    """Whether a server there takes commands; one whose disk is full refuses even this one, but serves."""
    said = _ask(path, b"PING")
    return bool(said) and not said.startswith(b"-LOADING")


def _ask(path: Path, command: bytes) -> bytes:
    """One command over the socket; empty when nobody answers."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_ANSWER_SECONDS)
            line.connect(str(path))
            line.sendall(command + b"\r\n")
            return line.recv(256)
    except OSError:
        return b""
