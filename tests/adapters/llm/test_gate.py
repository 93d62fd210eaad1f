"""A hosted model's requests pass the gate: within the budget, in their turn, each counted for what it may have cost."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import pytest
from langchain_core.messages import HumanMessage
from pydantic import SecretStr

from adapters.llm.hosted import hosted_model
from adapters.llm.prices import Price
from adapters.llm.spending import OwnSpending
from bot.bootstrap.models import chat_model
from bot.errors import BudgetSpent, ModelError, ModelUnavailable, SettingsError, StoreUnavailable
from bot.riddles.pipelines import HOSTED
from bot.riddles.pipelines.ask import Asker, Draw
from bot.riddles.pipelines.reply import composition_schema
from bot.riddles.pipelines.retry import patiently
from bot.settings import load_settings
from tests.adapters.llm.conftest import soon
from tests.doubles.openai_server import OpenAIServer, Said, error
from tests.riddles.pipelines.stories import JSON_REPLY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapters.llm.hosted import HostedChatModel
    from bot.ports.spending import Hold

KEY = "sk-4711-not-a-real-key"
MOST = 1000


class Watched(OwnSpending):
    """Remembers what was settled."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.settled: list[tuple[int, float]] = []

    async def settle(self, hold: Hold, tokens: int, dollars: float) -> None:
        self.settled.append((tokens, dollars))
        await super().settle(hold, tokens, dollars)


def model(server: OpenAIServer, spending: OwnSpending | None = None, **options: Any) -> HostedChatModel:
    given: dict[str, Any] = {"requests_a_second": 1000, "most_tokens": MOST, "price": Price(1.0, 2.0)} | options
    keys: Mapping[str, SecretStr] = {"openai": SecretStr(KEY)}
    return hosted_model("openai:double", base_url=server.url, api_keys=keys, spending=spending, **given)


async def test_an_answer_counts_for_what_its_server_says_else_for_the_most_it_can_be() -> None:
    spending = Watched(tokens=100_000)
    async with OpenAIServer([Said("Yes."), Said("Yes.", usage=None)]) as server:
        asked = model(server, spending)
        await asked.ainvoke("Yes?")
        await asked.ainvoke("Yes?")
    told, untold = spending.settled
    assert told == (120, pytest.approx(140e-6))
    assert MOST + 400 < untold[0] < MOST + 600


@pytest.mark.parametrize("told", [-900, 10**18, "many"])
async def test_an_answer_that_tells_of_tokens_there_cannot_be_counts_for_the_most(told: Any) -> None:
    spending = Watched(tokens=100_000)
    async with OpenAIServer([Said("Yes.", usage=(told, 20))]) as server:
        await model(server, spending).ainvoke("Yes?")
    assert MOST + 400 < spending.settled[0][0] < MOST + 600


async def test_a_structured_answer_passes_the_same_gate() -> None:
    spending = Watched()
    async with OpenAIServer([Said(JSON_REPLY)]) as server:
        asked = model(server, spending).with_structured_output(composition_schema(), include_raw=True)
        await asked.ainvoke("A riddle, please.")
    assert [tokens for tokens, _ in spending.settled] == [120]


@pytest.mark.parametrize("fault", [error(429, "slow"), error(500, "oops"), error(401, "no"), error(400, "what?")])
async def test_what_was_refused_costs_nothing(fault: Said) -> None:
    spending = Watched()
    async with OpenAIServer([fault]) as server:
        with pytest.raises(ModelError):
            await model(server, spending).ainvoke("Yes?")
    assert spending.settled == [(0, 0.0)]


@pytest.mark.parametrize(
    "fault", [Said(hang_up=True), Said(delay=5), Said(body=b'{"id": "x", "choi'), error(504, "too slow")]
)
async def test_what_may_have_been_charged_counts_in_full(fault: Said) -> None:
    spending = Watched()
    async with OpenAIServer([fault]) as server:
        with pytest.raises(ModelUnavailable):
            await model(server, spending, timeout=0.2).ainvoke("Yes?")
    assert spending.settled[0][0] > MOST


async def test_a_server_that_is_not_there_cannot_charge() -> None:
    spending = Watched()
    async with OpenAIServer([Said("Yes.")]) as server:
        asked = model(server, spending)
    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        await asked.ainvoke("Yes?")
    assert spending.settled == [(0, 0.0)]


async def test_a_request_that_one_gives_up_counts_in_full() -> None:
    spending = Watched()
    async with OpenAIServer([Said(delay=5)]) as server:
        asked = asyncio.create_task(model(server, spending).ainvoke("Yes?"))
        await asyncio.to_thread(soon, lambda: bool(server.requests))
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
    assert spending.settled[0][0] > MOST


async def test_nothing_is_sent_that_could_exceed_the_budget() -> None:
    async with OpenAIServer([Said("Yes.")]) as server:
        with pytest.raises(BudgetSpent, match="1,200 tokens"):
            await model(server, OwnSpending(tokens=1200)).ainvoke("Yes?")
        with pytest.raises(BudgetSpent, match=r"0\.001 dollars"):
            await model(server, OwnSpending(dollars=0.001)).ainvoke("Yes?")
        assert not server.requests


async def test_many_at_once_stay_within_the_budget_and_use_what_there_is() -> None:
    spending = Watched(tokens=3000)
    async with OpenAIServer([Said("Yes.", delay=0.02)]) as server:
        asked = model(server, spending)
        found = await asyncio.gather(*(asked.ainvoke("Yes?") for _ in range(30)), return_exceptions=True)
    answered = [one for one in found if not isinstance(one, BaseException)]
    assert 120 * len(answered) == sum(tokens for tokens, _ in spending.settled) <= 3000
    assert len(answered) >= (3000 - MOST - 600) // 120
    assert {type(one) for one in found if isinstance(one, BaseException)} == {BudgetSpent}


async def test_requests_keep_apart_as_the_rate_says() -> None:
    async with OpenAIServer([Said("Yes.")]) as server:
        asked = model(server, requests_a_second=25)
        await asyncio.gather(*(asked.ainvoke("Yes?") for _ in range(12)))
    assert server.times[-1] - server.times[0] >= 11 / 25


@pytest.mark.parametrize("wait", ["31536000", "1e400", "Fri, 31 Dec 9999 23:59:59 GMT"])
async def test_a_server_that_asks_for_a_year_is_left_alone_for_an_hour(wait: str) -> None:
    async with OpenAIServer([error(429, "slow", headers={"retry-after": wait})]) as server:
        spending = OwnSpending()
        asked = model(server, spending)
        with pytest.raises(ModelUnavailable):
            await asked.ainvoke("Yes?")
        assert 3500 < await spending.turn(asked.host, 4) <= 3600


async def test_where_one_is_told_to_wait_all_wait() -> None:
    async with OpenAIServer([error(429, "slow", headers={"retry-after": "0.4"}), Said("Yes.")]) as server:
        spending = OwnSpending()
        one, other = model(server, spending), model(server, spending)
        with pytest.raises(ModelUnavailable):
            await one.ainvoke("Yes?")
        await other.ainvoke("Yes?")
    assert server.times[1] - server.times[0] >= 0.4


async def test_who_would_have_to_wait_long_is_told_at_once() -> None:
    async with OpenAIServer([Said("Yes.")]) as server:
        spending = OwnSpending()
        asked = model(server, spending)
        await spending.hold_back(asked.host, 1, 600)
        with pytest.raises(ModelUnavailable, match="asked too often") as told:
            await asked.ainvoke("Yes?")
    assert told.value.retry_after == pytest.approx(600, abs=5)


async def test_a_store_that_is_away_is_a_model_that_cannot_be_asked() -> None:
    class Away(OwnSpending):
        async def reserve(self, *_: object) -> Hold | None:
            raise StoreUnavailable("The store does not answer.")

    async with OpenAIServer([Said("Yes.")]) as server:
        with pytest.raises(ModelUnavailable, match="budget allows it cannot be told"):
            await model(server, Away()).ainvoke("Yes?")
        assert not server.requests


async def test_all_tries_of_a_request_have_one_name_and_no_two_requests_the_same() -> None:
    script = [error(500, "oops"), Said("Yes."), error(503, "oops"), Said(JSON_REPLY), Said("Yes.")]
    async with OpenAIServer(script) as server:
        asked = model(server)
        structured = asked.with_structured_output(composition_schema(), include_raw=True)
        until = asyncio.get_running_loop().time() + 10
        await patiently(lambda: asked.ainvoke("Yes?"), deadline=until, first_wait=0.01)
        await patiently(lambda: structured.ainvoke("A riddle?"), deadline=until, first_wait=0.01)
        await asked.ainvoke("Yes?")
    names = [headers.get("idempotency-key") for headers in server.headers]
    assert names[0] == names[1] != names[2] == names[3]
    assert all(names[:4])
    assert names[4] is None


async def test_how_a_server_gives_objects_is_found_out_once_by_those_who_ask_at_the_same_time() -> None:
    def answer(asked: dict[str, Any]) -> Said:
        return error(400, "unsupported") if "response_format" in asked or "tools" in asked else Said(JSON_REPLY)

    async with OpenAIServer([answer]) as server:
        asker = Asker(model(server), HOSTED)
        draw = Draw(1, asyncio.get_running_loop().time() + 20)
        replies = await asyncio.gather(*(asker.fields([HumanMessage("?")], draw) for _ in range(8)))
    assert len(replies) == 8
    assert len(server.requests) == 8 + 2


async def test_who_waits_for_the_first_to_find_out_waits_no_longer_than_the_reply_may_take() -> None:
    async with OpenAIServer([Said(JSON_REPLY, delay=1)]) as server:
        asker = Asker(model(server), HOSTED)
        now = asyncio.get_running_loop().time()
        first, second = await asyncio.gather(
            *(asker.fields([HumanMessage("?")], Draw(1, now + seconds)) for seconds in (20, 0.3)),
            return_exceptions=True,
        )
        assert isinstance(second, ModelUnavailable)
        assert not isinstance(first, BaseException)
        assert await asker.fields([HumanMessage("?")], Draw(1, now + 20))


async def test_where_the_first_does_not_find_out_the_next_does() -> None:
    async with OpenAIServer([error(401, "no"), Said(JSON_REPLY)]) as server:
        asker = Asker(model(server), HOSTED)
        draw = Draw(1, asyncio.get_running_loop().time() + 20)
        found = await asyncio.gather(
            *(asker.fields([HumanMessage("?")], draw) for _ in range(3)), return_exceptions=True
        )
    assert [isinstance(one, ModelError) for one in found] == [True, False, False]


async def test_neither_key_nor_user_of_the_address_is_logged_or_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with OpenAIServer([Said("Yes."), error(401, f"Incorrect API key provided: {KEY}")]) as server:
        server.url = server.url.replace("//", "//me:hush%21@")
        asked = model(server)
        await asked.ainvoke("Yes?")
        with pytest.raises(ModelError) as told:
            await asked.ainvoke("Yes?")
        assert server.headers[0]["Authorization"] == "Basic bWU6aHVzaCE="
    for secret in ("4711", "hush", "bWU6aHVzaCE"):
        assert secret not in f"{told.value} {told.value.__cause__} {asked!r}"
        assert secret not in caplog.text


def test_a_budget_of_dollars_needs_a_price() -> None:
    given = {"OPENAI_API_KEY": KEY, "RIDDLE_DOLLARS_PER_DAY": "1"}
    assert chat_model(load_settings(**given), "openai:gpt-5-mini", print)
    with pytest.raises(SettingsError, match="no price of openai:nobody-knows is known"):
        chat_model(load_settings(**given), "openai:nobody-knows", print)


def test_a_slow_server_has_half_the_time_of_a_brew() -> None:
    slow = load_settings(RIDDLE_MODEL_URL="http://127.0.0.1:9/v1", RIDDLE_BREW_SECONDS="1800")
    made: Any = chat_model(slow, "openai:x", print)
    assert made.inner.request_timeout == 810
