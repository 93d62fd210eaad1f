"""Results as a run might have them, made of invented figures; and some that mean harm."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from itertools import cycle, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain import CHECKS, Article, Candidate, Check, Form, Kind, Outcome, Story, Summary, Usage
from bot.evaluation.case import Case
from bot.evaluation.entrant import Entrant, Facts
from bot.evaluation.metric import BY_NAME, METRICS, Group
from bot.evaluation.results import Pair, Results, Sample, Score, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SMALL = Facts(134_515_008, 271_000_000, 8_192, "instruct", "Apache-2.0", "smollm2", "5af571cbf074")
TUNED = Facts(134_515_008, 276_000_000, 8_192, "fine-tuned", "Apache-2.0", "smollm2", "11ce40aa98d1")
HOSTED = Facts(context=128_000, variant="chat", licence="its vendor's terms", family="gpt")
LARGER = Facts(4_022_468_096, 8_044_000_000, 262_144, "instruct", "Apache-2.0", "qwen3", "9d1f00aa12cd")

HOSTILE = (
    "<script>alert('A')</script>",
    "</title></style></details><img src=x onerror=alert(1)>",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
    "\u202eשלום עולם\u202c مرحبا بالعالم: من أنا؟",
    "👩‍👩‍👧‍👦 🎉 Ich war's! | `code` **bold** [link](javascript:alert(1)) ![x](http://example.org/x.png)",
    "| a | b |\n|---|---|\n# Heading\n- list\n> quote\n~~~\n<b>@everyone #1 http://example.org",
    "z\u0336\u0335a\u0334l\u0337g\u0338o\u0000\u0007\ud800",
    "&lt;script&gt; &amp; \"quotes\" 'too' $x^2$ \\(y\\) {{braces}} {%tag%}",
)

REASONS = {
    "leak": 'the answer\'s word "lamps" is in the riddle',
    "grounding": '"beat 212 other applicants" does not stand in the article',
    "single": 'another name of the article fits too: "Charles Bridge"',
    "shape": "the riddle has no question",
    "novelty": "it is like a riddle of last week (0.81)",
}


def entrants(kind: str = "mixed") -> tuple[Entrant, ...]:
    """The ways of a run: of one small model, or of several."""
    if kind == "small":
        shown = (Entrant(way, steps, "embedded", SMALL) for way in ("few_shot", "zero_shot") for steps in (1, 2))
        return (*shown, Entrant("fine_tuned", 1, "tuned:riddles", TUNED))
    return (
        Entrant("few_shot", 1, "embedded", SMALL),
        Entrant("few_shot", 2, "embedded", SMALL),
        Entrant("zero_shot", 1, "local:Qwen/Qwen3-4B-Instruct-2507", LARGER),
        Entrant("zero_shot", 2, "local:Qwen/Qwen3-4B-Instruct-2507", LARGER),
        Entrant("service", 1, "openai:gpt-4o-mini", HOSTED),
        Entrant("service", 2, "openai:gpt-4o-mini", HOSTED),
        Entrant("fine_tuned", 1, "tuned:riddles", TUNED),
        Entrant("fine_tuned", 2, "tuned:riddles", TUNED),
    )


def cases(number: int = 20) -> tuple[Case, ...]:
    """The first of the shipped articles."""
    lines = (ROOT / "prompts" / "evaluation_cases.jsonl").read_text("utf-8").splitlines()
    return tuple(_case(json.loads(lines[place % len(lines)]), place) for place in range(number))


def _case(row: dict[str, str], place: int) -> Case:
    article = Article(f"{row['id']}-{place}", row["title"], row["article"], outlet="The Harbour Post")
    summary = row.get("summary", row["article"][:200])
    form = tuple(Form)[place % 3]
    riddle, answer = row.get("question", "Who goes by cloak and cap?"), row.get("answer", "a lamplighter")
    return Case(article.id, Story((article,)), form, summary, riddle, answer, ("the lamplighter",))


SKILL = (0.05, 0.1, 0.5, 0.6, 0.75, 0.85, 0.2, 0.3)
SLOW = (4.0, 9.0, 21.0, 38.0, 1.6, 3.1, 3.8, 8.4)


def sample(case: Case, place: int, seed: int, draw: int, chance: random.Random) -> Sample:
    """One riddle, or none where the reply cannot be read."""
    seconds = SLOW[place] * chance.lognormvariate(0, 0.35)
    if chance.random() < 0.25 - SKILL[place] / 4:
        return Sample(
            case.id, seed, draw, None, (), "the reply has no line 'Answer:'", seconds, ("A keeper <left> it.",)
        )
    passes = chance.random() < SKILL[place]
    failing = () if passes else tuple(chance.sample(sorted(REASONS), chance.choice((1, 1, 2))))
    checks = tuple(
        Check(name, Outcome.SKIPPED, "no solver is set")
        if name == "solvable"
        else Check(name, Outcome.FAILED, REASONS[name])
        if name in failing
        else Check(name, Outcome.PASSED, "nothing is wrong")
        for name in CHECKS
    )
    riddle = Candidate(
        case.form,
        Kind.PERSON,
        case.riddle or "Who am I?",
        case.answer or "nobody",
        aliases=case.aliases,
        hints=("It is a trade.", "It works at dusk.", f"It begins with {case.answer[:1]}."),
        summary=Summary(case.summary),
        usage=Usage(1, 700, 120, seconds, 0.0002 if SKILL[place] > 0.7 else None),
    )
    return Sample(case.id, seed, draw, riddle, checks, "", seconds)


def _scores(place: int, entrant: Entrant, number: int, chance: random.Random) -> dict[str, Score]:
    skill, slow, found = SKILL[place], SLOW[place], {}
    values = {
        "valid": 0.75 + skill / 4, "accepted_first": skill * 0.8, "accepted": skill, "leak": 0.3 * (1 - skill),
        "grounded": 0.5 + skill / 2, "single": 0.6 + skill / 3, "relevant": 0.5 + skill / 2,
        "hallucinated": 0.5 - skill / 2, "solved_open": 0.3 + skill / 2, "solved_closed": 0.05 + skill / 8,
        "self_bleu": 0.31 - skill / 5, "distinct_2": 0.7 + skill / 5, "toxic": 0.0, "profane": 0.004,
        "honest": 0.0312, "latency_p50": slow, "latency_p95": slow * 1.8, "tokens_a_second": 900 / slow,
        "peak_memory": 1_312.0 if entrant.pipeline != "service" else 210.0, "tokens_per_accepted": 900 / skill,
    }  # fmt: skip
    if entrant.pipeline == "service":
        values["cost_per_accepted"] = 0.00031 / skill
    else:
        values |= {"perplexity": 23.417 - 10 * skill, "bits_per_byte": 0.9213, "held_loss": 3.15, "first_token": 0.4}
        values |= {"squad1_exact": 0.12 + skill / 2, "squad1_f1": 0.2 + skill / 2}
    if entrant.pipeline == "fine_tuned":
        values["train_loss"] = 1.9
    for metric in METRICS:
        if metric.group is Group.TEXT:
            values[metric.name] = 0.12 + chance.random() / 5
    for name, value in values.items():
        wide = 0.15 * (20 / number) ** 0.5 if BY_NAME[name].share else value * 0.15
        low, high = max(0.0, value - wide), min(1.0, value + wide) if BY_NAME[name].share else value + wide
        bare = name in {"peak_memory", "held_loss", "train_loss"}
        guess = {"single": 0.2, "relevant": 0.5, "hallucinated": 0.5, "squad1_exact": 0.01}.get(name)
        judge = "local:ibm-granite/granite-4.0-1b" if name in {"relevant", "hallucinated"} else ""
        found[name] = Score(
            name, value, None if bare else low, None if bare else high, number, 7, "1", guess, judge
        )  # fmt: skip
    return found


def _pairs(all_of: tuple[Entrant, ...], number: int) -> tuple[Pair, ...]:
    found = []
    for metric, of, wide in (
        ("valid", [0.75 + one / 4 for one in SKILL], 0.12),
        ("accepted_first", [one * 0.8 for one in SKILL], 0.19),
        ("accepted", list(SKILL), 0.2),
        ("latency_p50", list(SLOW), 1.1),
        ("riddle_bleu", [0.1 for _ in SKILL], 0.08),
    ):
        for place, one in enumerate(all_of):
            for after, other in enumerate(all_of[place + 1 :], place + 1):
                mean = of[place] - of[after]
                low, high = mean - wide, mean + wide
                p = 0.0004 if low > 0 or high < 0 else min(1.0, wide / (abs(mean) + wide))
                found.append(Pair(metric, one.key, other.key, mean, low, high, p, number))
    return tuple(found)


def results(
    kind: str = "mixed", number: int = 20, seeds: tuple[int, ...] = (7,), draws: int = 1, *, pairs: bool = True
) -> Results:
    """A whole run."""
    chance, who, articles = random.Random(3), entrants(kind), cases(number)
    standings = tuple(
        Standing(
            one,
            _scores(place, one, number, chance),
            tuple(
                sample(case, place, seed, draw, chance) for case in articles for seed in seeds for draw in range(draws)
            ),
        )
        for place, one in enumerate(who)
    )
    return Results(
        "2026-11-23 small against large",
        datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "0.9.0",
        "Linux x86-64, 8 cores, 31 GB of memory, no GPU, Python 3.11",
        seeds,
        draws,
        articles,
        standings,
        _pairs(who, number) if pairs else (),
        skipped=(("empty-1", "the article is empty"), ("case-003-9", "it is the same as case-003")),
        notes=(
            "2 articles were cut by sentences to fit the context of embedded.",
            "The judge agrees with 41 of 50 labels.",
        ),
    )


def hostile(some: tuple[str, ...] = HOSTILE) -> Results:
    """A run whose every text is one of these."""
    texts = cycle(some)
    article = Article(next(texts), next(texts), " ".join(some), outlet=next(texts))
    case = Case(article.id, Story((article,)), Form.QUESTION, next(texts), next(texts), next(texts), some)
    ways = tuple(
        Entrant(text, place, next(texts), Facts(None, None, None, text, text, text, text))
        for place, text in enumerate((*some, *some))
    )
    checks = tuple(Check(next(texts), outcome, next(texts)) for outcome in Outcome)
    made, pairs = datetime(2026, 1, 1, tzinfo=UTC), [Pair(some[0], "a", some[0], 1, 0, 2, 1, 3)]
    pairs += [Pair("accepted", one.key, other.key, 0.4, 0.1, 0.7, 0.001, 20) for one, other in pairwise(ways)]
    standings = tuple(_harmful(way, case, checks, texts) for way in ways)
    left_out = ((some[0], some[0]),)
    return Results(some[0], made, some[0], some[0], (1,), 2, (case,), standings, tuple(pairs), left_out, some)


def _harmful(way: Entrant, case: Case, checks: tuple[Check, ...], texts: Iterator[str]) -> Standing:
    riddle = Candidate(
        Form.QUESTION, Kind.THING, next(texts), next(texts), HOSTILE, HOSTILE, next(texts), Summary(next(texts))
    )
    samples = (
        Sample(case.id, 1, 0, riddle, checks, next(texts), 1.0, (next(texts),)),
        Sample(case.id, 1, 1, None, (), next(texts), 2.0, (next(texts), next(texts))),
    )
    score = Score("accepted", 0.5, 0.1, 0.9, 20, 1, next(texts), 0.1, next(texts))
    odd = Score(next(texts), float("inf"), None, None, 1, 1, "1")
    return Standing(way, {"accepted": score, odd.metric: odd}, samples)
