"""How much the riddles repeat themselves, beside what people wrote in the same articles.

Run: python benchmarks/diversity.py [--articles FILE.jsonl] [--riddles 100] [--seed 7] [--day N]

Editions of one riddle each are made without a model, one day after the other, each from a window of twenty articles
(those of the sample, or JSON lines with `title` and `text`) and with the editions before it in view; an article is used
once. What is not taken stands to choose from on the next day, so that in the end nearly every article that gives a
riddle is taken; with `--day` each day has so many articles of its own, as news has, and what it leaves is gone. Of the
riddles, without their closing formula ("Which city am I?"):

distinct-2      of 2,000 pairs of neighbouring words drawn with a seed, the share that are different (goal 0.88 or more)
self-BLEU       the mean BLEU-4 of each riddle with all others as its references, as sacrebleu reckons a sentence's:
                n-grams of words clipped at the most of one reference, brevity by the closest reference, a missing order
                counted as one half, one quarter ... of a hit, none at all as 0 (goal 0.10 or less)
same opening    the share of riddles that begin with the commonest three words (goal 0.10 or less)

People's texts are sentences that follow one another in the articles the riddles were made of, from a place drawn with
the seed, and cut to the length of the riddle. Where there are fewer than 2,000 pairs all are taken, which makes
distinct-2 higher: the line says how many. Exit code 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from adapters.news.sample import SampleNews
from bot.domain import Article, Story
from bot.evaluation.metrics.variety import PAIRS, distinct_2_of, self_bleu_of
from bot.riddles.craft import Crafter
from bot.riddles.making import Maker, Order
from bot.riddles.variety import WEEK, body_of, opening_of
from bot.text import fold, plain, sentences, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Riddle

WINDOW = 20
DISTINCT, BLEU, OPENING = 0.88, 0.10, 0.10


@dataclass
class Remembering(Crafter):
    """Crafts each story once: the windows of two days overlap."""

    made: dict[str, list[Candidate]] = field(default_factory=dict)

    def candidates(self, story: Story, limit: int = 6) -> list[Candidate]:
        """What was crafted before, or is crafted now."""
        if story.lead.id not in self.made:
            self.made[story.lead.id] = super().candidates(story, limit)
        return self.made[story.lead.id]


async def played(articles: Sequence[Article], count: int, day: int = 0) -> list[tuple[Riddle, Article]]:
    """The riddles of one edition after the other, with their articles; a number of new articles a day, if given."""
    maker, left = Maker(Remembering()), list(articles)
    editions: list[tuple[Riddle, Article]] = []
    while left and len(editions) < count:
        window = [Story((article,)) for article in left[: day or WINDOW]]
        recent = tuple((riddle,) for riddle, _ in editions[: -WEEK - 1 : -1])
        archive = tuple((riddle.question, riddle.answer) for riddle, _ in editions)
        batch = await maker.make(Order(window, 1, archive, recent=recent))
        gone = {batch.riddles[0].article.id} if batch.riddles and batch.riddles[0].article else set()
        editions += [(riddle, next(one for one in left if one.id in gone)) for riddle in batch.riddles]
        left = left[day:] if day else ([one for one in left if one.id not in gone] if gone else left[WINDOW:])
        print(f"\r{len(editions)} riddles", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return editions


def told(article: Article, length: int, chance: random.Random) -> str:
    """Sentences of an article that follow one another, as long as a riddle."""
    told = sentences(article.text)
    start = chance.randrange(len(told))
    return " ".join(words(" ".join(told[start:] + told[:start]))[:length])


def report(name: str, texts: Sequence[str], seed: int) -> tuple[float, float, float]:
    """Measure texts and print it."""
    cut = [[fold(word) for word in words(text)] for text in texts]
    share, pairs = distinct_2_of(cut, seed, PAIRS)
    found = self_bleu_of({str(at): [text] for at, text in enumerate(cut)})
    repeated = fmean(one for values in found.values() for one in values)
    opening, count = Counter(opening_of(text) for text in texts).most_common(1)[0]
    print(
        f"{name:8} distinct-2 {share:.3f} (of {pairs} pairs)   self-BLEU {repeated:.3f}   "
        f'same opening {count / len(texts):.2f} ("{opening}")'
    )
    return share, repeated, count / len(texts)


def repeats(riddles: Sequence[Riddle]) -> str:
    """What comes back over the days."""
    twice = sum(one.form is other.form for one, other in pairwise(riddles))
    answers = len(riddles) - len({fold(riddle.answer) for riddle in riddles})
    openings = [opening_of(riddle.question) for riddle in riddles]
    worn = sum(openings[max(0, at - WEEK + 1) : at + 1].count(one) > 2 for at, one in enumerate(openings))
    return f"a form opened twice running {twice} times, an answer came again {answers}, an opening wore out {worn}"


def read(path: str, seed: int) -> list[Article]:
    """The articles of a file of JSON lines, shuffled."""
    rows = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines() if line.strip()]
    found = [
        Article(f"given-{at}", plain(row["title"]), plain(row["text"]), topics=tuple(row.get("topics", ())))
        for at, row in enumerate(rows)
    ]
    random.Random(seed).shuffle(found)
    return found


def main() -> int:
    """Make, measure, print, and tell by the exit code whether the goals are reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", metavar="FILE.jsonl")
    parser.add_argument("--riddles", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--day", type=int, default=0, help="articles of a day; what a day leaves is not seen again")
    parser.add_argument("--show", action="store_true", help="print the riddles")
    options = parser.parse_args()
    given = read(options.articles, options.seed) if options.articles else list(asyncio.run(SampleNews().articles()))
    editions = asyncio.run(played(given, options.riddles, options.day))
    for riddle, _ in editions if options.show else ():
        print(f"{riddle.form.value} {riddle.tier}: {riddle.question!r} {riddle.answer}")
    bodies = [body_of(riddle.question) for riddle, _ in editions]
    chance = random.Random(options.seed)
    texts = [told(article, len(words(body)), chance) for body, (_, article) in zip(bodies, editions, strict=True)]
    print(f"{len(editions)} riddles of {len(given)} articles")
    share, repeated, same = report("riddles", bodies, options.seed)
    report("people", texts, options.seed)
    forms = Counter(riddle.form.value for riddle, _ in editions)
    print("forms    " + ", ".join(f"{count} {form}" for form, count in forms.most_common()))
    print(f"repeats  {repeats([riddle for riddle, _ in editions])}")
    return int(share < DISTINCT or repeated > BLEU or same > OPENING)


if __name__ == "__main__":
    sys.exit(main())
