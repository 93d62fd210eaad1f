"""What a host types, presses and sends: asked each time whether he is one, and of which channel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from adapters.slack import blocks, decks, forms, replying, setting_up
from adapters.slack.answers import cards, patiently
from adapters.slack.said import interaction
from adapters.slack.text import named
from bot.desk.cards import Card
from bot.domain import Asking, deck_owner
from bot.errors import NothingToPlay, StoreUnavailable, TooMany, UsageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from adapters.slack.office import Office
    from adapters.slack.said import Said
    from bot.desk.host import HostDesk
    from bot.domain import Customs, Review

Message = dict[str, Any]

OF_CHANNEL = ("setup", "pause", "resume", "remove", "post-now", "status")
"""What whoever created a channel may do to it ..."""

OF_ALL = ("queue", "approve", "skip", "next", "replace", "recall", "alias", "void", "reports", "hosts", "decks")
"""... and what concerns the whole community."""

VERBS = (*OF_CHANNEL, *OF_ALL)
MOST_HOSTS = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A host's command: the verb, what follows it, and the channel it is about."""

    verb: str
    rest: str
    channel: str


def asked(said: Said) -> Asked | None:
    """A host's command, where it is one."""
    verb, _, rest = said.text.partition(" ")
    verb = verb.casefold()
    if verb not in VERBS:
        return None
    return Asked(verb, rest.strip(), said.channels[0] if said.channels else said.channel)


async def command(office: Office, said: Said, what: Asked, body: Message) -> Message | None:
    """Answer a host's command; None where a form opens. Raises `StoreUnavailable`."""
    if not await patiently(lambda: _may(office, said, what)):
        return _told(office, office.words.not_a_host(said.user))
    if what.verb == "setup":
        view = await patiently(lambda: setting_up.form_of(office, said, what.channel, what.rest))
        office.beside.start(replying.show(office, said, body, view), "open a form")
        return None
    if what.verb == "decks":
        return await patiently(lambda: decks.listed(office, said))
    if what.verb == "hosts":
        return _told(office, await patiently(lambda: _hosts(office, said, what.rest)))
    return await _message(office, said, what)


async def pressed(office: Office, body: Message, deed: str, value: str) -> None:
    """A host's button under riddles that wait for a word."""
    said = interaction(body)
    about = forms.review_about(value)
    if not await patiently(lambda: office.rights.is_host(said.community, said.user)):
        await replying.respond(said.reply, _told(office, office.words.not_a_host(said.user)))
        return
    desk = office.host(said)
    if deed == "hints":
        review = await patiently(lambda: _standing(desk, said, about))
        riddle = forms.riddle_of(review, about.place)
        if riddle is not None:
            view = forms.hints_form(office.words, value, riddle)
            await replying.show(office, said, body, view)
        return
    try:
        review = await patiently(lambda: _change(desk, said, deed, about))
    except (NothingToPlay, TooMany, UsageError) as error:
        await replying.respond(said.reply, _told(office, office.words.error(error)))
        return
    await replying.respond(said.reply, _shown(office, review), replace=True)


async def again(office: Office, said: Said) -> None:
    """Say that it did not get through."""
    if said.reply:
        await replying.respond(said.reply, _told(office, office.words.try_again()))


async def hinted(office: Office, body: Message) -> Message:
    """Other hints were sent."""
    view = body.get("view") or {}
    said, field = interaction(body), forms.field_id(view, forms.TEXT)
    about = forms.review_about(str(view.get("private_metadata") or ""))
    lines = [line.strip() for line in _lines(view) if line.strip()]
    try:
        if not await patiently(lambda: office.rights.is_host(said.community, said.user)):
            return _errors(field, office.words.not_a_host(said.user))
        desk = office.host(said)
        at = (await patiently(lambda: _standing(desk, said, about))).key.date
        review = await patiently(lambda: desk.edit_hints(about.deck, at, about.place, lines, about.seen))
    except StoreUnavailable:
        return _errors(field, office.words.try_again())
    except (NothingToPlay, TooMany, UsageError) as error:
        return _errors(field, office.words.error(error))
    return _view(office, _shown(office, review)["blocks"], office.words.host_button("hints"))


# --- parts ---


async def _may(office: Office, said: Said, what: Asked) -> bool:
    if what.verb in OF_CHANNEL and what.channel:
        return await office.rights.is_host_of(said.community, said.user, what.channel)
    return await office.rights.is_host(said.community, said.user)


async def _message(office: Office, said: Said, what: Asked) -> Message:
    desk, found = office.host(said), list[Message]()

    async def ask() -> tuple[Card, ...]:
        answer = await _answer(office, desk, said, what)
        if isinstance(answer, Card):
            return (answer,)
        found[:] = [_shown(office, one) for one in answer]
        return () if found else (Card(text=office.words.nothing_there()),)

    told = await cards(office.words, ask)
    return blocks.card(office.words, told) if told else blocks.joined(found)


async def _answer(office: Office, desk: HostDesk, said: Said, what: Asked) -> Card | tuple[Review, ...]:
    simple: dict[str, Callable[[], Awaitable[Card]]] = {
        "pause": lambda: desk.pause(what.channel),
        "resume": lambda: desk.resume(what.channel),
        "remove": lambda: desk.remove(what.channel),
        "post-now": lambda: desk.post_now(what.channel),
        "status": lambda: desk.status(what.channel),
        "reports": desk.reports,
        "recall": lambda: desk.recall(what.rest),
        "void": lambda: desk.void(what.rest),
    }
    if what.verb in {"recall", "void"} and not what.rest:
        return Card(text=office.words.which_riddle(what.verb))
    if what.verb in simple:
        return await simple[what.verb]()
    if what.verb == "alias":
        spot, _, text = what.rest.partition(" ")
        return await desk.alias(spot, text) if text.strip() else Card(text=office.words.which_alias())
    waiting = await desk.queue(what.channel)
    return waiting if what.verb == "queue" else await _word(desk, said, what, waiting)


async def _word(desk: HostDesk, said: Said, what: Asked, waiting: tuple[Review, ...]) -> tuple[Review, ...]:
    """Approve, skip or replace the next day's riddles, or those of a number."""
    number, _, place = what.rest.partition(" ")[0].partition(".")
    wanted = [one for one in waiting if not number or str(one.number) == number][:1]
    at = int(place) if place.isascii() and place.isdigit() and len(place) <= 2 else 1
    deed = "next" if what.verb == "replace" else what.verb
    abouts = [forms.About(one.key.deck, one.key.date.isoformat(), at, one.version) for one in wanted]
    return tuple([await _change(desk, said, deed, about) for about in abouts])


async def _change(desk: HostDesk, said: Said, deed: str, about: forms.About) -> Review:
    at = (await _standing(desk, said, about)).key.date
    if deed == "approve":
        return await desk.approve(about.deck, at, about.seen)
    if deed == "skip":
        return await desk.skip(about.deck, at)
    return await desk.take_next(about.deck, at, about.place, about.seen)


async def _standing(desk: HostDesk, said: Said, about: forms.About) -> Review:
    """The riddles a button is about; those of another community's deck are not there for anybody here."""
    owner = deck_owner(about.deck)
    try:
        at = date.fromisoformat(about.day)
    except ValueError:
        raise NothingToPlay("There is no such day.") from None
    if owner and owner != said.community:
        raise NothingToPlay("There is no such deck.")
    return await desk.reviews.standing(about.deck, at)


async def _hosts(office: Office, said: Said, rest: str) -> str:
    """Who is named a host, after what was asked for."""
    deed = rest.split(" ", maxsplit=1)[0].casefold()
    communities, people = office.rights.communities, said.people
    if deed in {"add", "remove"} and not people:
        return office.words.which_host()

    def change(customs: Customs) -> Customs:
        others = tuple(one for one in customs.hosts if one not in people)
        return replace(customs, hosts=(*others, *people)[-MOST_HOSTS:] if deed == "add" else others)

    if deed in {"add", "remove"}:
        customs = await communities.change(said.community, change)
    else:
        customs = await communities.customs(said.community)
    return office.words.hosts_are(", ".join(named(one) for one in customs.hosts))


def _shown(office: Office, review: Review) -> Message:
    return blocks.shown(office.words, Asking(review))


def _told(office: Office, sentence: str) -> Message:
    return blocks.card(office.words, (Card(text=sentence),))


def _view(office: Office, made: list[blocks.Block], title: str) -> Message:
    return {"response_action": "update", "view": forms.view_of(office.words, made, title)}


def _lines(view: Message) -> list[str]:
    return forms.filled(view).get(forms.TEXT, "")[: forms.LONGEST_HINTS].splitlines()


def _errors(field: str, sentence: str) -> Message:
    return {"response_action": "errors", "errors": {field: sentence}}
