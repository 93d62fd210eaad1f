"""Published rules written down once more, as plainly as they are told, and cases drawn by chance to try them on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.evaluation.metrics.squad import Question

if TYPE_CHECKING:
    import random
    from collections.abc import Hashable, Sequence

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
WORDS = "a an the The A. cat Cat cats dog U.S. the-cat 'tis £5 1,000 1000 – … “quoted” É é İ ß a_b théâtre the, $ An(d)"
PIECES = (*WORDS.split(), "", "an\u00a0", "\u2028x", "th\u00ade")
BLANKS = (" ", " ", "  ", "\t", "\n")


@dataclass(frozen=True)
class Paper:
    """Questions with what was answered, and how likely no answer was held to be."""

    questions: tuple[Question, ...]
    said: dict[str, str]
    no_answer: dict[str, float]


def paper(chance: random.Random, *, answerless: bool) -> Paper:
    """A few questions; what is said to them is often one of the answers."""
    ids = [str(number) for number in range(chance.randint(1, 9))]
    questions = tuple(
        Question(id_, "", "", tuple(answer(chance) for _ in range(chance.randint(0 if answerless else 1, 3))))
        for id_ in ids
    )
    said = {
        one.id: chance.choice(one.answers) if one.answers and chance.random() < 0.3 else answer(chance)
        for one in questions
    }
    shuffled = chance.sample(ids, len(ids))
    return Paper(questions, said, {id_: chance.choice((0.0, 0.2, 0.5, 0.5, 1.0, 1.5)) for id_ in shuffled})


def answer(chance: random.Random) -> str:
    """A text of odd pieces."""
    count = chance.choice((0, 0, 1, 1, 2, 3, 5))
    return "".join(chance.choice(PIECES) + chance.choice(BLANKS) for _ in range(count))


def squad_words(text: str) -> list[str]:
    """Lower the text, take out punctuation, then articles, and split at white space.

    An article is a run of letters, figures and underscores that is a, an or the; what is no such letter ends it.
    """
    kept = [letter for letter in text.lower() if letter not in PUNCTUATION]
    told, run = "", ""
    for letter in [*kept, " "]:
        if letter.isalnum() or letter == "_":
            run += letter
        else:
            told += (" " if run in {"a", "an", "the"} else run) + letter
            run = ""
    return told.split()


def squad_exact(gold: str, said: str) -> float:
    """1 where both are the same once normalised."""
    return 1.0 if " ".join(squad_words(gold)) == " ".join(squad_words(said)) else 0.0


def squad_f1(gold: str, said: str, version: int) -> float:
    """The harmonic mean of the shares of shared words; v2 lets two empty answers agree."""
    golden, mine = squad_words(gold), squad_words(said)
    if version == 2 and not (golden and mine):
        return 1.0 if golden == mine else 0.0
    left, shared = list(golden), 0
    for word in mine:
        if word in left:
            left.remove(word)
            shared += 1
    return 2 * shared / (len(golden) + len(mine)) if shared else 0.0


def squad_score(question: Question, said: str, version: int) -> tuple[float, float]:
    """The best over all answers; by v2 answers that are nothing once normalised do not count, unless all are."""
    golds = list(question.answers)
    if version == 2:
        golds = [gold for gold in golds if squad_words(gold)]
        golds = golds or [""]
    return max(squad_exact(gold, said) for gold in golds), max(squad_f1(gold, said, version) for gold in golds)


def squad_best(paper: Paper, measure: int) -> tuple[float, float]:
    """Of all places to put the threshold, the first that reaches most: the surest questions get their answers."""
    by_id = {one.id: one for one in paper.questions}
    order = sorted(paper.no_answer, key=paper.no_answer.__getitem__)
    tried = []
    for taken in range(len(order) + 1):
        reached = 0.0
        for place, id_ in enumerate(order):
            if place >= taken:
                reached += not by_id[id_].answers
            elif by_id[id_].answers:
                reached += squad_score(by_id[id_], paper.said[id_], 2)[measure]
            else:
                # The published search takes only what is nothing at all for no answer, not what is once normalised.
                reached += not paper.said[id_]
        tried.append((reached, paper.no_answer[order[taken - 1]] if taken else 0.0))
    most = max(reached for reached, _ in tried)
    return most / len(order), next(threshold for reached, threshold in tried if reached > most - 1e-9)


def holm(ps: Sequence[float]) -> list[float]:
    """By the definition: the greatest of (m - j + 1) p(j) over all that are as small or smaller, 1 at most."""
    ranked = sorted(ps)
    return [min(1.0, max((len(ps) - rank) * other for rank, other in enumerate(ranked) if other <= p)) for p in ps]


def kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """By the definition: (po - pe) / (1 - pe)."""
    count = len(one)
    observed = sum(1 for at in range(count) if one[at] == other[at]) / count
    expected = sum((one.count(label) / count) * (other.count(label) / count) for label in {*one, *other})
    return (observed - expected) / (1 - expected)


def distinct_2(texts: Sequence[Sequence[str]]) -> float:
    """Different pairs of neighbouring words over all such pairs."""
    seen: list[tuple[str, str]] = []
    every = 0
    for text in texts:
        for at in range(1, len(text)):
            every += 1
            if (text[at - 1], text[at]) not in seen:
                seen.append((text[at - 1], text[at]))
    return len(seen) / every if every else 0.0


def told(chance: random.Random, most: int = 30) -> str:
    """A text of a few sentences from few words, so that texts share many."""
    names = "harbour ferry council bridge lantern keeper twelve boats boat boating oak the a of was were sold".split()
    found, line = [], ""
    for _ in range(chance.randint(0, most)):
        line = f"{line} {chance.choice(names)}".strip()
        if chance.random() < 0.15:
            found.append(line.capitalize() + chance.choice(".!?"))
            line = ""
    return " ".join([*found, line.capitalize()]).strip()


def texts(chance: random.Random) -> dict[str, list[list[str]]]:
    """Riddles of a few cases, cut into words, one draw or two of each."""
    return {str(case): [_letters(chance) for _ in range(chance.randint(1, 2))] for case in range(chance.randint(1, 6))}


def _letters(chance: random.Random) -> list[str]:
    return [chance.choice("abcdefgh") for _ in range(chance.randint(0, 9))]
