"""Which pages of a site may be read: robots.txt and the site's text-and-data-mining reservations."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

_LONGEST = 500_000
_MOST_RULES = 1_000


def read_permissions(body: bytes, job: dict[str, Any]) -> list[dict[str, Any]]:
    """For each address of the job: may it be read? The body is robots.txt, and tdmrep.json behind it."""
    robots, tdmrep = body[: job["robots"]][:_LONGEST], body[job["robots"] :]
    rules = _reservations(tdmrep)
    allowed = _robots(robots, job["agent"])
    return [{"allowed": allowed(url) and not _reserved(rules, url)} for url in job["urls"]]


def _robots(body: bytes, agent: str) -> Any:
    from protego import Protego

    try:
        rules = Protego.parse(body.decode("utf-8", "replace"))
    except (ValueError, TypeError, IndexError, AttributeError, re.error):
        return lambda _url: True
    return lambda url: rules.can_fetch(url, agent)


def _reservations(body: bytes) -> list[tuple[str, bool]]:
    """The rules of /.well-known/tdmrep.json, in their order; a file that is none reserves nothing."""
    try:
        found = json.loads(body)
    except ValueError:
        return []
    rules = found if isinstance(found, list) else [found]
    return [
        (rule["location"], str(rule.get("tdm-reservation")) == "1")
        for rule in rules[:_MOST_RULES]
        if isinstance(rule, dict) and isinstance(rule.get("location"), str)
    ]


def _reserved(rules: list[tuple[str, bool]], url: str) -> bool:
    """The first rule that matches the path decides."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return next((reserved for location, reserved in rules if _covers(location, path)), False)


def _covers(location: str, path: str) -> bool:
    """A location has `*` for anything and `$` for the end, as in robots.txt; matched in linear time, without regex."""
    first, *rest = location.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if location.endswith("$"):
        if not rest:
            return path == first
        last = rest.pop()
        if len(path) < len(first) + len(last) or not path.endswith(last):
            return False
        path = path[: len(path) - len(last)]
    place = len(first)
    for part in rest:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return True
