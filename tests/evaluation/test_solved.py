from __future__ import annotations

from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from bot.domain import Article, Story, Usage
from bot.errors import ModelError
from bot.evaluation.chance import chance
from bot.evaluation.measured import score
from bot.evaluation.solved import Solving
from bot.riddles.pipelines.shape import HOSTED
from tests.evaluation.parts import CASE, ENTRANT, STORY, TEXT, generation, riddle


class Guesser(BaseChatModel):
    """Guesses one thing where the article is shown, another where it is not."""

    opened: str = "Lisbon"
    closed: str = "Porto"
    fault: bool = False
    seen: list[str] = []  # noqa: RUF012 -- pydantic copies it

    @property
    def _llm_type(self) -> str:
        return "guesser"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        told = str(messages[-1].content)
        self.seen.append(told)
        if self.fault:
            raise ModelError("It is gone.")
        guess = self.opened if TEXT[:40] in told else self.closed
        return ChatResult(generations=[ChatGeneration(message=AIMessage(guess))])


class Trial:
    def __init__(self, *, fit: bool = True, silent: str = "") -> None:
        self.good = fit
        self.silent = silent
        self.spent = Usage(10, 900, 30)

    async def fit(self) -> bool:
        return self.good


def solving(model: BaseChatModel, *, fit: bool = True, silent: str = "") -> Solving:
    return Solving(model, Trial(fit=fit, silent=silent), model_name="some:guesser", shape=HOSTED, first_wait=0.01)


async def values(model: Guesser) -> dict[str, float]:
    part = solving(model)
    assert await part.ready() == {}
    assert part.spent == {"solver some:guesser": Usage(10, 900, 30)}
    one = riddle()
    return {found.name: found.value for found in await part.of(one, generation(one), CASE, ENTRANT, ())}


async def test_a_riddle_is_solved_by_the_rules_of_the_game_with_the_article_and_without() -> None:
    model = Guesser(opened="Answer: Lisboa.", closed="Porto")
    assert await values(model) == {"solved_open": 1.0, "solved_closed": 0.0}
    assert len(model.seen) == 2
    assert sum("None today." in told for told in model.seen) == 1


@pytest.mark.parametrize(
    "reply", ["", "Lisbon or Porto or Faro", "I think that it may well be the city of Lisbon, yes"]
)
async def test_no_guess_a_list_or_a_speech_solves_nothing(reply: str) -> None:
    assert await values(Guesser(opened=reply)) == {"solved_open": 0.0, "solved_closed": 0.0}


async def test_a_model_that_is_gone_leaves_nothing_behind() -> None:
    assert await values(Guesser(fault=True)) == {}


async def test_a_model_that_is_not_fit_is_not_heard_and_not_asked() -> None:
    model = Guesser()
    part = solving(model, fit=False)
    assert set(await part.ready()) == {"solved_open", "solved_closed"}
    assert "fewer than seven of ten" in (await part.ready())["solved_open"]
    assert await part.of(riddle(), generation(riddle()), CASE, ENTRANT, ()) == []
    assert model.seen == []


async def test_a_model_that_never_answers_is_not_said_to_solve_little() -> None:
    why = "some:guesser could not be asked: There is no such key."
    assert set((await solving(Guesser(), fit=False, silent="There is no such key.").ready()).values()) == {why}


async def test_the_chance_level_is_that_of_a_name_of_the_article_at_random() -> None:
    part, one = solving(Guesser()), riddle()
    said = await part.of(one, generation(one), CASE, ENTRANT, ())
    found = score("solved_open", said, stories={"case-1": STORY})
    assert found is not None
    assert found.chance == chance([STORY]) == 0.25  # Lisbon, Graca, Estrela and Rui Matos
    closed = score("solved_closed", said, stories={"case-1": STORY})
    assert closed is not None
    assert closed.chance is None
    assert chance([]) is None
    assert chance([Story((Article("x", "y", "nothing named here."),))]) == 0.0
