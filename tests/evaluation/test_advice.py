"""The advice rests on sure differences, or says that the run cannot tell."""

from __future__ import annotations

from dataclasses import replace

from bot.bootstrap.staging import told_machine
from bot.evaluation.entrant import Entrant, Facts
from bot.evaluation.report.advice import advice
from bot.evaluation.report.compared import Compared
from bot.evaluation.results import Pair, Results, Score, Standing
from tests.evaluation.results_made import results

LARGE, SMALL = Facts(parameters=8_000_000_000), Facts(parameters=135_000_000)
A, B, C = (
    Entrant("zero_shot", 1, "local:large", LARGE),
    Entrant("few_shot", 1, "local:large", LARGE),
    Entrant("service", 1, "openai:some"),
)
D = Entrant("service", 2, "openai:some")
NO_GPU = "Linux, 2 cores, no GPU"


def score(metric: str, value: float) -> Score:
    return Score(metric, value, value * 0.9, value * 1.1, 20, 1, "1")


def standing(entrant: Entrant, **values: float) -> Standing:
    return Standing(entrant, {name: score(name, value) for name, value in values.items()})


def run(*standings: Standing, pairs: tuple[Pair, ...] = (), machine: str = NO_GPU) -> Results:
    return replace(results(), standings=standings, pairs=pairs, machine=machine)


def pair(metric: str, one: Entrant, other: Entrant, low: float, high: float, p: float = 0.001) -> Pair:
    return Pair(metric, one.key, other.key, (low + high) / 2, low, high, p, 20)


def of(need: str, told: tuple[str, ...]) -> str:
    return next(sentence for sentence in told if sentence.startswith(need))


def test_a_sure_difference_recommends_with_its_figures() -> None:
    told = advice(
        run(standing(A, accepted=0.8), standing(B, accepted=0.3), pairs=(pair("accepted", B, A, -0.7, -0.3),))
    )
    best = of("Best riddles", told)
    assert best.startswith("Best riddles: A (Zero-shot, one step, local:large): ")
    assert "80\N{NO-BREAK SPACE}%" in best
    assert "It leads the closest, B, by 50\N{NO-BREAK SPACE}points on average over 20 articles (+30 to +70" in best


def test_a_difference_whose_interval_holds_0_recommends_nobody() -> None:
    told = advice(run(standing(A, accepted=0.8), standing(B, accepted=0.3), pairs=(pair("accepted", A, B, -0.1, 0.9),)))
    assert "cannot tell between A and B" in of("Best riddles", told)


def test_a_difference_that_correction_makes_likely_chance_recommends_nobody() -> None:
    told = advice(
        run(standing(A, accepted=0.8), standing(B, accepted=0.3), pairs=(pair("accepted", A, B, 0.01, 0.9, p=0.3),))
    )
    assert "cannot tell between A and B" in of("Best riddles", told)


def test_without_pairs_nothing_is_recommended() -> None:
    told = advice(run(standing(A, accepted=0.9), standing(B, accepted=0.1)))
    assert "cannot tell" in of("Best riddles", told)
    assert "cannot tell" in of("Fastest", told)


def test_the_surely_worse_are_named_and_between_the_others_it_cannot_tell() -> None:
    pairs = (pair("accepted", A, B, 0.2, 0.6), pair("accepted", A, C, -0.2, 0.2), pair("accepted", B, C, -0.6, -0.2))
    told = advice(run(standing(A, accepted=0.8), standing(B, accepted=0.3), standing(C, accepted=0.8), pairs=pairs))
    best = of("Best riddles", told)
    assert "A (Zero-shot, one step) or C (Service, one step). Which of them, this run cannot tell." in best
    assert "B is surely behind another" in best


def test_models_below_a_billion_parameters_cannot_tell_which_way_is_better() -> None:
    told = advice(results("small"))
    assert told[0].startswith("Which way is better: this run cannot tell which way of making riddles is better.")
    assert not [sentence for sentence in told if sentence.startswith("Best riddles")]
    one = replace(A, model="embedded", facts=SMALL), replace(B, model="embedded", facts=SMALL)
    sure = run(*(standing(entrant, accepted=0.5) for entrant in one), pairs=(pair("accepted", *one, 0.2, 0.6),))
    assert "ran on one model below a billion parameters" in advice(sure)[0]
    assert not [sentence for sentence in advice(sure) if sentence.startswith("Best riddles")]


def test_a_model_of_unknown_size_is_not_called_small() -> None:
    assert "cannot tell which way of making riddles" not in " ".join(advice(results("mixed")))


def test_the_fastest_is_said_with_what_it_costs_in_quality() -> None:
    pairs = (pair("accepted", A, B, 0.2, 0.6), pair("latency_p50", A, B, 3.0, 5.0))
    told = advice(
        run(standing(A, accepted=0.8, latency_p50=8.0), standing(B, accepted=0.4, latency_p50=4.0), pairs=pairs)
    )
    fastest = of("Fastest", told)
    assert fastest.startswith("Fastest: B")
    assert "surely fewer of its riddles are accepted than of A" in fastest


def test_who_has_no_accepted_riddle_is_not_called_fast() -> None:
    pairs = (
        pair("latency_p50", A, B, 3.0, 5.0),
        pair("latency_p50", A, C, 0.1, 2.0),
        pair("latency_p50", B, C, -4, -2),
    )
    told = advice(
        run(
            standing(A, accepted=0.8, latency_p50=8.0),
            standing(B, accepted=0.0, latency_p50=4.0),
            standing(C, accepted=0.8, latency_p50=7.0),
            pairs=pairs,
        )
    )
    assert of("Fastest", told).startswith("Fastest: C")
    nobody = advice(run(standing(A, accepted=0.0), standing(B, accepted=0.0)))
    assert "nothing to recommend" in of("Best riddles", nobody)


def test_what_runs_at_home_takes_no_fee_and_keeps_the_article() -> None:
    told = advice(run(standing(A, accepted=0.8), standing(C, accepted=0.9, cost_per_accepted=0.002)))
    assert "A (Zero-shot, one step) runs on your own machine and takes no fee" in of("Cheapest", told)
    assert (
        "B (Service, one step) takes a fee. Per accepted riddle: B\N{NO-BREAK SPACE}US$\N{NO-BREAK SPACE}0.002"
        in of("Cheapest", told)
    )
    home = of("Nothing may leave the house", told)
    assert "A (Zero-shot, one step, local:large), the only one on the machine itself; 80\N{NO-BREAK SPACE}%" in home
    assert "B (Service, one step) sends the article to a server" in home


def test_a_run_with_a_gpu_cannot_tell_how_fast_it_would_be_without() -> None:
    both = (standing(A, accepted=0.8), standing(B, accepted=0.9))
    assert "ran without one" in of("No GPU", advice(run(*both)))
    for kind, said in (("NVIDIA H100", "had one, so it cannot tell"), ("CPU", "ran without one"), ("", "does not say")):
        assert said in of("No GPU", advice(run(*both, machine=told_machine({"cores": 8, "device": kind}))))


def test_few_articles_are_said_to_be_few() -> None:
    assert "20 articles are few" in of("How sure", advice(results()))
    assert not [sentence for sentence in advice(results(number=100)) if sentence.startswith("How sure")]


def test_one_entrant_alone_cannot_be_chosen() -> None:
    assert "nothing to choose between; 100" in advice(run(standing(A, accepted=1.0)))[0]
    assert advice(run()) == ()
    assert advice(run(standing(A), standing(B))) == (
        "Best riddles: this run has no riddles yet, so there is nothing to choose between.",
    )


def test_who_has_no_riddles_is_left_out_by_name_and_the_others_are_compared() -> None:
    times = [pair("latency_p50", *both, 1.0, 2.0) for both in ((B, A), (B, C), (A, C))]
    there = standing(A, accepted=0.5, latency_p50=3.0), standing(B, accepted=0.4, latency_p50=9.0)
    told = advice(run(*there, standing(C, accepted=0.0, latency_p50=1.0), standing(D), pairs=tuple(times)))
    assert of("Left out", told) == (
        "Left out: C had no riddle accepted and D has no riddles in this run: not compared in what follows."
    )
    assert of("Fastest", told).startswith("Fastest: A (Zero-shot, one step, local:large): half of its riddles")
    alone = advice(run(there[0], standing(C, accepted=0.0, latency_p50=1.0), pairs=(times[2],)))
    assert of("Fastest", alone).startswith("Fastest: nobody can be compared with A (Zero-shot, one step); half of its")
    untimed = advice(run(*there, standing(C, accepted=0.4), pairs=tuple(times)))
    assert of("Fastest", untimed).endswith("No time is known of C.")


def test_the_cheapest_is_asked_only_where_all_take_a_fee() -> None:
    free = advice(run(standing(A, accepted=0.5, cost_per_accepted=0.0), standing(B, accepted=0.5)))
    assert of("Cheapest", free).startswith(
        "Cheapest: A (Zero-shot, one step) and B (Few-shot, one step) run on your own"
    )
    paid = standing(C, accepted=0.5, cost_per_accepted=0.002), standing(D, accepted=0.5, cost_per_accepted=0.001)
    dear = advice(run(*paid, pairs=(pair("cost_per_accepted", C, D, 0.0005, 0.0015),)))
    assert of("Cheapest", dear).startswith(
        "Cheapest: B (Service, two steps, openai:some): US$\N{NO-BREAK SPACE}0.001 per"
    )
    unknown = advice(run(paid[0], standing(D, accepted=0.5)))
    assert of("Cheapest", unknown).startswith("Cheapest: this run cannot tell. A (Service, one step): US$")
    assert of("Cheapest", unknown).endswith("No price is known of B.")
    assert "nobody ran on the machine itself" in of("Nothing may leave the house", unknown)
    assert "all asked a server" in of("No GPU", unknown)


def test_entrants_that_share_few_articles_are_said_to() -> None:
    few = replace(pair("accepted", A, B, -0.2, 0.6), cases=4)
    told = advice(run(standing(A, accepted=0.8), standing(B, accepted=0.3), pairs=(few,)))
    assert of("How sure", told) == (
        "How sure: some entrants have only 4 of 20 articles in common; with fewer than 6, no difference is sure."
    )


def test_of_many_entrants_the_least_and_the_greatest_value_are_told() -> None:
    assert "Accepted: from 5\N{NO-BREAK SPACE}% (A) to 75\N{NO-BREAK SPACE}% (E)." in advice(results("small"))[0]


def test_a_metric_that_only_describes_makes_nobody_better() -> None:
    compared = Compared(run(standing(A), standing(B), pairs=(pair("solved_closed", A, B, 0.2, 0.6),)))
    assert compared.beats("solved_closed", A.key, B.key) is None
    assert compared.beats("solved_closed", B.key, A.key) is None
