"""Whether the metrics are those that others know by their names, and how fast they are.

Run: python benchmarks/metrics.py [--cases 2000] [--seed 7] [--official evaluate-v1.1.py evaluate-v2.0.py]

Each line is a metric tried on cases drawn by chance, with the greatest difference from its reference (goal: 1e-9):

ROUGE           F of 1, 2, L and Lsum, from the package rouge-score used as it is documented, a line for each sentence
BLEU            of a text and of a hundred texts as one, from the package sacrebleu
self-BLEU       each text with those of the other cases as its references, from sacrebleu's score of a sentence
Distinct-2      different pairs of neighbouring words over all pairs, from counting them one by one
SQuAD v1.1, v2  exact match and F1 of each question, and the best threshold, from the published rules written down once
                more, as plainly as they are told (tests/evaluation/plain.py)
kappa, Holm     from their definitions

With `--official`, what SQuAD's own scripts say is compared as well: totals, those of questions with and without an
answer, with a threshold, and the best threshold. They are not part of this repository; give the two files as
SQuAD ships them (the copy of the second in the package `evaluate` reads another format).

Then how often an interval of 95 % holds the truth, of shares with 10, 20 and 60 cases (goal: 92 of 100 or more each),
and how often two that are the same are said to differ, by an interval that leaves out 0 or by p below 0.05 (goal: 7 of
100 or less each): 500 tries each.

Last the seconds it takes to score: a riddle's ROUGE and BLEU, self-BLEU and Distinct-2 of 100 riddles, 10,000 questions
of SQuAD, intervals of 40 metrics over 100 cases with 10,000 redraws each (goal: 1 second), as many paired tests. Exit
code 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rouge_score.rouge_scorer import RougeScorer
from sacrebleu import corpus_bleu, sentence_bleu
from sacrebleu.metrics.bleu import BLEU

from bot.evaluation.metrics.bleu import Bleu
from bot.evaluation.metrics.rouge import NAMES, Rouge
from bot.evaluation.metrics.squad import Version, best, score
from bot.evaluation.metrics.variety import distinct_2_of, self_bleu_of
from bot.evaluation.statistics import holm, interval, kappa, paired
from bot.text import sentences
from tests.evaluation import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

CLOSE, SECONDS = 1e-9, 1.0
HELD, ALARMS, TRIES = 0.92, 0.07, 500
TOGETHER = 100


def rouge(chance: random.Random) -> Iterator[float]:
    """Differences of ROUGE, one text after the other."""
    ours, theirs = Rouge(), RougeScorer(list(NAMES), use_stemmer=True)
    while True:
        reference, text = plain.told(chance), plain.told(chance)
        mine = ours.score(reference, text)
        found = theirs.score("\n".join(sentences(reference)), "\n".join(sentences(text)))
        yield max(abs(mine[name] - found[name].fmeasure) for name in NAMES)


def bleu(chance: random.Random) -> Iterator[float]:
    """Differences of BLEU of a text; that of the last hundred as one with each hundredth."""
    ours, pairs = Bleu(), []
    while True:
        pairs.append((plain.told(chance), plain.told(chance)))
        text, reference = pairs[-1]
        apart = abs(ours.sentence(text, reference) - sentence_bleu(text, [reference]).score)
        if len(pairs) == TOGETHER:
            texts, references = [one for one, _ in pairs], [other for _, other in pairs]
            apart = max(apart, abs(ours.corpus(texts, references).score - corpus_bleu(texts, [references]).score))
            pairs = []
        yield apart


def self_bleu(chance: random.Random) -> Iterator[float]:
    """Differences of self-BLEU, one text after the other."""
    theirs = BLEU(effective_order=True, tokenize="none")
    while True:
        texts = plain.texts(chance)
        for case, values in self_bleu_of(texts).items():
            others = [" ".join(text) for other, some in texts.items() if other != case for text in some if text]
            for text, value in zip(filter(None, texts[case]), values, strict=True):
                yield abs(100 * value - theirs.sentence_score(" ".join(text), others).score)


def distinct(chance: random.Random) -> Iterator[float]:
    """Differences of Distinct-2, one set of texts after the other."""
    while True:
        texts = [text for some in plain.texts(chance).values() for text in some]
        yield abs(distinct_2_of(texts, 0).share - plain.distinct_2(texts))


def squad(version: Version, chance: random.Random) -> Iterator[float]:
    """Differences of exact match and F1, one question after the other; those of a paper's threshold with its first."""
    while True:
        paper = plain.paper(chance, answerless=version is Version.TWO)
        scored = score(paper.questions, paper.said, version)
        apart = 0.0
        if version is Version.TWO:
            found = best(paper.questions, paper.said, scored, paper.no_answer)
            wanted = (*plain.squad_best(paper, 0), *plain.squad_best(paper, 1))
            apart = distance((found.exact, found.exact_threshold, found.f1, found.f1_threshold), wanted)
        for one in paper.questions:
            mine = scored.exact[one.id], scored.f1[one.id]
            yield max(apart, distance(mine, plain.squad_score(one, paper.said[one.id], version)))
            apart = 0.0


def agreement(chance: random.Random) -> Iterator[float]:
    """Differences of kappa, one pair of judges after the other."""
    while True:
        one, other = ([chance.choice("abc") for _ in range(12)] for _ in range(2))
        mine = kappa(one, other)
        yield 0.0 if mine is None else abs(mine - plain.kappa(one, other))


def corrected(chance: random.Random) -> Iterator[float]:
    """Differences of Holm's correction, one family after the other."""
    while True:
        ps = [chance.choice((chance.random(), chance.random() / 50, 0.05)) for _ in range(chance.randint(1, 12))]
        yield distance(holm(ps), plain.holm(ps))


def official(version: Version, script: Any, chance: random.Random) -> Iterator[float]:
    """Differences from SQuAD's own script in all it prints, 0 to 100, one paper after the other."""
    while True:
        paper = plain.paper(chance, answerless=version is Version.TWO)
        qas = [{"id": one.id, "answers": [{"text": text} for text in one.answers]} for one in paper.questions]
        data = [{"paragraphs": [{"qas": qas}]}]
        yield first(script, data, paper) if version is Version.ONE else second(script, data, paper)
        yield from (0.0 for _ in paper.questions[1:])


def first(script: Any, data: list[Any], paper: plain.Paper) -> float:
    """Of v1.1, where what is not answered counts as wrong."""
    said = dict(list(paper.said.items())[: max(1, len(paper.said) - 1)])
    compute = getattr(script, "evaluate", None) or script.compute_score
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        theirs = compute(data, said)
    mine = score(paper.questions, said, Version.ONE)
    return distance((percent(mine.exact.values()), percent(mine.f1.values())), (theirs["exact_match"], theirs["f1"]))


def second(script: Any, data: list[Any], paper: plain.Paper) -> float:
    """Of v2.0, with every threshold that comes into question."""
    answered = script.make_qid_to_has_ans(data)
    exact, f1 = script.get_raw_scores(data, paper.said)
    raw = score(paper.questions, paper.said, Version.TWO)
    found = best(paper.questions, paper.said, raw, paper.no_answer)
    theirs: dict[str, float] = {}
    script.find_all_best_thresh(theirs, paper.said, exact, f1, paper.no_answer, answered)
    apart = distance(
        (100 * found.exact, found.exact_threshold, 100 * found.f1, found.f1_threshold),
        [theirs[name] for name in ("best_exact", "best_exact_thresh", "best_f1", "best_f1_thresh")],
    )
    for threshold in (0.0, 0.2, 0.5, 1.0):
        cut = [script.apply_no_ans_threshold(one, paper.no_answer, answered, threshold) for one in (exact, f1)]
        mine = score(paper.questions, paper.said, Version.TWO, paper.no_answer, threshold)
        for some in (list(answered), *([id_ for id_ in answered if answered[id_] is flag] for flag in (True, False))):
            if some:
                told = script.make_eval_dict(*cut, qid_list=some)
                ours = percent(mine.exact[id_] for id_ in some), percent(mine.f1[id_] for id_ in some)
                apart = max(apart, distance(ours, (told["exact"], told["f1"])))
    return apart


def percent(values: Iterable[float]) -> float:
    """The mean, 0 to 100."""
    found = list(values)
    return 100 * sum(found) / len(found)


def distance(mine: Iterable[float], theirs: Iterable[float]) -> float:
    """The greatest of the differences."""
    return max((abs(one - other) for one, other in zip(mine, theirs, strict=True)), default=0.0)


def compared(name: str, differences: Iterator[float], count: int) -> bool:
    """Print the greatest difference of so many cases, and tell whether it is small enough."""
    most = max(next(differences) for _ in range(count))
    print(f"{name:22} {count:6,} cases   greatest difference {most:.1e}", flush=True)
    return most <= CLOSE


def sure(chance: random.Random) -> bool:
    """Print how far intervals and tests keep what they promise, and tell whether it is far enough."""
    good = True
    for count in (10, 20, 60):
        for share in (0.1, 0.3, 0.5, 0.9):
            held = sum(holds(share, count, chance) for _ in range(TRIES)) / TRIES
            good &= held >= HELD
            print(f"{count} cases, a share of {share:.0%}: the interval holds it {held:.1%} of the time", flush=True)
        found = [differ(count, chance) for _ in range(TRIES)]
        apart, unlikely = (sum(one[at] for one in found) / TRIES for at in range(2))
        good &= apart <= ALARMS and unlikely <= ALARMS
        print(
            f"{count} cases, no difference: the interval leaves out 0 {apart:.1%} of the time, p < 0.05 {unlikely:.1%}"
        )
    return good


def holds(share: float, count: int, chance: random.Random) -> bool:
    """Whether the interval of cases drawn by chance holds the share they were drawn by."""
    found = interval({str(case): float(chance.random() < share) for case in range(count)}, 0, share=True)
    assert found.low is not None
    assert found.high is not None
    return found.low - CLOSE <= share <= found.high + CLOSE


def differ(count: int, chance: random.Random) -> tuple[bool, bool]:
    """Whether two that are equally good at each case are told apart: by the interval, by p."""
    hard = {str(case): chance.random() for case in range(count)}
    one, other = ({case: float(chance.random() < share) for case, share in hard.items()} for _ in range(2))
    found = paired(one, other, 0)
    return found.low > 0 or found.high < 0, found.p < 0.05


def load(path: str) -> Any:
    """A script as a module."""
    told = importlib.util.spec_from_file_location(Path(path).stem.replace("-", "_").replace(".", "_"), path)
    assert told is not None
    assert told.loader is not None
    module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    return module


def timed(name: str, do: Callable[[], object]) -> float:
    """Do it once to load what it needs, once for the clock, and print the seconds."""
    do()
    begun = time.perf_counter()
    do()
    took = time.perf_counter() - begun
    print(f"{name:60} {took:8.4f} s", flush=True)
    return took


def speeds(chance: random.Random) -> float:
    """Print how long scoring takes; returns the seconds of the intervals."""
    pairs = [(plain.told(chance), plain.told(chance)) for _ in range(100)]
    ours, bleus = Rouge(), Bleu()
    timed("ROUGE of 100 riddles", lambda: [ours.score(one, other) for one, other in pairs])
    timed("BLEU of 100 riddles", lambda: [bleus.sentence(one, other) for one, other in pairs])
    cut = {str(at): [text.lower().split()] for at, (text, _) in enumerate(pairs)}
    timed("self-BLEU of 100 riddles", lambda: self_bleu_of(cut))
    timed("Distinct-2 of 100 riddles", lambda: distinct_2_of([text for some in cut.values() for text in some], 0))
    papers = [plain.paper(chance, answerless=True) for _ in range(2_000)]
    asked = sum(len(paper.questions) for paper in papers)
    timed(
        f"SQuAD v2.0 of {asked:,} questions",
        lambda: [score(paper.questions, paper.said, Version.TWO) for paper in papers],
    )
    cases = [{str(case): [chance.random(), chance.random()] for case in range(100)} for _ in range(40)]
    took = timed("Intervals of 40 metrics, 100 cases, 10,000 redraws each", lambda: [interval(one, 1) for one in cases])
    timed("Paired tests of 40 metrics, the same", lambda: [paired(one, cases[0], 1) for one in cases])
    return took


def main() -> int:
    """Compare, time, and tell by the exit code whether the goals are reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--official", nargs=2, metavar=("V1.1", "V2.0"), help="SQuAD's own scripts")
    options = parser.parse_args()
    tried = {
        "ROUGE-1, 2, L, Lsum": rouge,
        "BLEU": bleu,
        "self-BLEU": self_bleu,
        "Distinct-2": distinct,
        "SQuAD v1.1": lambda chance: squad(Version.ONE, chance),
        "SQuAD v2.0": lambda chance: squad(Version.TWO, chance),
        "kappa": agreement,
        "Holm": corrected,
    }
    if options.official:
        one, two = map(load, options.official)
        tried["SQuAD's script v1.1"] = lambda chance: official(Version.ONE, one, chance)
        tried["SQuAD's script v2.0"] = lambda chance: official(Version.TWO, two, chance)
    good = [compared(name, make(random.Random(options.seed)), options.cases) for name, make in tried.items()]
    print(f"{Rouge().version}; BLEU {Bleu().signature}")
    kept = sure(random.Random(options.seed))
    return int(not (all(good) and kept) or speeds(random.Random(options.seed)) > SECONDS)


if __name__ == "__main__":
    sys.exit(main())
