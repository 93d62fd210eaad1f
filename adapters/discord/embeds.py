"""Embeds and buttons of contents and cards: within Discord's limits by construction, nothing of anybody's is markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.discord.fitting import MOST_EMBEDS, fitted
from adapters.discord.ids import custom_id
from adapters.discord.text import (
    DESCRIPTION,
    FIELD,
    FIELD_NAME,
    LABEL,
    TITLE,
    clip,
    escape,
    named,
    spoiler,
    unmarked,
    with_names,
)
from bot.desk.cards import Button, Deed
from bot.desk.player import AFTER, PLAYING, spot
from bot.domain import Post, ThreadMode, Unveiling, Withdrawal, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.desk.cards import Card
    from bot.domain import Content, Review, Riddle, Round
    from bot.game.sentences import Words

Part = dict[str, Any]

PLAY = "play"
"""The button that opens a player's own thread."""

HOST = ("approve", "skip", "next", "hints")
"""What the buttons below riddles that wait for a host do."""

QUESTION = 1_500
"""Characters of a riddle that are shown."""

VALUE = 700
"""Characters of a row: an explanation, a source."""

_ROW = 5
_URL = 512
_PRIMARY, _SECONDARY, _SUCCESS, _DANGER, _LINK = 1, 2, 3, 4, 5
_STYLES = {"guess": _PRIMARY, "play": _PRIMARY, "approve": _SUCCESS, "forget": _DANGER, "deck-surely": _DANGER}
_BLUE, _GREEN, _GREY = 0x3B6EA5, 0x3F8F5F, 0x7A7A7A


def shown(words: Words, content: Content, mark: str = "", mode: ThreadMode = ThreadMode.RACE) -> Part:
    """A content as a message; `mark` goes into the ids of its buttons, so that it is found again."""
    if isinstance(content, Post):
        return _post(words, content, mark, mode)
    if isinstance(content, Unveiling):
        return _unveiling(words, content, mark)
    if isinstance(content, Withdrawal):
        return _withdrawal(words, content, mark, mode)
    return asking(words, content.review, mark)


def card(words: Words, cards: Sequence[Card], community: str) -> Part:
    """Private answers as a message."""
    embeds, rows = list[Part](), list[Part]()
    for one in cards[:_ROW]:
        embeds.append(_card(one))
        rows += _rows([_button(words, button, community) for button in one.buttons])
    return _message(embeds, rows)


def pressable(label: str, deed: str, about: str = "") -> Part:
    """A button of no riddle's."""
    return _press(label, deed, about, "", "")


def line(text: str) -> Part:
    """A sentence of ours."""
    return _message([{"description": clip(with_names(unmarked(text)), DESCRIPTION), "color": _GREY}], [])


# --- contents ---


def _post(words: Words, post: Post, mark: str, mode: ThreadMode) -> Part:
    found, embeds, rows = post.round, list[Part](), list[Part]()
    for place, riddle in enumerate(found.riddles, 1):
        if place not in found.void:
            solved = post.solved[place - 1] if place <= len(post.solved) else 0
            embeds.append(_riddle(words, found, place, riddle, words.solved_so_far(solved)))
            rows.append(_playing(words, found, place, mark, mode))
    beside = [escape(unmarked(post.notice))] if post.notice else []
    if post.yesterday is not None:
        beside.append(with_names(words.yesterday(post.yesterday, named)))
    if post.board is not None:
        beside.append(with_names(f"{words.last_week()}:\n{words.board(post.board, named)}"))
    if beside:
        embeds.append({"description": clip("\n\n".join(beside), DESCRIPTION), "color": _GREY})
    return _message(embeds, rows, post.ping)


def _riddle(words: Words, found: Round, place: int, riddle: Riddle, footer: str = "") -> Part:
    made = {
        "title": clip(words.title(found.number, place, len(found.riddles)), TITLE),
        "description": clip(escape(clip(unmarked(words.question(riddle)), QUESTION)), DESCRIPTION),
        "color": _BLUE,
    }
    return {**made, "footer": {"text": footer}} if footer else made


def _playing(words: Words, found: Round, place: int, mark: str, mode: ThreadMode) -> Part:
    about, several = spot(found, place), len(found.riddles)
    deeds = [deed.value for deed in PLAYING]
    if mode is ThreadMode.OWN:
        deeds.insert(0, PLAY)
    return _row([_of_riddle(words, deed, about, found.key.community, mark, place, several) for deed in deeds])


def _unveiling(words: Words, content: Unveiling, mark: str) -> Part:
    found, embeds, rows = content.round, list[Part](), list[Part]()
    told = iter(words.answers(found, content.recaps))
    for place, riddle in enumerate(found.riddles, 1):
        embed = _riddle(words, found, place, riddle)
        embeds.append(embed)
        if place in found.void:
            embed["footer"] = {"text": words.withdrawn()}
            continue
        embed["color"] = _GREEN
        embed["fields"] = _fields(next(told), hidden=True)
        rows.append(_row(_after(words, found, place, riddle, mark)))
    return _message(embeds, rows)


def _after(words: Words, found: Round, place: int, riddle: Riddle, mark: str) -> list[Part]:
    about, several = spot(found, place), len(found.riddles)
    made = [_of_riddle(words, deed.value, about, found.key.community, mark, place, several) for deed in AFTER]
    url = riddle.article.url if riddle.article else ""
    if url.startswith("https://") and len(url) <= _URL:
        made.insert(0, {"type": 2, "style": _LINK, "label": clip(words.read_story(), LABEL), "url": url})
    return made


def _withdrawal(words: Words, content: Withdrawal, mark: str, mode: ThreadMode) -> Part:
    found, embeds, rows = content.round, list[Part](), list[Part]()
    several = len(found.riddles)
    for place, riddle in enumerate(found.riddles, 1):
        if place in found.void:
            title = words.title(found.number, place, several)
            embeds.append({"title": clip(title, TITLE), "description": words.withdrawn(), "color": _GREY})
            continue
        footer = words.instead() if place > several - found.added else ""
        embeds.append(_riddle(words, found, place, riddle, footer))
        rows.append(_playing(words, found, place, mark, mode))
    return _message(embeds, rows)


def asking(words: Words, review: Review, mark: str = "", others: Sequence[str] = ()) -> Part:
    """A day's riddles with all that a host wants to know of them, behind spoiler bars, and what he can do.

    `others` are days whose riddles are made as well.
    """
    title = words.to_review(review.number, review.key.date.isoformat(), review.word.value)
    embeds, rows = list[Part](), list[Part]()
    waits = review.word is Word.WAITING
    for place, riddle in enumerate(review.riddles, 1):
        question = clip(escape(clip(unmarked(words.question(riddle)), QUESTION)), DESCRIPTION)
        fields = _fields(words.for_host(riddle), hidden=True)
        embeds.append({"title": clip(title, TITLE), "description": question, "color": _GREY, "fields": fields})
        if waits and place < _ROW:
            rows.append(_row(_of_host(words, review, ("next", "hints") if review.spares else ("hints",), place, mark)))
    if waits:
        rows.append(_row(_of_host(words, review, ("approve", "skip"), 0, mark)))
    if others:
        embeds.append({"description": words.other_days(", ".join(others)), "color": _GREY})
    return _message(embeds, rows)


def _of_host(words: Words, review: Review, deeds: Iterable[str], place: int, mark: str) -> list[Part]:
    about = f"{review.key.deck}/{review.key.date:%Y%m%d}.{place}.{review.version}"
    label = f" {place}" if place and len(review.riddles) > 1 else ""
    community = review.key.community
    return [_press(words.host_button(deed) + label, deed, about, mark, community) for deed in deeds]


# --- cards ---


def _card(one: Card) -> Part:
    made: Part = {"color": _BLUE}
    if one.title:
        made["title"] = clip(escape(unmarked(one.title)), TITLE)
    text = "\n\n".join(filter(None, (one.text, *one.notes))) if not one.rows else one.text
    if text:
        made["description"] = clip(with_names(clip(text, QUESTION * 2)), DESCRIPTION)
    if one.rows:
        made["fields"] = _fields(one.rows)
        if one.notes:
            made["fields"].append({"name": "\u200b", "value": clip(with_names("\n".join(one.notes)), FIELD)})
    if not made.keys() - {"color"}:
        made["description"] = "\u2026"
    return made


def _fields(rows: Iterable[tuple[str, str]], *, hidden: bool = False) -> list[Part]:
    made = list[Part]()
    for name, value in rows:
        text = clip(with_names(clip(value, VALUE)), FIELD - 4) or "\u2026"
        made.append(
            {"name": clip(with_names(name), FIELD_NAME) or "\u200b", "value": spoiler(text) if hidden else text}
        )
    return made[:24]


# --- parts ---


def _message(embeds: Sequence[Part], rows: Sequence[Part], ping: str = "") -> Part:
    """A message that calls nobody but the role that was chosen for it."""
    called = [ping] if ping.isdecimal() else []
    return {
        "content": f"<@&{ping}>" if called else "",
        "embeds": fitted(embeds[:MOST_EMBEDS]),
        "components": list(rows[:_ROW]),
        "allowed_mentions": {"parse": [], "roles": called},
    }


def _rows(buttons: Sequence[Part]) -> list[Part]:
    return [_row(buttons[at : at + _ROW]) for at in range(0, len(buttons), _ROW)]


def _row(buttons: Sequence[Part]) -> Part:
    return {"type": 1, "components": list(buttons[:_ROW])}


def _button(words: Words, one: Button, community: str) -> Part:
    return _press(words.button(one.deed.value), one.deed.value, one.about, "", community)


def _of_riddle(words: Words, deed: str, about: str, community: str, mark: str, place: int, several: int) -> Part:
    label = words.play() if deed == PLAY else words.button(deed)
    return _press(f"{label} {place}" if several > 1 else label, deed, about, mark, community)


def _press(label: str, deed: str, about: str, mark: str, community: str) -> Part:
    style = _STYLES.get(deed, _SECONDARY)
    made = custom_id(deed, about, mark, community)
    return {"type": 2, "style": style, "label": clip(label, LABEL), "custom_id": made}


def deed_of(text: str) -> Deed | None:
    """The deed of a button, where it is one of a player's."""
    return Deed(text) if text in set(Deed) else None
