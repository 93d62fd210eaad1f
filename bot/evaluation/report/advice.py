"""Which way suits which need, said only as far as the differences of the run bear it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.evaluation.metric import BY_NAME, Better
from bot.evaluation.report.compared import Compared
from bot.evaluation.report.figures import MISSING, count, figure, gap, gaps, interval, probability
from bot.evaluation.report.front import COSTS, QUALITY, SPEED, measured
from bot.evaluation.report.roster import roster

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.evaluation.report.roster import Seat
    from bot.evaluation.results import Results

BILLION = 1_000_000_000
FEW = 100
"""Articles below which a share is known to within more than ten points at best."""

NEEDS = (
    "Which way is better",
    "Best riddles",
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
    if len(seats) < 2:
        return ("Best riddles: only one way was measured, so there is nothing to choose between.",) if seats else ()
    told = [_too_small(seats), *_by_need(seats, compared), _no_gpu(seats, results.machine), _few(results)]
    return tuple(sentence for sentence in told if sentence)


def all_small(seats: Sequence[Seat]) -> bool:
    """Whether every model is known to have less than a billion parameters."""
    sizes = [seat.entrant.facts.parameters for seat in seats]
    return bool(sizes) and all(size is not None and size < BILLION for size in sizes)


def _too_small(seats: Sequence[Seat]) -> str:
    if not all_small(seats):
        return ""
    one = len({seat.entrant.model for seat in seats}) == 1
    model, writes = ("one model", "it writes") if one else ("a model", "such models write")
    return (
        "Which way is better: this run cannot tell which way of making riddles is better. Every entrant ran on "
        f"{model} below a billion parameters, and what {writes} says little of what the ways would yield with a larger "
        "one. What follows is of this run alone."
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
        return f'{need}: this run cannot tell; it does not compare entrants in "{label}", article by article.'
    wins = {key: compared.beaten(metric, key, keys) for key in keys}
    losers = {loser for beaten in wins.values() for loser in beaten}
    if not losers:
        return f'{need}: this run cannot tell between {_letters(keys.values())}; no difference in "{label}" is sure.'
    leader = next((key for key, beaten in wins.items() if len(beaten) == len(keys) - 1), None)
    if leader:
        return f"{need}: {_led(metric, keys[leader], wins[leader], keys, compared)}"
    ahead, behind = ([seat for key, seat in keys.items() if (key in losers) is lost] for lost in (False, True))
    return f"{need}: {_halved(metric, ahead, behind)}"


def _led(metric: str, leader: Seat, beaten: Sequence[str], keys: dict[str, Seat], compared: Compared) -> str:
    kind = BY_NAME[metric]
    pairs = [pair for other in beaten if (pair := compared.pair(metric, leader.entrant.key, other))]
    closest = min(pairs, key=lambda pair: abs(pair.mean))
    word = "more" if kind.better is Better.MORE else "less"
    return (
        f"{leader.name}. {kind.label}: {_held(leader, metric)}, surely {word} than every other. The closest is "
        f"{keys[closest.other if closest.one == leader.entrant.key else closest.one].letter}: the difference is "
        f"{gap(kind, closest).lstrip('+−')} ({gaps(kind, closest)} for "
        f"{keys[closest.one].letter} less {keys[closest.other].letter}, p {probability(closest.p)})."
    )


def _halved(metric: str, ahead: Sequence[Seat], behind: Sequence[Seat]) -> str:
    label = BY_NAME[metric].label
    if not ahead:
        return f'this run cannot tell; each is surely behind another in "{label}".'
    values = ", ".join(f"{seat.letter} {_held(seat, metric)}" for seat in ahead)
    those = "them" if len(ahead) > 1 else "it"
    first = f"{_who(ahead, 'or')}. {f'Which of {those}, this run cannot tell. ' if len(ahead) > 1 else ''}"
    return (
        f'{first}In "{label}" ({values}) nobody is surely ahead of {those}, and '
        f"{_letters(behind)} {'are' if len(behind) > 1 else 'is'} surely behind another."
    )


def _held(seat: Seat, metric: str) -> str:
    score, kind = seat.score(metric), BY_NAME[metric]
    if score is None:
        return MISSING
    return (
        f"{figure(kind, score.value)} ({interval(kind, score)})" if interval(kind, score) else figure(kind, score.value)
    )


def _price_of_speed(seats: Sequence[Seat], compared: Compared) -> str:
    """Whether the fastest pays in quality."""
    keys = [seat.entrant.key for seat in seats]
    fastest = next(
        (seat for seat in seats if len(compared.beaten(SPEED, seat.entrant.key, keys)) == len(keys) - 1), None
    )
    if fastest is None:
        return ""
    ahead = [seat for seat in seats if compared.beats(QUALITY, seat.entrant.key, fastest.entrant.key)]
    return f" But surely fewer of its riddles are accepted than of {_letters(ahead)}." if ahead else ""


def _cheapest(seats: Sequence[Seat], compared: Compared) -> str:
    free = [seat for seat in seats if seat.here]
    paid = [seat for seat in seats if (measured(seat, COSTS[0]) or 0) > 0]
    if free and paid:
        return (
            f"Cheapest: {_who(free)} {'run' if len(free) > 1 else 'runs'} on your own machine and "
            f"{'take' if len(free) > 1 else 'takes'} no fee (electricity and the machine are not counted); "
            f"{_who(paid)} {'take' if len(paid) > 1 else 'takes'} {_prices(paid)} per accepted riddle."
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
    outside = f" {_who(away)} {'send' if len(away) > 1 else 'sends'} the article to a server." if away else ""
    if len(here) == 1:
        told = f"{here[0].name} is the only one that ran on the machine itself; {_held(here[0], QUALITY)} accepted."
        return f"Nothing may leave the house: {told}{outside}"
    if all_small(here):
        small = (
            f"{_who(here)}, each with a model below a billion parameters: which is better there, this run cannot tell."
        )
        return f"Nothing may leave the house: {small}{outside}"
    return _need("Nothing may leave the house", QUALITY, here, compared) + outside


def _no_gpu(seats: Sequence[Seat], machine: str) -> str:
    told = machine.casefold()
    here = [seat for seat in seats if seat.here]
    if not here:
        return "No GPU: none is needed on your side, every entrant asked a server."
    if any(word in told for word in _NO_GPU):
        return f"No GPU: {_who(here)} ran without one, so that their seconds are what such a machine takes."
    away = [seat for seat in seats if not seat.here]
    served = f" {_who(away)} {'need' if len(away) > 1 else 'needs'} none on your side." if away else ""
    why = "had one" if "gpu" in told or "cuda" in told else "does not say whether it had one"
    return f"No GPU: this run {why}, so it cannot tell how fast {_who(here)} would be without.{served}"


def _letters(seats: Iterable[Seat]) -> str:
    return listed([seat.letter for seat in seats])


def _who(seats: Sequence[Seat], word: str = "and") -> str:
    """Entrants by name where they are few, by letter where they are more."""
    return listed([seat.short if len(seats) < 3 else seat.letter for seat in seats], word)


def listed(names: Sequence[str], word: str = "and") -> str:
    """`A`, `A and B`, `A, B and C`."""
    return f" {word} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part) or "none"
