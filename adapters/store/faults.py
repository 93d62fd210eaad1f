"""Every error of the Redis client, as one sentence of ours. No address is shown with its user name or password."""

from __future__ import annotations

import os
import socket
import ssl

from redis.exceptions import (
    AskError,
    AuthenticationError,
    AuthenticationWrongNumberOfArgsError,
    BusyLoadingError,
    ClusterDownError,
    MasterDownError,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    TimeoutError,  # noqa: A004  # the client's own
)
from redis.exceptions import ConnectionError as Unreachable

from bot.errors import StoreError, StoreUnavailable

_REPLIES: dict[str, tuple[type[StoreError], str]] = {
    "NOAUTH": (StoreError, "wants a password: put it into REDIS_URL, as in redis://:password@host:6379/0."),
    "WRONGPASS": (StoreError, "refuses the user name or password in REDIS_URL."),
    "AUTH": (StoreError, "has no password set, but REDIS_URL gives one: take it out."),
    "NOPERM": (StoreError, "does not let the user in REDIS_URL do what is needed: allow it all commands on riddle:*."),
    "OOM": (StoreUnavailable, "is full (its maxmemory is reached): give it more memory."),
    "MISCONF": (StoreUnavailable, "cannot write to its disk: make room there, or look at its log."),
    "LOADING": (StoreUnavailable, "is still loading its data: try again in a moment."),
    "READONLY": (StoreUnavailable, "is a read-only replica: REDIS_URL must name the primary."),
    "MASTERDOWN": (StoreUnavailable, "is a replica that has lost its primary: REDIS_URL must name the primary."),
    "NOREPLICAS": (StoreUnavailable, "takes no writes because too few replicas are connected."),
    "BUSY": (StoreUnavailable, "is busy with a script of somebody's: try again in a moment."),
    "MOVED": (StoreError, "is a node of a cluster, which is not supported: REDIS_URL must name a single server."),
    "CLUSTERDOWN": (StoreUnavailable, "is a node of a cluster that is down."),
    "WRONGTYPE": (StoreError, "holds something else under a key of ours: use another database number in REDIS_URL."),
}
"""What a server's refusals mean, by their first word."""

_TYPES: tuple[tuple[type[RedisError], str], ...] = (
    (AuthenticationError, "WRONGPASS"),
    (AuthenticationWrongNumberOfArgsError, "WRONGPASS"),
    (NoPermissionError, "NOPERM"),
    (OutOfMemoryError, "OOM"),
    (BusyLoadingError, "LOADING"),
    (ReadOnlyError, "READONLY"),
    (MasterDownError, "MASTERDOWN"),
    (AskError, "MOVED"),
    (ClusterDownError, "CLUSTERDOWN"),
)
"""The client has types of its own for some of them, whose text lacks that word."""


def fault(error: RedisError, store: str) -> StoreError:
    """The error that a person may read."""
    if type(error) is Unreachable and isinstance(error.__cause__, RedisError):
        error = error.__cause__  # the client wraps what a server says while it is being connected to
    known = _known(error)
    if known:
        kind, words = known
        return kind(f"{store} {words}")
    if isinstance(error, TimeoutError):
        return StoreUnavailable(f"{store} did not answer in time.")
    if isinstance(error, Unreachable):
        return _unreachable(error, store)
    return StoreError(f"{store} refused a command ({_code(error) or type(error).__name__}).")


def _known(error: RedisError) -> tuple[type[StoreError], str] | None:
    code = _code(error)
    if "authentication required" in str(error).lower():
        code = "NOAUTH"
    if code not in _REPLIES:
        code = next((code for kind, code in _TYPES if isinstance(error, kind)), "")
    return _REPLIES.get(code)


def _code(error: RedisError) -> str:
    """The first word of a server's refusal, when it is one."""
    first = str(error).split(" ", 1)[0].rstrip(":")
    return first if first.isalpha() and first.isupper() else ""


def _unreachable(error: Unreachable, store: str) -> StoreUnavailable:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return StoreUnavailable(
            f"{store} shows a certificate that is not trusted ({cause.verify_message}): "
            "set REDIS_CA_FILE to the file of its authority."
        )
    if isinstance(cause, ssl.SSLError):
        return StoreUnavailable(f"{store} does not speak TLS: try redis:// in place of rediss://.")
    if isinstance(cause, OSError) and cause.strerror:
        return StoreUnavailable(f"{store} cannot be reached ({_reason(cause)}).")
    return StoreUnavailable(f"{store} cannot be reached or closed the connection.")


def _reason(error: OSError) -> str:
    """The system's own words; a failed search for a name has numbers of its own."""
    if isinstance(error, socket.gaierror) or not error.errno:
        return str(error.strerror)
    return os.strerror(error.errno)
