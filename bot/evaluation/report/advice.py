"""Which way suits which need, said only as far as the differences of the run bear it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.evaluation.report.compared import Compared
from bot.evaluation.report.figures import count
from bot.evaluation.report.front import COSTS, QUALITY, SPEED, measured
from bot.evaluation.report.leading import held, letters, need, values, who
from bot.evaluation.report.roster import roster
from bot.evaluation.statistics import FEWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.report.roster import Seat
    from bot.evaluation.results import Results

BILLION = 1_000_000_000
FEW = 100
"""Articles below which a share is known to within more than ten points at best."""

NEEDS = (
    "Which way is better",
    "Best riddles",
    "Left out",
    "Fastest",
    "Cheapest",
    "Nothing may leave the house",
    "No GPU",
    "How sure",
)
"""What the sentences begin with."""

_NO_GPU = ("no gpu", "without a gpu", "cpu only")


def advice(results: Results) -> tuple[str, ...]:
    """The advice, a sentence or two for each need. It rests on differences whose interval leaves out 0, or on none."""
    seats, compared = roster(results), Compared(results)
    there = [seat for seat in seats if measured(seat, QUALITY) is not None]
    if not seats:
        return ()
    if not there:
        return ("Best riddles: this run has no riddles yet, so there is nothing to choose between.",)
    useful = [seat for seat in there if measured(seat, QUALITY)]
    told = [*_first(there, useful, compared), _left_out(seats, there, useful)]
    if useful and len(there) > 1:
        told += [_fastest(useful, compared), _cheapest(useful, compared), _at_home(there, useful, compared)]
        told.append(_no_gpu(there, results.machine))
    told.append(_few(results))
    return tuple(sentence for sentence in told if sentence)


def all_small(seats: Sequence[Seat]) -> bool:
    """Whether every model is known to have less than a billion parameters."""
    sizes = [seat.entrant.facts.parameters for seat in seats]
    return bool(sizes) and all(size is not None and size < BILLION for size in sizes)


def _first(there: Sequence[Seat], useful: Sequence[Seat], compared: Compared) -> list[str]:
    """Who makes the best riddles, or why nobody can tell."""
    if len(there) == 1:
        only = f"only {there[0].name} has riddles in this run, so there is nothing to choose between"
        return [f"Best riddles: {only}; {held(there[0], QUALITY)}."]
    small = [_too_small(there)] if all_small(there) else []
    if not useful:
        return [*small, "Best riddles: no entrant had a riddle that every check let pass: nothing to recommend."]
    return small or [need("Best riddles", QUALITY, there, compared)]


def _too_small(seats: Sequence[Seat]) -> str:
    one = len({seat.entrant.model for seat in seats}) == 1
    model, writes = ("one model", "it writes") if one else ("a model", "such models write")
    return (
        "Which way is better: this run cannot tell which way of making riddles is better. All that made riddles ran on "
        f"{model} below a billion parameters, and what {writes} says little of what the ways would yield with a larger "
        f"one. What follows is of this run alone. {values(seats, QUALITY)}."
    )


def _left_out(seats: Sequence[Seat], there: Sequence[Seat], useful: Sequence[Seat]) -> str:
    """Who has nothing that could be fast or cheap."""
    none = [seat for seat in seats if seat not in there]
    nothing = [seat for seat in there if seat not in useful] if useful else []
    told = [f"{letters(nothing)} had no riddle accepted"] * bool(nothing)
    told += [f"{letters(none)} {'have' if len(none) > 1 else 'has'} no riddles in this run"] * bool(none)
    if not told:
        return ""
    return f"Left out: {' and '.join(told)}: not compared in what follows."


def _few(results: Results) -> str:
    number = len(results.cases)
    shared = min((pair.cases for pair in results.pairs), default=number)
    if not shared or shared >= FEW:
        return ""
    little = f"{count(number, 'article')} {'are few' if number > 1 else 'is little'}"
    if shared < number:
        little = f"some entrants have only {shared} of {count(number, 'article')} in common"
    if shared < FEWEST:
        return f"How sure: {little}; with fewer than {FEWEST}, no difference is sure."
    return f"How sure: {little}; a share of one half is then known to within about {98 / shared**0.5:.0f} points."


def _fastest(useful: Sequence[Seat], compared: Compared) -> str:
    timed = [seat for seat in useful if measured(seat, SPEED) is not None]
    if not timed:
        return "Fastest: this run cannot tell; no time is known."
    if len(timed) == 1:
        return f"Fastest: nobody can be compared with {who(timed)}; {held(timed[0], SPEED)}."
    untimed = [seat for seat in useful if seat not in timed]
    missing = f" No time is known of {letters(untimed)}." if untimed else ""
    return need("Fastest", SPEED, timed, compared) + _price_of_speed(timed, compared) + missing


def _price_of_speed(seats: Sequence[Seat], compared: Compared) -> str:
    """Whether the fastest pays in quality."""
    fastest = compared.leader(SPEED, [seat.entrant.key for seat in seats])
    ahead = [seat for seat in seats if fastest and compared.beats(QUALITY, seat.entrant.key, fastest)]
    return f" But surely fewer of its riddles are accepted than of {letters(ahead)}." if ahead else ""


def _cheapest(useful: Sequence[Seat], compared: Compared) -> str:
    """Who takes no fee and what others take; who is cheapest is asked only where all take one."""
    free = [seat for seat in useful if seat.here]
    priced = [seat for seat in useful if not seat.here and measured(seat, COSTS[0]) is not None]
    unknown = [seat for seat in useful if not seat.here and seat not in priced]
    missing = f" No price is known of {letters(unknown)}." if unknown else ""
    if free:
        fees = f"; {who(priced)} {'take' if len(priced) > 1 else 'takes'} a fee. {values(priced, COSTS[0])}"
        return (
            f"Cheapest: {who(free)} {'run' if len(free) > 1 else 'runs'} on your own machine and "
            f"{'take' if len(free) > 1 else 'takes'} no fee (electricity and the machine are not counted)"
            f"{fees if priced else ''}.{missing}"
        )
    if len(priced) > 1:
        return need("Cheapest", COSTS[0], priced, compared) + missing
    known = f" {who(priced)}: {held(priced[0], COSTS[0])}." if priced else ""
    return f"Cheapest: this run cannot tell.{known}{missing}"


def _at_home(there: Sequence[Seat], useful: Sequence[Seat], compared: Compared) -> str:
    start, away = "Nothing may leave the house", [seat for seat in there if not seat.here]
    here = [seat for seat in useful if seat.here]
    if not away:
        return f"{start}: all that made riddles ran on the machine itself, so what is said above holds."
    outside = f"{who(away)} {'send' if len(away) > 1 else 'sends'} the article to a server."
    if len(away) == len(there):
        return f"{start}: nobody ran on the machine itself. {outside}"
    if not here:
        return f"{start}: no entrant with a model on the machine itself had a riddle accepted. {outside}"
    if len(here) == 1:
        others = sum(seat.here for seat in there) > 1
        only = "the only one on the machine itself" + (" with a riddle accepted" if others else "")
        return f"{start}: {here[0].name}, {only}; {held(here[0], QUALITY)}. {outside}"
    if all_small(here):
        small = "each with a model below a billion parameters: which is better, this run cannot tell"
        return f"{start}: {who(here, 'or')}, {small}. {values(here, QUALITY)}. {outside}"
    return f"{need(start, QUALITY, here, compared)} {outside}"


def _no_gpu(there: Sequence[Seat], machine: str) -> str:
    here, told = [seat for seat in there if seat.here], machine.casefold()
    if not here:
        return "No GPU: all asked a server; a hosted one needs none on your side."
    if any(word in told for word in _NO_GPU):
        return f"No GPU: {who(here)} ran without one: the seconds told are those of such a machine."
    why = "had one" if "gpu" in told or "cuda" in told else "does not say whether it had one"
    away = [seat for seat in there if not seat.here]
    served = f" {who(away)} asked a server." if away else ""
    return f"No GPU: this run {why}, so it cannot tell how fast {who(here)} would be without.{served}"
