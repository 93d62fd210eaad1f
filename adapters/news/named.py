"""What a person calls an address: never more than host and path, so that no secret shows."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.text import one_line


def is_web(address: str) -> bool:
    """Tell an address of the web from the path of a file."""
    return address.strip().lower().startswith(("http://", "https://"))


def name_of(address: str) -> str:
    """An address without scheme, credentials, query and fragment; a file by its path."""
    if not is_web(address):
        return one_line(address, 120)
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "a malformed address"
    return one_line(f"{host}{port}{parts.path.rstrip('/')}", 120)


def host_of(address: str) -> str:
    """The host without `www.`, to stand for an outlet that does not name itself."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
