from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.game.matching import Key, normalise, one_slip, same_word


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("The Hedgehog!", "hedgehog"),
        ("  an   eel ", "eel"),
        ("Café", "CAFE"),
        ("Straße", "strasse"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("Moby-Dick", "moby dick"),
        ("salt & pepper", "salt and pepper"),
        ("rock 'n' roll", "rock and roll"),
        ("U.S.A.", "USA"),
        ("1,000", "a thousand"),
        ("forty-two", "42"),
        ("$5 million", "5,000,000 dollars"),
        ("50 %", "fifty per cent"),
        ("9m", "9 m"),
        ("-5", "minus five"),
        ("O\u2019Neill", "O'Neill"),
        ("Bank of the Seine", "bank of seine"),
    ],
)
def test_two_spellings_of_the_same_are_one(text: str, same: str) -> None:
    assert normalise(text) == normalise(same)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("1st", "1"),
        ("5", "-5"),
        ("5 dollars", "5 euros"),
        ("1.5", "15"),
        ("9 m", "9 km"),
        ("Henry VIII", "Henry VII"),
        ("the", "a"),
    ],
)
def test_what_differs_stays_different(text: str, other: str) -> None:
    assert normalise(text) != normalise(other)


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(
    st.lists(
        st.sampled_from(
            "the a an n and per cent % $ £ 5 1,000 1.5 -3 hundred one first u.s. u.s i.e. it's rock ß & - . , 21st 9m é"
            " ' th".split()
        ),
        max_size=7,
    ),
    st.sampled_from(["", " "]),
)
@example(["5", "n", "n", "an"], " ")
def test_normalising_awkward_texts_twice_changes_nothing(pieces: list[str], between: str) -> None:
    once = normalise(between.join(pieces))
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("beaver", "beavers"), ("bus", "buses"), ("wolf", "wolves"), ("knife", "knives"), ("city", "cities"),
        ("goose", "geese"), ("octopus", "octopuses"), ("potato", "potatoes"), ("church", "churches"),
        ("mouse", "mice"), ("fox", "foxes"), ("child", "children"), ("glass", "glasses"),
    ],
)  # fmt: skip
def test_a_plural_is_the_same_word(one: str, many: str) -> None:
    assert same_word(one, many)
    assert same_word(many, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("new", "us"), ("bus", "bu"), ("glass", "glas"), ("1st", "1sts"), ("even", "evening"), ("univers", "university")],
)
def test_other_words_are_not(one: str, other: str) -> None:
    assert not same_word(one, other)


@pytest.mark.parametrize("said", ["lighthuose", "lighthoase", "lighthous", "lightthouse", "lihthouse"])
def test_one_slip_is_a_vowel_a_swap_or_a_letter_more_or_less(said: str) -> None:
    assert one_slip(said, "lighthouse")


@pytest.mark.parametrize("said", ["nighthouse", "lighthorse", "ligthuose", "lighthouses.", "light", "ilghthouse"])
def test_a_wrong_consonant_a_wrong_beginning_or_two_slips_are_not(said: str) -> None:
    assert not one_slip(said, "lighthouse")


def test_a_surname_before_the_first_name_is_turned() -> None:
    turned = Key("Curie, Marie").turned()
    assert turned is not None
    assert turned.words == ("marie", "curie")
    assert Key("Curie, Marie, Pierre").turned() is None
    assert Key("Marie Curie").turned() is None


def test_what_people_put_around_a_guess_is_taken_off() -> None:
    unwrapped = Key("I think it's a hedgehog, maybe?").unwrapped()
    assert unwrapped is not None
    assert unwrapped.words == ("hedgehog",)
    assert Key("hedgehog").unwrapped() is None
    assert Key("is it").unwrapped() is None
