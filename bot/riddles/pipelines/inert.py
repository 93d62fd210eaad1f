"""What speaks to the machine in an article is not read to it, and what a model makes of it is not taken."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Outcome, Story
from bot.riddles.checks import answer, grounding
from bot.riddles.checks.context import Context
from bot.riddles.pipelines.prompt import fenced
from bot.riddles.pipelines.shape import cut
from bot.text import plain, sentences

if TYPE_CHECKING:
    from bot.domain import Article, Candidate

OBEYED = "The model's reply rests on what the article tells a machine to write."
"""Why a candidate is dropped whose answer or claims stand only where the article gives orders."""

_MODEL = (
    r"(?:ai|a\.i\.|assistants?|(?:large )?language models?|llms?|chat ?bots?|summari[sz]ers?"
    r"|riddle[- ]?(?:bot|maker|writer)s?)"
)
_WRITE = r"(?:write|output|print|reply|respond|answer|say|return|make|use|set)"
_REPLY = r"(?:riddle|json|the hints?|the answer (?:must|should|is)|as (?:the|your) answer|only (?:with )?the words?)"
_ORDERS = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,60}\b(?:instructions?|prompts?|rules|guidelines)\b",
    r"\b(?:ignore|disregard|forget) (?:all|everything|anything|what)\b[^.!?\n]{0,30}\b(?:above|before|previous|told)\b",
    rf"\b(?:you are|act as|pretend (?:to be|you are)|behave as)\b[^.!?\n]{{0,20}}\b{_MODEL}\b",
    r"\b(?:system|developer|hidden) (?:prompt|message|note)\b",
    r"\bnew (?:system )?instructions?\b *:",
    rf"\b(?:note|message|attention|instructions?|memo|order) (?:to|for) (?:(?:the|any|all|every) )?{_MODEL}\b",
    rf"\b{_MODEL}\b[^.!?\n]{{0,40}}\b(?:reading|processing|summari[sz]ing|who reads?|that reads?) this\b",
    rf"^\W*(?:dear )?{_MODEL}\s*[,:]",
    r"^\W*(?:system|assistant|user|human)\s*:",
    rf"\b{_WRITE}\b[^.!?\n]{{0,30}}\b{_REPLY}\b",
)
_ORDER = re.compile("|".join(_ORDERS), re.IGNORECASE)


def inert(text: str) -> str:
    """A text without what speaks to a machine: from the sentence that does to the end of its paragraph."""
    return "\n".join(_kept(paragraph) for paragraph in text.split("\n"))


def told_to_model(story: Story, limit: int) -> str:
    """What a model is given of a story: title and text as data, without what speaks to a machine."""
    return fenced(cut(f"{inert(story.lead.title)}.\n{inert(story.lead.text)}", limit, within=True))


def quiet(article: Article) -> Article:
    """The same article without what speaks to a machine, in title and text."""
    title, text = inert(article.title), inert(article.text)
    return article if (title, text) == (article.title, article.text) else replace(article, title=title, text=text)


def obeyed(candidate: Candidate, story: Story) -> bool:
    """Whether a candidate rests on what the article told a machine to write."""
    lead = quiet(story.lead)
    if lead is story.lead:
        return False
    context = Context(Story((lead,)))
    return Outcome.FAILED in {check(candidate, context).outcome for check in (answer.check, grounding.check)}


def _kept(paragraph: str) -> str:
    seen = plain(paragraph)  # an invisible character would hide a word
    if not _ORDER.search(seen):
        return paragraph
    kept: list[str] = []
    for sentence in sentences(seen):
        if _ORDER.search(sentence):
            break
        kept.append(sentence)
    return " ".join(kept)
