"""How a line is worded: what is mine, who reports it, what two lines share, how many sums it has."""

from __future__ import annotations

import re

from bot.domain import Kind
from bot.text import fold

_REPORTS = re.compile(r"(BBC|Reuters|CNN|AFP|Bloomberg)\b")
"""A reporter as the subject: what it asked whom is no news."""

_COURSE = re.compile(
    r"\b(tie-?break|break points?|match points?|set points?|(?:first|second|third|fourth|opening|deciding)[ -]set"
    r"|broke (?:straight )?back|serve)\b"
)
"""The course of a match, point by point: without its opponent it is anybody's."""

_OF_ME = re.compile(
    r"\b(?P<the>[Tt]he) (?P<what>(?:(?!of\b)[\w-]+ ){0,3}(?!of\b|purchase|acquisition|takeover|sale|control|criticism"
    r"|rest|whole|top|end|start|first|best|most|likes|age|sake|side|part|north|south|east|west)[\w-]+) of me\b"
)

_TOLD_BY = re.compile(r", (?:state media|media|newspapers|reports|agencies) (?:report|say|said|reported)\.$")
_SUMS = re.compile(
    r"[£$€]\s?\d|\d%|\b\d[\d.,]*(?:m|bn)? (?:cents|pence|pounds|dollars|euros|percent|per cent|percentage)\b"
)
_MY_OWN = re.compile(r"^I am the (?=(?:country|nation|city|state|region)'s )")
"""Whose it is, only the story tells: "the country's biggest bank" is "my country's biggest bank"."""

_RESULTS = re.compile(
    r"\b(profits?|turnover|revenues?|earnings|loss(?:es)?|expectations|forecasts?|raw materials|shareholders|dividends?"
    r"|shares? (?:price|rose|fell|closed|dropped|gained|slipped|jumped|surged)|sales (?:rose|fell|growth|figures)"
    r"|per ?cent|percentage|quarter|market value|points)\b|%",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday"
    r"|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|US)\b"
)
_SAME = 0.45


def my_own(line: str) -> str:
    """`I am my country's biggest bank` where only the story tells which country's."""
    return _MY_OWN.sub("I am my ", line)


def mine_of(text: str, kind: Kind) -> str:
    """`My main unit` for "the main unit of me"; a place is rather spoken of than the owner of things."""
    if kind is Kind.PLACE:
        return text
    return _OF_ME.sub(lambda match: f"{'My' if match['the'] == 'The' else 'my'} {match['what']}", text)


def untailed(text: str) -> str:
    """Without who reports it at the end: ", state media report"."""
    return _TOLD_BY.sub(".", text)


def is_report(text: str) -> bool:
    """Whether a line begins with the reporter."""
    return bool(_REPORTS.match(text))


def is_course(text: str) -> bool:
    """Whether a line tells the course of a match point by point."""
    return bool(_COURSE.search(text))


def is_results(text: str) -> bool:
    """Whether a line tells how business went and names nobody: "I beat expectations in spite of higher costs"."""
    named = re.search(r"(?<!^)(?<![.!?] )\b(?!I\b)[A-Z]\w+", _CALENDAR.sub("", text))
    return bool(_RESULTS.search(text)) and not named


def is_empty(line: str) -> bool:
    """Whether a definition tells a rank and not of what: "I am the chief executive."."""
    return bool(re.fullmatch(r"I am (?:the|an?) (?:[a-z-]+ )?[a-z-]+\.", line)) and line.startswith("I am the ")


def sums(text: str) -> int:
    """How many sums of money and percentages a line has."""
    return len(_SUMS.findall(text))


def overlap(one: str, other: str) -> bool:
    """Whether two lines tell mostly the same."""
    first, second = _telling(one), _telling(other)
    return len(first & second) >= _SAME * max(1, min(len(first), len(second)))


def tells_again(deed: str, definition: str) -> bool:
    """Whether a deed has nothing but what the definition says: "I publish the best-selling paper"."""
    told = _telling(definition)
    return len(told) > 1 and len(_telling(deed) - told) <= 1


def _telling(text: str) -> set[str]:
    """The words that tell something, without their endings: "visited" and "visits" are one."""
    said = re.findall(r"[^\W_]+", re.sub(r"'s?\b", "", fold(text)))
    return {word[:6].removesuffix("s") for word in said if len(word) > 3 or word.isdigit()}
