"""What a typed line asks for: a guess is a guess, a command is a command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.game.verbs import PHRASES, Line, Verb, read_line
from tests.unhurried import within


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("", Line(Verb.NOTHING)),
        ("   ", Line(Verb.NOTHING)),
        ("Lisbon", Line(Verb.GUESS, "Lisbon")),
        ("hint", Line(Verb.HINT)),
        ("/HINT", Line(Verb.HINT)),
        ("hint 142.2", Line(Verb.HINT, spot="142.2")),
        ("give up", Line(Verb.GIVE_UP)),
        ("Give  Up #142", Line(Verb.GIVE_UP, spot="#142")),
        ("give up smoking", Line(Verb.GUESS, "give up smoking")),
        ("answer", Line(Verb.ANSWER)),
        ("me", Line(Verb.ME)),
        ("me and my girl", Line(Verb.GUESS, "me and my girl")),
        ("board", Line(Verb.BOARD, "week")),
        ("board Accuracy", Line(Verb.BOARD, "accuracy")),
        ("board of trade", Line(Verb.GUESS, "board of trade")),
        ("share 142", Line(Verb.SHARE, spot="142")),
        ("share price", Line(Verb.GUESS, "share price")),
        ("good", Line(Verb.GOOD)),
        ("good 142.1", Line(Verb.GOOD, spot="142.1")),
        ("good friday", Line(Verb.GUESS, "good friday")),
        ("report 142.2 the hint is wrong", Line(Verb.REPORT, "the hint is wrong", "142.2")),
        ("report", Line(Verb.REPORT)),
        ("hide me", Line(Verb.HIDE)),
        ("show me", Line(Verb.SHOW)),
        ("show me the money", Line(Verb.GUESS, "show me the money")),
        ("my data me.json", Line(Verb.EXPORT, "me.json")),
        ("export", Line(Verb.EXPORT)),
        ("export duty", Line(Verb.GUESS, "export duty")),
        ("/export me.json", Line(Verb.EXPORT, "me.json")),
        ("forget me", Line(Verb.FORGET)),
        ("forget me, yes", Line(Verb.FORGET_SURELY)),
        ("Forget me yes", Line(Verb.FORGET_SURELY)),
        ("forget me not", Line(Verb.GUESS, "forget me not")),
        ("142", Line(Verb.GO, "142", "142")),
        ("142.2", Line(Verb.GO, "142.2", "142.2")),
        ("/142.2", Line(Verb.GO, spot="142.2")),
        ("sport/142", Line(Verb.GO, "sport/142", "sport/142")),
        ("/guess hint", Line(Verb.GUESS, "hint")),
        ("/guess 1945", Line(Verb.GUESS, "1945")),
        ("/guess 142.2 Lisbon", Line(Verb.GUESS, "Lisbon", "142.2")),
        ("guess who", Line(Verb.GUESS, "guess who")),
        ("?", Line(Verb.HELP)),
        ("q", Line(Verb.QUIT)),
        ("/", Line(Verb.GUESS, "/")),
    ],
)
def test_a_line_is_understood(typed: str, line: Line) -> None:
    assert read_line(typed) == line


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("/hnit", "hint"),
        ("/giveup now", "give up"),
        ("/bord week", "board"),
        ("/shar", "share"),
        ("/xyzzy", ""),
        ("/submit", ""),
    ],
)
def test_a_command_that_is_not_there_gets_the_nearest(typed: str, nearest: str) -> None:
    line = read_line(typed)
    assert line.verb in {Verb.UNKNOWN, Verb.GIVE_UP}
    assert line.nearest == nearest or line.verb is Verb.GIVE_UP


def test_every_verb_can_be_asked_for() -> None:
    assert {read_line(f"/{phrase}").verb for phrase in PHRASES} == set(PHRASES.values())
    assert {*PHRASES.values(), Verb.GUESS, Verb.GO, Verb.NOTHING, Verb.UNKNOWN} == set(Verb)


@pytest.mark.parametrize("typed", ["x" * 10_000_000, "/" + "h" * 10_000_000, "hint " * 2_000_000, "1" * 10_000_000])
def test_ten_megabytes_are_read_at_once(typed: str) -> None:
    assert within(2, lambda: read_line(typed)).verb in {Verb.GUESS, Verb.UNKNOWN}


@given(st.text(max_size=300))
def test_no_line_is_too_strange(typed: str) -> None:
    line = read_line(typed)
    assert line.verb in Verb
    if line.verb is Verb.GUESS and not typed.strip().startswith("/"):
        assert line.text == typed.strip()
    if line.verb is Verb.UNKNOWN:
        assert len(line.text) <= 30
