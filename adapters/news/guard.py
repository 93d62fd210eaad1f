"""Which addresses may be reached: public ones, unless the operator's own feed lives elsewhere."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.errors import FetchRefused

if TYPE_CHECKING:
    from collections.abc import Callable

PORTS = frozenset({80, 443, 8080, 8443})
"""Ports a public web server is expected on."""

LONGEST_URL = 2_000
"""Characters an address may have."""

_CLOSED = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
    )
)  # fmt: skip
# Global unicast alone, less what is documentation, benchmark, or local in disguise.
_IPV6_OPEN = ip_network("2000::/3")
_IPV6_CLOSED = tuple(ip_network(block) for block in ("2001::/23", "2001:db8::/32", "3fff::/20", "2620:4f:8000::/48"))
_SIX_TO_FOUR = ip_network("2002::/16")
_NAT64 = (ip_network("64:ff9b::/96"),)


class ClosedAddress(OSError):
    """A connection that was about to be made to an address that may not be reached."""


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet, in whatever form it is written."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return _is_public_v4(found) if isinstance(found, IPv4Address) else _is_public_v6(found)


def _is_public_v4(address: IPv4Address) -> bool:
    return not any(address in block for block in _CLOSED) and address.is_global


def _is_public_v6(address: IPv6Address) -> bool:
    """A form that carries an IPv4 address is as public as that one; Teredo tunnels are not reached at all."""
    if address in _SIX_TO_FOUR:
        return _is_public_v4(IPv4Address(int(address) >> 80 & 0xFFFFFFFF))
    if any(address in block for block in _NAT64):
        return _is_public_v4(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _IPV6_OPEN and not any(address in block for block in _IPV6_CLOSED) and address.is_global


class Guard:
    """Says of each hop and of each connection whether it may be made.

    `allowed` judges an IP address. An origin that was named to `trust` (a feed of the operator's own settings) may be
    anywhere and on any port; what it redirects or links to may not.
    """

    def __init__(self, allowed: Callable[[str], bool] = is_public) -> None:
        self._allowed = allowed
        self._trusted: set[tuple[str, int]] = set()
        self._approved: set[str] = set()

    def trust(self, url: str) -> None:
        """Let this origin be on a private network."""
        parts = urlsplit(url)
        if parts.hostname:
            self._trusted.add((parts.hostname.lower(), _port(parts)))

    def check(self, url: str, *, any_port: bool = False) -> None:
        """Refuse an address that is wrong by its looks; the resolved one is checked when connecting."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), _port(parts)
        except ValueError:
            raise FetchRefused("This is not an address that can be fetched: it is malformed.") from None
        if parts.scheme not in {"http", "https"} or not host:
            raise FetchRefused("Only http and https addresses are fetched.")
        if len(url) > LONGEST_URL:
            raise FetchRefused(f"The address at {host[:100]} is longer than {LONGEST_URL} characters.")
        if parts.username is not None or parts.password is not None:
            raise FetchRefused(f"The address at {host} carries a user name or password, so it is not fetched.")
        if (host, port) in self._trusted:
            return
        if not any_port and port not in PORTS:
            raise FetchRefused(f"{host} is asked for on port {port}, where no public news is expected.")
        if _is_literal(host) and not self._allowed(host):
            raise refusal(host)

    def select(self, host: str, port: int, found: list[ResolveResult]) -> list[ResolveResult]:
        """Keep the resolved addresses that may be reached; refuse the host when none is left."""
        trusted = (host.lower(), port) in self._trusted
        kept = [one for one in found if trusted or self._allowed(one["host"])]
        if found and not kept:
            raise refusal(host)
        if trusted:
            self._approved.update(one["host"] for one in kept)
        return kept

    def socket(self, address: tuple[Any, ...]) -> socket.socket:
        """Make the socket of a connection: the last look, at the very address that is connected to."""
        family, kind, protocol, _, (host, port, *_) = address
        if not (self._allowed(host) or host in self._approved or (host, port) in self._trusted):
            raise ClosedAddress(f"{host} is not a public address")
        return socket.socket(family=family, type=kind, proto=protocol)


PRIVATE = (
    "is on a private or reserved network, so it is not fetched; "
    "RIDDLE_ALLOW_PRIVATE_FEEDS=true allows it for feeds that the settings or the command line name"
)


class GuardedResolver(AbstractResolver):
    """The system's resolver, which forgets the addresses that may not be reached."""

    def __init__(self, guard: Guard, resolver: AbstractResolver | None = None) -> None:
        self._guard = guard
        self._inner = resolver or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Resolve a name to the addresses that may be reached."""
        return self._guard.select(host, port, await self._inner.resolve(host, port, family))

    async def close(self) -> None:
        """Close the resolver beneath."""
        await self._inner.close()


def refusal(host: str) -> FetchRefused:
    """The one sentence for an address on a private network."""
    return FetchRefused(f"{host} {PRIVATE}.")


def _is_literal(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _port(parts: Any) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)
