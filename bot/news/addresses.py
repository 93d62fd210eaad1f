"""Addresses a stranger gives us to read: what can be told by their looks. The guard of the fetch has the last word."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

LONGEST = 500
"""Characters an address may have."""

PORTS = frozenset({None, 80, 443, 8080, 8443})

_HOUSE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "test", "invalid", "arpa")
"""Last parts of names that no public server has."""


def unfit(address: str) -> str:
    """Why an address is no public feed's, to be read after its name; nothing where it may be one."""
    if len(address) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if not address.isprintable() or any(letter.isspace() for letter in address):
        return "has blanks in it"
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "is malformed"
    return _unfit(parts, host, port)


def _unfit(parts: SplitResult, host: str, port: int | None) -> str:
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return "does not begin with http:// or https://"
    if parts.username is not None or parts.password is not None:
        return "carries a user name or a password"
    if port not in PORTS:
        return f"asks for port {port}, where no public news is expected"
    return "is on a private or reserved network" if _is_private(host) else ""


def _is_private(host: str) -> bool:
    """Whether a host is no public one by its looks, in whatever way a number is written."""
    last = host.rpartition(".")[2]
    if ":" not in host and not last[:1].isdigit():
        return "." not in host or last in _HOUSE
    try:
        return not ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return True  # 127.1, 0x7f.1 or 2130706433: a number that hides what it is
