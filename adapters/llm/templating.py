"""Conversations -> tokens, by a model's own chat template; and what ends a turn of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import jinja2

from bot.errors import ModelError, RequestRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transformers import GenerationConfig, PreTrainedTokenizerBase

    from adapters.llm.request import Turn

_REPLY = "the-reply-stands-here"


class Templating:
    """One tokenizer, and what it makes of conversations."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self._tokenizer = tokenizer

    def ids(self, turns: Sequence[Turn], *, completion: bool) -> list[int]:
        """The tokens of what is asked: the chat template applied once, its own begin token and no second one."""
        if completion or not self._tokenizer.chat_template:
            text = "\n\n".join(turn.text for turn in turns)
            return cast("list[int]", self._tokenizer(text)["input_ids"])
        return self._templated(turns)

    def end(self, turns: Sequence[Turn], ends: frozenset[int], *, completion: bool) -> list[int]:
        """The tokens that stand after a reply, up to the first that ends a text.

        Raises `ModelError` where the model has none at all: what is trained on it would never end.
        """
        found: list[int] = []
        if not completion and self._tokenizer.chat_template:
            whole = self._rendered([*_plain(turns), {"role": "assistant", "content": _REPLY}])
            _, _, rest = whole.rpartition(_REPLY)
            found = cast("list[int]", self._tokenizer(rest, add_special_tokens=False)["input_ids"])
        for at, token in enumerate(found):
            if token in ends:
                return found[: at + 1]
        if self._tokenizer.eos_token_id is None:
            raise ModelError("The model's tokenizer has no token that ends a text, so it could not learn to end.")
        return [int(cast("int", self._tokenizer.eos_token_id))]

    def _rendered(self, conversation: list[dict[str, str]]) -> str:
        try:
            return str(self._tokenizer.apply_chat_template(conversation, tokenize=False))
        except jinja2.TemplateError:
            told = _without_system(conversation)
            return str(self._tokenizer.apply_chat_template(told, tokenize=False))

    def _templated(self, turns: Sequence[Turn]) -> list[int]:
        if not turns:
            return []
        try:
            return self._apply(_plain(turns))
        except jinja2.TemplateError:
            return self._told_otherwise(turns)

    def _told_otherwise(self, turns: Sequence[Turn]) -> list[int]:
        try:
            return self._apply(_without_system(_plain(turns)))
        except jinja2.TemplateError:
            raise RequestRefused("The local model's chat template does not take these messages.") from None

    def _apply(self, conversation: list[dict[str, str]]) -> list[int]:
        goes_on = conversation[-1]["role"] == "assistant"
        # Models that may think aloud before they answer (Qwen3, SmolLM3) would spend the whole reply on it.
        encoded: Any = self._tokenizer.apply_chat_template(
            conversation,
            add_generation_prompt=not goes_on,
            continue_final_message=goes_on,
            return_dict=True,
            enable_thinking=False,
        )
        return list(encoded["input_ids"])


def end_tokens(generation: GenerationConfig | None, tokenizer: PreTrainedTokenizerBase) -> frozenset[int]:
    """Every token at which the model's texts end."""
    configured = getattr(generation, "eos_token_id", None)
    ends = configured if isinstance(configured, list) else [configured]
    return frozenset(int(token) for token in (*ends, tokenizer.eos_token_id) if token is not None)


def _plain(turns: Sequence[Turn]) -> list[dict[str, str]]:
    return [{"role": turn.role, "content": turn.text} for turn in turns]


def _without_system(conversation: list[dict[str, str]]) -> list[dict[str, str]]:
    """The conversation for a template that knows no system message: its text stands before the first request."""
    system = "\n".join(turn["content"] for turn in conversation if turn["role"] == "system")
    rest = [dict(turn) for turn in conversation if turn["role"] != "system"]
    if rest and system:
        rest[0]["content"] = f"{system}\n\n{rest[0]['content']}"
    return rest or [{"role": "user", "content": system}]
