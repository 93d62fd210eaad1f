"""Which addresses may be reached."""

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from adapters.news.fetch import Fetcher, Limits
from adapters.news.guard import ClosedAddress, Guard, GuardedResolver, is_public
from bot.errors import FetchRefused, SourceError

from .conftest import BadServer


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.5.4", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "192.0.0.170", "192.0.2.1", "198.18.0.1", "224.0.0.1",
        "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16", "::", "::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "100::1", "fec0::1", "not an address", "",
    ],
)  # fmt: skip
def test_private_and_reserved_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "151.101.1.81", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "2a04:4e42::81", "2002:808:808::"],
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "Only http"),
        ("ftp://example.org/feed", "Only http"),
        ("gopher://example.org", "Only http"),
        ("http://", "Only http"),
        ("http://[::1/feed", "malformed"),
        ("http://example.org:99999/", "malformed"),
        ("http://user:hunter2@example.org/feed", "user name or password"),
        ("http://example.org:22/", "port 22"),
        ("http://127.0.0.1/feed", "private"),
        ("http://[::1]/feed", "private"),
        ("http://[::ffff:169.254.169.254]/latest/meta-data", "private"),
        ("http://169.254.169.254/latest/meta-data", "private"),
        ("http://100.100.100.200/", "private"),
        ("http://example.org/" + "a" * 3_000, "longer than"),
    ],
)
async def test_an_address_that_looks_wrong_is_refused_in_a_sentence(url: str, said: str) -> None:
    async with Fetcher() as fetcher:
        with pytest.raises(FetchRefused, match=said) as caught:
            await fetcher.get(url)
    assert "hunter2" not in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "017700000001", "0"])
async def test_a_name_or_number_that_resolves_to_loopback_is_refused(server: BadServer, host: str) -> None:
    server.put("/feed", "secret")
    port = server.url.rpartition(":")[2]
    async with Fetcher(limits=Limits(seconds=5)) as fetcher:
        with pytest.raises(SourceError, match=r"private|malformed"):
            await fetcher.get(f"http://{host}:{port}/feed", trusted=True)
    assert not server.asked


class _Rebinding(AbstractResolver):
    """Gives a public address the first time and a private one ever after."""

    def __init__(self) -> None:
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked += 1
        address = "93.184.215.14" if self.asked == 1 else "127.0.0.1"
        return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        pass


async def test_a_name_that_changes_to_a_private_address_is_caught_when_connecting(server: BadServer) -> None:
    resolver = _Rebinding()
    await resolver.resolve("rebind.example", 80)
    async with Fetcher(resolver=resolver) as fetcher:
        with pytest.raises(FetchRefused, match=r"rebind\.example is on a private"):
            await fetcher.get("http://rebind.example:8080/feed")
    assert resolver.asked == 2
    assert not server.asked


async def test_of_mixed_addresses_only_the_public_ones_are_used() -> None:
    guard = Guard()
    found = [
        ResolveResult(hostname="x", host=host, port=80, family=socket.AF_INET, proto=0, flags=0)
        for host in ("10.0.0.1", "93.184.215.14")
    ]
    assert [one["host"] for one in guard.select("x", 80, found)] == ["93.184.215.14"]


def test_the_last_look_is_at_the_address_that_is_connected_to() -> None:
    with pytest.raises(ClosedAddress):
        Guard().socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 80)))
    Guard().socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("93.184.215.14", 80))).close()


async def test_a_private_feed_of_the_operator_is_read_where_that_was_allowed(server: BadServer) -> None:
    url = server.put("/feed", "hello")
    async with Fetcher(allow_private=True) as fetcher:
        assert (await fetcher.get(url, trusted=True)).body == b"hello"
        with pytest.raises(FetchRefused):
            await fetcher.get(url.replace("127.0.0.1", "127.0.0.2"))


async def test_a_private_feed_is_refused_where_that_was_not_allowed(server: BadServer) -> None:
    url = server.put("/feed", "hello")
    async with Fetcher() as fetcher:
        with pytest.raises(FetchRefused, match="private"):
            await fetcher.get(url, trusted=True)
    assert not server.asked


async def test_the_resolver_closes_the_one_beneath() -> None:
    await GuardedResolver(Guard()).close()
