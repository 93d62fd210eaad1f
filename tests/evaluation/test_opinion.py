from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import SecretStr

from adapters.llm.hosted import hosted_model
from bot.domain import Usage
from bot.errors import ModelError
from bot.evaluation.entrant import Facts
from bot.evaluation.measured import notes, score
from bot.evaluation.measures import Measures
from bot.evaluation.opinion import NONE, QUESTIONS, ModelJudge, Opinions, Trials
from bot.evaluation.opinion_agreement import agreement, shipped
from bot.evaluation.opinion_labels import Chooser, read_letter
from bot.evaluation.toxicity import Toxicity
from tests.doubles.openai_server import OpenAIServer, Said
from tests.evaluation.parts import CASE, ENTRANT, LOCAL, STORY, generation, riddle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain import Story
    from bot.evaluation.opinion import Question

RELEVANT, HALLUCINATED = QUESTIONS


class Scripted:
    """A judge that says what a function says."""

    def __init__(self, name: str, family: str, says: Callable[[str, str, str], bool | None]) -> None:
        self.label = name
        self.family = family
        self._says = says
        self.asked = 0
        self.spent = Usage()

    async def says(self, question: Question, story: Story, riddle: str, answer: str) -> bool | None:  # noqa: ARG002
        self.asked += 1
        return self._says(question.metric, story.lead.id, riddle)


KNOWN = {(metric, one.story.lead.id, one.question): label for one in shipped() for metric, label in one.labels.items()}


def wise(metric: str, story: str, question: str) -> bool | None:
    """Knows the labelled cases, and finds every other riddle relevant."""
    return KNOWN.get((metric, story, question), metric == "relevant")


def yes_sayer(*_: str) -> bool | None:
    return True


async def values(opinions: Opinions, entrant: Any = ENTRANT) -> list[tuple[str, float, str]]:
    await opinions.ready()
    one = riddle()
    said = await opinions.of(one, generation(one, entrant=entrant), CASE, entrant, ())
    return [(found.name, found.value, found.by) for found in said]


# --- who is heard -----------------------------------------------------------------------------------------------------


async def test_a_judge_of_another_family_that_knows_its_trade_is_heard() -> None:
    opinions = Opinions([Scripted("wise", "claude", wise)])
    assert await opinions.ready() == {}
    assert await values(opinions) == [("relevant", 1.0, "wise"), ("hallucinated", 0.0, "wise")]
    assert opinions.agreements["wise", "relevant"].told.startswith("right in 60 of 60 labelled cases")


async def test_who_always_says_yes_agrees_by_chance_alone_and_is_not_heard() -> None:
    opinions = Opinions([Scripted("yes", "claude", yes_sayer)])
    missing = await opinions.ready()
    assert set(missing) == {"relevant", "hallucinated"}
    assert "yes is not fit: right in 30 of 60" in missing["relevant"]
    assert "kappa 0.00" in missing["relevant"]
    assert await values(opinions) == []


async def test_a_judge_is_tried_once() -> None:
    judge = Scripted("wise", "claude", wise)
    opinions = Opinions([judge])
    await opinions.ready()
    await opinions.ready()
    assert judge.asked == 120


@pytest.mark.parametrize("family", ["GPT", ""])
async def test_no_judge_of_the_same_or_an_unknown_family_decides_alone(family: str) -> None:
    opinions = Opinions([Scripted("kin", family, wise)])
    assert await values(opinions) == []
    assert "No judge of another family: kin" in opinions.refuses(ENTRANT)["relevant"]
    assert opinions.refuses(replace(ENTRANT, facts=Facts(family="")))
    both = Opinions([Scripted("kin", family, wise), Scripted("other", "claude", wise)])
    assert [by for _, _, by in await values(both)] == ["kin", "other", "kin", "other"]
    assert both.refuses(ENTRANT) == {}


async def test_a_judge_of_the_same_family_is_not_heard_of_a_riddle_that_the_other_is_undecided_of() -> None:
    opinions = Opinions([Scripted("kin", "gpt", wise), Scripted("torn", "claude", lambda *asked: KNOWN.get(asked))])
    assert [(name, by) for name, _, by in await values(opinions)] == [
        ("undecided:relevant", "torn"),
        ("undecided:hallucinated", "torn"),
    ]


async def test_an_undecided_judge_leaves_a_record_and_no_value() -> None:
    def torn(metric: str, story: str, question: str) -> bool | None:
        return KNOWN.get((metric, story, question))

    said = await values(Opinions([Scripted("torn", "claude", torn)]))
    assert said == [("undecided:relevant", 1.0, "torn"), ("undecided:hallucinated", 1.0, "torn")]


async def test_a_judge_that_cannot_be_asked_says_nothing() -> None:
    def gone(metric: str, story: str, question: str) -> bool | None:
        if (metric, story, question) not in KNOWN:
            raise ModelError("It is gone.")
        return KNOWN[metric, story, question]

    assert await values(Opinions([Scripted("gone", "claude", gone)])) == []


async def test_a_judge_that_is_not_there_is_asked_once_why_is_told_and_no_trial_of_it_is_kept() -> None:
    def gone(*_: str) -> bool | None:
        raise ModelError("There is no such key.")

    judge = Scripted("gone", "claude", gone)
    opinions = Opinions([judge])
    missing = await opinions.ready()
    assert set(missing) == {"relevant", "hallucinated"}
    assert missing["relevant"] == "gone could not be asked: There is no such key."
    assert await Trials(opinions).of(ENTRANT, []) == []
    assert judge.asked == 1


async def test_without_a_judge_both_are_left_out() -> None:
    assert await Opinions([]).ready() == {"relevant": NONE, "hallucinated": NONE}


async def test_what_several_judges_say_of_a_riddle_is_averaged() -> None:
    def strict(metric: str, story: str, question: str) -> bool | None:
        return KNOWN.get((metric, story, question), metric != "relevant")

    opinions = Opinions([Scripted("mild", "claude", wise), Scripted("strict", "qwen", strict)])
    await opinions.ready()
    one = riddle()
    said = [
        found
        for case in ("case-1", "case-2")
        for found in await opinions.of(one, generation(one, case), CASE, ENTRANT, ())
    ]
    found = score("relevant", said)
    assert found is not None
    assert (found.value, found.cases, found.chance, found.by) == (0.5, 2, 0.5, "mild and strict")


async def test_how_a_judge_did_is_kept_and_told_whenever_the_run_is_scored() -> None:
    opinions = Opinions([Scripted("torn", "claude", lambda *asked: KNOWN.get(asked))])
    kept = [*await Trials(opinions).of(ENTRANT, []), *await Trials(opinions).of(LOCAL, [])]
    one = riddle()
    kept += await opinions.of(one, generation(one), CASE, ENTRANT, ())
    told = notes(kept)
    assert len(told) == 4
    assert told[0].startswith("torn, relevant: right in 60 of 60 labelled cases (100%, chance 25%), decided 60, kappa")
    assert told[2] == "torn, relevant: undecided of 1 of 1 riddles, which are not in the score."
    assert score("relevant", kept) is None


# --- both orders ------------------------------------------------------------------------------------------------------


class Lettered(BaseChatModel):
    """A model whose weights are here: how likely it finds A and B, by what stands behind each."""

    likes: str = ""
    first: float = 0.0

    @property
    def _llm_type(self) -> str:
        return "lettered"

    def _generate(self, *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage("A"))])

    async def ascore(self, messages: Sequence[BaseMessage], continuations: Sequence[str]) -> list[float]:
        assert list(continuations) == ["A", "B"]
        text = str(messages[-1].content)
        likely = [-1.0 if f"{letter}: {self.likes}" in text else -2.0 for letter in continuations]
        return [likely[0] + self.first, likely[1]]


async def says(model: BaseChatModel, question: Question = RELEVANT, text: str = "Which city?") -> bool | None:
    judge = ModelJudge(Chooser(model, first_wait=0.01), model_name="some:model", family="some")
    return await judge.says(question, STORY, text, "Lisbon")


async def test_a_local_model_is_heard_where_the_same_statement_wins_in_both_places() -> None:
    assert await says(Lettered(likes=RELEVANT.yes)) is True
    assert await says(Lettered(likes=RELEVANT.no)) is False
    assert await says(Lettered(likes=HALLUCINATED.yes), HALLUCINATED) is True


async def test_a_model_that_likes_a_letter_has_no_opinion() -> None:
    assert await says(Lettered(likes=RELEVANT.yes, first=5.0)) is None
    assert await says(Lettered(likes="nothing")) is None


async def test_a_hosted_model_answers_in_a_schema_and_is_asked_in_both_orders() -> None:
    async with OpenAIServer([Said('{"choice": "A"}'), Said('{"choice": "B"}')]) as server:
        model = hosted_model(
            "openai:double",
            base_url=server.url,
            api_keys={"openai": SecretStr("sk-test-4711-not-a-real-key")},
            timeout=5.0,
            requests_a_second=1000,
        )
        await says(model)
        shown = [str(one["messages"][-1]["content"]) for one in server.requests]
        assert server.requests[0]["response_format"]["json_schema"]["schema"]["required"] == ["choice"]
    letters = [re.search(r"^A: (.*)$", text, re.MULTILINE) for text in shown]
    assert {found.group(1) for found in letters if found} == {RELEVANT.yes, RELEVANT.no}


@pytest.mark.parametrize(
    ("reply", "letter"),
    [
        ("A", "A"), (" b.", "B"), ("**A**", "A"), ('{"choice": "B"}', "B"), ("A dog", ""), ("Both", ""), ("", ""),
        ("<think>A or B?</think>B", "B"), ("The answer is A", ""),
    ],
)  # fmt: skip
def test_only_a_letter_by_itself_is_a_choice(reply: str, letter: str) -> None:
    assert read_letter(reply) == letter


# --- agreement --------------------------------------------------------------------------------------------------------


def test_the_labelled_cases_are_balanced_and_every_riddle_stands_beside_an_article() -> None:
    cases = shipped()
    assert len({one.id for one in cases}) == len(cases) == 90
    for metric in ("relevant", "hallucinated"):
        assert Counter(one.labels[metric] for one in cases if metric in one.labels) == {True: 30, False: 30}
    assert all(one.story.lead.text and one.answer and one.question.endswith("?") for one in cases)


def test_what_is_made_up_is_no_longer_than_what_is_true() -> None:
    lengths = {
        label: [len(one.question) for one in shipped() if one.labels.get("hallucinated") is label]
        for label in (True, False)
    }
    true, false = (sum(found) / len(found) for found in (lengths[False], lengths[True]))
    assert 0.9 < true / false < 1.1


def test_who_decides_less_than_half_is_not_fit_however_right() -> None:
    labels = [True, False] * 30
    assert agreement(labels, list(labels)).fit
    half = agreement(labels, [*labels[:28], *[None] * 32])
    assert (half.kappa, half.decided, half.fit) == (1.0, 28, False)
    none = agreement(labels, [None] * 60)
    assert not none.fit
    assert none.told.startswith("right in 0 of 60 labelled cases (0%, chance 25%): undecided in all")


# --- all together -----------------------------------------------------------------------------------------------------


async def test_all_measures_are_asked_of_a_riddle_that_could_be_read_and_of_no_other() -> None:
    measures = Measures([ENTRANT, LOCAL], riddles=[Toxicity(), Opinions([Scripted("wise", "claude", wise)])])
    said = await measures.of(generation(riddle(), seed=3, draw=1), CASE)
    assert [one.name for one in said] == ["profane", "toxic", "relevant", "hallucinated"]
    assert {one.of for one in said} == {(ENTRANT.key, "case-1", 3, 1)}
    assert await measures.of(generation(None), CASE) == []
    assert measures.missing(LOCAL) == {}
