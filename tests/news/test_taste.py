import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Strictness
from bot.news.lexicon import Entry, _compile
from bot.news.manners import rudeness
from bot.news.taste import refusal
from tests.unhurried import processor_seconds, within

CASES = [
    json.loads(line) for line in (Path(__file__).parents[1] / "data" / "taste.jsonl").read_text("utf-8").splitlines()
]

GENTLE = [
    json.loads(line) for line in (Path(__file__).parents[1] / "data" / "gentle.jsonl").read_text("utf-8").splitlines()
]


def _refused(label: str, split: str) -> float:
    chosen = [case for case in CASES if (case["label"], case["split"]) == (label, split)]
    said = [refusal(case["title"], case["text"], Strictness.STANDARD) for case in chosen]
    return sum(reason is not None for reason in said) / len(chosen)


@pytest.mark.parametrize("split", ["tune", "held"])
def test_of_a_hundred_tragic_stories_at_least_98_are_refused(split: str) -> None:
    assert _refused("tragic", split) >= 0.98


@pytest.mark.parametrize("split", ["tune", "held"])
def test_of_a_hundred_harmless_stories_at_least_80_are_kept(split: str) -> None:
    assert _refused("harmless", split) <= 0.20


@pytest.mark.parametrize(("split", "tragic", "harmless"), [("sense", 0.98, 0.10), ("fresh", 0.98, 0.15)])
def test_soft_prose_is_refused_and_grave_words_in_jest_are_kept(split: str, tragic: float, harmless: float) -> None:
    assert _refused("tragic", split) >= tragic
    assert _refused("harmless", split) <= harmless


def test_the_cases_are_many_and_a_third_of_them_was_held_out() -> None:
    for label in ("tragic", "harmless"):
        chosen = [case for case in CASES if case["label"] == label and case["split"] in {"tune", "held"}]
        assert len(chosen) >= 150
        assert sum(case["split"] == "held" for case in chosen) * 3 >= len(chosen)


def test_a_reason_names_the_subject_and_quotes_the_words() -> None:
    said = refusal("Man, 40, was found dead", "Police were called at noon.", Strictness.STANDARD)
    assert said == 'It is about a death ("found dead").'


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Dead heat in derby", "The two horses could not be parted."),
        ("Killer whales return", "Forty orcas were counted in the bay."),
        ("Dinosaurs died out in spring", "The asteroid struck 66 million years ago."),
        ("Mozart's lost waltz", "The composer, who died in 1791, wrote it in a day."),
        ("Server crash delays tax returns", "The tax office gave everybody a week more."),
        ("Sudden-death play-off thrills fans", "She holed from nine metres at the third."),
        ("Photo shoot in a swamp", "The models wore waders."),
        ("Wolf swims two rivers", "He kept away from farms and killed only deer."),
        ("Rebel backbencher crosses the floor", "He voted against the budget and killed the bill."),
        ("Opera gets real rain", "The characters drown in the third act. The cook sings on."),
    ],
)
def test_words_that_only_sound_grave_are_kept(title: str, text: str) -> None:
    assert refusal(title, text, Strictness.STANDARD) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Elephant tramples tourist", "The animal had a calf, and the tourist was killed before rangers came."),
        ("Stargazer dies at 88", "The astronomer, who mapped galaxies and black holes, has died at home."),
        ("Trader's last day", "The trader, who made a fortune from shares and tax advice, was killed by a gunman."),
        ("Storm over the harbour", "The crew of six has not been heard from since, and the search area was widened."),
    ],
)
def test_no_setting_excuses_what_people_suffer(title: str, text: str) -> None:
    assert refusal(title, text, Strictness.STANDARD)


def test_faint_words_refuse_by_three_and_not_by_two() -> None:
    assert refusal("A long day", "The prison is old. Police came by.", Strictness.STANDARD) is None
    assert refusal("A long day", "The prison is old. Police came by. A gang was accused.", Strictness.STANDARD)


def test_a_long_article_is_read_in_no_time_once_its_words_are_known() -> None:
    text = " ".join(case["text"] for case in CASES[:40])[:3_600]
    refusal("Warm", text, Strictness.STANDARD)
    spent = [processor_seconds(lambda: refusal("Cold", text, Strictness.STANDARD))[1] for _ in range(9)]
    assert min(spent) < 0.01


def test_a_gentle_deck_refuses_politics_that_others_keep() -> None:
    told = (
        "Ministers agree fishing quotas",
        "Parliament will vote on the law that the government has drafted on Monday.",
    )
    assert refusal(*told, Strictness.STANDARD) is None
    assert "politics" in (refusal(*told, Strictness.GENTLE) or "")


@pytest.mark.parametrize(("split", "least"), [("tune", 0.98), ("held", 0.9)])
def test_a_gentle_deck_refuses_politics_religion_war_crime_and_health(split: str, least: float) -> None:
    chosen = [case for case in GENTLE if case["split"] == split]
    said = {
        label: [refusal(case["title"], case["text"], Strictness.GENTLE) for case in chosen if case["label"] == label]
        for label in ("politics", "religion", "war", "crime", "health", "harmless")
    }
    harmless = said.pop("harmless")
    assert sum(reason is not None for reason in harmless) <= 0.05 * len(harmless)
    refused = [reason is not None for reasons in said.values() for reason in reasons]
    assert sum(refused) >= least * len(refused)


def test_what_only_the_gentle_refuse_is_kept_by_the_others() -> None:
    kept = [case for case in GENTLE if refusal(case["title"], case["text"], Strictness.OPEN) is None]
    assert len(kept) >= 0.9 * len(GENTLE)


def test_an_open_deck_refuses_the_gravest_alone() -> None:
    assert refusal("Two men jailed for smuggling parrots", "They hid them in a boot.", Strictness.OPEN) is None
    for title in ("Actor dies at 80", "Boy, 14, charged with theft", "Singer took her own life", "Man guilty of rape"):
        assert refusal(title, "The news came on Monday.", Strictness.OPEN)


def test_what_a_stricter_deck_keeps_a_laxer_one_keeps_too() -> None:
    order = (Strictness.GENTLE, Strictness.STANDARD, Strictness.OPEN)
    for case in CASES + GENTLE:
        said = [refusal(case["title"], case["text"], strictness) is None for strictness in order]
        assert said == sorted(said), case["title"]


def test_a_topic_of_the_source_can_be_enough() -> None:
    assert refusal("A quiet man", "He liked roses.", Strictness.OPEN, ("Obituaries",)) == (
        "Its source files it under obituaries."
    )


@given(st.text(max_size=400), st.text(max_size=2_000))
def test_any_text_gets_an_answer_and_always_the_same(title: str, text: str) -> None:
    assert refusal(title, text, Strictness.STANDARD) == refusal(title, text, Strictness.STANDARD)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "died " * 200_000, "(" * 100_000, "is was of the " * 100_000])
def test_an_endless_text_takes_no_longer_than_a_long_one(text: str) -> None:
    within(3, lambda: refusal(text[:5_000], text, Strictness.STANDARD))


@pytest.mark.parametrize("text", ["What the fuck am I?", "Only a moron will not know me.", "I am a retard's hat."])
def test_rude_words_are_refused_in_what_we_write(text: str) -> None:
    assert rudeness(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am a cockerel in Scunthorpe.",
        "My peacock shuttle is a classic bass.",
        "Who wrote of a white whale that fled?",
    ],
)
def test_innocent_words_are_not_taken_for_rude_ones(text: str) -> None:
    assert rudeness(text) is None


def test_of_two_patterns_that_fit_the_first_of_the_data_counts_however_each_begins() -> None:
    told = _compile(
        (pattern, Entry(str(place)))
        for place, pattern in enumerate(
            [r"(?:old )?oaks? fell", r"\w+ fell", "oaks", "(?:oaks|elms) fell down", r"\d+ fell", "9 lives"]
        )
    )
    text = "old oak fell. oaks stood. elms fell down. 12 fell. 9 lives, oakland"
    assert [(entry.subject, phrase) for entry, phrase in told.find(text)] == [
        ("0", "old oak fell"), ("2", "oaks"), ("1", "elms fell"), ("1", "12 fell"), ("5", "9 lives")
    ]  # fmt: skip
