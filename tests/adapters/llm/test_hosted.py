"""What is said before anything is sent: names, packages, keys, addresses; and what an error may tell."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.language_models import FakeListChatModel
from pydantic import SecretStr

from adapters.llm import hosted
from adapters.llm.bounds import bound
from adapters.llm.client_errors import LONGEST_WAIT, explain, explained, host_of, retry_after
from adapters.llm.hosted import MOST_TOKENS, hosted_model
from adapters.llm.prices import is_own, price_of, price_table
from bot.bootstrap.evaluating import prices
from bot.bootstrap.models import chat_model, price_day
from bot.commands.pages import spent
from bot.domain import Usage
from bot.errors import ModelClosed, ModelError, ModelUnavailable, ReplyError, RequestRefused, SettingsError
from bot.ports.now import system_now
from bot.settings import load_settings
from tests.doubles.openai_server import OpenAIServer, Said

KEY = SecretStr("sk-4711-not-a-real-key")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gpt-4o", "provider:model"),
        ("openai:", "provider:model"),
        (":gpt", "provider:model"),
        ("opnai:gpt-4o", "no model provider called opnai"),
        ("openai:gpt-4o", "needs a key: set OPENAI_API_KEY"),
        ("anthropic:claude-haiku-4-5", "pip install langchain-anthropic"),
    ],
)
def test_a_name_that_cannot_be_used_is_told_in_a_sentence(name: str, told: str):
    with pytest.raises(SettingsError, match=told):
        hosted_model(name, api_keys={})


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8000", "ftp://x/v1", "http://", "just words", "http://[::1/v1", "http://x:port/v1", "http://x:99999/v1",
        "http://x/v1?key=4711", "http://x/v1#4711", "http://me:sk/4711@x/v1", "http://me:1?4711@x/v1", "http://x\0/v1",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_told(url: str):
    with pytest.raises(SettingsError) as told:
        chat_model(load_settings(RIDDLE_MODEL_URL=url), "openai:x", print)
    assert "4711" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/v1"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
        ("https://gate.example/models/v2", "https://gate.example/models/v2"),
    ],
)
def test_a_bare_address_gets_the_usual_path_and_needs_no_key(url: str, used: str):
    model = hosted_model("openai:x", base_url=url, api_keys={})
    assert model.inner.openai_api_base == used
    assert model.inner.max_retries == 0


def test_the_key_is_in_no_text_of_the_model():
    model = hosted_model("openai:gpt-4o", api_keys={"openai": KEY})
    assert "4711" not in repr(model) + str(model) + str(model._identifying_params)


@given(st.text(max_size=30), st.integers(400, 599))
def test_no_error_repeats_what_the_server_said(said: str, status: int):
    request = httpx.Request("POST", "http://user:4711@models.example/v1?key=4711")
    error = httpx.HTTPStatusError(f"{said} sk-4711", request=request, response=httpx.Response(status))
    error.status_code = status
    told = str(explain(error, "openai:x", host_of(str(request.url))))
    assert "4711" not in told
    assert told.endswith(".")


def test_a_host_is_told_without_user_path_or_query():
    assert host_of("https://me:secret@models.example:8443/v1?key=1") == "models.example:8443"
    assert host_of("http://x:notaport/") == "x"


def test_retry_after_is_read_in_both_forms_and_bounded():
    assert retry_after({"retry-after": "2.5"}) == 2.5
    assert retry_after({"retry-after": "-3"}) == 0
    assert retry_after({"retry-after": "1e30"}) == LONGEST_WAIT
    assert retry_after({"retry-after": format_datetime(system_now() + timedelta(seconds=30))}) == pytest.approx(
        30, abs=2
    )
    assert [
        retry_after({"retry-after": wrong}) for wrong in ("", "soon", "nan", f"Fri, 1 Jan 2027 00:00:00 +{10**20}")
    ] == [None] * 4
    assert retry_after({"retry-after": "2", "retry-after-ms": "1500"}) == 1.5
    assert retry_after({}) is None


def test_a_lost_connection_is_worth_another_try():
    assert isinstance(explain(httpx.ConnectError("no"), "m", "h"), ModelUnavailable)
    assert isinstance(explain(httpx.ReadTimeout("no"), "m", "h"), ModelUnavailable)


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (429, "Rate limit reached; add a payment method at https://platform.example/account/billing", ModelUnavailable),
        (
            429,
            "You exceeded your current quota, see billing. Quota for a minute. Please retry in 20s.",
            ModelUnavailable,
        ),
        (429, "You exceeded your current quota. {'code': 'insufficient_quota'}", ModelClosed),
        (400, "Your credit balance is too low to access the API.", ModelClosed),
        (400, "API key not valid. Please pass a valid API key.", ModelClosed),
        (400, "Model Not Exist", ModelClosed),
        (400, "Invalid schema for response_format", RequestRefused),
        (501, "response_format is not implemented", RequestRefused),
        (529, "overloaded", ModelUnavailable),
    ],
)
def test_what_vendors_say_is_told_apart(status: int, said: str, kind: type[ModelError]):
    error = httpx.HTTPError(said)
    error.status_code = status
    assert type(explain(error, "openai:x", "h")) is kind


def test_a_status_is_found_in_the_answer_an_error_holds_and_in_what_it_came_of():
    response = httpx.Response(401, request=httpx.Request("POST", "http://models.example"))
    error = httpx.HTTPStatusError("no", request=response.request, response=response)
    wrapped = RuntimeError("a vendor's own")
    wrapped.__cause__ = error
    assert [type(explain(one, "mistralai:x", "h")) for one in (error, wrapped)] == [ModelClosed] * 2


def test_whatever_a_client_raises_becomes_a_sentence_and_one_of_ours_stays():
    with pytest.raises(ModelUnavailable, match="not a reply"), explained("x", "h"):
        raise Exception("of a client that is not known here")
    with pytest.raises(ReplyError, match="too long"), explained("x", "h"):
        raise ConnectionError from ReplyError("It is too long.")


def wrapped_once(error: Exception) -> Exception:
    """A vendor's own error that came of another."""
    outer = RuntimeError("a vendor's own")
    outer.__cause__ = error
    return outer


def test_how_long_to_wait_is_found_in_what_an_error_came_of():
    response = httpx.Response(429, headers={"Retry-After": "7"}, request=httpx.Request("POST", "http://models.example"))
    error = httpx.HTTPStatusError("no", request=response.request, response=response)
    told = [explain(one, "mistralai:x", "h") for one in (error, wrapped_once(error), wrapped_once(wrapped_once(error)))]
    assert [one.retry_after for one in told if isinstance(one, ModelUnavailable)] == [7.0] * 3


def test_an_error_that_came_of_itself_ends():
    error = ConnectionError("no")
    error.__cause__ = wrapped_once(error)
    itself = ConnectionError("no")
    itself.__cause__ = itself
    told = [explain(one, "x", "h") for one in (error, itself)]
    assert [str(one) for one in told] == ["The model's server at h cannot be reached."] * 2


@pytest.mark.parametrize("vendor", ["openai", "cohere", "huggingface", "nvidia", "openrouter"])
async def test_a_server_that_is_not_openais_hears_nothing_of_an_account_there(
    vendor: str, monkeypatch: pytest.MonkeyPatch
):
    """Nor is it asked in a protocol that only OpenAI has, whatever its model is called."""
    monkeypatch.setenv("OPENAI_ORG_ID", "org-4711")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-4711")
    async with OpenAIServer([Said("Barn owl")]) as server:
        monkeypatch.setattr(hosted, "_SPEAK_OPENAI", dict.fromkeys(hosted._SPEAK_OPENAI, server.url))
        address = server.url if vendor == "openai" else None
        model = hosted_model(f"{vendor}:openai/gpt-5-codex", base_url=address, api_keys={vendor: KEY})
        assert (await model.ainvoke("Who?")).text == "Barn owl"
        await model.with_structured_output(
            {"title": "Bird", "type": "object", "properties": {}}, include_raw=True
        ).ainvoke("Who?")
    assert len(server.headers) == 2
    assert not [name for sent in server.headers for name in sent if name.lower().startswith("openai-")]
    assert "4711" not in str([{k: v for k, v in sent.items() if k != "Authorization"} for sent in server.headers])


def test_openai_itself_hears_whose_account_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-4711")
    inner = hosted_model("openai:gpt-5-codex", api_keys={"openai": KEY}).inner
    assert (inner.root_async_client.project, inner.use_responses_api) == ("proj-4711", True)


@pytest.mark.parametrize(("vendor", "used"), [("mistralai", 68), ("groq", 67.5)])
def test_a_client_that_takes_whole_seconds_gets_them(vendor: str, used: float, monkeypatch: pytest.MonkeyPatch):
    given: dict[str, object] = {}

    def made(model: str, provider: str, options: dict[str, object]) -> FakeListChatModel:
        del model, provider
        given.update(options)
        return FakeListChatModel(responses=["x"])

    monkeypatch.setattr(hosted, "_require_package", lambda _: None)
    monkeypatch.setattr(hosted, "_made", made)
    hosted_model(f"{vendor}:x", api_keys={vendor: KEY}, timeout=67.5)
    assert given["timeout"] == used
    assert isinstance(given["timeout"], type(used))


async def test_the_clients_of_every_vendor_are_bound_wherever_its_package_keeps_them():
    """Mistral's lies in the model, Anthropic's one deeper, Groq's two; xAI and Together have more than one."""
    clients = [httpx.AsyncClient(follow_redirects=True) for _ in range(3)]
    one, two, three = clients
    deep = SimpleNamespace(_client=SimpleNamespace(_client=two))
    bound(SimpleNamespace(_async_client=SimpleNamespace(_client=one), async_client=deep, client=httpx.Client()))
    bound(SimpleNamespace(async_client=three))
    assert [(client.follow_redirects, len(client.event_hooks["response"])) for client in clients] == [(False, 1)] * 3


@pytest.mark.parametrize("vendor", ["cohere", "huggingface", "nvidia", "openrouter"])
def test_a_vendor_whose_own_client_does_not_fit_is_asked_in_the_protocol_of_openai(vendor: str):
    """Hugging Face's would load the model here, OpenRouter's counts a time-out in milliseconds."""
    model = hosted_model(f"{vendor}:maker/some-model", api_keys={vendor: KEY}, timeout=60.0)
    inner = model.inner
    assert vendor in inner.openai_api_base
    assert (model.tells, inner.request_timeout, inner.max_tokens, inner.max_retries) == (True, 60.0, MOST_TOKENS, 0)


def test_prices_are_dated_and_known_only_for_models_in_the_table():
    day, table = price_table()
    assert day.year >= 2025
    assert len(table) >= 12
    assert price_of("openai:gpt-4o-mini")(1_000_000, 1_000_000) == pytest.approx(0.75)
    assert price_of("openai:nobody-knows")(10, 10) is None
    assert price_of("openai:gpt-4o-mini-2024-07-18") == price_of("openai:gpt-4o-mini")
    assert price_of("anthropic:claude-haiku-4-5-20251001") == price_of("anthropic:claude-haiku-4-5")
    assert (
        price_of("embedded")(10, 10) == price_of("local:/x")(10, 10) == price_of("openai:x", own_server=True)(1, 1) == 0
    )


def test_only_a_server_in_a_network_of_ones_own_is_free():
    own = [
        "http://127.0.0.1:8000/v1",
        "http://[::1]/v1",
        "http://10.1.2.3",
        "http://gpu:8000/v1",
        "https://ai.box.lan/v1",
    ]
    others = ["https://gate.example/v1", "https://8.8.8.8/v1", "https://localhost.example/v1"]
    assert [is_own(url) for url in (*own, *others)] == [True] * 5 + [False] * 3
    paid = hosted_model("openai:gpt-4o-mini", base_url=others[0], api_keys={})
    assert paid.gate._price is price_of("openai:gpt-4o-mini")


@pytest.mark.parametrize("module", ["adapters.llm", "adapters.llm.embedded", "adapters.llm.prices"])
def test_asking_for_the_package_loads_nothing_heavy(module: str):
    code = f"import {module}, sys; print({{'torch', 'transformers', 'langchain_core', 'openai'}} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_the_chain_needs_no_vendor_and_no_torch():
    code = "import bot.riddles.pipelines, sys; print({'torch', 'transformers', 'openai'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_beside_a_cost_stands_the_day_of_its_prices():
    day = price_day()
    assert f", 0.5000 US dollars (0.2500 a riddle) by the prices of {day}." in spent(Usage(1, 10, 10, 1.0, 0.5), 2)
    assert f", 0.5000 US dollars by the prices of {day}." in spent(Usage(1, 10, 10, 1.0, 0.5))
    assert "prices" not in spent(Usage(1, 10, 10, 1.0, 0.0))
    assert prices(load_settings(), "local:x", "openai:gpt-4o-mini") == str(day)
    assert prices(load_settings(), "local:x") == ""
