"""All recorded replies through the hosted model, the chain and the checks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from adapters.llm.hosted import hosted_model
from bot.domain import Outcome, Story, may_be_released
from bot.errors import ReplyError
from bot.riddles.checks import run
from bot.riddles.checks.context import Context
from bot.riddles.pipelines import HOSTED, ChainPipeline
from tests.doubles.openai_server import OpenAIServer
from tests.replies.replay import Recorded, Replay, load

if TYPE_CHECKING:
    from bot.domain import Candidate, Check

RECORDS = load()
GOOD = [record for record in RECORDS if record.good]
BAD = [record for record in RECORDS if not record.good]
FEWEST = 38
"""How many of the forty good ones must be released."""


@dataclass(frozen=True)
class Made:
    """What became of one article."""

    candidate: Candidate | None
    checks: tuple[Check, ...]
    requests: int

    @property
    def released(self) -> bool:
        return self.candidate is not None and may_be_released(self.checks, with_article=True)

    @property
    def reasons(self) -> str:
        return "; ".join(f"{one.name}: {one.reason}" for one in self.checks if one.outcome is not Outcome.PASSED)


async def made(chain: ChainPipeline, server: OpenAIServer, record: Recorded) -> Made:
    story = Story((record.article,))
    before = len(server.requests)
    try:
        candidates = await chain.candidates(story, 1, seed=0)
    except ReplyError:
        candidates = []
    requests = len(server.requests) - before
    if not candidates:
        return Made(None, (), requests)
    return Made(candidates[0], run(candidates[0], Context(story)), requests)


async def all_made() -> dict[str, Made]:
    async with OpenAIServer([Replay(RECORDS)]) as server:
        keys = {"openai": SecretStr("sk-test-4711-not-a-real-key")}
        model = hosted_model("openai:recorded", base_url=server.url, api_keys=keys, requests_a_second=1000)
        chain = ChainPipeline(model, HOSTED, name="zero_shot", model_name="openai:recorded", first_wait=0.01)
        return {record.id: await made(chain, server, record) for record in RECORDS}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Made]:
    return asyncio.run(all_made())


def test_at_least_38_of_the_40_good_riddles_are_released(outcomes: dict[str, Made]) -> None:
    refused = {record.id: outcomes[record.id].reasons for record in GOOD if not outcomes[record.id].released}
    assert len(GOOD) - len(refused) >= FEWEST, refused


@pytest.mark.parametrize("record", BAD, ids=lambda record: f"{record.fault}-{record.id}")
def test_no_bad_riddle_is_released(outcomes: dict[str, Made], record: Recorded) -> None:
    assert not outcomes[record.id].released


@pytest.mark.parametrize(
    ("fault", "check"), [("leak", "leak"), ("contradiction", "grounding"), ("two_answers", "single")]
)
def test_a_fault_is_found_by_the_check_that_is_for_it(outcomes: dict[str, Made], fault: str, check: str) -> None:
    for record in BAD:
        if record.fault == fault:
            found = {one.name for one in outcomes[record.id].checks if one.outcome is Outcome.FAILED}
            assert check in found, record.id


@pytest.mark.parametrize("record", GOOD, ids=lambda record: record.id)
def test_a_good_riddle_takes_a_summarise_and_a_compose_call(outcomes: dict[str, Made], record: Recorded) -> None:
    made = outcomes[record.id]
    assert made.requests == 2
    assert made.candidate is not None
    assert made.candidate.attempts == 1
    assert record.summary in made.candidate.summary.text


@pytest.mark.parametrize("record", [one for one in BAD if one.fault == "not_json"], ids=lambda record: record.id)
def test_a_reply_that_is_no_json_is_asked_for_once_more_and_dropped(
    outcomes: dict[str, Made], record: Recorded
) -> None:
    assert outcomes[record.id].candidate is None
    assert outcomes[record.id].requests == 3
