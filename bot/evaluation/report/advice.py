"""Which way suits which need, said only as far as the differences of the run bear it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.evaluation.metric import BY_NAME, Better
from bot.evaluation.report.compared import Compared
from bot.evaluation.report.figures import count, figure, gap, gaps, interval, probability
from bot.evaluation.report.front import COSTS, QUALITY, SPEED, measured
from bot.evaluation.report.roster import roster

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.evaluation.report.roster import Seat
    from bot.evaluation.results import Results

BILLION = 1_000_000_000
FEW = 100
"""Articles below which a share is known to within more than ten points at best."""

NEEDS = ("Which way is better", "How sure", "Best riddles", "Fastest", "Cheapest", "Nothing may leave the house", "No GPU")
"""What the sentences begin with."""

_NO_GPU = ("no gpu", "without a gpu", "cpu only")


def advice(results: Results) -> tuple[str, ...]:
    """The advice, a sentence or two for each need. It rests on differences whose interval leaves out 0, or on none."""
    seats, compared = roster(results), Compared(results)
    if len(seats) < 2:
        return ("Best riddles: only one way was measured, so there is nothing to choose between.",) if seats else ()
    told = [_too_small(seats), _few(results), *_by_need(seats, compared), _no_gpu(seats, results.machine)]
    return tuple(sentence for sentence in told if sentence)


def all_small(seats: Sequence[Seat]) -> bool:
    """Whether every model is known to have less than a billion parameters."""
    sizes = [seat.entrant.facts.parameters for seat in seats]
    return bool(sizes) and all(size is not None and size < BILLION for size in sizes)


def _too_small(seats: Sequence[Seat]) -> str:
    if not all_small(seats):
        return ""
    one = len({seat.entrant.model for seat in seats}) == 1
    return (
        "Which way is better: this run cannot tell which way of making riddles is better. Every entrant ran on "
        f"{'one model' if one else 'a model'} below a billion parameters, and what {'it writes' if one else 'such models write'} "
        "says little of what the ways would yield with a larger one. What follows is of this run alone."
    )


def _few(results: Results) -> str:
    number = len(results.cases)
    if not number or number >= FEW:
        return ""
    return (
        f"How sure: {count(number, 'article')} are few. A share of one half is then known to within about "
        f"{98 / number**0.5:.0f} points, so that only large differences show."
    ).replace("1 article are few", "1 article is little")


def _by_need(seats: Sequence[Seat], compared: Compared) -> list[str]:
    useful = [seat for seat in seats if measured(seat, QUALITY) != 0]
    if not useful:
        return ["Best riddles: no entrant had a riddle that every check let pass, so there is nothing to recommend."]
    told = [] if all_small(seats) else [_need("Best riddles", QUALITY, seats, compared)]
    told.append(_need("Fastest", SPEED, useful, compared) + _price_of_speed(useful, compared))
    told.append(_cheapest(useful, compared))
    told.append(_at_home(seats, compared))
    return told


def _need(need: str, metric: str, seats: Sequence[Seat], compared: Compared) -> str:
    keys = {seat.entrant.key: seat for seat in seats if measured(seat, metric) is not None}
    label = BY_NAME[metric].label
    if len(keys) < 2 or not compared.has(metric, keys):
        return f"{need}: this run cannot tell; it does not compare entrants in \"{label}\", article by article."
    wins = {key: compared.beaten(metric, key, keys) for key in keys}
    losers = {loser for beaten in wins.values() for loser in beaten}
    if not losers:
        return f"{need}: this run cannot tell between {_letters(keys.values())}; no difference in \"{label}\" is sure."
    leader = next((key for key, beaten in wins.items() if len(beaten) == len(keys) - 1), None)
    if leader:
        return f"{need}: {_led(metric, keys[leader], wins[leader], keys, compared)}"
    return f"{need}: {_halved(label, [keys[key] for key in keys if key not in losers], [keys[key] for key in losers])}"


def _led(metric: str, leader: Seat, beaten: Sequence[str], keys: dict[str, Seat], compared: Compared) -> str:
    score, kind = leader.score(metric), BY_NAME[metric]
    held = f" ({interval(kind, score)})" if score and interval(kind, score) else ""
    told = figure(kind, score.value) if score else ""
    pairs = [pair for other in beaten if (pair := compared.pair(metric, leader.entrant.key, other))]
    closest = min(pairs, key=lambda pair: abs(pair.mean))
    word = "more" if kind.better is Better.MORE else "less"
    return (
        f"{leader.name}. {kind.label}: {told}{held}, surely {word} than every other. The closest is "
        f"{keys[closest.other if closest.one == leader.entrant.key else closest.one].letter}: the difference is "
        f"{gap(kind, closest).lstrip('+−')} ({gaps(kind, closest)} for "
        f"{keys[closest.one].letter} less {keys[closest.other].letter}, p {probability(closest.p)})."
    )


def _halved(label: str, ahead: Sequence[Seat], behind: Sequence[Seat]) -> str:
    if not ahead:
        return f"this run cannot tell; each is surely behind another in \"{label}\"."
    among = f"Between {_letters(ahead)} this run cannot tell." if len(ahead) > 1 else ""
    first = (
        f"{_letters(ahead)}; nobody is surely ahead of {'them' if len(ahead) > 1 else 'it'} in \"{label}\", "
        f"and {_letters(sorted(behind, key=lambda seat: seat.place))} {'are' if len(behind) > 1 else 'is'} surely "
        "behind another."
    )
    return f"{first} {among}".strip()


def _price_of_speed(seats: Sequence[Seat], compared: Compared) -> str:
    """Whether the fastest pays in quality."""
    keys = [seat.entrant.key for seat in seats]
    fastest = next((seat for seat in seats if len(compared.beaten(SPEED, seat.entrant.key, keys)) == len(keys) - 1), None)
    if fastest is None:
        return ""
    ahead = [seat for seat in seats if compared.beats(QUALITY, seat.entrant.key, fastest.entrant.key)]
    return f" But surely fewer of its riddles are accepted than of {_letters(ahead)}." if ahead else ""


def _cheapest(seats: Sequence[Seat], compared: Compared) -> str:
    free = [seat for seat in seats if seat.here]
    paid = [seat for seat in seats if (measured(seat, COSTS[0]) or 0) > 0]
    if free and paid:
        return (
            f"Cheapest: {_letters(free)} {'run' if len(free) > 1 else 'runs'} on your own machine and "
            f"{'take' if len(free) > 1 else 'takes'} no fee (electricity and the machine are not counted); "
            f"{_letters(paid)} {'take' if len(paid) > 1 else 'takes'} {_prices(paid)} per accepted riddle."
        )
    keys = [seat.entrant.key for seat in seats]
    metric = next((name for name in COSTS if compared.has(name, keys)), "")
    if metric:
        return _need("Cheapest", metric, seats, compared)
    if len(free) == len(seats):
        return "Cheapest: none takes a fee, each ran on your own machine; time is what they cost."
    return "Cheapest: this run cannot tell; it does not compare what entrants cost, article by article."


def _prices(seats: Sequence[Seat]) -> str:
    kind, values = BY_NAME[COSTS[0]], sorted({measured(seat, COSTS[0]) or 0.0 for seat in seats})
    return figure(kind, values[0]) if len(values) == 1 else f"{figure(kind, values[0])} to {figure(kind, values[-1])}"


def _at_home(seats: Sequence[Seat], compared: Compared) -> str:
    here = [seat for seat in seats if seat.here and measured(seat, QUALITY) != 0]
    away = [seat for seat in seats if not seat.here]
    if not here:
        return "Nothing may leave the house: no entrant with a model on the machine itself had a riddle accepted."
    if len(here) == len(seats):
        return "Nothing may leave the house: every entrant ran on the machine itself, so what is said above holds."
    outside = f" {_letters(away)} {'send' if len(away) > 1 else 'sends'} the article to a server." if away else ""
    if all_small(here):
        small = f"{_letters(here)}, but each has a model below a billion parameters: this run cannot tell which way is better there."
        return f"Nothing may leave the house: {small}{outside}"
    return _need("Nothing may leave the house", QUALITY, here, compared) + outside


def _no_gpu(seats: Sequence[Seat], machine: str) -> str:
    told = machine.casefold()
    here = [seat for seat in seats if seat.here]
    if not here:
        return "No GPU: none is needed on your side, every entrant asked a server."
    if any(word in told for word in _NO_GPU):
        return f"No GPU: {_letters(here)} ran without one, so that their seconds are what such a machine takes."
    away = [seat for seat in seats if not seat.here]
    served = f" {_letters(away)} need none on your side." if away else ""
    why = "had one" if "gpu" in told or "cuda" in told else "does not say whether it had one"
    return f"No GPU: this run {why}, so it cannot tell how fast {_letters(here)} would be without.{served}"


def _letters(seats: Iterable[Seat]) -> str:
    names = [seat.letter for seat in seats]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "none"
