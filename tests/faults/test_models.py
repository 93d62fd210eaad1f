"""Models that loop, refuse, preach or babble: what is well meant is read, the rest mended or dropped, with a reason."""

from __future__ import annotations

import json

import pytest

from tests.faults.kitchen import GOOD, REPLY, SUMMARY, Brewed, brew


def with_(**fields: object) -> str:
    return json.dumps(GOOD | fields)


LINES = (
    f"**Riddle:**\n{GOOD['question']}\n\n**Answer:** otter\n**Kind:** animal\n"
    + "\n".join(f"**Hint {at}:** {hint}" for at, hint in enumerate(GOOD["hints"], 1))
    + f"\n**Explanation:** {GOOD['explanation']}"
)
TAGS = (
    f"<riddle>\n<question>{GOOD['question']}</question>\n<answer>otter</answer>\n<hints>"
    + "".join(f"<hint>{hint}</hint>" for hint in GOOD["hints"])
    + f"</hints><explanation>{GOOD['explanation']}</explanation></riddle>"
)
COMMENTED = REPLY.replace('"form"', '// the form\n"form"').replace(
    '"otter", "aliases"', '"otter", /* sure */ "aliases"'
)

HARMLESS = {
    "thoughts before it": f"<think>What about {{otter}}? Or a hat?</think>\n{REPLY}",
    "thoughts whose beginning the template kept": f"What about an otter?\n</think>\n\n{REPLY}",
    "long thoughts": f"<thinking>{'Hm, let me see. ' * 3000}</thinking>{REPLY}",
    "the channels of a reasoning model": f"<|channel|>analysis<|message|>{{}}<|end|><|channel|>final<|message|>{REPLY}",
    "a code fence": f"```json\n{REPLY}\n```",
    "a greeting and a farewell": f"Sure! Here is your riddle:\n\n{REPLY}\n\nI hope you like it :)",
    "a greeting in the riddle": with_(question=f"Sure! Here is the riddle:\n{GOOD['question']}"),
    "comments and spare commas": COMMENTED[:-1] + ",\n}",
    "bare line breaks in a text": REPLY.replace("\\n", "\n"),
    "lines with labels, in bold": LINES,
    "headings": LINES.replace("**Riddle:**", "## Riddle").replace("**Answer:**", "### Answer:\n"),
    "tags": TAGS,
    "a list of two riddles": f"[{REPLY}, {REPLY.replace('otter', 'seal')}]",
    "a riddle in another object": json.dumps({"riddles": [GOOD]}),
    "lines in a list": with_(question=GOOD["question"].split("\n")),
    "markup in the riddle": with_(question=GOOD["question"].replace("fur hat", "**fur hat**")),
    "a link in the explanation": with_(explanation=GOOD["explanation"] + " [more](https://news.example/otters)"),
    "a kind out of the list": with_(kind="mammal"),
    "a form out of the list": with_(form="Summary Riddle"),
    "hints in Spanish": with_(hints=["Vive en el agua de la ría.", "Come los peces del río.", "Es la O de la letra."]),
    "an explanation in Spanish": with_(explanation="El animal es una nutria que vive en el puerto con su familia."),
    "hints by number": with_(hints={str(at): hint for at, hint in enumerate(GOOD["hints"])}),
    "a hint that tells the answer": with_(hints=["An otter.", "Furry.", "It swims."]),
    "a hint too many": with_(hints=[*GOOD["hints"], "It is an animal."]),
}

LOOP = "the otter slides down the ramp and "
SPANISH = with_(
    question="El vigilante vio un sombrero en la barca.\nAhora la rampa se cierra por la noche\npara una familia."
)

BAD = {
    "loops": (LOOP * 600, "the same over and over"),
    "loops in the riddle": (with_(question="the ramp is taken and " * 700), "question"),
    "refuses": ("I'm sorry, but I can't help with that request.", "refusal"),
    "preaches": ("As an AI language model, I think that animals deserve our respect. Always be kind.", "refusal"),
    "answers in Spanish": (SPANISH, "not in English"),
    "answers in Russian": (with_(question="Сторож увидел меховую шапку в лодке.\nКто это был?"), "not in English"),
    "gives half an object": (REPLY[:260], "no complete JSON"),
    "says nothing": ("", "not JSON"),
    "thinks to the end": ("<think>" + "An otter, or a hat? " * 400, "not JSON"),
    "tells the answer": (with_(question=f"{GOOD['question']}\nWhich otter is it?"), "leak"),
    "asks two riddles": (with_(question="Riddle 1: Who swims and slides?\nRiddle 2: Who wears a hat?"), "shape"),
    "invents": (with_(question=GOOD["question"].replace("five", "nine").replace("ten", "six")), "grounding"),
    "speaks of the article": (with_(question="According to the article,\nwhich animal slides at night?"), "shape"),
    "answers with what is not there": (with_(answer="walrus", aliases=[]), "answer"),
    "answers with a number for a list": ('{"question": 12, "answer": ["otter"], "hints": 3}', "lacks or garbles"),
    "writes an essay": ("# Otters\n\n" + "Otters are *mammals*. " * 9, "not JSON"),
}


def assert_written(made: Brewed, attempts: int = 1) -> None:
    assert len(made.written) == 1, made.reasons
    riddle = made.written[0]
    assert riddle.question == GOOD["question"]
    assert (riddle.answer, riddle.form, riddle.attempts) == ("otter", "summary", attempts)
    assert len(riddle.hints) == 3
    assert "otter" not in " ".join(riddle.hints).casefold()
    assert not {"*", "http", "[", "Vive", "nutria"} & set(" ".join((*riddle.hints, riddle.explanation)).split())


@pytest.mark.parametrize("reply", HARMLESS.values(), ids=HARMLESS.keys())
async def test_a_good_riddle_is_read_whatever_is_wrapped_around_it(reply: str) -> None:
    assert_written(await brew(SUMMARY, reply))


@pytest.mark.parametrize(("reply", "why"), BAD.values(), ids=BAD.keys())
async def test_a_model_that_never_does_better_gets_nothing_released_and_the_reason_is_kept(
    reply: str, why: str
) -> None:
    made = await brew(SUMMARY, reply)
    assert not made.written
    assert why in made.reasons
    assert len(made.asked) <= 4
    assert made.batch.notice
    assert [riddle.fallback for riddle in made.batch.riddles] == [True]


@pytest.mark.parametrize("reply", [reply for reply, _ in BAD.values()], ids=BAD.keys())
async def test_a_model_that_does_better_when_told_is_heard(reply: str) -> None:
    made = await brew(SUMMARY, reply, REPLY)
    assert_written(made, attempts=2)
    assert "That cannot be used" in made.asked[-1]["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("summary", "why"),
    [
        ("I'm sorry, I cannot summarise this text.", "refusal"),
        (LOOP * 600, "the same over and over"),
        ("El puerto cierra la rampa por la noche para una familia de nutrias que la usa.", "not in English"),
        ("<think>Let me see", "empty"),
    ],
)
async def test_a_summary_that_is_none_is_asked_for_once_more_with_the_reason(summary: str, why: str) -> None:
    assert_written(await brew(summary, SUMMARY, REPLY))
    made = await brew(summary)
    assert not made.written
    assert why in made.reasons
    assert len(made.asked) == 2


async def test_a_summary_in_thoughts_and_under_a_heading_is_read() -> None:
    made = await brew(f"<think>Short, then.</think>\n**Summary:** {SUMMARY}", REPLY)
    assert_written(made)
    assert made.written[0].summary == SUMMARY


async def test_a_repair_sees_the_reasons_and_the_same_examples_and_keeps_the_form() -> None:
    made = await brew(SUMMARY, BAD["tells the answer"][0], REPLY)
    first, second = (request["messages"] for request in made.asked[1:])
    assert second[: len(first)] == first
    assert "leak: The question contains" in second[-1]["content"]
    shown = [json.loads(turn["content"])["form"] for turn in first if turn["role"] == "assistant"]
    assert shown == ["summary"] * 4
