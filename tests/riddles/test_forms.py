"""Ten editions by a model that is trusted: no form opens twice running, and the model's own riddles open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.domain import Form
from bot.riddles.making import Maker, Order, Way
from tests.riddles.test_making import FACTS, PLACES, Crafter, Model, good, story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Riddle, Story

EDITIONS = 10

SPEAKING = {
    "Lisbon": "I dug for eleven years\nand now have a tram line of 21 kilometres.",
    "Oslo": "I let a brass band play\nwhile my oldest library went by barge.",
    "Vienna": "I want my night buses to turn gently\nand taught the drivers a waltz.",
    "Quito": "I let nobody hurry,\nunder a market clock without hands.",
    "Nairobi": "I have real ice\nin a disused railway workshop.",
}


def written(place: str, form: Form) -> Candidate:
    """A good riddle of a place in the form that is asked for."""
    told = {
        Form.QUESTION: good(place).question,
        Form.SUMMARY: f"The city with a mayor who had long dreamt\n{FACTS[place][2]}.\nWhich city is it?",
        Form.FIRST_PERSON: f"{SPEAKING[place]}\nWhich city am I?",
    }
    return replace(good(place), form=form, question=told[form])


@dataclass
class Writer(Model):
    """Writes in the form that is asked for; or, at first or for ever, in the one it likes."""

    replies: dict[str, list[Candidate] | Exception] = field(default_factory=dict)
    obeys: bool = True
    listens: bool = True
    calls: int = 0

    async def candidates(
        self,
        story: Story,
        n: int,  # noqa: ARG002
        seed: int,  # noqa: ARG002
        forms: Sequence[Form] = tuple(Form),
    ) -> list[Candidate]:
        self.calls += 1
        return [written(story.lead.id.capitalize(), forms[0] if self.obeys else Form.SUMMARY)]

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:  # noqa: ARG002
        self.calls += 1
        self.reasons.append(reasons)
        return written(story.lead.id.capitalize(), candidate.form if self.listens else Form.SUMMARY)


async def editions(writer: Writer, count: int) -> list[tuple[Riddle, ...]]:
    maker, made = Maker(Crafter(), Way(writer)), list[tuple["Riddle", ...]]()
    for day in range(EDITIONS):
        order = [story(place) for place in PLACES[day % 5 :] + PLACES[: day % 5]]
        made.append((await maker.make(Order(order, count, recent=tuple(made[::-1])))).riddles)
    return made


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("obeys", [True, False])
async def test_a_model_that_minds_the_form_when_asked_or_when_told_writes_every_riddle(obeys: bool, count: int) -> None:
    writer = Writer(obeys=obeys)
    made = await editions(writer, count)
    assert all(one[0].form is not other[0].form for one, other in pairwise(made))
    assert [len(edition) for edition in made] == [count] * EDITIONS
    assert not any(riddle.fallback for edition in made for riddle in edition)
    assert writer.calls == EDITIONS * count + len(writer.reasons)
    assert len(writer.reasons) == (0 if obeys else EDITIONS // 2)


async def test_a_model_is_told_which_form_it_wrote_and_which_one_is_wanted() -> None:
    writer = Writer(obeys=False)
    await editions(writer, 1)
    assert writer.reasons[0] == ("form: It is a summary riddle, and a first-person riddle is asked for.",)
    assert writer.reasons[1] == ("form: It is a summary riddle, and a question is asked for.",)


async def test_where_a_model_never_minds_the_form_what_is_crafted_opens_and_few_calls_are_spent() -> None:
    writer = Writer(obeys=False, listens=False)
    made = await editions(writer, 1)
    assert [edition[0].fallback for edition in made] == [False, True] * (EDITIONS // 2)
    assert all(one[0].form is not other[0].form for one, other in pairwise(made))
    assert writer.calls == EDITIONS // 2 * (1 + 6)
