"""Replies held to JSON schemas: how many of 1,000 are valid, what a step costs, how long a schema takes to compile.

`python -m benchmarks.constrained [--replies 1000] [--real 40] [--data FOLDER]`. First with weights drawn by chance and
the embedded model's tokenizer (49,152 tokens): what nobody trained has to be held all the way. Then with the embedded
model itself. Every third reply is given too few tokens on purpose.

What a schema costs is what it adds: the same requests are decoded with their schemas and without, and the processor
time of choosing tokens - finding the likeliest or drawing one, and all that the schema asks, the planned end of a reply
near its limit too - is divided by the tokens written. Both figures are printed, their difference, and how much of it is
spent in the schema's own functions. One thread does it all, so that its processor time is the whole; the clock, which
on a busy machine tells of the others too, is printed as tokens a second.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

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
CHOOSING = "choosing"
OWN = {
    "forced": "what has to follow",
    "allows": "one token asked for",
    "among": "the likeliest asked for",
    "allowed": "all tokens asked for",
    "take": "taking the token and planning the end",
}
_PLAIN_REPLIES = 100
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
    """Processor time spent in some functions, by title; what one calls of another counts for both."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def watch(self, owner: Any, name: str, title: str) -> None:
        """Take the time of a function from now on."""
        real: Callable[..., Any] = getattr(owner, name)

        def timed(*given: Any) -> Any:
            begun = time.thread_time_ns()
            try:
                return real(*given)
            finally:
                self.spent[title] = self.spent.get(title, 0.0) + (time.thread_time_ns() - begun) / 1000

        setattr(owner, name, timed)


@dataclass(frozen=True)
class Measured:
    """What some replies took: microseconds of processor time a token, by what for."""

    valid: int
    count: int
    tokens: int
    seconds: float
    spent: dict[str, float]

    @property
    def speed(self) -> float:
        """Tokens a second, by the clock."""
        return self.tokens / self.seconds


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


async def replies(model: LocalChatModel, count: int, temperature: float, *, held: bool = True) -> tuple[int, int, int]:
    """How many replies are valid, of how many, with how many tokens; not `held`, the same without their schemas."""
    kinds = list(KINDS)
    valid = tokens = 0

    async def one(at: int) -> bool:
        nonlocal tokens
        kind, limit = kinds[at % len(kinds)], LIMITS[at // len(kinds) % len(LIMITS)]
        named = {"type": "json_schema", "json_schema": {"name": "reply", "schema": KINDS[kind]}}
        most: dict[str, Any] = {"max_tokens": limit} if limit else {}
        reply = await model.ainvoke(
            f"{ASKED} Number {at}.",
            response_format=named if held else None,
            seed=at,
            temperature=temperature,
            **most,
        )
        tokens += reply.usage_metadata["output_tokens"] if reply.usage_metadata else 0
        return held and fits(kind, reply.text)

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
    """Ask one model with schemas and without, and print."""
    model = LocalChatModel(source=source, model_name=name, timeout=3600)
    model.invoke("warm up", max_tokens=1)
    with_schema = measured(model, count, temperature, meter, held=True)
    without = measured(model, min(count, _PLAIN_REPLIES), temperature, meter, held=False)
    model.close()
    added = with_schema.spent[CHOOSING] - without.spent[CHOOSING]
    own = ", ".join(f"{title} {spent:.0f}" for title, spent in sorted(with_schema.spent.items()) if title != CHOOSING)
    print(
        f"{name}: {with_schema.valid} of {with_schema.count} valid, {with_schema.tokens} tokens; "
        f"microseconds a step and sequence: {with_schema.spent[CHOOSING]:.0f} with a schema, "
        f"{without.spent[CHOOSING]:.0f} without, {added:.0f} added "
        f"(in its own functions {sum(with_schema.spent.values()) - with_schema.spent[CHOOSING]:.0f}: {own}); "
        f"{with_schema.speed:.0f} tokens a second with, {without.speed:.0f} without",
        flush=True,
    )


def measured(model: LocalChatModel, count: int, temperature: float, meter: Meter, *, held: bool) -> Measured:
    """Ask a model and take the time."""
    meter.spent.clear()
    begun = time.monotonic()
    valid, total, tokens = asyncio.run(replies(model, count, temperature, held=held))
    spent = {title: one / tokens for title, one in meter.spent.items()}
    return Measured(valid, total, tokens, time.monotonic() - begun, spent)


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
    meter.watch(Chooser, "step", CHOOSING)
    for function, title in OWN.items():
        meter.watch(Constraint, function, title)
    torch.set_num_threads(1)  # what another thread computes would not be seen
    with tempfile.TemporaryDirectory() as folder:
        random_weights(weights, folder)
        run("weights drawn by chance", folder, given.replies, 1.5, meter)
    if given.real:
        run("the embedded model, greedy", weights, given.real, 0.0, meter)
        run("the embedded model, drawn", weights, given.real, 0.8, meter)


if __name__ == "__main__":
    main()
