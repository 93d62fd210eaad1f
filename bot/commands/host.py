"""`riddle host`: look after the community of this terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.commands import options as common
from bot.commands.play import COMMUNITY
from bot.records import dump

if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from bot.bootstrap import Store
    from bot.domain import RoundKey
    from bot.game.club import Club
    from bot.game.hosting import Hosting
    from bot.game.sentences import Words
    from bot.game.submitting import Submitting
    from bot.ports.screen import Screen
    from bot.settings import Settings

T = TypeVar("T")

HOST = "host"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        below = verbs.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)
        below.add_argument("--plain", action="store_true", help="no colour, no boxes: for screen readers and files")
        return below

    alias = verb("alias", "make a text a right answer, from the first guess on")
    alias.add_argument("riddle", metavar="RIDDLE", help="its number, like 142 or 142.2")
    alias.add_argument("text", metavar="TEXT", type=common.text, help="what is right too")
    void = verb("void", "take a riddle out of the count: no points, and nobody's streak ends by it")
    void.add_argument("riddle", metavar="RIDDLE", help="its number, like 142 or 142.2")
    log = verb("log", "show what was done with a riddle")
    log.add_argument("riddle", metavar="RIDDLE", help="its number, like 142 or 142.2")
    log.add_argument("--json", action="store_true", help="print each entry as JSON, one object a line, nothing else")
    verb("scores", "play with scores or without").add_argument("switch", metavar="on|off", choices=("on", "off"))
    look = verb("look", "let a model judge what the rules leave open, or stop it; says who is sent the guesses")
    look.add_argument("switch", metavar="on|off", choices=("on", "off"))
    verb("season", "begin a new season")
    _add_number(verb("limit", "limit the wrong guesses at a riddle; 0: not limited"), "GUESSES")
    _add_number(verb("pause", "set the pause after a wrong guess; 0: none"), "SECONDS")
    _add_number(verb("days", "set how long a riddle can be played after its day"), "DAYS")
    reports = verb("reports", "show what players reported")
    reports.add_argument("--json", action="store_true", help="print each report as JSON, one object a line")
    waiting = verb("submissions", "show the riddles of players that wait, and take or refuse one")
    waiting.add_argument("--json", action="store_true", help="print each riddle as JSON, one object a line")
    settle = waiting.add_mutually_exclusive_group()
    settle.add_argument("--take", metavar="ID", type=common.text, help="take it into this community's reserve")
    settle.add_argument("--refuse", metavar="ID", type=common.text, help="take it out of the queue")
    propose = verb("propose", "propose to the operator to change a riddle for everybody")
    propose.add_argument("riddle", metavar="RIDDLE", help="its number, like 142 or 142.2")
    common.add_change(propose)


def run(options: argparse.Namespace) -> int:
    """Do what is asked."""
    from bot import bootstrap

    settings = common.settings()
    screen = bootstrap.screen(plain=options.plain)
    common.finish(_run(options, settings, screen))
    return 0


async def _run(options: argparse.Namespace, settings: Settings, screen: Screen) -> None:
    from bot import bootstrap

    words = bootstrap.words(settings)
    async with bootstrap.open_store(settings) as store:
        with common.in_words(words):
            await VERBS[options.verb](_desk(store, settings, words, screen), options)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a host needs at hand."""

    club: Club
    hosting: Hosting
    submitting: Submitting
    words: Words
    screen: Screen
    deck: str
    vendor: str

    async def find(self, spot: str) -> tuple[RoundKey, int, str]:
        """The round and place of a number, and how the riddle is called."""
        key, asked = await self.club.find(spot, self.deck)
        return key, asked or 1, await self.label(key, asked or 1)

    async def label(self, key: RoundKey, place: int) -> str:
        """How a riddle is called."""
        from bot.game.member import label

        found = await self.club.rounds.round(key)
        return label(found.number, place, len(found.riddles)) if found is not None else str(place)


def _desk(store: Store, settings: Settings, words: Words, screen: Screen) -> Desk:
    from bot import bootstrap

    return Desk(
        bootstrap.club(store, COMMUNITY),
        bootstrap.hosting(store, COMMUNITY, HOST),
        bootstrap.submitting(store, COMMUNITY),
        words,
        screen,
        bootstrap.deck(settings).name,
        bootstrap.vendor(settings),
    )


async def _alias(desk: Desk, options: argparse.Namespace) -> None:
    key, place, label = await desk.find(options.riddle)
    changes = await desk.hosting.add_alias(key, place, options.text)
    desk.screen.say(desk.words.regraded(label, changes, str))


async def _void(desk: Desk, options: argparse.Namespace) -> None:
    key, place, label = await desk.find(options.riddle)
    desk.screen.say(desk.words.regraded(label, await desk.hosting.void(key, place), str))


async def _log(desk: Desk, options: argparse.Namespace) -> None:
    key, place, _ = await desk.find(options.riddle)
    start = 0
    while page := await desk.hosting.log(key, place, start):
        _show(desk, page, desk.words.entry, json=options.json)
        start += len(page)
    if not start and not options.json:
        desk.screen.say(desk.words.nothing_there())


async def _scores(desk: Desk, options: argparse.Namespace) -> None:
    await desk.hosting.switch_scores(on=options.switch == "on")
    desk.screen.say(desk.words.scores_switched(on=options.switch == "on"))


async def _look(desk: Desk, options: argparse.Namespace) -> None:
    await desk.hosting.allow_second_look(on=options.switch == "on")
    desk.screen.say(desk.words.look_switched(desk.vendor, on=options.switch == "on"))


async def _season(desk: Desk, options: argparse.Namespace) -> None:  # noqa: ARG001 - every verb has both
    desk.screen.say(desk.words.season_begun(await desk.hosting.new_season()))


async def _limit(desk: Desk, options: argparse.Namespace) -> None:
    await desk.hosting.limit_guesses(options.number)
    desk.screen.say(desk.words.limit_set(options.number))


async def _pause(desk: Desk, options: argparse.Namespace) -> None:
    await desk.hosting.pause_after_wrong(options.number)
    desk.screen.say(desk.words.pause_set(options.number))


async def _days(desk: Desk, options: argparse.Namespace) -> None:
    await desk.hosting.keep_open(options.number)
    desk.screen.say(desk.words.open_days_set(options.number))


async def _reports(desk: Desk, options: argparse.Namespace) -> None:
    found = await desk.hosting.reports()
    labels = {(one.key, one.place): await desk.label(one.key, one.place) for one in found}
    _show(desk, found, lambda one: desk.words.report(one, labels[one.key, one.place]), json=options.json)


async def _submissions(desk: Desk, options: argparse.Namespace) -> None:
    if options.take:
        await desk.submitting.take(options.take)
        desk.screen.say(desk.words.submission_settled(taken=True))
    elif options.refuse:
        await desk.submitting.refuse(options.refuse)
        desk.screen.say(desk.words.submission_settled(taken=False))
    else:
        _show(desk, await desk.submitting.waiting(), desk.words.submission, json=options.json)


async def _propose(desk: Desk, options: argparse.Namespace) -> None:
    key, place, _ = await desk.find(options.riddle)
    await desk.hosting.propose(key, place, options.alias or "")
    desk.screen.say(desk.words.proposed())


VERBS: Mapping[str, Callable[[Desk, argparse.Namespace], Awaitable[None]]] = {
    "alias": _alias,
    "void": _void,
    "log": _log,
    "scores": _scores,
    "look": _look,
    "season": _season,
    "limit": _limit,
    "pause": _pause,
    "days": _days,
    "reports": _reports,
    "submissions": _submissions,
    "propose": _propose,
}
"""What each verb does."""


def _show(desk: Desk, found: Iterable[T], told: Callable[[T], str], *, json: bool) -> None:
    found = tuple(found)
    for one in found:
        if json:
            print(dump(one).decode())
        else:
            desk.screen.say(told(one))
    if not found and not json:
        desk.screen.say(desk.words.nothing_there())


def _add_number(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument("number", metavar=name, type=common.whole)
