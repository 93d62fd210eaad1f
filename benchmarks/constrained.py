"""Replies held to JSON schemas: how many of 1,000 are valid, what a step costs, how long a schema takes to compile.

`python -m benchmarks.constrained [--replies 1000] [--real 40] [--data FOLDER]`. First with weights drawn by chance and
the embedded model's tokenizer (49,152 tokens): what nobody trained has to be held all the way. Then with the embedded
model itself. Every third reply is given too few tokens on purpose. The cost is processor time, all of it over all
tokens: what the schema allows is found and put to use, and the end is planned where a limit is near. On a busy machine
the clock tells of the others too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch
from pydantic import BaseModel, Field, ValidationError

from adapters.llm.chooser import Chooser
from adapters.llm.constraint import Constraint, Grammars
from adapters.llm.embedded import prepare_embedded
from adapters.llm.local import LocalChatModel
from bot.riddles.pipelines.reply import composition_schema
from bot.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = (300, 100, 24)
ASKED = "Turn this into a riddle: a ferry made its last crossing on Sunday, after a bridge was opened."


class Composed(BaseModel):
    """A riddle as it is written; its reader, which takes out what is no word, comes later."""

    form: str
    kind: str
    facts: list[str]
    answer: str = Field(min_length=1, max_length=60)
    aliases: list[str] = Field(max_length=4)
    question: str = Field(min_length=1, max_length=450)
    hints: list[str] = Field(min_length=3, max_length=3)
    explanation: str = Field(max_length=400)


class Verdict(BaseModel):
    """A judge's word."""

    reason: str = Field(max_length=80)
    answer: Literal["yes", "no", "unsure"]
    points: int = Field(ge=1, le=5)


class Fact(BaseModel):
    """One fact of an article."""

    who: str = Field(min_length=2, max_length=40)
    day: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    number: float | None = None


class Facts(BaseModel):
    """What an article says; nothing in it names a limit for the lists."""

    facts: list[Fact]
    topics: list[Literal["sport", "science", "politics"]]


class Tree(BaseModel):
    """A schema that holds itself."""

    name: str = Field(max_length=20)
    branches: list[Tree] = Field(default=[], max_length=3)


KINDS: dict[type[BaseModel], dict[str, Any]] = {
    Composed: composition_schema(),
    **{kind: kind.model_json_schema() for kind in (Verdict, Facts, Tree)},
}


class Meter:
    """Processor time spent in some functions, by name."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}

    def watch(self, owner: Any, name: str, title: str) -> None:
        """Take the time of a function from now on."""
        real: Callable[..., Any] = getattr(owner, name)

        def timed(*given: Any) -> Any:
            begun = time.thread_time_ns()
            try:
                return real(*given)
            finally:
                self.spent.setdefault(title, []).append((time.thread_time_ns() - begun) / 1000)

        setattr(owner, name, timed)

    def told(self, tokens: int) -> str:
        """What a token cost, and how often each function was called for one."""
        told = (
            f"{title} {sum(spent) / tokens:.0f} ({len(spent) / tokens:.2f} calls of {median(spent):.0f})"
            for title, spent in sorted(self.spent.items())
        )
        return f"microseconds of processor time a token and sequence: {', '.join(told)}"


def random_weights(tokenizer_folder: str, folder: str) -> None:
    """A Llama of one layer with weights drawn by chance, over the embedded model's tokens."""
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    tokenizer = AutoTokenizer.from_pretrained(tokenizer_folder, local_files_only=True)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=1,
        max_position_embeddings=8192,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        initializer_range=0.5,
    )
    LlamaForCausalLM(config).save_pretrained(folder)


async def replies(model: LocalChatModel, count: int, temperature: float) -> tuple[int, int, int]:
    """How many replies are valid, of how many, with how many tokens."""
    kinds = list(KINDS)
    valid = tokens = 0

    async def one(at: int) -> bool:
        nonlocal tokens
        kind, limit = kinds[at % len(kinds)], LIMITS[at // len(kinds) % len(LIMITS)]
        named = {"type": "json_schema", "json_schema": {"name": "reply", "schema": KINDS[kind]}}
        most: dict[str, Any] = {"max_tokens": limit} if limit else {}
        reply = await model.ainvoke(
            f"{ASKED} Number {at}.",
            response_format=named,
            seed=at,
            temperature=temperature,
            **most,
        )
        tokens += reply.usage_metadata["output_tokens"] if reply.usage_metadata else 0
        return fits(kind, reply.text)

    for begin in range(0, count, 128):
        valid += sum(await asyncio.gather(*(one(at) for at in range(begin, min(count, begin + 128)))))
    return valid, count, tokens


def fits(kind: type[BaseModel], text: str) -> bool:
    """Whether a reply is an object of its schema."""
    try:
        kind.model_validate(json.loads(text))
    except (ValidationError, ValueError) as error:
        print(f"not valid for {kind.__name__}: {str(error)[:200]!r} in {text[-120:]!r}")
        return False
    return True


def compile_times(folder: str) -> None:
    """Print how long the schemas take to compile."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    begun = time.monotonic()
    grammars = Grammars(tokenizer, len(tokenizer))
    print(f"the tokenizer, once: {time.monotonic() - begun:.2f} s")
    for kind, schema in KINDS.items():
        begun = time.monotonic()
        grammar = grammars.of(json.dumps(schema))
        took = 1000 * (time.monotonic() - begun)
        print(f"{kind.__name__:12} compiled in {took:5.1f} ms, {grammar.shortest} tokens at least")


def run(name: str, source: str, count: int, temperature: float, meter: Meter) -> None:
    """Ask one model and print."""
    model = LocalChatModel(source=source, model_name=name, timeout=3600)
    model.invoke("warm up", max_tokens=1)
    meter.spent.clear()
    begun = time.monotonic()
    valid, total, tokens = asyncio.run(replies(model, count, temperature))
    model.close()
    print(
        f"{name}: {valid} of {total} valid, {tokens} tokens in {time.monotonic() - begun:.0f} s; {meter.told(tokens)}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help="the data folder the embedded model lives in")
    parser.add_argument("--replies", type=int, default=1000)
    parser.add_argument("--real", type=int, default=40)
    given = parser.parse_args()
    weights = str(prepare_embedded(given.data or load_settings().data_dir, print))
    compile_times(weights)
    meter = Meter()
    meter.watch(Chooser, "_held", "the mask and its use")
    meter.watch(Constraint, "take", "taking the token and planning the end")
    threads = torch.get_num_threads()
    with tempfile.TemporaryDirectory() as folder:
        random_weights(weights, folder)
        torch.set_num_threads(1)  # two would mostly wait for each other over so small a model
        run("weights drawn by chance", folder, given.replies, 1.5, meter)
    torch.set_num_threads(threads)
    if given.real:
        run("the embedded model, greedy", weights, given.real, 0.0, meter)
        run("the embedded model, drawn", weights, given.real, 0.8, meter)


if __name__ == "__main__":
    main()
