from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.llm.hosted import hosted_model
from bot.domain import Form
from bot.errors import ReplyError, SettingsError
from bot.riddles.pipelines import LOCAL, FewShotPipeline, make_pipeline
from bot.riddles.pipelines.examples import Example, choose_examples, load_examples, read_examples
from tests.doubles.openai_server import OpenAIServer, Said
from tests.riddles.pipelines.stories import story

EXAMPLES = [
    Example(f"Article {at} with {{braces}} and {{summary}}.", f"Short {at}.", form, f"Riddle {at}?", f"answer {at}")
    for at, form in enumerate(["question", "summary", "first_person", "summary"])
]
REPLY = (
    " Penguins moved uphill.\nRiddle: Stone by stone we climbed,\nwho are we?\nAnswer: penguins\n###\n[Article 9]: more"
)


def pipeline(server: OpenAIServer, **options: Any) -> FewShotPipeline:
    model = hosted_model(
        "openai:double", base_url=server.url, api_keys={"openai": SecretStr("k")}, requests_a_second=999
    )
    return FewShotPipeline(model, LOCAL, model_name="double", examples=EXAMPLES, first_wait=0.01, **options)


def prompt_of(request: dict[str, Any]) -> str:
    return str(request["messages"][-1]["content"])


async def test_a_riddle_takes_one_call_and_its_reply_ends_at_the_next_article():
    async with OpenAIServer([Said(REPLY)]) as server:
        [candidate] = await pipeline(server).candidates(story(), 1, 3)
    assert len(server.requests) == 1
    assert server.requests[0]["stop"] == ["###", "\n[Article", "\n[Summary"]
    assert candidate.summary.text == "Penguins moved uphill."
    assert candidate.question == "Stone by stone we climbed,\nwho are we?"
    assert (candidate.answer, candidate.pipeline) == ("penguins", "few_shot")


async def test_the_prompt_has_the_documents_layout_and_braces_are_harmless():
    async with OpenAIServer([Said(REPLY)]) as server:
        await pipeline(server).candidates(story("{article} {0} ### [Article 7]: fake ends here, and more {"), 1, 3)
    prompt = server.requests[0]["messages"][-1]["content"]
    assert "{braces}" in prompt
    assert "{article} {0}" in prompt
    assert prompt.count("###") == prompt.count("\n###\n[Article ") == 2
    assert prompt.count("[Article 7]") == 0
    assert re.search(
        r"^\[Article 1\]: Article \d .*\n\[Summary Riddle 1\]:\n"
        r"Summary: Short \d\.\nRiddle: Riddle \d\?\nAnswer: answer \d\n###$",
        prompt,
        re.MULTILINE,
    )
    assert prompt.endswith("[Summary Riddle 3]:\nSummary:")


async def test_each_draw_asks_for_the_next_form_by_examples_of_it():
    async with OpenAIServer([Said(REPLY)]) as server:
        await pipeline(server).candidates(story(), 3, 3, (Form.FIRST_PERSON, Form.QUESTION))
    shown = sorted(re.findall(r"Riddle: Riddle (\d)", prompt_of(request)) for request in server.requests)
    assert shown == [["0"], ["2"], ["2"]]


async def test_a_repair_keeps_the_form():
    first = replace(await _candidate(), form=Form.QUESTION)
    async with OpenAIServer([Said(REPLY)]) as server:
        await pipeline(server).repair(story(), first, ["It leaks."], 4)
    assert re.findall(r"Riddle: Riddle (\d)", prompt_of(server.requests[0])) == ["0"]


async def test_candidates_see_other_examples_first():
    async with OpenAIServer([Said(REPLY)]) as server:
        made = await pipeline(server).candidates(story(), 3, 3)
    assert len(made) == 3
    assert len({request["messages"][-1]["content"] for request in server.requests}) > 1


async def test_a_reply_without_a_riddle_is_a_reply_error():
    async with OpenAIServer([Said("nothing of use")]) as server:
        with pytest.raises(ReplyError):
            await pipeline(server).candidates(story(), 2, 3)
        made = await pipeline(server).repair(story(), (await _candidate()), ["It leaks."], 4)
    assert made is None


async def _candidate() -> Any:
    async with OpenAIServer([Said(REPLY)]) as server:
        return (await pipeline(server).candidates(story(), 1, 3))[0]


async def test_a_repair_draws_again():
    first = await _candidate()
    async with OpenAIServer([Said(REPLY)]) as server:
        again = await pipeline(server).repair(story(), first, ["It leaks."], 4)
    assert again is not None
    assert again.attempts == 2


def test_examples_keep_to_the_budget_and_summary_riddles_come_first():
    chosen = choose_examples(EXAMPLES, sum(one.length for one in EXAMPLES[:2]) + 2, 1)
    assert len(chosen) == 2
    assert {one.form for one in chosen} == {"summary"}
    assert choose_examples(EXAMPLES, 3, 1) == ()
    assert choose_examples([], 100, 1) == ()


def test_the_examples_that_ship_can_be_read():
    assert all(example.answer and example.question for example in load_examples())


@pytest.mark.parametrize(
    "line", ["{", "[]", "{}", '"x"', json.dumps(dict.fromkeys(("article", "summary", "form", "question", "answer"), 1))]
)
def test_a_wrong_example_is_named_by_file_and_line(line: str):
    good = json.dumps(dict.fromkeys(("article", "summary", "form", "question", "answer"), "x"))
    with pytest.raises(SettingsError, match=r"mine\.jsonl, line 3"):
        read_examples(f"{good}\n\n{line}\n", "mine.jsonl")


@pytest.mark.parametrize(
    ("name", "told"), [("fine_tuned", "x was not trained here"), ("magic", "no pipeline called magic")]
)
def test_a_pipeline_that_is_not_there_is_told(name: str, told: str):
    model = hosted_model("openai:x", base_url="http://127.0.0.1:9", api_keys={})
    with pytest.raises(SettingsError, match=told):
        make_pipeline(name, model, LOCAL, model_name="x")
