"""The `service` pipeline against a vendor that fails: what is lost, charged twice, above the rate or the budget.

Run: python benchmarks/service.py [--riddles 200] [--seed 7]

The vendor is a real HTTP server on the loopback (`stages/vendor.py`), and it counts: each answer it made is charged,
whether or not it arrived. The riddles go through the real pipeline, in two steps, all of them at the same time.

faults      1 try in 5 meets a fault that costs nothing: 429 with and without Retry-After, 500, 502, 503, a connection
            closed without an answer, silence until the time-out, a web page. One answer breaks off half-way after it
            was charged. A request that met six faults in a row would be given up: one in 15,000. Goals: no riddle
            lost, at most one request charged twice, never above the rate.
heeding     The same with as many answers that are charged and then lost, broken off, or too late, at a vendor that
            heeds the header Idempotency-Key. Goals: no riddle lost, none charged twice.
not heeding The same at a vendor that does not: each answer that is lost after the charge can only be lost or be charged
            again. Goals: no riddle lost, and not one charge more than answers that were lost.
processes   Three processes with one store, more riddles than the day's tokens, then the day's dollars, allow. Goals:
            never above the rate of all, never above the budget, no riddle begun and not finished for another reason.
finding out All ask at once a server without schemas and functions. Goal: two requests are refused.
refusals    No credit, a wrong key, no such model, too long: asked once, and told in a sentence without the key.

The highest rate is the largest number of requests that arrived within any second. Exit code 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from adapters.llm.hosted import hosted_model
from adapters.llm.prices import Price
from adapters.store.connection import open_redis
from adapters.store.embedded import EmbeddedServer
from adapters.store.spending import RedisSpending
from benchmarks.stages.figures import Figures
from benchmarks.stages.vendor import CHARGED, UNCHARGED, Vendor
from bot.domain import Article, Story
from bot.errors import BudgetSpent, ModelError
from bot.riddles.pipelines import HOSTED, make_pipeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.ports.spending import Spending
    from bot.riddles.pipeline import Pipeline

KEY = "sk-4711-not-a-real-key"
RATE = 40
MOST_TOKENS = 1500
TIMEOUT = 6.0
PRICE = Price(0.15, 0.60)
PROCESSES = 3
TITLE = "Colony {} moves house"
TEXT = (
    "Colony number {} of Adelie penguins in the Bay of Tamsin moved its nests uphill this spring, researchers said on "
    "Monday. The birds carried some 4,000 pebbles to a ledge 30 metres above the water. Drone pictures showed that "
    "every nest had been rebuilt within nine days."
)
PART = 0.2


def pipeline(url: str, spending: Spending | None = None, rate: float = RATE, seconds: float = 1800) -> Pipeline:
    """The real pipeline over a hosted model."""
    model = hosted_model(
        "openai:double",
        base_url=url,
        api_keys={"openai": SecretStr(KEY)},
        timeout=TIMEOUT,
        requests_a_second=rate,
        most_tokens=MOST_TOKENS,
        spending=spending,
        price=PRICE,
    )
    return make_pipeline("service", model, HOSTED, model_name="openai:double", cost=PRICE, seconds=seconds)


def stories(numbers: Iterable[int]) -> list[Story]:
    """Stories of which no two are the same."""
    return [
        Story((Article(f"a{n}", TITLE.format(n), TEXT.format(n), f"https://example.org/{n}", "The Post"),))
        for n in numbers
    ]


async def ask(made: Pipeline, numbers: Iterable[int]) -> Counter[str]:
    """Ask for a riddle of each story at once: how many were written, kept by the budget, and lost for what reason."""

    async def one(story: Story) -> str:
        try:
            return "written" if await made.candidates(story, 1, 7) else "lost: nothing came"
        except BudgetSpent:
            return "budget"
        except ModelError as error:
            return f"lost: {error}"

    return Counter(await asyncio.gather(*(one(story) for story in stories(numbers))))


def lost(found: Counter[str]) -> int:
    """How many riddles were lost; why is printed."""
    reasons = {what: count for what, count in found.items() if what.startswith("lost")}
    for what, count in reasons.items():
        print(f"    {count} {what}")
    return sum(reasons.values())


async def faults(figures: Figures, riddles: int, seed: int, vendor: Vendor, goal: str) -> None:
    """Riddles through faults."""
    vendor.seed = seed
    begun = time.monotonic()
    async with vendor:
        found = await ask(pipeline(vendor.url), range(riddles))
    again = sum(vendor.charges.values()) - len(vendor.charges)
    late = sum(vendor.met[fault] for fault in CHARGED)
    figures.tell("requests at the server", f"{vendor.tries.total()} in {time.monotonic() - begun:.0f} s")
    figures.tell("met", ", ".join(f"{name} {count}" for name, count in sorted(vendor.met.items())))
    figures.tell("riddles lost", f"{lost(found)} of {riddles}", "0", met=found["written"] == riddles)
    figures.tell("answers lost after their charge", late)
    if goal == "no more than lost":
        figures.tell("charged once more", again, f"at most {late}", met=again <= late)
    else:
        figures.tell("requests charged twice", vendor.twice, goal, met=vendor.twice <= int(goal.rsplit(maxsplit=1)[-1]))
        figures.tell("charged three times", sum(n > 2 for n in vendor.charges.values()), "0", met=again == vendor.twice)
    rate(figures, vendor)


def rate(figures: Figures, vendor: Vendor) -> None:
    """The highest rate beside the limit."""
    highest = vendor.highest_rate()
    figures.tell("most requests in any second", highest, f"at most {RATE}", met=highest <= RATE)


async def processes(figures: Figures, riddles: int, seed: int, *, tokens: int = 0, dollars: float = 0.0) -> None:
    """Several processes, one store, and a budget that is too small."""
    with tempfile.TemporaryDirectory(prefix="riddle-service-") as folder:
        server = EmbeddedServer(Path(folder))
        address = f"unix://{server.enter()}"
        try:
            async with Vendor(UNCHARGED, 0.1, seed=seed, silence=15) as vendor:
                each = riddles // PROCESSES
                found: Counter[str] = Counter()
                for told in await asyncio.gather(
                    *(child(vendor.url, address, folder, n * each, each, tokens, dollars) for n in range(PROCESSES))
                ):
                    found += told
        finally:
            server.leave()
    spent = PRICE(vendor.prompt_tokens, vendor.completion_tokens)
    figures.tell("riddles written, left to the budget", f"{found['written']}, {found['budget']}")
    left = found["written"] + found["budget"]
    figures.tell("riddles lost otherwise", lost(found), "0", met=left == found.total())
    figures.tell("stopped by the budget", found["budget"] > 0, "True", met=found["budget"] > 0)
    if tokens:
        figures.tell("tokens charged", f"{vendor.tokens:,} of {tokens:,}", "not above", met=vendor.tokens <= tokens)
    else:
        figures.tell("dollars charged", f"{spent:.4f} of {dollars}", "not above", met=spent <= dollars)
    rate(figures, vendor)


async def child(url: str, store: str, folder: str, first: int, count: int, tokens: int, dollars: float) -> Counter[str]:
    """One process that asks for riddles; what it counted."""
    told = [url, store, folder, first, count, tokens, dollars]
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.service", "--child", json.dumps(told), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await running.communicate()
    return Counter(json.loads(said))


async def as_child(
    url: str, store: str, folder: str, first: int, count: int, tokens: int, dollars: float
) -> Counter[str]:
    """What such a process does."""
    async with open_redis(store, Path(folder)) as redis:
        spending = RedisSpending(redis, tokens=tokens, dollars=dollars)
        return await ask(pipeline(url, spending), range(first, first + count))


async def finding_out(figures: Figures) -> None:
    """How many requests are refused until it is known that a server has neither schemas nor functions."""
    async with Vendor(lacks=("response_format", "tools")) as vendor:
        found = await ask(pipeline(vendor.url), range(30))
    figures.tell("riddles lost", lost(found), "0", met=found["written"] == found.total())
    figures.tell("requests refused", vendor.refused, "2", met=vendor.refused == 2)


async def refusals(figures: Figures) -> None:
    """What is of no use to be asked again is asked once."""
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(handler.format(record))  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    for status, message, told in (
        (429, "You exceeded your current quota. insufficient_quota", "no credit"),
        (401, f"Incorrect API key provided: {KEY}", "does not accept the key"),
        (404, "The model does not exist", "no model"),
        (400, "maximum context length is 10 tokens", "too long"),
    ):
        async with Vendor(refusal=(status, message)) as vendor:
            found = await ask(pipeline(vendor.url), range(1))
        (sentence,) = found
        said.append(sentence)
        met = len(vendor.arrivals) == 1 and told in sentence
        figures.tell(sentence.removeprefix("lost: "), f"asked {len(vendor.arrivals)} time", "1", met=met)
    logging.getLogger().removeHandler(handler)
    leaks = sum("4711" in line for line in said)
    figures.tell("lines of log or errors with the key", f"{leaks} of {len(said)}", "0", met=not leaks)


async def measure(riddles: int, seed: int) -> int:
    """All parts; whether a goal was missed."""
    figures = Figures()
    print(f"\nfaults: {riddles} riddles, {PART:.0%} of the tries fail, one answer is lost after its charge")
    await faults(figures, riddles, seed, Vendor(UNCHARGED, PART, losses=1), "at most 1")
    print("\nheeding: answers are lost after their charge; the vendor heeds Idempotency-Key")
    await faults(figures, riddles, seed, Vendor((*UNCHARGED, *CHARGED), PART, heeds=True), "at most 0")
    print("\nnot heeding: the same where the vendor does not")
    await faults(figures, riddles, seed, Vendor((*UNCHARGED, *CHARGED), PART), "no more than lost")
    print(f"\nprocesses: {PROCESSES} with one store, {riddles} riddles, a budget of tokens")
    await processes(figures, riddles, seed, tokens=riddles * 2000)
    print(f"\nprocesses: {PROCESSES} with one store, {riddles} riddles, a budget of dollars")
    await processes(figures, riddles, seed, dollars=riddles * 0.0005)
    print("\nfinding out: 30 at once, a server without schemas and functions")
    await finding_out(figures)
    print("\nrefusals")
    await refusals(figures)
    return figures.end()


def main() -> int:
    """Measure, or be one of the processes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--riddles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(asyncio.run(as_child(*json.loads(options.child)))))
        return 0
    with suppress(KeyboardInterrupt):
        return asyncio.run(measure(options.riddles, options.seed))
    return 130


if __name__ == "__main__":
    sys.exit(main())
