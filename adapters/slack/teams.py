"""The workspaces there are, and who speaks in each."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from adapters.slack.calls import NoScope, meant, web_client, words
from adapters.slack.said import PLATFORM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.renewing import Renewal
    from bot.ports.installs import InstallStore


@dataclass(frozen=True, slots=True)
class Robot:
    """Our own user in a workspace; `scopes` is None where Slack does not tell what was granted."""

    community: str
    user: str
    bot: str
    scopes: frozenset[str] | None = None
    installer: str = ""
    lacks: frozenset[str] = frozenset()

    def may(self, *scopes: str) -> bool:
        """Whether it has one of these scopes, or may have it."""
        wanted = set(scopes) - self.lacks
        return bool(wanted if self.scopes is None else wanted & self.scopes)

    def after(self, refused: NoScope) -> Robot:
        """The same, once Slack said what it lacks."""
        return replace(
            self, scopes=refused.granted or self.scopes, lacks=self.lacks | (refused.needed - refused.granted)
        )


class Teams(Protocol):
    """Who speaks in which workspace."""

    async def client(self, community: str) -> AsyncWebClient | None:
        """Who speaks there, or None where the app is not installed."""

    async def robot(self, community: str) -> Robot | None:
        """Our user there, or None where the app is not installed. Raises `DeliveryError` where Slack is away."""

    def forget(self, community: str) -> None:
        """Look again when somebody asks next."""

    def learn(self, community: str, refused: NoScope) -> None:
        """Slack said which scope is missing: it is not asked again for what takes it."""


@contextmanager
def looking(teams: Teams, community: str) -> Iterator[None]:
    """A call that only reads; what may be raised is translated, and a scope that is missing is remembered."""
    try:
        with meant(looking=True):
            yield
    except NoScope as error:
        teams.learn(community, error)
        raise


class OneTeam:
    """A single workspace, by the token of its settings."""

    def __init__(self, token: str, api_url: str | None = None) -> None:
        self._client = web_client(token, api_url)
        self._robot: Robot | None = None
        self._asking = asyncio.Lock()

    async def begin(self) -> Robot:
        """Ask Slack once whose token it is."""
        async with self._asking:
            if self._robot is None:
                with meant():
                    answer = await self._client.auth_test()
                self._robot = Robot(
                    f"{PLATFORM}:{answer['team_id']}", str(answer["user_id"]), str(answer.get("bot_id") or ""),
                    scopes(answer.headers),
                )  # fmt: skip
        return self._robot

    async def client(self, community: str) -> AsyncWebClient | None:
        """Who speaks there."""
        return self._client if await self.robot(community) else None

    async def robot(self, community: str) -> Robot | None:
        """Our user there."""
        robot = self._robot or await self.begin()
        return robot if robot.community == community else None

    def forget(self, community: str) -> None:
        """There is nothing to forget."""

    def learn(self, community: str, refused: NoScope) -> None:
        """Slack said which scope is missing."""
        if self._robot is not None and self._robot.community == community:
            self._robot = self._robot.after(refused)


@dataclass(slots=True)
class InstalledTeams:
    """Many workspaces, as they were installed; each is remembered for a minute."""

    installs: InstallStore
    now: Callable[[], float]
    api_url: str | None = None
    renewal: Renewal | None = None
    _known: dict[str, tuple[float, Robot | None, AsyncWebClient | None]] = field(default_factory=dict)

    async def client(self, community: str) -> AsyncWebClient | None:
        """Who speaks there."""
        return (await self._of(community))[2]

    async def robot(self, community: str) -> Robot | None:
        """Our user there."""
        return (await self._of(community))[1]

    def forget(self, community: str) -> None:
        """Look again when somebody asks next."""
        self._known.pop(community, None)

    def learn(self, community: str, refused: NoScope) -> None:
        """Slack said which scope is missing; that is believed as long as the workspace is remembered."""
        until, robot, client = self._known.get(community, (0.0, None, None))
        if robot is not None:
            self._known[community] = (until, robot.after(refused), client)

    async def _of(self, community: str) -> tuple[float, Robot | None, AsyncWebClient | None]:
        known = self._known.get(community)
        if known is None or known[0] < self.now():
            known = await self._read(community)
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[community] = known
        return known

    async def _read(self, community: str) -> tuple[float, Robot | None, AsyncWebClient | None]:
        until = self.now() + KNOWN_SECONDS
        found = await self.installs.installation(community)
        if found is None:
            return until, None, None
        if self.renewal is not None:
            found = await self.renewal.fresh(found)
        robot = Robot(community, found.user, found.bot, frozenset(found.scopes) or None, found.installer)
        return until, robot, web_client(found.token, self.api_url)


KNOWN_SECONDS = 60.0
MOST_KNOWN = 1_000


def scopes(headers: object) -> frozenset[str] | None:
    """What was granted, where Slack tells it beside an answer."""
    said = {str(name).lower(): str(value) for name, value in dict(headers or {}).items()}  # type: ignore[call-overload]
    return words(said.get("x-oauth-scopes")) or None
