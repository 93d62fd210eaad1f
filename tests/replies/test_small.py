"""The talks of a small model are whole, and come in their order."""

from __future__ import annotations

import json

import pytest

from bot.riddles.pipelines.reply import read_json
from tests.replies.small import WRITTEN, Conversation, Talk, load

TALKS = load()


def test_there_are_forty_of_forty_articles() -> None:
    assert len({talk.article.id for talk in TALKS}) == len({talk.mark for talk in TALKS}) == 40
    rows = [json.loads(line) for line in WRITTEN.read_text("utf-8").splitlines()]
    assert [row["title"] for row in rows] == [talk.article.title for talk in TALKS]


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.article.id)
def test_the_last_reply_can_be_read_and_asks_for_something_of_the_article(talk: Talk) -> None:
    riddle = read_json(talk.replies[-1])
    assert riddle.answer.casefold() in f"{talk.article.title} {talk.article.text}".casefold()
    assert len(riddle.hints) == 3
    assert riddle.explanation


def test_each_call_gets_the_next_reply_and_the_last_one_stays() -> None:
    talk = next(one for one in TALKS if len(one.replies) == 2)
    said = Conversation(TALKS)
    asked = {"messages": [{"content": talk.article.text}], "response_format": {"type": "json_schema"}}
    assert [said(asked).content for _ in range(3)] == [*talk.replies, talk.replies[-1]]
    assert said({"messages": [{"content": talk.article.text}]}).content == talk.summaries[0]
    assert said({"messages": [{"content": "Hello"}]}).status == 404
