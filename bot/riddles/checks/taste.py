"""Whether the riddle may be shown to anybody: no tragedy, no abuse, no accusation in a living person's mouth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Form, Kind
from bot.news.manners import rudeness
from bot.riddles.checks.letters import latin
from bot.riddles.checks.say import verdict
from bot.riddles.checks.surfaces import hidden_words

if TYPE_CHECKING:
    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context

NAME = "taste"
MAX_TEXT = 2_000

_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|rules?|prompts?|above|previous|everything)\b"
    r"|\b(?:system|developer) (?:prompt|message)\b"
    r"|\byou are (?:now )?(?:an? )?(?:ai|assistant|chatbot|language model)\b"
    r"|\bas an? (?:ai|language) model\b|\b(?:print|reveal|output|repeat|return|respond with|reply with)\b.{0,25}"
    r"\b(?:answer|prompt|instructions?|json|exactly)\b|\bthe (?:correct |right )?answer is\b"
    r"|\bdo not (?:summari[sz]e|follow)\b"
    r"|\bnew instructions?\b|\bdeveloper mode\b|\bjailbreak",
    re.IGNORECASE | re.DOTALL,
)
_THREAT = re.compile(r"\bor else\b|\bor you(?:'ll| will) (?:regret|pay|be sorry|die|suffer)\b", re.IGNORECASE)
_CRIME = re.compile(
    r"\b(?:lied|lying|liar|cheat(?:ed|ing|er)?|stole|steal(?:ing)?|robbed|bribed?|bribery|defraud(?:ed)?|fraud|corrupt(?:ion)?"
    r"|embezzl\w+|launder(?:ed|ing)|murder(?:ed|er)?|kill(?:ed|er)?|raped?|rapist|abus(?:ed|er)|assault(?:ed)?|harass\w*"
    r"|misled|mislead(?:ing)?|betray(?:ed)?|smuggl\w+|forg(?:ed|ery)|doped|doping|perjur\w+|guilty|convicted|arrested"
    r"|charged with|plagiari\w+|evad(?:ed|ing) tax\w*|broke the law|took (?:drugs|bribes)|threaten(?:ed)?"
    r"|racist|sexist)\b",
    re.IGNORECASE,
)
_OF_ONESELF = re.compile(r"\b(?:I|my|me)\b[^.!?]{0,60}$", re.IGNORECASE)
BEFORE = 64
"""Characters before a crime in which the speaker may name itself."""

_INNOCENT = re.compile(
    r"\b(?:kill(?:ed)? time|stole the show|steal(?:ing)? the (?:show|scene)|cheat(?:ed)? death"
    r"|lied? (?:in|on|near|beside))\b",
    re.IGNORECASE,
)


def check(candidate: Candidate, context: Context) -> Check:  # noqa: ARG001 - every check has both
    """Look at everything a player will read."""
    return verdict(NAME, _defect(candidate), "Nothing in it could hurt anybody.")


def _defect(candidate: Candidate) -> str | None:
    shown = [part[:MAX_TEXT] for part in (candidate.question, *candidate.hints[:4], candidate.explanation)]
    text = latin("\n".join((*shown, candidate.answer[:200])))
    found = _INJECTION.search(text)
    if found:
        return f'It has words in it that speak to a machine or tell the answer: "{found.group()[:60]}".'
    if _THREAT.search(text):
        return "It threatens the player."
    return rudeness(text) or _disguised(text) or _accusation(candidate)


def _disguised(text: str) -> str | None:
    """A rude word spelt with signs, with digits, or letter by letter."""
    hidden = dict.fromkeys(word.casefold() for _, word in hidden_words(text))
    return next((reason for word in hidden if (reason := rudeness(word))), None)


def _accusation(candidate: Candidate) -> str | None:
    """A person who speaks in the first person confesses to what others only said."""
    if candidate.kind is not Kind.PERSON and not _is_person(candidate):
        return None
    for text in (candidate.question, *candidate.hints[:4]):
        found = _confession(_INNOCENT.sub("", text[:MAX_TEXT]))
        if found:
            return f'It lets a person confess to something: "{found[:80]}".'
    return None


def _confession(text: str) -> str | None:
    for crime in _CRIME.finditer(text):
        oneself = _OF_ONESELF.search(text[max(0, crime.start() - BEFORE) : crime.start()])
        if oneself:
            return oneself.group() + crime.group()
    return None


def _is_person(candidate: Candidate) -> bool:
    return candidate.form is Form.FIRST_PERSON and "who am i" in candidate.question[:MAX_TEXT].casefold()
