"""The parts of a run that need no model: splitting, watching, drawing, counting, reading."""

from __future__ import annotations

import json
import math
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import Form
from bot.errors import UsageError
from bot.riddles.pipelines.reply import read_lines
from bot.riddles.pipelines.template import Layout, Template
from bot.riddles.pipelines.tuned import as_asked
from bot.training.brief import brief, evidence
from bot.training.cases import cases_of
from bot.training.curves import picture, smoothed
from bot.training.example import example_of
from bot.training.gather import data_hash, judged_line, lessons_of
from bot.training.paired import difference
from bot.training.plan import plan
from bot.training.recipe import Told, recipe_of
from bot.training.rows import Encoded, Lesson, taught
from bot.training.split import split
from bot.training.watch import SPAN, Watch
from tests.training.conftest import lessons
from tests.training.making import examples, row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@settings(max_examples=40)
@given(st.lists(examples(), max_size=6), st.floats(0, 0.5), st.integers(0, 9))
def test_a_split_loses_nothing_and_parts_no_article(found: list, share: float, seed: int):
    given = [Lesson(one) for one in found]
    train, held = split(given, share, seed)
    assert len(train) + len(held) == len(given)
    assert not {one.article for one in train} & {one.article for one in held}
    if share and len({one.article for one in given}) > 1:
        assert train
        assert held


def test_an_article_stays_on_its_side_when_others_come():
    few, many = lessons(40), lessons(80)
    held = {one.article for one in split(few, 0.2, 1)[1]}
    assert held <= {one.article for one in split(many, 0.2, 1)[1]}


def test_a_loss_that_is_no_number_is_told_at_once():
    assert "no number" in Watch(3).see(4, math.nan)
    assert "no number" in Watch(3).see(4, math.inf)


def test_one_bad_batch_is_no_bad_run_but_a_rising_loss_is():
    watch = Watch(3)
    said = [watch.see(step, 9.0 if step == 15 else 1.0) for step in range(30)]
    assert not any(said)
    said = [watch.see(30 + step, 8.0) for step in range(SPAN)]
    assert "has risen to" in next(filter(None, said))


def test_a_picture_is_a_drawing_with_every_curve():
    drawn = picture(
        "Loss <of> a run", {"loss": [(1, 3.0), (2, math.nan), (3, 1.0)], "held out": [(2, 2.0)], "none": []}
    )
    root = ET.fromstring(drawn)
    assert len([one for one in root.iter() if one.tag.endswith("polyline")]) == 2
    ET.fromstring(picture("empty", {"loss": []}))


def test_smoothing_begins_at_the_first_value():
    assert smoothed([(1, 2.0), (2, 2.0), (3, 4.0)])[:2] == [(1, 2.0), (2, 2.0)]


@pytest.mark.parametrize("layout", Layout)
def test_a_reply_reads_back_as_what_it_was_made_of(layout: Layout):
    one = lessons(1)[0].example
    text = Template(layout).reply(one.answer, one.kind, "It came by night,\nand sat on the lock.")
    found = read_lines(text.split("### End")[0])
    assert (found.answer, found.kind, found.question) == (
        one.answer,
        one.kind,
        "It came by night,\nand sat on the lock.",
    )


def test_alpaca_and_dolly_are_asked_letter_by_letter_as_they_were_published():
    told = {layout: Template(layout).turns("S.", Form.QUESTION)[0][1] for layout in Layout}
    assert told[Layout.ALPACA].endswith("\n\n### Input:\nS.\n\n### Response:")
    assert told[Layout.DOLLY].endswith("\n\nInput:\nS.\n\n### Response:\n")
    assert told[Layout.DOLLY].startswith(
        "Below is an instruction that describes a task. Write a response that appropriately completes the request."
        "\n\n### Instruction:\n"
    )


def test_each_format_has_a_mark_of_its_own_that_stays():
    marks = {Template(layout).mark for layout in Layout}
    assert len(marks) == 3
    assert marks == {Template(layout).mark for layout in Layout}


def test_files_are_read_together_and_each_example_once(tmp_path: Path):
    file = tmp_path / "mine.jsonl"
    file.write_text(json.dumps(row()) + "\n\n" + json.dumps(row(id="b")) + "\n")
    found = lessons_of(recipe_of({"data": [str(file), "seeds"]}))
    assert len(found) == 176
    assert data_hash(found) == data_hash(list(reversed(found)))


def test_rows_that_are_no_examples_are_counted_and_named(tmp_path: Path):
    file = tmp_path / "mine.jsonl"
    lacking = {key: value for key, value in row().items() if key != "answer"}
    file.write_text("\n".join([json.dumps(row(id="z")), json.dumps(lacking), "no json", "[]", "{}"]))
    with pytest.raises(UsageError, match=r"4 of 5 rows are no examples: line 2: The row has no answer; .* and 1 more"):
        lessons_of(recipe_of({"data": [str(file)]}))


def test_a_file_in_another_layout_is_told_the_way_in(tmp_path: Path):
    file = tmp_path / "alpaca.jsonl"
    file.write_text(json.dumps({"instruction": "a", "input": "b", "output": "c"}))
    with pytest.raises(UsageError, match="in the layout alpaca: `riddle examples import`"):
        lessons_of(recipe_of({"data": [str(file)]}))
    file.write_text(json.dumps(row(answer="accepted")))  # a word, and no key
    assert len(lessons_of(recipe_of({"data": [str(file)]}))) == 1


@pytest.mark.parametrize(("text", "said"), [("", "is empty"), (None, "cannot be read")])
def test_a_file_with_nothing_in_it_is_told(tmp_path: Path, text: str | None, said: str):
    file = tmp_path / "mine.jsonl"
    if text is not None:
        file.write_text(text)
    with pytest.raises(UsageError, match=said):
        lessons_of(recipe_of({"data": [str(file)]}))


def test_rows_for_kto_say_whether_they_were_accepted(tmp_path: Path):
    file = tmp_path / "drawn.jsonl"
    good = Lesson(example_of(row()))
    bad = replace(good, example=replace(good.example, question="Who is the owl?"), wanted=False)
    file.write_text(f"{judged_line(good)}\n{judged_line(bad)}\n")
    assert lessons_of(recipe_of({"data": [str(file)], "method": "kto"})) == [good, bad]
    assert lessons_of(recipe_of({"data": [str(file)]})) == [good]  # supervised, only what is to be written is learned
    file.write_text(judged_line(good))
    with pytest.raises(UsageError, match="KTO learns from both"):
        lessons_of(recipe_of({"data": [str(file)], "method": "kto"}))
    file.write_text(json.dumps(row()))
    with pytest.raises(UsageError, match="`accepted` is neither true nor false"):
        lessons_of(recipe_of({"data": [str(file)], "method": "kto"}))


class Letters:
    """A tokenizer of letters."""

    chat_template = "letters"

    def encode(self, turns: Sequence[tuple[str, str]], reply: str, *, completes: bool) -> Encoded:  # noqa: ARG002 -- as a tokenizer is asked
        asked = "".join(text for _, text in turns)
        return Encoded(tuple(map(ord, asked + reply)), len(asked))

    def show(self, ids: Sequence[int]) -> str:
        return "".join(map(chr, ids))


def test_a_riddle_of_what_its_row_does_not_tell_is_left_out_and_named(tmp_path: Path):
    file = tmp_path / "mine.jsonl"
    told = row(id="told", question="A lodger came by night,\nand the clock of Vrana has stood still since.")
    guessed = told | {
        "id": "guessed",
        "question": "A lodger came to Vienna by night,\nand 40 clocks stood still for it.",
    }
    file.write_text("".join(json.dumps(one) + "\n" for one in (told, guessed)))
    given = {"data": [str(file)], "held_out": 0, "told": "summary", "max_tokens": 5000}
    made = plan(recipe_of(given), Template(Layout.CHAT), Letters())
    assert [row.lesson.example.id for row in made.train.rows] == ["told"]
    assert [one["id"] for one in made.record()["refused"]] == ["guessed"]
    assert "Vienna" in made.record()["refused"][0]["reason"] or "40" in made.record()["refused"][0]["reason"]
    whole = plan(recipe_of(given | {"checked": False}), Template(Layout.CHAT), Letters())
    assert len(whole.train.rows) == 2
    file.write_text(json.dumps(guessed))
    with pytest.raises(UsageError, match="All 1 rows fail the checks"):
        plan(recipe_of(given), Template(Layout.CHAT), Letters())


def test_each_row_that_is_too_long_is_counted_also_where_two_are_of_one_example(tmp_path: Path):
    file = tmp_path / "mine.jsonl"
    asks = row(id="long", form="question", question=f"Which lodger came {'very ' * 90}late?")
    file.write_text(f"{json.dumps(row())}\n{json.dumps(asks)}\n")
    given = {"data": [str(file)], "held_out": 0, "checked": False, "max_tokens": 500}
    made = plan(recipe_of(given), Template(Layout.CHAT), Letters())
    assert [one["id"] for one in made.record()["dropped"]] == ["long", "long"]


def test_a_difference_of_pairs_is_sure_only_where_it_is():
    assert difference([1.0] * 40 + [0.0] * 60, [0.0] * 100).sure
    level = difference([1.0, 0.0] * 50, [0.0, 1.0] * 50)
    assert level.mean == 0
    assert not level.sure
    assert level.low < 0 < level.high


def test_a_long_riddle_is_cut_to_what_its_story_tells():
    long = example_of(
        row(
            form="first_person",
            question=(
                "I keep no hours of my own and care for none. I moved into the clock of Vrana, and time stood still. "
                "My cousins hunt by day, and nobody thanks them for it at all. What am I?"
            ),
        )
    )
    short = brief(long, long.summary, 16)
    assert short.question == "I moved into the clock of Vrana, and time stood still. What am I?"
    assert brief(long, long.summary, 60) == long
    lined = example_of(
        row(question="A lodger came to the clock,\nand the hands stood still for it,\nfar from the sea,")
    )
    assert brief(lined, lined.summary, 13).question == "A lodger came to the clock,\nand the hands stood still for it."


def test_evidence_has_the_sentence_with_the_answer_and_keeps_the_order():
    one = example_of(
        row(article="It rained. Nobody came. An owl moved into the clock. The mayor spoke. The clock stands still now.")
    )
    assert evidence(one, 12) == "An owl moved into the clock. The clock stands still now."


def test_a_lesson_is_taught_once_for_each_way_of_telling_it():
    one = Lesson(example_of(row()))
    told = [lesson.told for lesson in taught([one], Told.BOTH, 0)]
    assert len(told) == 2
    assert told[0] == one.example.summary
    same = replace(one, example=replace(one.example, article=one.example.summary))
    assert len(taught([same], Told.BOTH, 0)) == 1
    assert [lesson.told for lesson in taught([one], Told.SUMMARY, 0)] == told[:1]
    assert [lesson.told for lesson in taught([one], Told.EVIDENCE, 0)] == told[1:]


def test_cases_are_those_of_a_file_or_those_that_ship(tmp_path: Path):
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(row() | {"note": "passed over"}) + "\n")
    assert [one.answer for one in cases_of(file)] == ["Owl"]
    assert len(cases_of(None)) == 100
    file.write_text("{}")
    with pytest.raises(UsageError, match="line 1 is no example"):
        cases_of(file)
    file.write_text(json.dumps(row(article="")))
    with pytest.raises(UsageError, match="no example with an article"):
        cases_of(file)


def test_a_summary_riddle_in_one_line_is_what_was_asked_for_and_a_question_stays_one():
    plain = read_lines("Answer: Owl\nRiddle: It came by night. Time stood still for it.")
    asking = read_lines("Answer: Owl\nRiddle: It came by night. Who made time stand still?")
    assert as_asked(plain, Form.SUMMARY).form is Form.SUMMARY
    assert as_asked(plain, Form.QUESTION).form is Form.QUESTION
    assert as_asked(asking, Form.SUMMARY).form is Form.QUESTION
