"""What a player can ask for, by command, button or form: each answered with cards that only he sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.desk.cards import Button, Card, Deed
from bot.domain import Judgement, Span
from bot.game.verbs import Line, Verb, read_line
from bot.own_data import own_data

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.desk.finding import Finding
    from bot.domain import ChannelKey, Play, Round, RoundKey
    from bot.game.member import Member, Seat
    from bot.game.sentences import Words
    from bot.ports.reminders import ReminderStore

OWN_DATA = "my-riddle-data.json"
"""The file somebody's own data are handed over in."""

PLAYING = (Deed.GUESS, Deed.HINT, Deed.GIVE_UP)
"""The buttons of a riddle that is open for a player ..."""

AFTER = (Deed.SHARE, Deed.GOOD, Deed.BAD, Deed.REPORT)
"""... and of one that is finished for him."""

WISHES = {"remind me": True, "remind me on": True, "remind me off": False, "remind me no more": False}
"""What is typed to be reminded before a streak would end, and to be left alone."""

_VERBS = {
    Deed.HINT: Verb.HINT,
    Deed.GIVE_UP: Verb.GIVE_UP,
    Deed.ANSWER: Verb.ANSWER,
    Deed.SHARE: Verb.SHARE,
    Deed.GOOD: Verb.GOOD,
    Deed.BAD: Verb.BAD,
    Deed.FORGET: Verb.FORGET_SURELY,
    Deed.BOARD: Verb.BOARD,
    Deed.TODAY: Verb.AGAIN,
}
"""What a button asks for; those of a guess and a report open a form first."""


@dataclass(frozen=True, slots=True)
class PlayerDesk:
    """One player in one community; `name` tells how the platform writes a player, `where` is where he asks."""

    member: Member
    finding: Finding
    reminders: ReminderStore
    name: Callable[[str], str]
    where: ChannelKey | None = None

    @property
    def words(self) -> Words:
        """The sentences."""
        return self.member.words

    async def say(self, typed: str, delivery: str) -> tuple[Card, ...]:
        """Answer a typed command: `today`, `guess TEXT`, `hint 142`, `board month`; an unknown one gets the nearest."""
        wish = WISHES.get(" ".join(typed.casefold().replace("-", " ").split()))
        if wish is not None:
            return (await self.remind_me(on=wish),)
        head, _, rest = typed.strip().partition(" ")
        line = read_line(f"/{head.replace('-', ' ')} {rest}") if head else Line(Verb.NOTHING)
        if line.verb in {Verb.NOTHING, Verb.AGAIN}:
            return await self.today(line.spot)
        return (await self._answer(line, delivery),)

    # --- the riddle ---

    async def today(self, spot: str = "") -> tuple[Card, ...]:
        """The riddles of the day as they stand for the player."""
        if spot:
            return (await self.riddle(spot),)
        found = await self.finding.today(await self._deck(), self.where)
        return tuple([await self._shown(found, place) for place in range(1, len(found.riddles) + 1)])

    async def riddle(self, spot: str) -> Card:
        """One riddle as it stands for the player."""
        seat = await self._seat(spot)
        return await self._shown(await seat.table.round(), seat.place)

    async def guess(self, spot: str, text: str, delivery: str) -> Card:
        """Guess; a right one is answered with all there is to tell."""
        if not text.strip():
            return Card(text=self.words.nothing_said())
        seat = await self._seat(spot)
        verdict, said = await self.member.guess(seat, text, delivery)
        if verdict.judgement is Judgement.CORRECT:
            return replace(await self._told(seat), judgement=verdict.judgement)
        title = self.words.title(seat.number, seat.place, seat.several)
        return Card(title, said, buttons=await self._buttons(seat, verdict.play), judgement=verdict.judgement)

    async def hint(self, spot: str, delivery: str) -> Card:
        """The next hint."""
        seat = await self._seat(spot)
        said = await self.member.hint(seat, delivery)
        shown = await self.member.show(seat)
        return Card(shown.title, shown.question, notes=(said,), buttons=await self._buttons(seat))

    async def give_up(self, spot: str, delivery: str) -> Card:
        """Give up, and see the answer."""
        seat = await self._seat(spot)
        await self.member.give_up(seat, delivery)
        return await self._told(seat)

    async def answer(self, spot: str) -> Card:
        """The answer, where the player may see it."""
        seat = await self._seat(spot)
        return await self._told(seat)

    # --- beside it ---

    async def board(self, span: str = Span.WEEK.value) -> Card:
        """A board, with the player's own line."""
        title, lines = await self.member.board(Span(span), self._named)
        return Card(title, lines)

    async def me(self) -> Card:
        """His own record."""
        return Card(text=await self.member.me())

    async def archive(self) -> Card:
        """The riddles of the last days."""
        rows = await self.member.archive(await self._deck())
        return Card(rows=rows) if rows else Card(text=self.words.empty_archive())

    async def share(self, spot: str = "") -> Card:
        """The line for others."""
        return Card(text=await self.member.share(await self._seat(spot)))

    async def vote(self, spot: str, *, good: bool) -> Card:
        """Say how one likes the riddle."""
        return Card(text=await self.member.vote(await self._seat(spot), good=good))

    async def report(self, spot: str, reason: str) -> Card:
        """Say what is wrong with it."""
        return Card(text=await self.member.report(await self._seat(spot), reason))

    async def my_data(self) -> Card:
        """All that is kept of him, as a file."""
        return Card(text=self.words.exported(OWN_DATA), file=(OWN_DATA, own_data(await self.member.export())))

    async def hide(self, *, hidden: bool) -> Card:
        """Stay off the boards, or come back."""
        return Card(text=await self.member.hide(hidden=hidden))

    async def remind_me(self, *, on: bool) -> Card:
        """Get a private line before a streak would end, or none any more."""
        await self.reminders.ask(self.member.club.community, self.member.player, on=on)
        return Card(text=self.words.reminding(on=on))

    async def forget_me(self, *, sure: bool) -> Card:
        """Delete all that is kept of him, once he is sure."""
        if not sure:
            return Card(text=self.words.forget_asks(), buttons=(Button(Deed.FORGET),))
        return Card(text=await self.member.forget())

    async def do(self, button: Button, delivery: str) -> tuple[Card, ...]:
        """What a button does that needs no words of the player's own."""
        line = Line(_VERBS[button.deed], spot=button.about)
        if button.deed is Deed.BOARD:
            line = Line(Verb.BOARD, button.about or Span.WEEK.value)
        if line.verb is Verb.AGAIN:
            return await self.today(line.spot)
        return (await self._answer(line, delivery),)

    async def _answer(self, line: Line, delivery: str) -> Card:
        """What a line asks for: a move in a riddle, or something beside it."""
        asked = _ASKED.get(line.verb)
        if asked is not None:
            return await asked(self, line, delivery)
        if line.verb is Verb.UNKNOWN:
            return Card(text=self.words.no_such_command(line.text, line.nearest))
        return Card(text=self.words.platform_help())

    # --- parts ---

    async def _deck(self) -> str:
        return await self.finding.deck(self.where)

    async def _seat(self, spot: str) -> Seat:
        key, asked = await self.finding.spot(spot, await self._deck(), self.where)
        return await self.member.sit(key, asked)

    async def _shown(self, found: Round, place: int) -> Card:
        seat = await self.member.sit(found.key, place)
        if await self._is_finished(seat):
            return await self._told(seat)
        shown = await self.member.show(seat)
        return Card(shown.title, shown.question, notes=shown.hints, buttons=await self._buttons(seat))

    async def _told(self, seat: Seat) -> Card:
        """All that may be told of a riddle by now."""
        shown, ending = await self.member.show(seat), await self.member.ending(seat)
        if ending is None:
            return Card(shown.title, self.words.not_yet(), buttons=await self._buttons(seat))
        notes = tuple(filter(None, (ending.praise, ending.streak)))
        return Card(shown.title, shown.question, ending.rows, notes, await self._buttons(seat))

    async def _buttons(self, seat: Seat, play: Play | None = None) -> tuple[Button, ...]:
        deeds = AFTER if await self._is_finished(seat, play) else PLAYING
        return tuple(Button(deed, named(seat.key, seat.number, seat.place)) for deed in deeds)

    @staticmethod
    async def _is_finished(seat: Seat, play: Play | None = None) -> bool:
        return seat.table.is_over() or (play or await seat.table.play(seat.place)).finished

    def _named(self, player: str) -> str:
        return self.words.you() if player == self.member.player else self.name(player)


_ASKED: dict[Verb, Callable[[PlayerDesk, Line, str], Awaitable[Card]]] = {
    Verb.GUESS: lambda desk, line, delivery: desk.guess(line.spot, line.text, delivery),
    Verb.GO: lambda desk, line, _: desk.riddle(line.spot),
    Verb.HINT: lambda desk, line, delivery: desk.hint(line.spot, delivery),
    Verb.GIVE_UP: lambda desk, line, delivery: desk.give_up(line.spot, delivery),
    Verb.ANSWER: lambda desk, line, _: desk.answer(line.spot),
    Verb.SHARE: lambda desk, line, _: desk.share(line.spot),
    Verb.GOOD: lambda desk, line, _: desk.vote(line.spot, good=True),
    Verb.BAD: lambda desk, line, _: desk.vote(line.spot, good=False),
    Verb.REPORT: lambda desk, line, _: desk.report(line.spot, line.text),
    Verb.BOARD: lambda desk, line, _: desk.board(line.text),
    Verb.ME: lambda desk, *_: desk.me(),
    Verb.ARCHIVE: lambda desk, *_: desk.archive(),
    Verb.HIDE: lambda desk, *_: desk.hide(hidden=True),
    Verb.SHOW: lambda desk, *_: desk.hide(hidden=False),
    Verb.EXPORT: lambda desk, *_: desk.my_data(),
    Verb.FORGET: lambda desk, *_: desk.forget_me(sure=False),
    Verb.FORGET_SURELY: lambda desk, *_: desk.forget_me(sure=True),
}
"""What each verb asks of a desk."""


def spot(found: Round, place: int) -> str:
    """A riddle's own name, which every process understands: `default/142.2`."""
    return named(found.key, found.number, place)


def named(key: RoundKey, number: int, place: int) -> str:
    """The same, of a riddle one sits before."""
    return f"{key.deck}/{number}.{place}"
