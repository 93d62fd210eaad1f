"""How riddles are made of stories: who is asked, what is kept, what is told of the rest."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from bot.domain import Article, Candidate, Form, Kind, Rule, Story, Summary, Usage
from bot.errors import ModelClosed, ModelUnavailable, ReplyError
from bot.riddles.making import CRAFT_LEAST, MOST_CRAFTED, Batch, Maker, Order, Way
from bot.riddles.reckoning import Reckoner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PLACES = ("Lisbon", "Oslo", "Vienna", "Quito", "Nairobi")

# What each city is proud of, what it did, and how a riddle asks for it.
FACTS = {
    "Lisbon": (
        "a tram line",
        "opened a tram line of 21 kilometres beside the water after eleven years of digging",
        "dug for eleven years and now has a tram line of 21 kilometres",
    ),
    "Oslo": (
        "a library",
        "moved its oldest library on 40 barges while a brass band played for the books",
        "let a brass band play while its oldest library went by barge",
    ),
    "Vienna": (
        "a waltz",
        "taught a waltz to the drivers of its night buses so that they turn more gently",
        "wants its night buses to turn gently and taught the drivers a waltz",
    ),
    "Quito": (
        "a clock",
        "hung a clock without hands over its market so that nobody there hurries",
        "lets nobody hurry, under a market clock without hands",
    ),
    "Nairobi": (
        "a rink",
        "built a rink of real ice under the roof of a disused railway workshop",
        "has real ice in a disused railway workshop",
    ),
}


def story(place: str) -> Story:
    thing, fact, _ = FACTS[place]
    text = (
        f"{place} has {fact}. The mayor said that {place} had long dreamt of such a thing. "
        f"Visitors who come before noon are given a slice of cake. {place} expects many of them in spring."
    )
    return Story((Article(id=place.lower(), title=f"{place} is proud of {thing}", text=text, outlet="The Post"),))


def good(place: str) -> Candidate:
    _, fact, asked = FACTS[place]
    return Candidate(
        form=Form.QUESTION,
        kind=Kind.PLACE,
        question=f"Which city {asked}?",
        answer=place,
        hints=("It is a city.", "It gives away cake before noon.", f"It begins with {place[0]}."),
        explanation=f"{place} has {fact}.",
        summary=Summary(f"{place} has {fact}.", ()),
        pipeline="service",
        model="a model",
        usage=Usage(calls=2, prompt_tokens=10, completion_tokens=5, seconds=0.1),
    )


def leaking(place: str) -> Candidate:
    return replace(good(place), question=f"Which city called {place} {FACTS[place][2]}?")


def crafted(place: str) -> Candidate:
    return replace(good(place), pipeline="craft", model="none", raw="strict", score=24.0, usage=Usage())


@dataclass
class Crafter:
    """Crafts what it is told to, and completes nothing: what it is given is whole."""

    make: Callable[[str], list[Candidate]] = lambda place: [crafted(place)]
    asked: list[str] = field(default_factory=list)

    def candidates(self, story: Story, limit: int = 6) -> list[Candidate]:
        place = story.lead.id.capitalize()
        self.asked.append(place)
        return self.make(place)[:limit]

    def complete(self, candidate: Candidate, story: Story) -> Candidate:  # noqa: ARG002
        return candidate


@dataclass
class Model:
    """A model with a reply for each place; an exception is raised instead."""

    replies: dict[str, list[Candidate] | Exception]
    mended: dict[str, Candidate | None] = field(default_factory=dict)
    reasons: list[Sequence[str]] = field(default_factory=list)
    forms: list[tuple[Form, ...]] = field(default_factory=list)
    seconds: float = 0.0
    name: str = "service"
    model: str = "a model"
    spent: Usage = field(default_factory=Usage)

    async def candidates(
        self,
        story: Story,
        n: int,
        seed: int,  # noqa: ARG002
        forms: Sequence[Form] = tuple(Form),
    ) -> list[Candidate]:
        self.forms.append(tuple(forms))
        await asyncio.sleep(self.seconds)
        self.spent += Usage(calls=2, prompt_tokens=10, completion_tokens=5, seconds=0.1)
        reply = self.replies[story.lead.id.capitalize()]
        if isinstance(reply, Exception):
            raise reply
        return reply[:n]

    async def repair(
        self,
        story: Story,
        candidate: Candidate,  # noqa: ARG002
        reasons: Sequence[str],
        seed: int,  # noqa: ARG002
    ) -> Candidate | None:
        self.reasons.append(reasons)
        return self.mended.get(story.lead.id.capitalize())


async def make(
    model: Model | None,
    *places: str,
    count: int = 1,
    crafter: Crafter | None = None,
    seconds: float = 30,
    trusted: bool = True,
    insists: bool = False,
) -> Batch:
    maker = Maker(
        crafter or Crafter(), Way(model, trusted=trusted, insists=insists) if model else None, seconds=seconds
    )
    return await maker.make(Order([story(place) for place in places], count))


async def test_a_trusted_model_is_asked_and_craft_is_not() -> None:
    crafter = Crafter()
    batch = await make(Model({"Lisbon": [good("Lisbon")]}), "Lisbon", crafter=crafter)
    assert [(riddle.answer, riddle.fallback) for riddle in batch.riddles] == [("Lisbon", False)]
    assert crafter.asked == []


async def test_only_as_many_stories_are_asked_about_as_are_needed() -> None:
    replies = {place: [good(place)] for place in PLACES}
    batch = await make(Model(replies), *PLACES, count=2)
    assert {riddle.answer for riddle in batch.riddles} == {"Lisbon", "Oslo"}
    assert batch.usage.calls == 4


async def test_a_failed_check_goes_back_to_the_model_with_its_reason() -> None:
    model = Model({"Lisbon": [leaking("Lisbon")]}, mended={"Lisbon": good("Lisbon")})
    batch = await make(model, "Lisbon")
    assert batch.riddles[0].fallback is False
    assert any("leak" in reason and "Lisbon" in reason for reason in model.reasons[0])


async def test_it_is_repaired_at_most_twice_and_then_crafted() -> None:
    model = Model({"Lisbon": [leaking("Lisbon")]}, mended={"Lisbon": leaking("Lisbon")})
    batch = await make(model, "Lisbon")
    assert len(model.reasons) == 2
    assert batch.riddles[0].fallback is True


async def test_nothing_that_fails_a_check_is_ever_released() -> None:
    crafter = Crafter(make=lambda place: [replace(leaking(place), pipeline="craft")])
    model = Model({place: [leaking(place)] for place in PLACES})
    batch = await make(model, *PLACES, count=3, crafter=crafter)
    assert batch.riddles == ()
    assert {decision.rule for decision in batch.decisions} == {Rule.NO_RIDDLE}
    assert all("leak" in decision.reason for decision in batch.decisions)


async def test_a_model_that_cannot_be_reached_is_asked_once_and_the_notice_says_so() -> None:
    error = ModelUnavailable("The model server at localhost does not answer.")
    batch = await make(Model(dict.fromkeys(PLACES, error)), *PLACES)
    assert batch.riddles[0].fallback is True
    assert "does not answer" in batch.notice


async def test_a_model_that_refuses_the_key_is_asked_once_and_the_notice_says_so() -> None:
    model = Model(dict.fromkeys(PLACES, ModelClosed("The host does not accept the key.")))
    batch = await make(model, *PLACES)
    assert batch.riddles[0].fallback is True
    assert "does not accept the key" in batch.notice


async def test_a_model_whose_every_reply_is_garbage_is_named_in_the_notice() -> None:
    batch = await make(Model(dict.fromkeys(PLACES, ReplyError("The model's reply is not JSON."))), *PLACES)
    assert batch.riddles[0].fallback is True
    assert batch.notice == "The model gave nothing that could be used: The model's reply is not JSON."


async def test_the_notice_never_tells_what_a_check_said_of_an_answer() -> None:
    batch = await make(Model({place: [leaking(place)] for place in PLACES}), *PLACES)
    assert batch.notice == "The model gave nothing that could be used; no riddle of it passed the checks."


async def test_what_a_useless_reply_cost_is_counted() -> None:
    batch = await make(Model({"Lisbon": ReplyError("The reply is no JSON.")}), "Lisbon")
    assert (batch.usage.calls, batch.usage.prompt_tokens) == (2, 10)


async def test_one_reply_that_does_not_parse_does_not_stop_the_others() -> None:
    model = Model({"Lisbon": ReplyError("The reply is no JSON."), "Oslo": [good("Oslo")]})
    batch = await make(model, "Lisbon", "Oslo")
    assert [riddle.answer for riddle in batch.riddles] == ["Oslo"]


async def test_when_the_time_is_up_the_rest_is_made_without_a_model() -> None:
    batch = await make(Model({"Lisbon": [good("Lisbon")]}, seconds=60), "Lisbon", seconds=0.5)
    assert batch.riddles[0].fallback is True
    assert "time" in batch.notice


async def test_a_small_model_comes_after_real_craft_and_before_a_plain_question() -> None:
    model = Model({place: [good(place)] for place in PLACES})
    strict = await make(model, "Lisbon", trusted=False)
    plain = Crafter(make=lambda place: [replace(crafted(place), raw="plain", score=3.0)])
    weak = await make(model, "Lisbon", trusted=False, crafter=plain)
    assert strict.riddles[0].fallback is True
    assert weak.riddles[0].fallback is False


async def test_a_small_model_is_spared_where_craft_does_unless_one_insists_on_it() -> None:
    spared = await make(Model({"Lisbon": [good("Lisbon")]}), "Lisbon", trusted=False)
    asked = await make(Model({"Lisbon": [good("Lisbon")]}), "Lisbon", trusted=False, insists=True)
    assert spared.usage.calls == 0
    assert asked.usage.calls == 2


async def test_no_answer_is_asked_for_twice_in_a_batch() -> None:
    crafter = Crafter(make=lambda _: [crafted("Lisbon")])
    batch = await make(None, "Lisbon", "Lisbon", count=2, crafter=crafter)
    assert [riddle.answer for riddle in batch.riddles] == ["Lisbon"]


@pytest.mark.parametrize(
    "words",
    [
        "I cannot help with that request.",
        "As a language model, I must stress that riddles about cities may offend.",
        "Which city which city which city which city which city which city which city which city?",
        "Quelle ville est fière de sa ligne de tramway au bord de l'eau?",
    ],
)
async def test_a_model_that_refuses_preaches_loops_or_strays_is_on_record_and_the_day_has_its_riddle(
    words: str,
) -> None:
    strange = replace(good("Lisbon"), question=words, explanation=words)
    batch = await make(Model({"Lisbon": [strange]}), "Lisbon")
    assert [(riddle.answer, riddle.fallback) for riddle in batch.riddles] == [("Lisbon", True)]
    (decision,) = batch.decisions
    assert decision.rule is Rule.TAKEN
    assert decision.reason
    assert batch.notice.startswith("The model gave nothing that could be used")


async def test_the_model_is_asked_for_the_form_that_may_open_first() -> None:
    model = Model({place: [good(place)] for place in PLACES})
    maker = Maker(Crafter(), Way(model))
    recent = ((replace((await make(None, "Oslo")).riddles[0], form=Form.SUMMARY),),)
    await maker.make(Order([story("Lisbon")], 1, recent=recent))
    assert model.forms[0][-1] is Form.SUMMARY
    await maker.make(Order([story("Lisbon")], 1))
    assert model.forms[1][0] is Form.SUMMARY


async def test_a_riddle_whose_form_opened_yesterday_waits_for_one_of_another_form() -> None:
    recent = ((await make(None, "Oslo")).riddles,)
    verse = replace(crafted("Quito"), form=Form.FIRST_PERSON, score=1.0)
    crafter = Crafter(make=lambda place: [verse if place == "Quito" else crafted(place)])
    order = Order([story(place) for place in ("Lisbon", "Vienna", "Quito")], 1, recent=recent)
    batch = await Maker(crafter, Way(Model({place: [good(place)] for place in PLACES}))).make(order)
    assert [riddle.answer for riddle in batch.riddles] == ["Quito"]


async def test_of_several_draws_all_are_checked_and_the_best_is_taken() -> None:
    plain, long = good("Lisbon"), replace(good("Lisbon"), question=f"{good('Lisbon').question[:-1]} {'so ' * 60}?")
    model = Model({"Lisbon": [long, leaking("Lisbon"), plain]})
    maker = Maker(Crafter(), Way(model, draws=3))
    batch = await maker.make(Order([story("Lisbon")], 1))
    assert batch.riddles[0].question == plain.question
    assert [trial.chosen for trial in batch.trials].count(True) == 1
    assert len(batch.trials) == 3
    assert model.reasons == []


async def test_where_all_candidates_are_wanted_model_and_craft_give_theirs() -> None:
    model = Model({"Lisbon": [good("Lisbon"), leaking("Lisbon")]})
    batch = await Maker(Crafter(), Way(model)).make(Order([story("Lisbon")], 1, candidates=2))
    assert sorted(trial.candidate.pipeline for trial in batch.trials) == ["craft", "service", "service"]
    assert all(trial.reason for trial in batch.trials)


@pytest.mark.parametrize("count", [1, 3, 5])
async def test_without_a_model_every_riddle_says_so(count: int) -> None:
    batch = await make(None, *PLACES, count=count)
    assert len(batch.riddles) == count
    assert all(riddle.fallback and riddle.model == "none" for riddle in batch.riddles)
    assert batch.usage.calls == 0


@pytest.mark.parametrize(
    ("aim", "urgency", "read"),
    [(0.1, 1.0, MOST_CRAFTED), (0.1, 0.0, CRAFT_LEAST), (Reckoner().chance(crafted("Oslo")), 1.0, CRAFT_LEAST)],
)
async def test_more_stories_are_read_where_the_deck_is_off_its_aim_and_none_suits_it(
    aim: float, urgency: float, read: int
) -> None:
    crafter, stories = Crafter(), [story("Oslo")] * (MOST_CRAFTED + 5)
    await Maker(crafter).make(Order(stories, 1, chances=Reckoner(aim=aim, urgency=urgency)))
    assert len(crafter.asked) == read
