"""Labelled guesses: reading them, judging them, and how far the verdicts agree."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain import Judgement, Kind, Verdict
from bot.errors import UsageError
from bot.game.judging import judge

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABELS = (Judgement.CORRECT, Judgement.CLOSE, Judgement.WRONG)
_SHIPPED = Path(__file__).parent / "data" / "cases.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    """A guess at an answer, with the verdict it should get where that is known."""

    answer: str
    aliases: tuple[str, ...]
    guess: str
    verdict: Judgement | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with the verdict it got."""

    case: Case
    verdict: Verdict

    @property
    def agrees(self) -> bool | None:
        """Whether it is the known one; None where none is known."""
        return None if self.case.verdict is None else self.case.verdict is self.verdict.judgement

    @property
    def rung(self) -> str:
        """What decided."""
        return self.verdict.reason.partition(":")[0]

    @property
    def exact(self) -> Judgement:
        """The verdict of the baseline: the answer or an alias letter by letter."""
        named = self.case.guess in {self.case.answer, *self.case.aliases}
        return Judgement.CORRECT if named else Judgement.WRONG


def shipped() -> list[Case]:
    """The labelled guesses that come with the program."""
    return read(_SHIPPED.read_text("utf-8"))


def read(text: str) -> list[Case]:
    """Read one case a line; a bad line is a sentence with its number."""
    numbered = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not numbered:
        raise UsageError("There is no guess in it: one JSON object a line is expected.")
    return [_case(number, line) for number, line in numbered]


def judged(case: Case) -> Judged:
    """Judge a case."""
    return Judged(case, judge(case.guess, case.answer, case.aliases, kind=case.kind))


def record(one: Judged) -> dict[str, Any]:
    """The public keys of a verdict."""
    found: dict[str, Any] = {
        "answer": one.case.answer,
        "aliases": list(one.case.aliases),
        "guess": one.case.guess,
        "verdict": one.verdict.judgement.value,
        "reason": one.verdict.reason,
        "rung": one.rung,
    }
    return found if one.case.verdict is None else found | {"meant": one.case.verdict.value, "agrees": one.agrees}


def summary(some: Sequence[Judged]) -> dict[str, Any]:
    """Agreement, Cohen's kappa, what was accepted, each rung's share, and the baseline beside them."""
    known = [one for one in some if one.case.verdict is not None]
    pairs = [(str(one.case.verdict), str(one.verdict.judgement)) for one in known]
    bare = [(str(one.case.verdict), str(one.exact)) for one in known]
    rungs = Counter(one.rung for one in some)
    return {
        "guesses": len(some),
        "labelled": len(known),
        "agreement": _agreement(pairs),
        "kappa": kappa(pairs),
        "right_accepted": _accepted(pairs, right=True),
        "wrong_accepted": _accepted(pairs, right=False),
        "exact_match_agreement": _agreement(bare),
        "exact_match_kappa": kappa(bare),
        "exact_match_right_accepted": _accepted(bare, right=True),
        "stages": {rung: count / len(some) for rung, count in rungs.most_common()},
    }


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two rows of labels: agreement beyond what chance brings."""
    if not pairs:
        return None
    meant, got = (Counter(pair[at] for pair in pairs) for at in (0, 1))
    chance = sum(meant[label] * got[label] for label in meant) / len(pairs) ** 2
    seen = sum(one == other for one, other in pairs) / len(pairs)
    return 1.0 if chance == 1 else (seen - chance) / (1 - chance)


def _agreement(pairs: Sequence[tuple[str, str]]) -> float | None:
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def _accepted(pairs: Sequence[tuple[str, str]], *, right: bool) -> float | None:
    """The share of the right guesses, or of the others, that were taken for right."""
    some = [got for meant, got in pairs if (meant == Judgement.CORRECT) is right]
    return some.count(Judgement.CORRECT.value) / len(some) if some else None


def _case(number: int, line: str) -> Case:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise UsageError(f"Line {number} is not a JSON object.") from None
    if not isinstance(found, dict):
        raise UsageError(f"Line {number} is not a JSON object.")
    aliases = found.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise UsageError(f"Line {number}: aliases is not a list of texts.")
    for key in ("answer", "guess"):
        if not isinstance(found.get(key), str):
            raise UsageError(f"Line {number}: {key} is missing or not a text.")
    if not found["answer"].strip():
        raise UsageError(f"Line {number}: answer is empty.")
    return Case(found["answer"], tuple(aliases), found["guess"], _verdict(number, found), _kind(number, found))


def _verdict(number: int, found: dict[str, Any]) -> Judgement | None:
    verdict = found.get("verdict")
    if verdict is None:
        return None
    if verdict not in [label.value for label in _LABELS]:
        raise UsageError(f"Line {number}: verdict is none of {', '.join(_LABELS)}.")
    return Judgement(verdict)


def _kind(number: int, found: dict[str, Any]) -> Kind | None:
    kind = found.get("kind")
    if kind is None:
        return None
    if kind not in [one.value for one in Kind]:
        raise UsageError(f"Line {number}: kind is none of {', '.join(Kind)}.")
    return Kind(kind)
