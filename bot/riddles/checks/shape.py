"""Whether the riddle has the form of a riddle, and of nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Form
from bot.riddles.checks.letters import latin
from bot.riddles.checks.names import names
from bot.riddles.checks.say import verdict
from bot.riddles.checks.stems import function_words
from bot.text import fold, sentences, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context

NAME = "shape"
MIN_WORDS, MAX_WORDS = 5, 120
MAX_QUESTION = 600
MAX_LINES = 8
MIN_STATEMENTS = 2
MAX_ANSWER, MAX_ANSWER_WORDS = 80, 8
MAX_ALIASES, MAX_ALIAS = 40, 80
HINTS, MAX_HINT = 3, 200
MIN_LATIN = 0.9

_GENERIC = frozenset(
    """
    it he she they him her them this that these those something someone somebody anything nothing everyone everything
    one ones who what which yes no true false maybe none unknown answer riddle n/a na null tbd question article news
    story text summary passage person people man woman men women boy girl child thing object place event company firm
    organisation organization group team country city town animal number word name me you us i we
    """.split()
)
_ABOUT_TEXT = re.compile(
    r"\baccording to (?:the |this |an )?(?:article|text|passage|story|report|summary|news|source)\b"
    r"|\b(?:the|this) (?:article|passage|text|summary|news (?:article|story|report))\b"
    r"|\bas (?:mentioned|stated|described|reported) (?:above|below|in the)\b|\bas mentioned\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"https?://|www\.\w|\b\w+\.(?:com|org|net|co\.uk)\b|<[@!#/a-zA-Z][^>]{0,80}>|@(?:everyone|here|channel)\b|\]\(|```"
    r"|\*\*|(?<!_)__(?!_)\w|^[^\S\n]*#{1,6}\s|&(?:amp|lt|gt|quot|#\d+);|[{}\\]|\|\|",
    re.IGNORECASE | re.MULTILINE,
)
_BABBLE = re.compile(
    r"^\W*(?:sure|certainly|of course|okay|ok)\b\W|\bhere(?:'s| is| are)\b.{0,40}\briddle"
    r"|\bas an? (?:ai|language model)\b"
    r"|\b(?:riddle|answer|question|summary|hint|title|explanation|output|response)\s*\d*\s*:|\[[^\]\n]{1,40}\]"
    r"|###|\bI (?:cannot|can't|can not) (?:help|assist|write|create|provide)|\bI'm sorry\b|<\|"
    r"|\b(?:insert|your) (?:answer|riddle|name) here\b",
    re.IGNORECASE,
)
_BLANK = re.compile(r"_{2,}")
_DANGLING = re.compile(
    r"(?:he|she|they|it|this|that|these|those)(?: \w+)?"
    r" (?:said|says|told|tells|added|announced|warned|explained|claimed|noted)\b"
    r"|(?:this|that|these|those) (?:is|are|was|were|will|has|have|had|can|came|made)\b"
)
_POINTING = re.compile(r"(?:which|who|what)(?: \w+){1,4} (?:them|him)\b(?! who\b)")
_ENDING = re.compile(r"\?[\"'”’)\]]*\s*$")


def check(candidate: Candidate, context: Context) -> Check:  # noqa: ARG001 - every check has both
    """Look at question, answer, aliases and hints by themselves."""
    return verdict(NAME, _defect(candidate), "Question, answer and hints have the form of a riddle.")


def _defect(candidate: Candidate) -> str | None:
    rules: Sequence[Callable[[Candidate], str | None]] = (
        _length, _ending, _speech, _opening, _letters, _answer, _aliases, _hints,
    )  # fmt: skip
    return next((defect for rule in rules if (defect := rule(candidate))), None)


def _length(candidate: Candidate) -> str | None:
    question = candidate.question
    if not question.strip():
        return "The question is empty."
    if len(question) > MAX_QUESTION:
        return f"The question has {len(question)} characters; at most {MAX_QUESTION} are allowed."
    count = len(words(question))
    if not MIN_WORDS <= count <= MAX_WORDS:
        return f"The question has {count} words; it should have {MIN_WORDS} to {MAX_WORDS}."
    if _lines(question) > MAX_LINES:
        return f"The question has {_lines(question)} lines; at most {MAX_LINES} are allowed."
    return None


def _lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())


def _ending(candidate: Candidate) -> str | None:
    question = candidate.question
    if candidate.form is Form.SUMMARY:
        parts = max(_lines(question), len(sentences(question)))
        return None if parts >= MIN_STATEMENTS else "A summary riddle should have two lines or sentences at least."
    return None if _ENDING.search(question) else 'The last line should be a question and end with "?".'


def _speech(candidate: Candidate) -> str | None:
    texts = [("The question", candidate.question), *_named_hints(candidate)]
    for name, text in texts:
        for pattern, what in (
            (_ABOUT_TEXT, "speaks of the text it was made from"),
            (_MARKUP, "has markup, an address or a mention in it"),
            (_BABBLE, "has words of its maker in it"),
        ):
            found = pattern.search(text)
            if found:
                return f'{name} {what}: "{found.group().strip()[:40]}".'
    if candidate.form is not Form.QUESTION and _BLANK.search(candidate.question):
        return "Only a plain question may have a blank to fill in."
    return None


def _named_hints(candidate: Candidate) -> list[tuple[str, str]]:
    return [(f"Hint {n}", hint[: MAX_HINT * 2]) for n, hint in enumerate(candidate.hints[: HINTS + 1], 1)]


def _opening(candidate: Candidate) -> str | None:
    """A plain question that begins with "He said" points to what the player has not read."""
    text = candidate.question[:MAX_QUESTION].strip(" \"'([")
    if candidate.form is not Form.QUESTION:
        return None
    if found := _DANGLING.match(fold(text)):
        return f'The question begins with "{found.group().capitalize()}", and nobody knows what that is.'
    found = _POINTING.match(fold(text))
    if found and not any(name.start < found.end() for name in names(text) if not name.initial):
        return f'The question says "{found.group()}", and nobody knows who that is.'
    return None


def _letters(candidate: Candidate) -> str | None:
    letters = [c for c in candidate.question if c.isalpha()]
    if not letters:
        return "The question has no letters."
    plain = sum(c.isascii() or _is_accented(c) for c in letters)
    if plain < MIN_LATIN * len(letters):
        return "The question is not written in English letters."
    english = {word.casefold().split("'")[0] for word in words(fold(candidate.question))} & function_words()
    return None if english else "The question does not read as English."


def _is_accented(char: str) -> bool:
    return "\u00c0" <= char <= "\u024f" and latin(char).isascii()


def _answer(candidate: Candidate) -> str | None:
    answer = candidate.answer
    if not answer.strip():
        return "The answer is empty."
    if len(answer) > MAX_ANSWER or len(answer.split()) > MAX_ANSWER_WORDS:
        return f"The answer is too long; at most {MAX_ANSWER_WORDS} words and {MAX_ANSWER} characters are allowed."
    if "\n" in answer or _MARKUP.search(answer) or _BABBLE.search(answer) or _BLANK.search(answer):
        return "The answer has more in it than the answer."
    if answer.rstrip()[-1] in "?!;:," or (answer.rstrip().endswith(".") and not _is_abbreviated(answer)):
        return "The answer should end without a punctuation mark."
    if not any(c.isalnum() for c in answer):
        return "The answer has neither letters nor digits."
    return f'The answer "{answer}" could be anything.' if is_generic(answer) else None


def _is_abbreviated(answer: str) -> bool:
    return re.search(r"(?:^|[\s.])[A-Za-z]{1,2}\.$|\b(?:Inc|Ltd|Co|Corp|Bros|Jr|Sr|St)\.$", answer.rstrip()) is not None


def is_generic(name: str) -> bool:
    """Whether a name could be anything: "it", "the company"."""
    left = [word for word in fold(name).strip(" .").split() if word not in {"the", "a", "an", "some", "this", "that"}]
    return not left or (len(left) == 1 and left[0] in _GENERIC)


def _aliases(candidate: Candidate) -> str | None:
    if len(candidate.aliases) > MAX_ALIASES:
        return f"There are {len(candidate.aliases)} other names for the answer; at most {MAX_ALIASES} are allowed."
    for alias in candidate.aliases:
        if not alias.strip() or len(alias) > MAX_ALIAS:
            return f"Another name for the answer is empty or longer than {MAX_ALIAS} characters."
        if is_generic(alias):
            return f'"{alias}" could be anything and cannot be another name for the answer.'
        if re.search(r"[;/\n]|,.*,|\bor\b", alias):
            return f'"{alias[:40]}" is a list; each other name for the answer should stand by itself.'
    return None


def _hints(candidate: Candidate) -> str | None:
    hints = candidate.hints
    if len(hints) != HINTS:
        return f"There should be {HINTS} hints; there are {len(hints)}."
    for n, hint in enumerate(hints, 1):
        if not any(c.isalnum() for c in hint):
            return f"Hint {n} is empty."
        if len(hint) > MAX_HINT:
            return f"Hint {n} has {len(hint)} characters; at most {MAX_HINT} are allowed."
    if len({" ".join(fold(hint).split()) for hint in hints}) < HINTS:
        return "Two of the hints are the same."
    return None
