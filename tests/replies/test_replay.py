from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from bot.domain import Form, Kind
from bot.riddles.pipelines.reply import read_json
from tests.replies.replay import Recorded, Replay, load

RECORDS = load()
BY_ID = {record.id: record for record in RECORDS}
FAULTS = ("leak", "contradiction", "two_answers", "not_json", "injection")


def asked(text: str, **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": text}], **more}


def test_there_are_forty_good_replies_and_four_of_each_fault() -> None:
    assert sum(record.good for record in RECORDS) == 40
    assert Counter(record.fault for record in RECORDS if not record.good) == dict.fromkeys(FAULTS, 4)
    assert len(BY_ID) == len({record.article.title for record in RECORDS}) == 60


def test_no_two_replies_are_about_the_same() -> None:
    answers = [read_json(record.compose).answer for record in RECORDS if record.fault != "not_json"]
    assert len(set(answers)) == len(answers)


def test_the_good_replies_have_every_form_and_kind() -> None:
    riddles = [read_json(record.compose) for record in RECORDS if record.good]
    forms = Counter(riddle.form for riddle in riddles)
    assert forms[Form.SUMMARY] >= 22
    assert min(forms[form] for form in Form) >= 5
    assert {riddle.kind for riddle in riddles} == set(Kind)
    assert all(len(riddle.hints) == 3 and riddle.explanation and riddle.aliases for riddle in riddles)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_an_article_has_the_length_of_a_short_report(record: Recorded) -> None:
    assert 120 <= len(record.article.text.split()) <= 220


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_each_call_of_each_article_gets_its_own_reply(record: Recorded) -> None:
    replay = Replay(RECORDS)
    story = f"{record.article.title}.\n{record.article.text}"
    assert replay(asked(story)).content == record.summary
    assert replay(asked(f"{story}\n\n{record.summary}")).content == record.compose
    assert replay(asked(story, response_format={"type": "json_schema"})).content == record.compose
    assert replay(asked(story, tools=[{"type": "function"}])).content == record.compose


def test_a_sentence_of_the_article_is_enough() -> None:
    beaver = BY_ID["beaver"]
    cut = beaver.article.text.split("\n\n")[1].replace(" ", "\n  ")
    assert Replay(RECORDS)(asked(cut)).content == beaver.summary


def test_an_article_quoted_in_an_example_does_not_win_over_the_one_asked_about() -> None:
    beaver, tunnel = BY_ID["beaver"], BY_ID["tunnel"]
    text = f"Example: {tunnel.article.title}\n\n{beaver.article.title}\n{beaver.article.text}"
    assert Replay(RECORDS)(asked(text)).content == beaver.summary


def test_messages_in_parts_are_read() -> None:
    beaver = BY_ID["beaver"]
    parts = [{"type": "text", "text": beaver.article.text}]
    assert Replay(RECORDS)({"messages": [{"role": "user", "content": parts}]}).content == beaver.summary


def test_another_article_gets_an_error() -> None:
    said = Replay(RECORDS)(asked("A cat sat on a mat."))
    assert said.status == 404
    assert said.body is not None
    assert "recorded" in json.loads(said.body)["error"]["message"]
