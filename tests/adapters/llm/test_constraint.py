"""What a schema lets a reply go on with is the same however it is asked, and tokens are drawn from just that."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from adapters.llm.chooser import Chooser
from adapters.llm.constraint import Grammar, Grammars
from adapters.llm.request import Decoding, Request
from adapters.llm.row import Row

if TYPE_CHECKING:
    from pathlib import Path

    import torch

pytestmark = pytest.mark.model

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "form": {"enum": ["summary", "~~~~ first ~~~~", "question"]},
        "text": {"type": "string", "minLength": 2, "maxLength": 30},
        "names": {"type": "array", "items": {"type": "string", "maxLength": 5}, "maxItems": 3},
        "year": {"type": ["integer", "null"], "minimum": 1, "maximum": 3000},
    },
    "required": ["form", "text", "names", "year"],
}
DAY = {"type": "object", "properties": {"day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}}}
TEXTS = (
    '{"form":"~~~~ first ~~~~","text":"A \\t fêrry — über \\n Brücke","names":["","Åse","Zoë x"],"year":1987}',
    '{"form":"question","text":"abcdefghijklmnopqrstuvwxyzabcd","names":[],"year":null}',
)


@pytest.fixture(scope="module")
def tokenizer(embedded_data: Path) -> Any:
    from transformers import AutoTokenizer

    folder = next(path.parent for path in embedded_data.rglob("tokenizer.json"))
    return AutoTokenizer.from_pretrained(str(folder), local_files_only=True)


@pytest.fixture(scope="module")
def grammars(tokenizer: Any) -> Grammars:
    return Grammars(tokenizer, len(tokenizer))


@pytest.mark.parametrize("schema", [SCHEMA, {**SCHEMA, "properties": SCHEMA["properties"] | DAY["properties"]}])
def test_some_tokens_asked_for_are_those_of_the_whole_mask(grammars: Grammars, tokenizer: Any, schema: dict[str, Any]):
    grammar, width = grammars.of(json.dumps(schema)), len(tokenizer)
    chance = np.random.default_rng(1)
    for text in TEXTS:
        held = grammar.begin(400)
        for token in _bytewise(tokenizer, text):
            for choices in (chance.choice(width, 64, replace=False), np.arange(width)[:40]):
                may, others = held.among(choices)
                allowed = held.allowed(width)
                assert (may == allowed[choices]).all()
                assert others or allowed.sum() == may.sum()
            assert held.allows(token)
            assert held.take(token) == token


@pytest.mark.parametrize(
    ("begun", "top_k", "likely"),
    [
        ('{"form":"', 50, ["question", "summary", " the"]),
        ('{"form":"question","text":"A f', 4, ["erry", "\n", " the", '"', "ish", "<|im_end|>", "og"]),
        ('{"form":"question","text":"abcdefghijklmnopqrstuvwxyzabc', 50, ["d", "e", '"', " the", "ferry"]),
    ],
)
def test_tokens_are_drawn_as_often_as_their_chances_among_what_is_allowed_say(
    grammars: Grammars, tokenizer: Any, begun: str, top_k: int, likely: list[str]
):
    grammar, count = grammars.of(json.dumps(SCHEMA)), 3000
    logits = _logits(tokenizer, likely)
    wanted = _chances(grammar, tokenizer, begun, logits, top_k)
    rows = [_row(grammar, tokenizer, begun, top_k, seed) for seed in range(count)]
    before = len(rows[0].tokens)
    Chooser(tokenizer).step(logits.repeat(count, 1), rows)
    found = Counter(row.tokens[before] for row in rows)
    assert set(found) <= set(wanted)
    for token, share in wanted.items():
        # Five standard deviations: the seeds are fixed, so this never comes and goes.
        assert abs(found[token] / count - share) <= 5 * (share * (1 - share) / count) ** 0.5 + 1e-9


def test_what_a_seed_draws_does_not_depend_on_the_rows_beside_it(grammars: Grammars, tokenizer: Any):
    grammar = grammars.of(json.dumps(SCHEMA))
    begun = '{"form":"question","text":"A f'
    logits = _logits(tokenizer, ["erry", "\n", " the", "ish", "og"])
    together = [_row(grammar, tokenizer, begun, 50 - seed, seed) for seed in range(16)]
    alone = [_row(grammar, tokenizer, begun, 50 - seed, seed) for seed in range(16)]
    Chooser(tokenizer).step(logits.repeat(16, 1), together)
    for row in alone:
        Chooser(tokenizer).step(logits.clone(), [row])
    assert [row.tokens for row in alone] == [row.tokens for row in together]


def _bytewise(tokenizer: Any, text: str) -> list[int]:
    """The tokens of a text, half of it letter by letter, so that characters are cut apart too."""
    half = len(text) // 2
    letters = [token for letter in text[:half] for token in tokenizer(letter)["input_ids"]]
    return letters + list(tokenizer(text[half:])["input_ids"])


def _logits(tokenizer: Any, likely: list[str]) -> torch.Tensor:
    import torch

    torch.manual_seed(5)
    logits = torch.randn(1, len(tokenizer))
    for place, text in enumerate(likely):
        logits[0, tokenizer(text)["input_ids"][0]] = 14.0 - place / 2
    return logits


def _row(grammar: Grammar, tokenizer: Any, begun: str, top_k: int, seed: int) -> Row:
    decoding = Decoding(temperature=1.3, top_p=0.9, top_k=top_k, seed=seed, schema="{}")
    row = Row(Request((), decoding, 60, limit=400), tokenizer, frozenset(), grammar.begin(400))
    for token in tokenizer(begun)["input_ids"]:
        row.take(token)
    return row


def _chances(grammar: Grammar, tokenizer: Any, begun: str, logits: torch.Tensor, top_k: int) -> dict[int, float]:
    """The whole mask, then the likeliest of the rest, then those that together reach `top_p`: the plain way."""
    held = _row(grammar, tokenizer, begun, top_k, 0).constraint
    assert held is not None
    table = np.where(held.allowed(len(tokenizer)), logits[0].double().numpy(), -np.inf)
    best = np.argsort(-table, kind="stable")[:top_k]
    weights = np.exp(table[best] / 1.3)
    weights /= weights.sum()
    kept = np.concatenate([[0.0], np.cumsum(weights)[:-1]]) < 0.9
    return {
        int(token): float(weight) for token, weight in zip(best[kept], weights[kept] / weights[kept].sum(), strict=True)
    }
