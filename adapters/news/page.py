"""What a server answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MEANINGS = {
    401: "wants a password",
    402: "wants to be paid",
    403: "refuses us",
    404: "has nothing at this address",
    410: "has taken this address away for good",
    429: "says we ask too often",
    451: "may not show this for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, fully read. `headers` have lower-case names; `url` is where the redirects ended."""

    url: str
    host: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def unchanged(self) -> bool:
        """Whether the server said that what we know is still true."""
        return self.status == 304

    @property
    def content_type(self) -> str:
        """The declared type, with its charset."""
        return self.headers.get("content-type", "")[:200]

    def good(self) -> Page:
        """The page itself; raises `SourceError` unless the answer is 200 or "unchanged"."""
        if self.status in {200, 203, 304}:
            return self
        meaning = _MEANINGS.get(self.status) or ("is in trouble" if self.status >= 500 else "does not give it")
        raise SourceError(f"{self.host} {meaning} (HTTP {self.status}).")
