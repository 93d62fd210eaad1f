"""Logs of processes that run for long: one line an event, as text or as JSON, on standard error."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

QUIET = (
    "docket",
    "aiohttp",
    "asyncio",
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "openai",
    "trafilatura",
    "slack_bolt",
    "slack_sdk",
    "discord",
)
"""Others' logs, of which only warnings are of use."""

_PAIR = re.compile(r"(?<![^\s])([a-z_]+)=(\S+)")
"""A word of a message that a machine may want: `sending=post:slack:T1:C1:2026-11-22`."""


class TextLines(logging.Formatter):
    """`2026-11-22T09:00:00Z INFO bot.delivery.sending settled sending=... stage=sent`."""

    def format(self, record: logging.LogRecord) -> str:
        """One event; what caused it follows, indented."""
        line = f"{_moment(record)} {record.levelname} {record.name} {_one_line(record.getMessage())}"
        cause = _cause(self, record)
        return line + "".join(f"\n    {part}" for part in cause.splitlines())


class JsonLines(logging.Formatter):
    """An object a line; each `name=value` of the message is also a field."""

    def format(self, record: logging.LogRecord) -> str:
        """One event."""
        message = record.getMessage()
        told: dict[str, object] = dict(_PAIR.findall(message))
        told |= {"at": _moment(record), "level": record.levelname.lower(), "from": record.name, "message": message}
        cause = _cause(self, record)
        return json.dumps(told | ({"cause": cause} if cause else {}), ensure_ascii=False)


def begin_logs(kind: str, level: str) -> None:
    """Log to standard error from now on, as `text` or `json`, from a level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if kind == "json" else TextLines())
    handler.addFilter(_without_outages)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _without_outages(record: logging.LogRecord) -> bool:
    """Of an outage of the store the queue's engine tells every second, each time with a page of where it noticed."""
    if record.name.startswith("docket") and record.exc_info and record.exc_info[0] is not None:
        kind = record.exc_info[0]
        if kind.__module__.startswith("redis."):
            record.exc_info, record.exc_text = None, None
            record.msg, record.args = f"{record.getMessage()} ({kind.__name__})", ()
    return True


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _cause(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    return formatter.formatException(record.exc_info) if record.exc_info else ""
