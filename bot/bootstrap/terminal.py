"""The terminal: what is written for a person, and the game that is played there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ports.now import system_now

if TYPE_CHECKING:
    import asyncio

    from adapters.terminal.game import TerminalGame
    from adapters.terminal.screen import Screen
    from bot.bootstrap.store import Store
    from bot.domain import Edition


def screen(*, plain: bool = False, stderr: bool = False) -> Screen:
    """What is written for a person, on standard output or standard error."""
    from adapters.terminal.screen import Screen as TerminalScreen

    return TerminalScreen(plain=plain, stderr=stderr)


def terminal_game(
    store: Store, edition: Edition, community: str, player: str, screen: Screen, runner: asyncio.Runner
) -> TerminalGame:
    """Today's edition, to be played in the terminal."""
    from adapters.terminal.game import TerminalGame as Game
    from bot.game.table import Table

    return Game(Table(store.rounds, community, player, edition, system_now), screen, input, runner)
