"""Block Kit of contents and cards: within its limits by construction, and nothing of anybody's is markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.slack.text import (
    FIELD,
    HEADER,
    LABEL,
    SECTION,
    alternative,
    clip,
    fits,
    unmarked,
    with_names,
)
from bot.desk.cards import Button, Deed
from bot.desk.player import PLAYING, spot
from bot.domain import Asking, Post, Unveiling, Withdrawal, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.desk.cards import Card
    from bot.domain import Content, Review, Riddle, Round
    from bot.game.sentences import Words

Block = dict[str, Any]

MOST_BLOCKS = 48
"""Blocks of a message; Slack takes 50."""

MOST_PARTS = 6
"""Sections of one long text."""

ACTION = "riddle:"
"""What the id of each action of ours begins with."""

PINGS = {"here": "<!here>", "channel": "<!channel>"}
"""Who can be called with a post; anything else that is kept for a channel calls nobody."""


def shown(words: Words, content: Content, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A content as `text` (for notifications and screen readers) and `blocks`; nobody is named but by `names`."""
    if isinstance(content, Post):
        return _message(*_post(words, content, names or {}))
    if isinstance(content, Unveiling):
        return _message(*_unveiling(words, content))
    if isinstance(content, Withdrawal):
        return _message(*_withdrawal(words, content))
    return _message(*_asking(words, content))


def card(words: Words, cards: Sequence[Card]) -> dict[str, Any]:
    """Private answers as `text` and `blocks`."""
    blocks, text = list[Block](), list[str]()
    for one in cards:
        blocks += _card(words, one)
        text += [one.title, one.text, *(f"{name}: {value}" for name, value in one.rows), *one.notes]
    return _message("\n".join(filter(None, text)), blocks)


def card_blocks(words: Words, cards: Sequence[Card]) -> list[Block]:
    """The blocks of private answers."""
    return _kept([block for one in cards for block in _card(words, one)], MOST_BLOCKS)


def joined(messages: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Several messages as one."""
    return {
        "text": clip("\n".join(str(one["text"]) for one in messages), SECTION),
        "blocks": _kept([block for one in messages for block in one["blocks"]], MOST_BLOCKS),
    }


# --- contents ---


def _post(words: Words, post: Post, names: Mapping[str, str]) -> tuple[str, list[Block]]:
    found, blocks, text = post.round, list[Block](), list[str]()
    if post.ping in PINGS:
        blocks.append(_markdown(PINGS[post.ping]))
    for place, riddle in enumerate(found.riddles, 1):
        if place not in found.void:
            title = words.title(found.number, place, len(found.riddles))
            blocks += _riddle(words, found, place, riddle, title)
            blocks.append(context(words.solved_so_far(post.solved[place - 1] if place <= len(post.solved) else 0)))
            text += [title, words.question(riddle)]
    lines = [one for one in (unmarked(post.notice), *_others(words, post, names)) if one]
    if lines:
        blocks += [{"type": "divider"}, *(context(line) for line in lines)]
    return "\n".join(text), blocks


def _others(words: Words, post: Post, names: Mapping[str, str]) -> Iterator[str]:
    """What is told of those who played: in names where all are known, else in numbers."""
    last, board = post.yesterday, post.board
    if last is not None:
        yield words.yesterday(last, names.__getitem__ if names.keys() >= set(last.best) else None)
    if board is not None and names.keys() >= {one.player for one in board.top}:
        yield f"{words.last_week()}:\n{words.board(board, names.__getitem__)}"
    elif board is not None:
        yield f"{words.last_week()}: {words.board_in_numbers(board)}"


def _riddle(words: Words, found: Round, place: int, riddle: Riddle, title: str) -> list[Block]:
    pressed = [Button(deed, spot(found, place)) for deed in PLAYING]
    return [header(title), *plain(words.question(riddle)), buttons(words, pressed)]


def _unveiling(words: Words, content: Unveiling) -> tuple[str, list[Block]]:
    found, blocks, text = content.round, list[Block](), list[str]()
    told = iter(words.answers(found, content.recaps))
    for place, riddle in enumerate(found.riddles, 1):
        title = words.title(found.number, place, len(found.riddles))
        blocks += [header(title), *plain(words.question(riddle))]
        if place in found.void:
            blocks.append(context(words.withdrawn()))
            continue
        rows = next(told)
        blocks += _rows(rows)
        text += [title, *(f"{name}: {value}" for name, value in rows[:1])]
        url = riddle.article.url if riddle.article else ""
        if url.startswith("https://") and len(url) <= SECTION:
            blocks.append({"type": "actions", "elements": [_link(words, url, place)]})
    return "\n".join(text), blocks


def _withdrawal(words: Words, content: Withdrawal) -> tuple[str, list[Block]]:
    found, blocks, text = content.round, list[Block](), [words.withdrawn()]
    several = len(found.riddles)
    for place, riddle in enumerate(found.riddles, 1):
        title = words.title(found.number, place, several)
        if place in found.void:
            blocks += [header(title), context(words.withdrawn())]
            continue
        if place > several - found.added:
            blocks.append(context(words.instead()))
        blocks += _riddle(words, found, place, riddle, title)
        text += [title, words.question(riddle)]
    return "\n".join(text), blocks


def _asking(words: Words, content: Asking) -> tuple[str, list[Block]]:
    review = content.review
    title = words.to_review(review.number, review.key.date.isoformat(), review.word.value)
    blocks: list[Block] = [header(title)]
    if review.word is Word.WAITING:
        blocks.append(_word_buttons(words, review))
    for place, riddle in enumerate(review.riddles, 1):
        blocks += [*plain(words.question(riddle)), *_rows(words.for_host(riddle))]
        if review.word is Word.WAITING:
            blocks.append(_host_buttons(words, review, place))
    return title, blocks


# --- cards ---


def _card(words: Words, one: Card) -> list[Block]:
    blocks = [header(one.title)] if one.title else []
    blocks += marked(one.text) if one.text else []
    blocks += _rows(one.rows)
    blocks += [context(note) for note in one.notes if note]
    if one.buttons:
        blocks.append(buttons(words, one.buttons))
    return blocks


def _rows(rows: Iterable[tuple[str, str]]) -> list[Block]:
    return marked("\n".join(f"{name}: {value}" for name, value in rows))


# --- parts ---


def _message(text: str, blocks: list[Block]) -> dict[str, Any]:
    return {"text": alternative(text), "blocks": _kept(blocks, MOST_BLOCKS)}


def _kept(blocks: list[Block], most: int) -> list[Block]:
    return blocks if len(blocks) <= most else [*blocks[: most - 1], context("…")]


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": label(text, HEADER)}


def plain(text: str) -> list[Block]:
    """Somebody's text, which is never read for markup."""
    return [{"type": "section", "text": label(part, SECTION)} for part in fits(unmarked(text), SECTION)[:MOST_PARTS]]


def marked(text: str) -> list[Block]:
    """A text in which names may be mentioned; everything else in it is escaped."""
    return [_markdown(with_names(part)) for part in fits(text, SECTION // 2)[:MOST_PARTS]]


def _markdown(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": clip(text, SECTION), "verbatim": True}}


def context(text: str) -> Block:
    """A small line."""
    part = clip(with_names(clip(text, FIELD // 2)), FIELD) or "…"
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": part, "verbatim": True}]}


def label(text: str, most: int) -> Block:
    """A plain text."""
    return {"type": "plain_text", "text": clip(text, most) or "…", "emoji": False}


def buttons(words: Words, pressed: Sequence[Button]) -> Block:
    """Buttons in a row."""
    return {"type": "actions", "elements": [_button(words.button(one.deed.value), one) for one in pressed]}


def _button(called: str, one: Button) -> Block:
    made = {"type": "button", "text": label(called, LABEL), "action_id": f"{ACTION}{one.deed.value}"}
    made |= {"value": one.about} if one.about else {}
    if one.deed is Deed.GUESS:
        made["style"] = "primary"
    if one.deed is Deed.FORGET:
        made["style"] = "danger"
    return made


def _host_buttons(words: Words, review: Review, place: int) -> Block:
    about = f"{review.key.deck}|{review.key.date.isoformat()}|{place}|{review.version}"
    deeds = ("next", "hints") if review.spares else ("hints",)
    return {"type": "actions", "elements": [_host_button(words, deed, about) for deed in deeds]}


def _word_buttons(words: Words, review: Review) -> Block:
    about = f"{review.key.deck}|{review.key.date.isoformat()}|0|{review.version}"
    return {"type": "actions", "elements": [_host_button(words, deed, about) for deed in ("approve", "skip")]}


def _host_button(words: Words, deed: str, about: str) -> Block:
    made = {"type": "button", "text": label(words.host_button(deed), LABEL), "action_id": f"{ACTION}host:{deed}"}
    return {**made, "value": about, **({"style": "primary"} if deed == "approve" else {})}


def _link(words: Words, url: str, place: int) -> Block:
    return {
        "type": "button",
        "text": label(words.read_story(), LABEL),
        "url": url,
        "action_id": f"{ACTION}story:{place}",
    }


def own_buttons(*pressed: tuple[str, str]) -> Block:
    """Buttons that are about no riddle: what stands on each, and what it does."""
    made = [
        {"type": "button", "text": label(called, LABEL), "action_id": f"{ACTION}{deed}"} for called, deed in pressed
    ]
    return {"type": "actions", "elements": made}
