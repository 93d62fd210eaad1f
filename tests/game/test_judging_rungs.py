"""What each rung takes, and what it must not."""

from __future__ import annotations

import pytest

from bot.domain import Judgement, Kind
from bot.game.dates import readings
from bot.game.judging import judge
from bot.game.matching import Key
from bot.game.quantities import quantity

ROBBERY = (
    "Louvre heist", "theft at the Louvre", "crown jewels stolen from the Louvre", "Louvre jewel theft",
    "burglary at the Louvre", "the Louvre was robbed",
)  # fmt: skip


@pytest.mark.parametrize(
    "said",
    ["5th March 2024", "March 5, 2024", "the fifth of March, 2024", "2024-03-05", "Tuesday 5 March 2024", "5 Mar '24"],
)
def test_a_date_is_the_same_however_it_is_written(said: str) -> None:
    assert judge(said, "5 March 2024").judgement is Judgement.CORRECT


@pytest.mark.parametrize("said", ["05/03/2024", "March 2024", "5 March"])
def test_a_date_with_two_readings_or_without_its_year_is_close(said: str) -> None:
    assert judge(said, "5 March 2024").judgement is Judgement.CLOSE


@pytest.mark.parametrize("said", ["5 March 2023", "6 March 2024", "5 May 2024", "13/13/2024", "2024"])
def test_another_date_is_wrong(said: str) -> None:
    assert judge(said, "5 March 2024").judgement is Judgement.WRONG


def test_a_date_in_figures_has_two_readings_where_day_and_month_could_be_exchanged() -> None:
    assert len(readings("05/03/2024", Key("05/03/2024").words)) == 2
    assert len(readings("25/03/2024", Key("25/03/2024").words)) == 1
    assert len(readings("05/05/2024", Key("05/05/2024").words)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 km", "5,000 metres"), ("5 miles", "8 km"), ("$1.5bn", "1.5 billion dollars"), ("90 minutes", "1.5 hours"),
        ("20%", "a fifth"), ("two weeks", "a fortnight"), ("212 degrees fahrenheit", "100 °C"),
        ("£10m", "ten million quid"),
        ("300,000 km/s", "300000 kilometres per second"), ("a dozen", "12"), ("-40", "minus forty"),
    ],
)  # fmt: skip
def test_a_quantity_is_the_same_in_another_unit(one: str, other: str) -> None:
    values = quantity(Key(one).words), quantity(Key(other).words)
    assert values[0] is not None
    assert values[1] is not None
    assert values[0].same(values[1])
    assert values[1].same(values[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 km", "5 miles"),
        ("£10", "$10"),
        ("5 kg", "5 km"),
        ("2 hours", "2 minutes"),
        ("20%", "20"),
        ("5 cats", "5 dogs"),
    ],
)
def test_other_quantities_are_not(one: str, other: str) -> None:
    assert judge(one, other).judgement is not Judgement.CORRECT


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Bill Shakespeare", "William Shakespeare"), ("Franklin Delano Roosevelt", "Franklin D. Roosevelt"),
        ("Peter Tchaikovsky", "Pyotr Ilyich Tchaikovsky"), ("Dr Martin Luther King Jr", "Martin Luther King"),
        ("Henry the 8th", "Henry VIII"), ("Einstein, Albert", "Albert Einstein"),
    ],
)  # fmt: skip
def test_a_person_is_the_same_by_another_form_of_the_name(said: str, name: str) -> None:
    assert judge(said, name, kind=Kind.PERSON).judgement is Judgement.CORRECT


@pytest.mark.parametrize(
    ("said", "name", "alias"),
    [
        ("Pierre Curie", "Marie Curie", "Curie"), ("Mr Curie", "Marie Curie", "Curie"),
        ("Maria Curie", "Marie Curie", "Curie"),
        ("George H. W. Bush", "George W. Bush", "Dubya"), ("Queen Elizabeth I", "Elizabeth II", "Queen Elizabeth II"),
        ("Prince Charles", "King Charles III", "Charles III"), ("Lance Armstrong", "Neil Armstrong", "Armstrong"),
    ],
)  # fmt: skip
def test_another_bearer_of_the_name_is_never_right(said: str, name: str, alias: str) -> None:
    assert judge(said, name, (alias,), kind=Kind.PERSON).judgement is not Judgement.CORRECT


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("South Korea", "North Korea"), ("Iraq", "Iran"), ("Niger", "Nigeria"), ("Austria", "Australia"),
        ("Slovakia", "Slovenia"),
        ("Manchester City", "Manchester United"), ("Bank of Scotland", "Bank of England"), ("Paris, Texas", "Paris"),
        ("Southern Lights", "Northern Lights"), ("Colombia", "Columbia"), ("violet", "violin"),
        ("New Mexico", "Mexico"),
    ],
)  # fmt: skip
def test_a_near_name_is_never_right(said: str, name: str) -> None:
    assert judge(said, name).judgement is not Judgement.CORRECT
    assert judge(name, said).judgement is not Judgement.CORRECT


@pytest.mark.parametrize(
    "said",
    [
        "someone robbed the Louvre",
        "thieves stole jewels from the louvre",
        "louvre break-in",
        "the robbery of the Louvre",
    ],
)
def test_an_event_is_right_in_any_wording(said: str) -> None:
    assert judge(said, "Louvre robbery", ROBBERY).judgement is Judgement.CORRECT


def test_the_subject_of_an_event_alone_is_close_and_another_event_wrong() -> None:
    assert judge("the Louvre", "Louvre robbery", ROBBERY).judgement is Judgement.CLOSE
    for said in ("Louvre fire", "Prado robbery", "the Louvre was not robbed", "Louvre robbery or Louvre fire"):
        assert judge(said, "Louvre robbery", ROBBERY).judgement is Judgement.WRONG


@pytest.mark.parametrize(
    ("said", "name"),
    [("bird", "eagle"), ("poodle", "dog"), ("France", "Paris"), ("Lyon", "France"), ("French", "France")],
)
def test_what_is_broader_or_narrower_is_close(said: str, name: str) -> None:
    assert judge(said, name).judgement is Judgement.CLOSE


def test_the_first_letters_of_an_organisation_are_right_and_those_of_anything_else_are_not() -> None:
    assert judge("W.H.O.", "World Health Organization").judgement is Judgement.CORRECT
    assert judge("GBR", "Great Barrier Reef").judgement is not Judgement.CORRECT
    assert judge("JH", "Joseph Haydn", kind=Kind.PERSON).judgement is not Judgement.CORRECT


def test_a_name_that_only_looks_like_a_plural_of_another_is_not_it() -> None:
    """The plural of Thame is not the Thames."""
    assert judge("Thame", "Thames", kind=Kind.PLACE).judgement is not Judgement.CORRECT
    assert judge("the Thames", "Thames", kind=Kind.PLACE).judgement is Judgement.CORRECT
