"""What judges say of a riddle: whether it is of its story, and whether it tells what the story does not.

A judge is asked twice, the statements in both orders, and its word counts only where both answers agree. Before that it
is tried on labelled cases; one that agrees with them hardly better than chance is not heard. No judge decides alone on
what a model of its own family wrote.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.errors import ModelError
from bot.evaluation.generation import Measurement
from bot.evaluation.marks import TRIED, UNDECIDED
from bot.evaluation.opinion_agreement import Agreement, agreement, shipped
from bot.riddles.pipelines.inert import inert, told_to_model
from bot.riddles.pipelines.prompt import fenced, load_prompt
from bot.text import one_line, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.domain import Candidate, Story, Usage
    from bot.evaluation.case import Case
    from bot.evaluation.entrant import Entrant
    from bot.evaluation.generation import Generation
    from bot.evaluation.opinion_agreement import Labelled
    from bot.evaluation.opinion_labels import Chooser

NONE = "No judge was given; --judge names one."
WORDS = 800
"""Words of the story a judge is shown."""

AT_ONCE = 4
"""Riddles a hosted judge is asked about at a time; each takes two questions."""

_RIDDLE, _ANSWER = 700, 120


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the metric, and the statement that makes it 1 beside the one that makes it 0."""

    metric: str
    yes: str
    no: str


QUESTIONS = (
    Question(
        "relevant",
        "The riddle is about this story, and its answer stands in it.",
        "The riddle is about something else than this story.",
    ),
    Question(
        "hallucinated",
        "The riddle tells at least one fact that the story does not tell, or tells it otherwise.",
        "Every fact that the riddle tells stands in the story.",
    ),
)


class Judge(Protocol):
    """Who has an opinion; `family` is what models of the same descent share, empty where it is not known."""

    @property
    def label(self) -> str:
        """Model and prompts: what was measured of it holds while this stays the same."""

    @property
    def family(self) -> str:
        """The family of its model."""

    @property
    def spent(self) -> Usage:
        """All that its answers took so far."""

    async def says(self, question: Question, story: Story, riddle: str, answer: str) -> bool | None:
        """Its answer; None where it gives none or another when the statements are swapped."""


class ModelJudge:
    """A `Judge` over a chat model."""

    def __init__(self, chooser: Chooser, *, model_name: str, family: str) -> None:
        self._chooser = chooser
        self._name = model_name
        self._family = family
        self._prompts = {one.metric: load_prompt(f"opinion_{one.metric}") for one in QUESTIONS}
        # The two orders of a question begin alike: by themselves in a batch, a local model reads the story once.
        self._gate = asyncio.Semaphore(1 if chooser.scores else AT_ONCE)

    @property
    def label(self) -> str:
        """Model and prompts."""
        return f"{self._name} {' '.join(prompt.label for prompt in self._prompts.values())}"

    @property
    def family(self) -> str:
        """The family of its model."""
        return self._family

    @property
    def spent(self) -> Usage:
        """All that its answers took so far."""
        return self._chooser.spent

    async def says(self, question: Question, story: Story, riddle: str, answer: str) -> bool | None:
        """Its answer; None where it gives none, or another when the statements are swapped."""
        async with self._gate:
            ahead, behind = await asyncio.gather(
                self._letter(question, story, riddle, answer, swapped=False),
                self._letter(question, story, riddle, answer, swapped=True),
            )
        return {("A", "B"): True, ("B", "A"): False}.get((ahead, behind))

    async def _letter(self, question: Question, story: Story, riddle: str, answer: str, *, swapped: bool) -> str:
        first, second = (question.no, question.yes) if swapped else (question.yes, question.no)
        messages = self._prompts[question.metric].messages(
            story=told_to_model(story, WORDS),
            riddle=fenced(inert(plain(riddle, _RIDDLE))),
            answer=fenced(inert(one_line(answer, _ANSWER))),
            first=first,
            second=second,
        )
        return await self._chooser.choose(messages)


class Opinions:
    """What one or several judges say; each was tried on the labelled cases before."""

    def __init__(
        self,
        judges: Sequence[Judge],
        cases: Sequence[Labelled] | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._judges = judges
        self._say = say
        self._cases = shipped() if cases is None else cases
        self.agreements: dict[tuple[str, str], Agreement] = {}
        """How each judge that could be asked did on the labelled cases, by its label and the metric."""
        self._failed: dict[str, str] = {}

    @property
    def labels(self) -> str:
        """The judges."""
        return ", ".join(judge.label for judge in self._judges)

    @property
    def spent(self) -> Mapping[str, Usage]:
        """What each judge took so far, its trial included."""
        return {f"judge {_name(judge)}": judge.spent for judge in self._judges}

    async def ready(self) -> Mapping[str, str]:
        """Try the judges; the metrics that none of them is fit for."""
        for judge in self._judges:
            for question in QUESTIONS:
                if judge.label not in self._failed and (judge.label, question.metric) not in self.agreements:
                    await self._try(judge, question)
        return {one.metric: self._unfit(one) for one in QUESTIONS if not self._fit(one)}

    def says(self, entrant: Entrant) -> frozenset[tuple[str, str]]:
        """What the judges that are heard say of a riddle; all of them, before they were tried."""
        return frozenset(
            (one.metric, judge.label)
            for one in QUESTIONS
            for judge in (self._heard(one, entrant) if self.agreements else self._judges)
        )

    def refuses(self, entrant: Entrant) -> Mapping[str, str]:
        """Metrics whose every fit judge is of the entrant's own family, or may be."""
        found = {}
        for question in QUESTIONS:
            fit = self._fit(question)
            if fit and not self._heard(question, entrant):
                names = ", ".join(_name(judge) for judge in fit)
                family = entrant.facts.family or "unknown"
                found[question.metric] = (
                    f"No judge of another family: {names} may not judge alone what a model of the family "
                    f"{family} wrote."
                )
        return found

    async def of(
        self,
        riddle: Candidate,
        generation: Generation,
        case: Case,
        entrant: Entrant,
        others: Sequence[Case],  # noqa: ARG002 - as all are asked
    ) -> list[Measurement]:
        """A record of each judge's opinion; where its two answers differ, one under `undecided:` and the metric.

        An opinion is kept only where a judge of another family has one of the same riddle.
        """
        asked = [(question, judge) for question in QUESTIONS for judge in self._heard(question, entrant)]
        said = await asyncio.gather(
            *(_asked(judge, question, case.story, riddle.question, riddle.answer) for question, judge in asked)
        )
        told = [(question, judge, opinion) for (question, judge), opinion in zip(asked, said, strict=True)]
        apart = {question.metric for question, judge, one in told if isinstance(one, bool) and _apart(judge, entrant)}
        return [
            Measurement(name, generation.key, value, judge.label)
            for question, judge, opinion in told
            if opinion is None or question.metric in apart
            for name, value in _told(question, opinion)
        ]

    async def _try(self, judge: Judge, question: Question) -> None:
        """Find out how it does on the labelled cases; what it could not be asked about counts as undecided.

        Where the first case fails no more are asked.
        """
        labelled = [one for one in self._cases if question.metric in one.labels]
        self._say(f"{_name(judge)}: {question.metric}, trying {len(labelled)} labelled cases")

        async def asked(one: Labelled) -> bool | _Lost | None:
            return await _asked(judge, question, one.story, one.question, one.answer)

        first = await asked(labelled[0])
        if isinstance(first, _Lost):
            self._failed[judge.label] = first.why
            return
        said = [first, *await asyncio.gather(*map(asked, labelled[1:]))]
        self.agreements[judge.label, question.metric] = agreement(
            [one.labels[question.metric] for one in labelled],
            [None if isinstance(one, _Lost) else one for one in said],
        )

    def _fit(self, question: Question) -> list[Judge]:
        tried = {one.label: self.agreements.get((one.label, question.metric)) for one in self._judges}
        return [one for one in self._judges if (found := tried[one.label]) is not None and found.fit]

    def _heard(self, question: Question, entrant: Entrant) -> list[Judge]:
        """The fit judges, where one of them is surely of another family."""
        fit = self._fit(question)
        return fit if any(_apart(one, entrant) for one in fit) else []

    def _unfit(self, question: Question) -> str:
        return " ".join(self._why(judge, question) for judge in self._judges) or NONE

    def _why(self, judge: Judge, question: Question) -> str:
        if found := self.agreements.get((judge.label, question.metric)):
            return f"{_name(judge)} is not fit: {found.told}."
        return f"{_name(judge)} could not be asked: {self._failed[judge.label]}"


class Trials:
    """Keeps how the judges of a run did on the labelled cases, so that it is told whenever the run is scored."""

    def __init__(self, opinions: Opinions) -> None:
        self._opinions = opinions

    @property
    def mark(self) -> str:
        """Trials of these judges."""
        return f"trials {self._opinions.labels}".strip()

    async def of(self, entrant: Entrant, cases: Sequence[Case]) -> list[Measurement]:  # noqa: ARG002 - as all are asked
        """A record of each judge and metric: kappa, with all the figures in words."""
        await self._opinions.ready()
        key = entrant.key, "", 0, 0
        return [
            Measurement(f"{TRIED}{metric}", key, found.kappa, label, found.told)
            for (label, metric), found in self._opinions.agreements.items()
        ]

    def refuses(self, entrant: Entrant) -> Mapping[str, str]:  # noqa: ARG002 - as all are asked
        """Nothing: a trial is no metric."""
        return {}


@dataclass(frozen=True, slots=True)
class _Lost:
    """That a judge could not be asked, and why."""

    why: str


def _name(judge: Judge) -> str:
    """The name of its model."""
    return judge.label.split(" ", maxsplit=1)[0]


def _apart(judge: Judge, entrant: Entrant) -> bool:
    """Whether a judge is surely of another family than who wrote."""
    own = entrant.facts.family.casefold()
    return bool(own and judge.family) and judge.family.casefold() != own


async def _asked(judge: Judge, question: Question, story: Story, riddle: str, answer: str) -> bool | _Lost | None:
    try:
        return await judge.says(question, story, riddle, answer)
    except ModelError as error:
        return _Lost(str(error))


def _told(question: Question, opinion: bool | _Lost | None) -> list[tuple[str, float]]:
    """The name and the value of a record; none where the judge could not be asked."""
    if isinstance(opinion, _Lost):
        return []
    return [(f"{UNDECIDED}{question.metric}", 1.0)] if opinion is None else [(question.metric, float(opinion))]
