"""Grave words in another sense, and what no setting may hide."""

import pytest

from bot.domain import Strictness
from bot.news.taste import refusal

LONG = "The club was founded by nine friends. They met in a hall by the park. " * 12


def _said(title: str, text: str) -> str | None:
    return refusal(title, text, Strictness.STANDARD)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Baker evicted from reality house", "Viewers voted, and the baker was evicted from the show on Friday."),
        ("State may keep its seizures of paintings", "Seizures of canvases were lawful, the tax court said."),
        ("Minister attacks and slams rail plan", "The opposition attacked it too and hit out at the government."),
        ("Otters displaced at the top", "The Otters were displaced as leaders after a draw with the Herons."),
        ("Late adverts for sweets", "Makers fear the obesity campaign. Firms will move their adverts."),
        ("Flu keeps winger out of the derby", "The winger misses the match through illness. The captain is back."),
        ("Shooting starts on harbour comedy", "The director will start shooting in May, with the town as extras."),
        ("Minnows beat them 2-0", "The top seeds lost to a side that beat them 2-0 last year."),
        ("Trial of bus without a driver", "The trial of the new system starts on Monday."),
        ("Police reunite for a night", "The tribute band sold all tickets in an hour."),
        ("Worm outbreak slows computers", "The virus outbreak came by e-mail, and a patch kills it."),
        ("A song for funerals", "Most would like the tune played at their funeral, a survey of listeners found."),
        ("Party fills its war chest", "In the wake of the vote donors gave four million."),
        ("A deadly economic crisis is over", "The country grew by eight per cent. Banks are open."),
        ("Bach score found", "It lay among the papers of a pianist who died in 2001 aged 86. The score is for oboe."),
    ],
)
def test_a_grave_word_in_another_sense_refuses_nothing(title: str, text: str) -> None:
    assert _said(title, text) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Family evicted at dawn", "A mother was evicted from her flat with three hungry children."),
        ("Boy has seizures after jab", "The boy, four, is in intensive care after seizures."),
        ("Minister attacked with knife", "The minister was stabbed as he left the party conference."),
        ("Thousands displaced by floods", "Families were displaced by the flood and sleep in halls."),
        ("Player dies of illness", "The winger died on Monday after a short illness. The match was put off."),
        ("Shooting at cinema", "A gunman opened fire during a film."),
        ("Director shot dead on set", "The director of the comedy was shot dead on Friday."),
        ("Manager on trial for murder of wife", "The club's manager is on trial for the murder of his wife."),
        ("Virus outbreak in care home", "Nine residents died in the outbreak."),
    ],
)
def test_the_same_words_in_their_grave_sense_still_refuse(title: str, text: str) -> None:
    assert _said(title, text)


def test_a_word_in_quotation_marks_is_read() -> None:
    assert "'rape'" not in (said := _said("Singer sued for 'rape'", "The claim was filed on Monday.") or "")
    assert said == 'It is about abuse ("rape").'


def test_the_subject_of_the_title_is_named_before_an_equal_one_of_the_text() -> None:
    said = _said("Singer sued for 'rape'", "She says that he drugged and raped her two years ago.")
    assert (said or "").startswith("It is about abuse")


def test_what_a_long_article_names_by_the_way_does_not_refuse_it() -> None:
    by_the_way = "A new hall opens. It has a stage. One of its founders died in hospital. " + LONG
    at_first = "One of its founders died in hospital. It has a stage. A new hall opens. " + LONG
    assert _said("A hall opens", by_the_way) is None
    assert _said("A hall opens", at_first)


def test_harm_to_children_and_by_abuse_is_never_named_by_the_way() -> None:
    for word in ("molested", "raped", "reported missing"):
        assert _said("A hall opens", f"A new hall opens. It has a stage. A pupil was {word} there. {LONG}"), word


def test_everyday_words_of_a_setting_excuse_no_strong_word() -> None:
    setting = "The government, a firm, a rugby club and a television channel agree on a plan. "
    assert _said("A plan", setting + "They attack the critics, who hit out. It hurt.") is None
    assert _said("A plan", setting + "A man was assaulted with a hammer.")
