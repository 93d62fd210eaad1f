"""One rule a test: a sentence in, a line out, in words of our own."""

from __future__ import annotations

import pytest

from bot.domain import Article, Candidate, Form, Kind, Story
from bot.riddles.craft import Crafter
from bot.riddles.craft.engine import is_adjective
from bot.riddles.craft.facts import facts_of
from bot.riddles.craft.gates import broken, reads_well, shady
from bot.riddles.craft.names import Name, find_names
from bot.riddles.craft.openings import in_one, with_apposition
from bot.riddles.craft.reading import read
from bot.riddles.craft.rewrite import polish


def named(text: str, wanted: str, title: str = "") -> Name:
    return next(name for name in find_names(read(Article("a1", title, text))) if name.text == wanted)


def facts(text: str, wanted: str) -> list[str]:
    reading = read(Article("a1", "", text))
    names = find_names(reading)
    found = [fact.text for name in names if name.text == wanted for fact in facts_of(name, names, reading)]
    return [fact for fact, good in zip(found, reads_well(found), strict=True) if good]


def fronts(text: str, wanted: str) -> list[str]:
    reading = read(Article("a1", "", text))
    names = find_names(reading)
    return [fact.front for name in names if name.text == wanted for fact in facts_of(name, names, reading)]


def crafted(title: str, text: str) -> list[Candidate]:
    story = Story((Article("a1", title, text, outlet="The Daily Lantern"),))
    return Crafter().candidates(story)


def test_who_is_25_years_old_is_the_person_of_the_sentence_before() -> None:
    text = (
        "Tilda Marsk has won the indoor title in Ghent. The 25-year-old has broken the Danish record twice this season."
    )
    assert facts(text, "Tilda Marsk") == [
        "I have won the indoor title in Ghent.",
        "I have broken the Danish record twice this season.",
    ]


def test_where_two_stand_before_nobody_knows_who_is_25_years_old() -> None:
    text = "Tilda Marsk has beaten Greta Holm in Ghent. The 25-year-old has broken the Danish record twice this season."
    assert all("record" not in fact for fact in facts(text, "Tilda Marsk") + facts(text, "Greta Holm"))


def test_what_the_next_sentence_calls_a_person_is_a_role() -> None:
    text = "Tilda Marsk will sing in Ghent in May. The prize-winning Danish soprano has learned Flemish for it."
    role = named(text, "Tilda Marsk").role
    assert role is not None
    assert role.line == "a prize-winning Danish soprano"


def test_a_firm_is_known_by_its_shares() -> None:
    text = "Shares in Ostervik have jumped by 6%. Ostervik found oil near Bergen in March."
    name = named(text, "Ostervik")
    assert (name.kind, name.sure, name.label) == (Kind.ORGANISATION, True, "company")


def test_what_somebody_says_of_themselves_stays_their_word() -> None:
    text = "Minister Hilda Roe has said she will plant nine thousand oaks in Ghent."
    assert facts(text, "Hilda Roe") == ["I have said I will plant nine thousand oaks in Ghent."]


def test_a_score_that_would_be_lost_with_the_name_refuses_the_line() -> None:
    text = "Ilan Brest won in Dover by beating the Danish champion Pavel Korda 6-4 7-6 in the first round."
    assert facts(text, "Pavel Korda") == []


def test_a_capital_of_the_sentence_does_not_stay_in_a_role() -> None:
    assert is_adjective("quirky")
    role = named("Veteran Danish actress Elda Roth has been seen in Ghent.", "Elda Roth").role
    assert role is not None
    assert role.line == "a veteran Danish actress"


def test_half_of_a_joined_role_is_none() -> None:
    text = "British and Irish Lions coach Clovis Trent will pick his team in May."
    role = named(text, "Clovis Trent").role
    assert role is None or "Irish" not in role.text


@pytest.mark.parametrize(
    ("text", "front"),
    [
        ("Elda Roth moved to Ghent in 1997 with two cellos.", "In 1997 I moved to Ghent with two cellos."),
        (
            "Elda Roth has given up the cello after playing for sixty years.",
            "After playing for sixty years, I have given up the cello.",
        ),
        ("Elda Roth has given up the cello.", ""),
    ],
)
def test_a_time_or_a_circumstance_may_come_first(text: str, front: str) -> None:
    assert fronts(text, "Elda Roth") == [front]


def test_what_one_is_may_stand_before_what_one_does() -> None:
    assert with_apposition("I am a Danish airline.", "I fly to Nuuk.") == "A Danish airline, I fly to Nuuk."
    assert with_apposition("I am a Danish airline.", "My planes fly to Nuuk.") == ""
    assert with_apposition("I am the prime minister.", "I have planted an oak.") == ""


def test_a_visit_tells_whom_it_is_paid_to() -> None:
    texts = ["I will visit on 17 August in a warm-up game.", "I will visit nine schools in Ghent on 17 August."]
    assert reads_well(texts) == [False, True]


def test_my_doing_something_is_left_out() -> None:
    assert broken("Buses could soon be paid by ring, with my planning to try it out in Ghent.")
    assert not broken("I won the first round with my opening game.")


def test_a_favourite_at_home_keeps_no_capital() -> None:
    role = named("Home favourite Elda Roth won the final in Ghent.", "Elda Roth").role
    assert role is None or role.text == "home favourite"


def test_an_index_is_not_the_society_that_it_is_called_after() -> None:
    text = "The Society for Kite Flying (SKF) index fell to 55.3 in May. The Society for Kite Flying asks nine clubs."
    told = [fact for name in find_names(read(Article("a1", "", text))) for fact in facts(text, name.text)]
    assert not any("fell" in fact for fact in told)


def test_two_short_facts_become_one() -> None:
    assert in_one("I have six rooms.", "I have no door.") == "I have six rooms and have no door."
    assert in_one("I have six rooms.", "I was built in Oslo.") == ""


def test_no_person_is_asked_for_in_a_story_of_crime_or_death() -> None:
    text = (
        "Irish novelist Orla Fenn has moved to Ghent to write in a windmill. "
        "Orla Fenn has written nine books about Belgium and one about Peru."
    )
    assert any(made.form is Form.FIRST_PERSON for made in crafted("Novelist moves to Ghent", text))
    assert shady("Novelist accused of fraud")
    assert not any(made.kind is Kind.PERSON for made in crafted("Novelist accused of fraud", text))


def test_the_reveal_tells_what_stands_behind_each_line() -> None:
    text = "Hungarian airline Pelikan will fly to Nuuk in May. Pelikan has ordered nine seaplanes from Canada."
    made = next(one for one in crafted("Airline Pelikan to fly to Nuuk", text) if one.form is Form.FIRST_PERSON)
    assert made.explanation.startswith("It was Pelikan.")
    assert "Pelikan has ordered nine seaplanes from Canada." in made.explanation
    assert made.tier in {"strict", "relaxed"}


def test_two_names_of_one_party_do_not_stand_beside_each_other() -> None:
    text = "The Liberal Democrats will plant oaks in every town. Lib Dems in Dover have begun with nine."
    names = [name.text for name in find_names(read(Article("a1", "", text)))]
    assert not {"Liberal Democrats", "Lib Dems"} <= set(names)


@pytest.mark.parametrize(
    ("text", "wanted", "line"),
    [
        (
            "Swimmer Maria Delgado won her first title in Ghent with a victory over the Dane Anna Jensen.",
            "Maria Delgado",
            "I won my first title in Ghent with a victory over the Dane Anna Jensen.",
        ),
        (
            "Ostervik Motors has confirmed that it will build a small van at its old factory in Sweden.",
            "Ostervik Motors",
            "I have confirmed that I will build a small van at my old factory in Sweden.",
        ),
        (
            "Ostervik Motors has warned drivers to look for rust in old vans from a factory in Bergen.",
            "Ostervik Motors",
            "I have warned drivers to look for rust in old vans from a factory in Bergen.",
        ),
        (
            "Maria Delgado added the Ghent trophy to her list of prizes - but not before a rival gave her a fright.",
            "Maria Delgado",
            "I added the Ghent trophy to my list of prizes.",
        ),
    ],
)
def test_more_clauses_are_put_into_the_first_person(text: str, wanted: str, line: str) -> None:
    assert facts(text, wanted) == [line]


@pytest.mark.parametrize(
    "text",
    [
        "Maria Delgado made the claim about tram drivers in a debate in Ghent.",
        "Ostervik Motors accepted a $6.75bn (£3.6bn) buyout from Pelikan, rejecting an offer from Madrid.",
    ],
)
def test_what_needs_its_neighbours_or_would_be_torn_is_refused(text: str) -> None:
    assert facts(text, "Maria Delgado") + facts(text, "Ostervik Motors") == []


def test_what_it_is_must_be_told() -> None:
    text = "Elda Roth praised the town's wish to save money as something which may help to reduce it."
    assert facts(text, "Elda Roth") == []


def test_a_firm_that_comes_before_a_man_of_its_name_is_not_the_man() -> None:
    text = (
        "Ford, the US car company, has shown a small van in Ghent. Chairman Bill Ford drove it. Ford sells it in May."
    )
    names = {name.text: name.kind for name in find_names(read(Article("a1", "Ford shows a van", text)))}
    assert names["Ford"] is Kind.ORGANISATION


def test_another_thing_of_a_firm_is_not_the_firm() -> None:
    text = "Drivers pay Ostervik for a service. The utility will clean out nine hundred cellars in Bergen and Oslo."
    assert not any("clean" in fact for fact in facts(text, "Ostervik"))


def test_a_person_in_the_name_of_a_show_is_not_meant() -> None:
    text = "A film is to be turned into a musical by the producer of the hit show Maria Delgado - The Opera."
    assert facts(text, "Maria Delgado") == []


def test_a_place_where_something_happens_is_no_speaker() -> None:
    text = "A choir of nine hundred bakers has sung for a day in Lisbon. A baker from Oslo won a prize in Lisbon."
    assert not any(
        made.form is Form.FIRST_PERSON and made.answer == "Lisbon" for made in crafted("Bakers in Lisbon", text)
    )


def test_the_first_part_of_a_game_is_not_the_second() -> None:
    text = "Halo 2 has been shown in Ghent. Halo was the first game of its kind, and Halo sold nine million copies."
    assert [name.forms for name in find_names(read(Article("a1", "", text))) if name.text == "Halo 2"] == [("Halo 2",)]


def test_a_joined_name_keeps_its_capital() -> None:
    role = named("Spider-Man creator Stan Lee has drawn a poster for a library in Ghent.", "Stan Lee").role
    assert role is None or "spider-Man" not in role.text


def test_a_quotation_mark_that_never_closes_is_seen() -> None:
    assert broken("A bank lifted my rating by one notch to 'BB+.")
    assert not broken("A choir sang my song 'Nine Umbrellas' in Ghent.")
    assert not broken("I have sold the brothers' bakery in Ghent to a choir.")


def test_a_dash_takes_no_comma() -> None:
    assert polish("I sold nine vans - old ones -, to a choir") == "I sold nine vans - old ones - to a choir."


def test_me_is_not_put_before_a_noun() -> None:
    text = "The people behind the Nine Umbrellas musical have given up plans to bring it to a theatre in Ghent."
    assert not any("me musical" in fact for fact in facts(text, "Nine Umbrellas"))


def test_an_animal_is_named_at_the_reveal_as_one_says_it() -> None:
    text = (
        "The octopus has learnt to open nine kinds of jar in a laboratory in Ghent. "
        "The octopus has three hearts and about 500 million nerve cells."
    )
    told = [made.explanation for made in crafted("The octopus that opens jars", text) if made.answer == "Octopus"]
    assert told
    assert all(one.startswith("It was the octopus.") for one in told)
