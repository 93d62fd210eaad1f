"""How people write a guess in a hurry, and the names beside it that stay wrong: each widening has counter-cases."""

from __future__ import annotations

import pytest

from bot.domain import Judgement, Kind
from bot.game.judging import judge
from bot.game.matching import normalise
from bot.game.stems import same_stem

INVASION = (
    "Russian invasion of Ukraine", "Ukraine invaded by Russia", "Russia attacks Ukraine", "invasion of Ukraine",
    "war in Ukraine", "Russian troops enter Ukraine",
)  # fmt: skip
STRIKE = (
    "teachers' strike", "strike by teachers", "teachers walk out", "teachers striking", "teacher walkout",
    "schools closed by teachers' strike",
)  # fmt: skip
BREXIT = (
    "UK votes to leave the EU", "EU referendum", "Britain votes to leave the European Union", "Brexit referendum",
    "leave wins referendum", "UK leaves EU",
)  # fmt: skip


@pytest.mark.parametrize(
    "around",
    [
        "that would be {}", "not sure but {}", "idk, {}", "hmm, {}", "{} ofc", "{}, I think", "my money is on {}",
        "{} {}", "gotta go with {} lol",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["hedgehog", "New York", "Angela Merkel"])
def test_what_is_put_around_a_guess_does_not_matter(around: str, name: str) -> None:
    assert judge(around.format(name, name), name).judgement is Judgement.CORRECT


@pytest.mark.parametrize(
    "said",
    [
        "not sure, a cat, a hedgehog",
        "hmm, cat or hedgehog",
        "idk but not a hedgehog",
        "hedgehog, hedgehog, cat",
        "hmm,",
    ],
)
def test_a_list_or_a_negation_with_something_around_it_stays_wrong(said: str) -> None:
    assert judge(said, "hedgehog").judgement is Judgement.WRONG


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("U S A", "USA"), ("w h o", "WHO"), ("1 200", "1,200"), ("nineteen eightyfour", "1984"), ("no. 7", "7"),
        ("two point five billion dollars", "$2.5 billion"), ("12½ percent", "12.5%"), ("teh beatles", "The Beatles"),
        ("30 celcius", "30 degrees Celsius"), ("20 years old", "20 years"), ("19 century", "19th century"),
        ("seventys", "the 1970s"), ("barac kobama", "Barack Obama"), ("EVs", "EV"), ("two billions", "2 billion"),
    ],
)  # fmt: skip
def test_a_text_is_the_same_with_its_blanks_and_signs_elsewhere(said: str, name: str) -> None:
    assert judge(said, name).judgement is Judgement.CORRECT


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("1 200", "1,002"), ("200 1", "2001"), ("U S S R", "USA"), ("two point five", "25"),
        ("19 centuries", "19th century"),
        ("no 7", "8"), ("30 celcius", "30 degrees fahrenheit"), ("12½", "6"), ("GPS", "GP"),
    ],
)  # fmt: skip
def test_another_number_or_other_letters_stay_wrong(said: str, name: str) -> None:
    assert judge(said, name).judgement is not Judgement.CORRECT


@pytest.mark.parametrize(
    ("said", "name", "kind"),
    [
        ("planet Saturn", "Saturn", Kind.THING), ("robin bird", "robin", Kind.ANIMAL),
        ("Concorde jet", "Concorde", None),
        ("state of Massachusetts", "Massachusetts", Kind.PLACE), ("a cup of coffee", "coffee", Kind.THING),
        ("petit prince", "Le Petit Prince", Kind.WORK), ("shakespeares hamlet", "Hamlet", Kind.WORK),
        ("white tail eagle", "white-tailed eagle", Kind.ANIMAL), ("falcon peregrine", "peregrine falcon", Kind.ANIMAL),
        ("stop light", "traffic light", Kind.THING), ("lady birds", "ladybird", Kind.ANIMAL),
    ],
)  # fmt: skip
def test_a_thing_is_the_same_by_its_sort_its_measure_or_another_name(said: str, name: str, kind: Kind | None) -> None:
    assert judge(said, name, kind=kind).judgement is Judgement.CORRECT


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("coffee machine", "coffee"), ("umbrella plant", "umbrella"), ("food bank", "bank"), ("coffee club", "coffee"),
        ("labour day", "Labour"), ("Bank of China", "China"), ("University of York", "York"), ("dog toy", "dog"),
        ("Manchester City", "Manchester"), ("paper plane", "paper"), ("catfish", "cat"), ("cat fish", "cat"),
        ("mountain lion", "lion"), ("river horse", "horse"), ("salvador", "El Salvador"), ("SO2", "CO2"),
        ("race horse", "horse race"),
    ],
)  # fmt: skip
def test_a_word_that_makes_another_thing_of_the_answer_is_never_left_out(said: str, name: str) -> None:
    assert judge(said, name).judgement is not Judgement.CORRECT
    assert judge(said, name, kind=Kind.THING).judgement is not Judgement.CORRECT


@pytest.mark.parametrize(
    ("said", "name", "alias"),
    [
        ("serena williams tennis player", "Serena Williams", "Serena"),
        ("leo da vinci", "Leonardo da Vinci", "da Vinci"),
        ("zelensky of ukraine", "Volodymyr Zelensky", "Zelensky"), ("prime minister merkel", "Angela Merkel", "Merkel"),
        ("john tolkien", "J. R. R. Tolkien", "Tolkien"), ("david attenboro", "David Attenborough", "Attenborough"),
        ("angela merjel", "Angela Merkel", "Merkel"),
    ],
)  # fmt: skip
def test_a_person_is_the_same_with_what_he_is_and_where(said: str, name: str, alias: str) -> None:
    assert judge(said, name, (alias,), kind=Kind.PERSON).judgement is Judgement.CORRECT


@pytest.mark.parametrize(
    ("said", "name", "alias"),
    [
        ("francis of assisi", "Pope Francis", "Francis"), ("bolt the film", "Usain Bolt", "Bolt"),
        ("a nightingale bird", "Florence Nightingale", "Nightingale"), ("Henry VII", "Henry VIII", "King Henry VIII"),
        ("Mikhail Dostoevsky", "Fyodor Dostoevsky", "Dostoyevsky"), ("mandala", "Nelson Mandela", "Mandela"),
        ("elizabeth of york", "Queen Elizabeth", "Elizabeth"), ("oppenheim", "Robert Oppenheimer", "Oppenheimer"),
    ],
)  # fmt: skip
def test_what_only_begins_like_the_person_is_never_right(said: str, name: str, alias: str) -> None:
    assert judge(said, name, (alias,), kind=Kind.PERSON).judgement is not Judgement.CORRECT


@pytest.mark.parametrize(
    ("said", "name", "aliases"),
    [
        ("russia invading ukraine", "Russia invades Ukraine", INVASION),
        ("ukraine was invaded by russia", "Russia invades Ukraine", INVASION),
        ("the russians invaded ukraine", "Russia invades Ukraine", INVASION),
        ("teachers went on strike", "teachers go on strike", STRIKE),
        ("uk leaves the european union", "Brexit vote", BREXIT),
    ],
)
def test_an_event_is_right_by_any_name_of_who_did_it(said: str, name: str, aliases: tuple[str, ...]) -> None:
    assert judge(said, name, aliases, kind=Kind.EVENT).judgement is Judgement.CORRECT


@pytest.mark.parametrize(
    ("said", "name", "aliases"),
    [
        ("ukraine invades russia", "Russia invades Ukraine", INVASION),
        ("russia is invaded by ukraine", "Russia invades Ukraine", INVASION),
        ("russia invades georgia", "Russia invades Ukraine", INVASION),
        ("teachers end strike", "teachers go on strike", STRIKE),
        ("nurses go on strike", "teachers go on strike", STRIKE),
        ("ireland leaves the eu", "Brexit vote", BREXIT),
    ],
)
def test_an_event_of_others_or_the_other_way_round_is_never_right(
    said: str, name: str, aliases: tuple[str, ...]
) -> None:
    assert judge(said, name, aliases, kind=Kind.EVENT).judgement is not Judgement.CORRECT


@pytest.mark.parametrize("said", ["sherlock holjes", "golden gate brifge", "frahce", "orka", "tessla", "mont blsnc"])
def test_a_key_beside_the_right_one_is_a_slip(said: str) -> None:
    names = ["Sherlock Holmes", "Golden Gate Bridge", "France", "orca", "Tesla", "Mont Blanc"]
    assert any(judge(said, name).judgement is Judgement.CORRECT for name in names)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("aple", "Apple"),
        ("Kiyv", "Kyiv"),
        ("moose", "mouse"),
        ("boot", "boat"),
        ("cold", "gold"),
        ("Black Seal", "Black Sea"),
    ],
)
def test_a_short_word_has_to_be_written_as_it_is(said: str, name: str) -> None:
    assert judge(said, name).judgement is not Judgement.CORRECT


def test_two_tenses_of_a_verb_share_their_stem() -> None:
    assert same_stem("closes", "closing")
    assert same_stem("stopped", "stops")
    assert same_stem("ran", "runs")
    assert same_stem("gave", "gives")
    assert not same_stem("bring", "brave")
    assert not same_stem("sing", "sinks")


def test_what_is_written_apart_normalises_to_one() -> None:
    assert normalise("u s a") == normalise("U.S.A.")
    assert normalise("rock n roll") == "rock and roll"
    assert normalise("1 000 000") == "1000000"
