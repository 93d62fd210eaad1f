"""The ladder of judging, as far as rules go: each rung is asked in turn, the first that knows decides. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Judgement, Kind, Verdict
from bot.game import additions, closeness, evasion, rewording, rungs, sorts
from bot.game.matching import Key
from bot.game.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.game.sheet import Sheet

LONGEST_GUESS = evasion.LONGEST_GUESS
MOST_WORDS = evasion.MOST_WORDS


def judge(guess: str, answer: str, aliases: Sequence[str] = (), *, kind: Kind | None = None) -> Verdict:
    """Judge a guess by the rules alone; the same guess always gets the same verdict.

    The reason opens with the rung that decided: for a right guess one of `rungs.RUNGS`, for a close one one of
    `closeness.RUNGS`, or why it is wrong: `empty`, `too long`, `hidden`, `list`, `negation`, `instruction`,
    `another` (another known name), `none`. `kind` is what the riddle says of its answer, where it is known.
    """
    refused = evasion.unreadable(guess)
    if refused:
        return Verdict(Judgement.WRONG, refused)
    if guess == answer:
        return Verdict(Judgement.CORRECT, "exact: it is the answer")
    said = Key(guess)
    said = said.without_asides() if "," in guess else said
    if not said.words or not any(map(str.isalnum, guess)):  # a lone "%" is read as a word
        return Verdict(Judgement.WRONG, "empty: there is no word in it")
    riddle = sheet(answer, tuple(aliases), kind)
    last = additions.corrected(guess)
    if last and not rungs.plainly(said, said, riddle):
        return judge(last, answer, aliases, kind=kind)
    first, other = additions.contrasted(guess)
    if first and judge(other, answer, aliases, kind=kind).judgement is not Judgement.CORRECT:
        return judge(first, answer, aliases, kind=kind)
    return _read(said, riddle)


def _read(said: Key, riddle: Sheet) -> Verdict:
    """The verdict on a guess that can be read."""
    core = said.unwrapped() or said
    right = rungs.plainly(said, core, riddle)
    if right:
        return Verdict(Judgement.CORRECT, right)
    if closeness.two_readings(core, riddle):
        return Verdict(Judgement.CLOSE, "value: the day and the month could be exchanged")
    told = additions.told(said, riddle, lambda key: rungs.alone(key, riddle)) if not said.text.isalpha() else ""
    if told:
        return Verdict(Judgement.CORRECT, told)
    if rewording.cut_short(said, riddle):
        return Verdict(Judgement.CORRECT, "short: words of the name cut short")
    named = sorts.without_apposition(said) if riddle.person else said
    core = core if named is said else named
    refused = evasion.evasive(named, riddle.words)
    right = rungs.loosely(core, riddle, refused)
    if right or refused:
        return Verdict(Judgement.CORRECT, right) if right else Verdict(Judgement.WRONG, refused)
    return _weighed(core, riddle)


def _weighed(said: Key, riddle: Sheet) -> Verdict:
    """The verdict on a guess that is no name word for word, and evades nothing."""
    other = closeness.another(said, riddle)
    right = "" if other else rungs.carefully(said, riddle) or rungs.reworded(said, riddle)
    if right:
        return Verdict(Judgement.CORRECT, right)
    near = closeness.close(said, riddle, other)
    if near:
        return Verdict(Judgement.CLOSE, near)
    return Verdict(Judgement.WRONG, other or "none: it is neither the answer nor a part of it")
