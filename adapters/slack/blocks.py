"""Block Kit of contents and cards: within its limits by construction, and nothing of anybody's is markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.slack.text import FIELD, HEADER, LABEL, MESSAGE, SECTION, TITLE, clip, fits, named, unmarked, with_names
from bot.desk.cards import Button, Deed
from bot.desk.player import PLAYING, spot
from bot.domain import Asking, Post, Unveiling, Withdrawal, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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

GUESS_FORM, REPORT_FORM, HINTS_FORM = "riddle:guess", "riddle:report", "riddle:hints"
ANSWER_FIELD = "text"


def shown(words: Words, content: Content) -> dict[str, Any]:
    """A content as `text` (for notifications and screen readers) and `blocks`."""
    if isinstance(content, Post):
        return _message(*_post(words, content))
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


def guess_form(words: Words, about: str, title: str) -> Block:
    """The form a guess is typed into; nobody else sees it."""
    return _form(words, GUESS_FORM, about, title, words.guess_label(), 200)


def report_form(words: Words, about: str, title: str) -> Block:
    """The form a report is typed into."""
    return _form(words, REPORT_FORM, about, title, words.report_label(), 300, multiline=True)


# --- contents ---


def _post(words: Words, post: Post) -> tuple[str, list[Block]]:
    found, blocks, text = post.round, list[Block](), list[str]()
    if post.ping:
        blocks.append(_markdown(post.ping))
    for place, riddle in enumerate(found.riddles, 1):
        if place not in found.void:
            title = words.title(found.number, place, len(found.riddles))
            blocks += _riddle(words, found, place, riddle, title)
            blocks.append(_context(words.solved_so_far(post.solved[place - 1] if place <= len(post.solved) else 0)))
            text += [title, words.question(riddle)]
    beside = [unmarked(post.notice)]
    if post.yesterday is not None:
        beside.append(words.yesterday(post.yesterday, named))
    if post.board is not None:
        beside.append(f"{words.last_week()}:\n{words.board(post.board, named)}")
    lines = [one for one in beside if one]
    if lines:
        blocks += [{"type": "divider"}, *(_context(line) for line in lines)]
    return "\n".join(text), blocks


def _riddle(words: Words, found: Round, place: int, riddle: Riddle, title: str) -> list[Block]:
    buttons = [Button(deed, spot(found, place)) for deed in PLAYING]
    return [_header(title), *_plain(words.question(riddle)), _buttons(words, buttons)]


def _unveiling(words: Words, content: Unveiling) -> tuple[str, list[Block]]:
    found, blocks, text = content.round, list[Block](), list[str]()
    told = iter(words.answers(found, content.recaps))
    for place, riddle in enumerate(found.riddles, 1):
        title = words.title(found.number, place, len(found.riddles))
        blocks += [_header(title), *_plain(words.question(riddle))]
        if place in found.void:
            blocks.append(_context(words.withdrawn()))
            continue
        rows = next(told)
        blocks += _rows(rows)
        text += [title, *(f"{name}: {value}" for name, value in rows[:1])]
        url = riddle.article.url if riddle.article else ""
        if url.startswith("https://"):
            blocks.append({"type": "actions", "elements": [_link(words, url, place)]})
    return "\n".join(text), blocks


def _withdrawal(words: Words, content: Withdrawal) -> tuple[str, list[Block]]:
    found, blocks, text = content.round, list[Block](), [words.withdrawn()]
    several = len(found.riddles)
    for place, riddle in enumerate(found.riddles, 1):
        title = words.title(found.number, place, several)
        if place in found.void:
            blocks += [_header(title), _context(words.withdrawn())]
            continue
        if place > several - found.added:
            blocks.append(_context(words.instead()))
        blocks += _riddle(words, found, place, riddle, title)
        text += [title, words.question(riddle)]
    return "\n".join(text), blocks


def _asking(words: Words, content: Asking) -> tuple[str, list[Block]]:
    review = content.review
    title = words.to_review(review.number, review.key.date.isoformat(), review.word.value)
    blocks: list[Block] = [_header(title)]
    for place, riddle in enumerate(review.riddles, 1):
        blocks += [*_plain(words.question(riddle)), *_rows(words.for_host(riddle))]
        if review.word is Word.WAITING:
            blocks.append(_host_buttons(words, review, place))
    if review.word is Word.WAITING:
        blocks.append(_word_buttons(words, review))
    return title, blocks


# --- cards ---


def _card(words: Words, one: Card) -> list[Block]:
    blocks = [_header(one.title)] if one.title else []
    blocks += _marked(one.text) if one.text else []
    blocks += _rows(one.rows)
    blocks += [_context(note) for note in one.notes]
    if one.buttons:
        blocks.append(_buttons(words, one.buttons))
    return blocks


def _rows(rows: Iterable[tuple[str, str]]) -> list[Block]:
    return [block for name, value in rows for block in _marked(f"{name}: {value}")]


# --- parts ---


def _message(text: str, blocks: list[Block]) -> dict[str, Any]:
    kept = blocks if len(blocks) <= MOST_BLOCKS else [*blocks[: MOST_BLOCKS - 1], _context("…")]
    return {"text": clip(unmarked(text) or "…", MESSAGE), "blocks": kept}


def _header(text: str) -> Block:
    return {"type": "header", "text": _words(text, HEADER)}


def _plain(text: str) -> list[Block]:
    """Somebody's text, which is never read for markup."""
    return [{"type": "section", "text": _words(part, SECTION)} for part in fits(unmarked(text), SECTION)[:MOST_PARTS]]


def _marked(text: str) -> list[Block]:
    """A text in which names may be mentioned; everything else in it is escaped."""
    return [_markdown(with_names(part)) for part in fits(text, SECTION // 2)[:MOST_PARTS]]


def _markdown(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": clip(text, SECTION), "verbatim": True}}


def _context(text: str) -> Block:
    part = clip(with_names(clip(text, FIELD // 2)), FIELD)
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": part, "verbatim": True}]}


def _words(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": clip(text, most) or "…", "emoji": False}


def _buttons(words: Words, buttons: Sequence[Button]) -> Block:
    return {"type": "actions", "elements": [_button(words.button(one.deed.value), one) for one in buttons]}


def _button(label: str, one: Button) -> Block:
    made = {"type": "button", "text": _words(label, LABEL), "action_id": f"{ACTION}{one.deed.value}"}
    made |= {"value": one.about} if one.about else {}
    if one.deed is Deed.GUESS:
        made["style"] = "primary"
    if one.deed is Deed.FORGET:
        made["style"] = "danger"
    return made


def _host_buttons(words: Words, review: Review, place: int) -> Block:
    about = f"{review.key.deck}|{review.key.date.isoformat()}|{place}"
    deeds = ("next", "hints") if review.spares else ("hints",)
    return {"type": "actions", "elements": [_host_button(words, deed, about) for deed in deeds]}


def _word_buttons(words: Words, review: Review) -> Block:
    about = f"{review.key.deck}|{review.key.date.isoformat()}|0"
    return {"type": "actions", "elements": [_host_button(words, deed, about) for deed in ("approve", "skip")]}


def _host_button(words: Words, deed: str, about: str) -> Block:
    made = {"type": "button", "text": _words(words.host_button(deed), LABEL), "action_id": f"{ACTION}host:{deed}"}
    return {**made, "value": about, **({"style": "primary"} if deed == "approve" else {})}


def _link(words: Words, url: str, place: int) -> Block:
    label = _words(words.read_story(), LABEL)
    return {"type": "button", "text": label, "url": clip(url, SECTION), "action_id": f"{ACTION}story:{place}"}


def _form(
    words: Words, callback: str, about: str, title: str, label: str, most: int, *, multiline: bool = False
) -> Block:
    field = {
        "type": "plain_text_input", "action_id": ANSWER_FIELD, "max_length": most, "multiline": multiline,
        "focus_on_load": True,
    }  # fmt: skip
    return {
        "type": "modal", "callback_id": callback, "private_metadata": about, "title": _words(title, TITLE),
        "submit": _words(words.send(), TITLE), "close": _words(words.cancel(), TITLE),
        "blocks": [{"type": "input", "block_id": ANSWER_FIELD, "label": _words(label, FIELD), "element": field}],
    }  # fmt: skip
