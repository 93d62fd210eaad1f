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
    from bot.game.amending import Amending
    from bot.game.club import Club
    from bot.game.hosting import Hosting
    from bot.game.member import Member
    from bot.game.sentences import Words
    from bot.game.submitting import Submitting
    from bot.settings import Settings


def screen(*, plain: bool = False, stderr: bool = False) -> Screen:
    """What is written for a person, on standard output or standard error."""
    from adapters.terminal.screen import Screen as TerminalScreen

    return TerminalScreen(plain=plain, stderr=stderr)


def club(store: Store, community: str) -> Club:
    """A community at play."""
    from bot.game.club import Club as Community

    return Community(store.rounds, store.players, store.communities, community, system_now, store.editions, store.looks)


def hosting(store: Store, community: str, host: str) -> Hosting:
    """A host of a community."""
    from bot.game.hosting import Hosting as Host

    return Host(store.rounds, store.players, store.communities, community, host, system_now)


def submitting(store: Store, community: str) -> Submitting:
    """The queue of a community for riddles of its players, and its own reserve."""
    from bot.game.submitting import Submitting as Queue

    return Queue(store.communities, store.editions, community, system_now)


def amending(store: Store) -> Amending:
    """The operator, who may change a riddle for everybody."""
    from bot.game.amending import Amending as Operator

    return Operator(store.rounds, store.players, store.communities, store.editions, "operator", system_now)


def words(settings: Settings) -> Words:
    """The sentences, in the language of the settings."""
    from bot.game.sentences import Words as Sentences

    return Sentences(settings.language)


def member(store: Store, settings: Settings, community: str, player: str) -> Member:
    """A player of a community, spoken to in the language of the settings."""
    from bot.game.member import Member as Player

    return Player(club(store, community), words(settings), player)


def terminal_game(member: Member, edition: Edition, screen: Screen, runner: asyncio.Runner) -> TerminalGame:
    """An edition, to be played in the terminal."""
    from adapters.terminal.game import TerminalGame as Game

    return Game(member, edition, screen, input, runner)
