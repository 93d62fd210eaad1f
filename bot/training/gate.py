"""What the checks say of a reply: the same reading, completing and checking as in a brew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import REQUIRED, REQUIRED_WITH_ARTICLE, Article, Form, Outcome, Story, Summary, Usage
from bot.errors import ReplyError
from bot.riddles.checks import run
from bot.riddles.checks.context import Context
from bot.riddles.craft import Crafter
from bot.riddles.pipelines.ask import Reply
from bot.riddles.pipelines.candidate import candidate_of
from bot.riddles.pipelines.reply import read_lines
from bot.riddles.pipelines.tuned import as_asked

if TYPE_CHECKING:
    from bot.domain import Candidate
    from bot.training.example import Example
    from bot.training.rows import Lesson

INVALID = "reply"
"""The name under which a reply is counted that could not be read."""


def read_reply(text: str, form: Form) -> Candidate:
    """The candidate of a reply that was asked for in a form; raises `ReplyError` where it cannot be read."""
    return candidate_of(
        as_asked(read_lines(text), form),
        summary=Summary(""),
        pipeline="fine_tuned",
        model="",
        prompt_version="",
        reply=Reply(text, Usage()),
    )


def story(example: Example) -> Story | None:
    """The example's article as a story; None where it has none."""
    if not example.article:
        return None
    return Story((Article(id=example.id, title=example.title, text=example.article),))


class Gate:
    """Judges replies by the checks, as a brew would."""

    def __init__(self) -> None:
        self._crafter = Crafter()

    def judge(self, lesson: Lesson, text: str) -> tuple[str, ...]:
        """Why the riddle of a reply would not be released; nothing where it would."""
        try:
            return self.failures(read_reply(text, lesson.example.form), lesson.example)
        except ReplyError as error:
            return (f"{INVALID}: {error}",)

    def failures(self, candidate: Candidate, example: Example) -> tuple[str, ...]:
        """Why a candidate would not be released; nothing where it would."""
        told = story(example)
        whole = self._crafter.complete(candidate, told) if told is not None else candidate
        checks = run(whole, Context(told))
        failed = tuple(f"{check.name}: {check.reason}" for check in checks if check.outcome is Outcome.FAILED)
        said = {check.name for check in checks if check.outcome is not Outcome.SKIPPED}
        lacking = (REQUIRED_WITH_ARTICLE if told else REQUIRED) - said
        return failed or tuple(f"{name}: it could not be checked." for name in sorted(lacking))
