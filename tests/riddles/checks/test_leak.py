from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.riddles.checks import first_leak, leaks
from bot.riddles.checks.sounds import rhymes, sounds_alike
from bot.riddles.checks.stems import function_words
from tests.riddles.checks.riddles import changed, fails, said

ROWS = [
    json.loads(line) for line in (Path(__file__).parents[2] / "data" / "leak.jsonl").read_text("utf-8").splitlines()
]
CLEAN = "they stood still all day while rain fell upon yellow hills near water".split()
ANSWERS = st.sampled_from(
    ["Lisbon", "World Health Organization", "blue whale", "Zürich", "New Zealand", "Ada Kingsley", "cheese"]
)


@pytest.mark.parametrize(
    "split", ["seen", "held_out", "held2", "fresh1", "fresh2", "fresh3", "fresh4", "fresh5", "fresh6"]
)
def test_the_labelled_pairs_are_told_apart(split: str) -> None:
    rows = [row for row in ROWS if row["split"] == split]
    said = [(row["leaks"], leaks(row["answer"], row["aliases"], row["text"]) is not None) for row in rows]
    found, missed, refused = said.count((True, True)), said.count((True, False)), said.count((False, True))
    assert found / (found + missed) >= 0.995
    assert found / (found + refused) >= 0.98


def test_the_labelled_set_is_large_and_has_both_kinds() -> None:
    assert len(ROWS) >= 1_200
    assert 0.4 <= sum(not row["leaks"] for row in ROWS) / len(ROWS) <= 0.6


@pytest.mark.parametrize(
    ("surface", "text"),
    [
        ("The link", "https://news.example/2026/lisbon-trams-stop"),
        ("The link", "https://news.example/?q=l%69sbon"),
        ("The alt text", "IMG_LisbonTram.jpg"),
        ("The thread's name", "riddle-12-LISBON"),
    ],
)
def test_what_is_shown_beside_the_riddle_may_not_tell_it(surface: str, text: str) -> None:
    said = first_leak("Lisbon", [], {"The title": "Trams stop for a day", surface: text})
    assert said is not None
    assert said.startswith(f"{surface} contains ")
    assert first_leak("Lisbon", [], {"The title": "Trams stop for a day"}) is None


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("ship", "Their relationship grew."),
        ("bear", "I was born in May."),
        ("rose", "Prices rise."),
        ("star", "The race started late."),
        ("honey", "An honest man is an honour."),
        ("party", "I am a part of it."),
        ("statue", "The status quo stays."),
        ("Wall Street", "They built a wall of hay."),
    ],
)
def test_a_chance_ending_or_a_homograph_is_no_leak(answer: str, text: str) -> None:
    assert leaks(answer, [], text) is None


def test_the_reason_names_the_surface_and_the_word() -> None:
    check = said("leak", changed(hints=("I am a capital.", "People of Lisbon know me.", "It begins with L.")))
    assert check.reason == 'Hint 2 contains "Lisbon", which is the answer.'


def test_the_last_hint_may_give_letters_and_no_word() -> None:
    first = ("I am a capital.", "I lie by a river.")
    assert not fails("leak", hints=(*first, "L _ _ _ _ n, six letters."))
    assert not fails("leak", hints=(*first, "Portuguese is spoken here."))
    assert fails("leak", hints=(*first, "Lisbon, to be plain."))
    assert fails("leak", hints=(*first, "L I S B O N"))


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("dam", "Nobody managed to see the damaged madam."),
        ("tea", "They stopped tearing and teasing at the steam fair."),
        ("ice", "The office asked for justice at a nice price."),
        ("pig", "Pigeons spilt pigment from a spigot."),
        ("star", "A starling began to stare at the goblet."),
        ("rat", "Rates of the new generation rather rose."),
        ("bow", "A bowling club wrote beneath the elbow."),
    ],
)
def test_letters_that_stand_in_a_word_by_chance_are_no_leak(answer: str, text: str) -> None:
    assert leaks(answer, [], text) is None


@pytest.mark.parametrize(
    "pair", ["hippo hippopotamus", "fridge refrigerator", "photo photograph", "bike bicycle", "owl owlet"]
)
def test_the_short_word_and_the_long_one_give_each_other_away(pair: str) -> None:
    short, long = pair.split()
    assert leaks(long, [], f"Two {short}s stood there.") is not None
    assert leaks(short, [], f"One {long} stood there.") is not None


@pytest.mark.parametrize(
    ("answer", "word"),
    [("swim", "swimmer"), ("drum", "drummers"), ("dog", "dogsled"), ("tea", "teacup"), ("tiger", "tigress")],
)
def test_a_word_made_of_the_answer_gives_it_away(answer: str, word: str) -> None:
    assert leaks(answer, [], f"The {word} came late.") is not None


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("goat", "Grass is my bread.\nOver the fence I go.\nAll the shirts are mine.\nTaste is no matter."),
        ("Kenya", "Papa says: Kilo Echo November Yankee Alpha."),
        ("FIFA", "Eff, eye, eff, ay."),
        ("knight", "I sound like night."),
        ("Rome", "My name rhymes with home."),
        ("dog", "Read god backwards."),
        ("Spain", "Shuffle pains and have me."),
        ("Lebanon", "NOBLEAN is my country."),
        ("lion", "I hide in a million."),
        ("Lisbon", "My name hides here: tell is bonus."),
        ("tiger", "The \U0001f405 slept."),
        ("Scotland", "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f flew."),
        ("lighthouse", "I am the house of light."),
        ("100", "It stood for a century."),
        ("democracy", "A democrat knows me."),
    ],
)
def test_a_word_game_that_spells_the_answer_gives_it_away(answer: str, text: str) -> None:
    assert leaks(answer, [], text) is not None


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("rain", "Inside the train I slept."),
        ("goat", "Grass is my bread.\nI jump the fence.\nShirts on the line are mine.\nWho am I?"),
        ("lighthouse", "The light in the house went out."),
        ("thunder", "I sound like a drum."),
        ("moon", "Nothing rhymes with me in the eyes of a poet."),
        ("post", "The letters of a friend stop in autumn."),
        ("star", "Rats left the ship."),
        ("dog", "Thank god."),
    ],
)
def test_what_looks_like_a_word_game_and_spells_nothing_is_no_leak(answer: str, text: str) -> None:
    assert leaks(answer, [], text) is None


def test_the_last_hint_may_play_with_letters() -> None:
    first = ("I am a capital.", "I lie by a river.")
    assert fails("leak", hints=("Shuffle the letters of NOBLIS.", *first[1:], "It begins with L."))
    assert not fails("leak", hints=(*first, "Shuffle the letters of NOBLIS."))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abcdefghijklmnoprstuvwyz", min_size=4, max_size=9))
def test_lines_that_begin_with_the_letters_are_read_downwards(word: str) -> None:
    assume(word not in function_words())
    assert leaks(word, [], "\n".join(f"{letter.upper()}, they say, is a letter" for letter in word)) is not None


@pytest.mark.parametrize("pair", ["whale wales", "knight night", "soul seoul", "bear bare", "hair hare"])
def test_words_that_are_heard_alike_are_told(pair: str) -> None:
    assert sounds_alike(*pair.split())


def test_words_that_are_not_heard_alike_are_told() -> None:
    assert not sounds_alike("cat", "cut")
    assert rhymes("home", "rome")
    assert not rhymes("walk", "rome")


def test_an_alias_that_only_names_the_kind_gives_nothing_away() -> None:
    assert leaks("Lisbon", ["city"], "Which city stood still?") is None


@settings(max_examples=80, deadline=None)
@given(
    ANSWERS,
    st.lists(st.sampled_from(CLEAN), max_size=12),
    st.integers(0, 12),
    st.sampled_from([str, str.upper, str.lower]),
)
def test_an_answer_planted_anywhere_is_found(answer: str, around: list[str], place: int, case: type) -> None:
    words = [*around[:place], case(answer), *around[place:]]
    assert leaks(answer, [], " ".join(words)) is not None


@settings(max_examples=80, deadline=None)
@given(ANSWERS, st.lists(st.sampled_from(CLEAN), min_size=1, max_size=25))
def test_words_that_have_nothing_to_do_with_it_are_no_leak(answer: str, around: list[str]) -> None:
    assert leaks(answer, [], f"Somebody asked: {' '.join(around)}?") is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3), st.text(max_size=200))
def test_any_text_is_searched_without_an_accident(answer: str, aliases: list[str], text: str) -> None:
    reason = leaks(answer, aliases, text)
    assert reason is None or reason.startswith("It ")


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="abcdefghijklmnoprstuvwyz", min_size=5, max_size=10),
    st.sampled_from([".", "-", " ", "*", "\u200b", "_"]),
)
def test_letters_set_apart_are_read_together(word: str, between: str) -> None:
    assume(len(set(word)) > 2 and word not in function_words())
    assert leaks(word.capitalize(), [], f"They call me {between.join(word.upper())} here.") is not None
