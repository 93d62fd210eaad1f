"""The recorded riddles as they are guessed."""

from __future__ import annotations

from bot.domain import Judgement
from bot.game.judging import judge
from bot.riddles.pipelines.reply import read_json
from tests.replies.replay import load

RIDDLES = [read_json(record.compose) for record in load() if record.good]


def test_the_answer_and_its_other_names_are_right() -> None:
    for riddle in RIDDLES:
        for name in (riddle.answer, *riddle.aliases):
            verdict = judge(f"is it {name.lower()}?", riddle.answer, riddle.aliases)
            assert verdict.judgement is Judgement.CORRECT, (name, verdict)


def test_the_answer_of_another_riddle_is_never_right() -> None:
    for riddle in RIDDLES:
        for other in RIDDLES:
            if other is not riddle:
                verdict = judge(other.answer, riddle.answer, riddle.aliases)
                assert verdict.judgement is Judgement.WRONG, (other.answer, riddle.answer, verdict)


def test_the_question_itself_is_no_answer() -> None:
    for riddle in RIDDLES:
        for line in riddle.question.split("\n"):
            assert judge(line[:200], riddle.answer, riddle.aliases).judgement is Judgement.WRONG
