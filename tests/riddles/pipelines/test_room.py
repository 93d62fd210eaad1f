"""What a prompt has room for: examples like the article and unlike each other, and the article cut by sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.language_models import FakeListChatModel

from bot.domain import Form
from bot.errors import SettingsError
from bot.riddles.pipelines import LINES, LOCAL, Shape, Style, make_pipeline
from bot.riddles.pipelines.examples import Example, load_examples
from bot.riddles.pipelines.gauge import Gauge, aside, estimated
from bot.riddles.pipelines.likeness import chosen, is_made_of
from tests.riddles.pipelines.scripted import Scripted
from tests.riddles.pipelines.stories import TEXT, story
from tests.riddles.pipelines.test_steps import SCRIPTS, WAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.riddles.pipeline import Pipeline

ROOMY = Shape(Style.LINES, article_words=50_000, summary_tokens=50, riddle_tokens=100, example_tokens=4000)


class Lettered(Scripted):
    """Counts every four letters as a token."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // 4 + 1 for text in texts]


def made_by(name: str, steps: int, model: Scripted, **options: Any) -> Pipeline:
    shape = options.pop("shape", ROOMY)
    return make_pipeline(name, model, shape, model_name="scripted", steps=steps, **options)


def shown(prompt: str) -> int:
    return prompt.count("\n###\n")


@pytest.mark.parametrize(("name", "steps"), [way for way in WAYS if way[0] != "fine_tuned"])
async def test_an_article_longer_than_the_context_is_cut_by_sentences_and_it_is_said(name: str, steps: int):
    many = [f"The {at}th keeper of the lock of Tamsin counted {at} slow green boats." for at in range(900)]
    context = 6_000 if name == "service" else 2_500
    model, heard = Scripted(replies=list(SCRIPTS[name, steps]), context=context), []
    shape = replace(LOCAL, article_words=50_000) if name == "service" else ROOMY
    pipeline = made_by(name, steps, model, shape=shape, notice=heard.append)
    made = (await pipeline.candidates(story("\n".join(many)), 2, 3))[0]
    most = sum(model.count_tokens(model.asked[0]))
    assert context / 4 < most < context - ROOMY.summary_tokens
    assert all(sum(model.count_tokens(said)) < context for said in model.asked)
    told = re.fullmatch(
        rf"The model was given the first (\d+) of the article's (\d+) words: its context holds {context} tokens\.",
        made.note,
    )
    assert told is not None
    assert int(told[1]) < int(told[2]) == 3 + 900 * 13
    assert heard == [f'"Penguins move house" is too long for scripted. {made.note}']
    given_text = next(said for said in model.asked[0] if "keeper of the lock" in said)
    last = [line for line in many if line in given_text][-1]
    assert given_text.count("keeper of the lock of Tamsin") == many.index(last) + 1


@pytest.mark.parametrize("text", ["No end of it " * 8_000, "X" * 100_000])
async def test_an_article_without_the_end_of_a_sentence_is_cut_at_a_word_where_the_context_is_small(text: str):
    model = Lettered(replies=SCRIPTS["few_shot", 1], context=512)
    [made] = await made_by("few_shot", 1, model).candidates(story(text), 1, 3)
    assert model.count_tokens(model.asked[0])[0] < 512 - 150
    assert "No end of it No end" in model.prompts[0] or "XXXXXXXXXX" in model.prompts[0]
    assert "its context holds 512 tokens" in made.note


async def test_a_context_without_room_for_any_of_an_article_still_hears_no_more_than_a_little_of_it():
    model = Lettered(replies=SCRIPTS["zero_shot", 1], context=40)
    await made_by("zero_shot", 1, model).candidates(story("no end of it " * 9_000), 1, 3)
    assert model.prompts[0].count("no end of it") < 30


async def test_an_article_that_is_cut_for_time_alone_is_noted_and_nobody_is_bothered():
    heard: list[str] = []
    pipeline = made_by(
        "zero_shot", 1, Scripted(replies=SCRIPTS["zero_shot", 1]), shape=replace(LINES, article_words=30),
        notice=heard.append,
    )  # fmt: skip
    [made] = await pipeline.candidates(story(), 1, 3)
    assert re.fullmatch(r"The model was given the first \d+ of the article's \d+ words\.", made.note)
    assert heard == []


async def test_a_longer_context_gets_more_examples():
    counts = []
    for context in (500, 1_200, 4_000, 32_000):
        model = Scripted(replies=SCRIPTS["few_shot", 1], context=context)
        await made_by("few_shot", 1, model).candidates(story(), 1, 3)
        assert model.count_tokens([model.prompts[0]])[0] + 150 < context
        counts.append(shown(model.prompts[0]))
    assert counts == sorted(set(counts))
    assert counts[0] <= 1
    assert counts[-1] >= 16


async def test_the_examples_keep_to_their_budget_of_tokens():
    for budget in (0, 250, 900):
        model = Scripted(replies=SCRIPTS["few_shot", 1])
        await made_by("few_shot", 1, model, shape=replace(ROOMY, example_tokens=budget)).candidates(story(), 1, 3)
        examples = model.prompts[0].split("\n", 1)[1].rsplit("###\n", 1)
        assert len(examples) == (2 if budget else 1)
        assert len(examples) == 1 or len(examples[0].split()) <= budget


@pytest.mark.parametrize("steps", [1, 2])
async def test_no_example_is_longer_than_what_the_model_may_write(steps: int):
    """What is cut off before its answer cannot be read."""
    model = Scripted(replies=list(SCRIPTS["few_shot", steps]))
    shape = replace(ROOMY, summary_tokens=32, riddle_tokens=34)
    await made_by("few_shot", steps, model, shape=shape).candidates(story(), 1, 3)
    marks = ("\nSummary:",) if steps == 1 else ("", "\nRiddle:")
    for prompt, mark in zip(model.prompts, marks, strict=True):
        replies = [block.split(mark, 1)[1] for block in prompt.split("###\n")[:-1]] if mark else []
        most = 34 if steps == 2 else 66
        assert all(len(reply.split()) <= 0.9 * most for reply in replies)
        assert replies or not mark


@pytest.mark.parametrize("steps", [1, 2])
async def test_an_example_is_never_the_article_itself(steps: int):
    for one in load_examples()[:2]:
        model = Scripted(replies=list(SCRIPTS["few_shot", steps]), context=100_000)
        asked = story(f"{one.article} The end of it was a surprise.", "News")
        await made_by("few_shot", steps, model, shape=replace(ROOMY, example_tokens=90_000)).candidates(asked, 1, 3)
        head = one.article[:60] if steps == 1 else one.summary[:60]
        assert shown(model.prompts[0]) > 5
        assert all(prompt.count(one.article[:60]) <= 1 for prompt in model.prompts)
        assert head not in model.prompts[-1].rsplit("###\n", 1)[0]


def example(article: str, form: str = "summary") -> Example:
    return Example(article, article[:40], form, "What?", "that")


BOATS = "A ferry and two tugs pulled a stranded trawler from the sandbank off the harbour of Oster at high tide."
BOATS_AGAIN = (
    "Off the harbour of Oster a ferry and three tugs pulled a stranded trawler from the same sandbank at low tide."
)
BEES = "A beekeeper found forty swarms of bees in the organ pipes of a church and moved them to a garden with honey."
BREAD = "The baker of the hill town sold nine hundred loaves of rye bread in one morning and closed for a month."


def test_the_likest_comes_last_and_no_two_tell_the_same():
    some = [example(text) for text in (BREAD, BOATS, BEES, BOATS_AGAIN)]
    text = "A tug pulled a trawler and a ferry off a sandbank in the harbour at high tide."
    for seed in range(10):
        picked = chosen(some, [10] * 4, text, text, 30, form=Form.SUMMARY, seed=seed, most=3)
        assert len(picked) == 3
        assert picked[-1].article in {BOATS, BOATS_AGAIN}
        two = chosen(some, [10] * 4, text, text, 20, form=Form.SUMMARY, seed=seed, most=3)
        assert len({BOATS, BOATS_AGAIN} & {one.article for one in two}) == 1


def test_the_wanted_form_alone_is_shown_where_there_is_one():
    some = [example(BREAD, "question"), example(BOATS), example(BEES)]
    pick = lambda form: chosen(some, [1] * 3, TEXT, TEXT, 9, form=form, seed=1, most=9)  # noqa: E731
    assert {one.article for one in pick(Form.QUESTION)} == {BREAD}
    assert {one.article for one in pick(Form.SUMMARY)} == {BOATS, BEES}
    assert len(pick(Form.FIRST_PERSON)) == 3


def test_an_example_made_of_the_article_is_known():
    assert is_made_of(example(BOATS), f"News from the coast. {BOATS} More follows.")
    assert not is_made_of(example(BOATS), BEES)
    assert not is_made_of(example(BOATS), "")


def test_the_forty_examples_that_ship_are_of_different_articles():
    some = load_examples()
    assert len(some) >= 40
    assert not any(is_made_of(one, other.article) for one in some for other in some if one is not other)


async def test_a_model_that_does_not_count_is_estimated_on_the_safe_side():
    gauge = Gauge(FakeListChatModel(responses=[""]), LINES)
    assert await gauge.context() == LINES.context
    assert await gauge.count([TEXT]) == [estimated(TEXT)]
    assert 1.2 * len(TEXT.split()) < estimated(TEXT) < 2.5 * len(TEXT.split())


async def test_a_model_that_cannot_be_measured_says_so():
    def missing() -> int:
        raise SettingsError("There is no such model.")

    assert await aside(lambda: 3) == 3
    with pytest.raises(SettingsError, match="no such model"):
        await aside(missing)


HEAD = re.compile(r"^\[(?:Article|Summary|Summary Riddle) \d+\]:", re.MULTILINE)
NASTY = st.lists(
    st.sampled_from(
        ["{article}", "{", "}", "{0}", "###", "\n###\n", "[Article 7]:", "\n[Summary Riddle 7]:", "[Summary 2]: x",
         "\n", "Summary:", "Answer: gold", "{{}}", "<|im_end|>", "</s>", "ordinary words stand here.", "<<<", "#"]
    )
    | st.text(max_size=20),
    max_size=12,
)  # fmt: skip


@settings(max_examples=40)
@given(parts=NASTY, steps=st.sampled_from([1, 2]))
async def test_no_text_of_an_article_breaks_the_structure(parts: list[str], steps: int):
    text = " ".join(parts) + " A last word."
    model = Scripted(replies=list(SCRIPTS["few_shot", steps]))
    some = [Example(f"{text} {at}", text, "summary", f"What is {{{at}}}?\n{text}", "that", "thing") for at in "ab"]
    pipeline = make_pipeline("few_shot", model, ROOMY, model_name="scripted", steps=steps)
    pipeline._examples = tuple(some)
    for blocks in vars(pipeline).values():
        if hasattr(blocks, "show"):
            blocks._examples = tuple(some)
    await pipeline.candidates(story(f"{TEXT} {text}", text[:50]), 1, 3)
    for prompt in model.prompts:
        blocks = shown(prompt)
        assert prompt.count("###") == blocks <= 2
        assert len(HEAD.findall(prompt)) == 2 * (blocks + 1)
        assert "<|im_end|>" not in prompt
    assert "{article}" not in "".join(model.prompts) or "{article}" in text
