"""A model's reply -> the fields of a riddle. Everything in it is untrusted: bounded, made plain, or refused."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from bot.domain import Form, Kind
from bot.errors import ReplyError
from bot.text import one_line, plain

REPLY_LIMIT = 20_000
"""Most characters of a reply that are looked at."""

QUESTION_LIMIT = 600
ANSWER_LIMIT = 80
LINE_LIMIT = 300
ALIAS_COUNT = 8
HINT_COUNT = 3

_FORMS = {form.value: form for form in Form} | {
    "first person": Form.FIRST_PERSON,
    "first-person": Form.FIRST_PERSON,
    "summary riddle": Form.SUMMARY,
}
_KINDS = {kind.value: kind for kind in Kind} | {"organization": Kind.ORGANISATION}
_THINKING = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")
_MARKS = re.compile(r"(?<!\w)[*_`~#>]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}(?!\w)|<[^<>\n]{1,80}>")
_LABEL = re.compile(
    r"^[\s*#>\-\d.)]{0,6}"
    r"(summary|form|kind|type|riddle|question|answer|aliases|alias|hint[ #]?[1-3]|explanation)\s*\**\s*:\s*\**",
    re.IGNORECASE | re.MULTILINE,
)


def bare(text: str, limit: int) -> str:
    """Plain text without links and markup; its line breaks stay."""
    text = _MARKS.sub("", _ADDRESS.sub("", _LINK.sub(r"\1", plain(text, limit * 4))))
    return re.sub(r"\n{2,}", "\n", plain(text, limit * 4)).strip()


class Composition(BaseModel):
    """What a model is asked for: every field there, every string bounded."""

    model_config = ConfigDict(extra="ignore", title="riddle")

    form: Form
    question: str = Field(min_length=1, max_length=QUESTION_LIMIT)
    answer: str = Field(min_length=1, max_length=ANSWER_LIMIT)
    aliases: list[str] = Field(max_length=ALIAS_COUNT)
    kind: Kind
    hints: list[str] = Field(max_length=HINT_COUNT)
    explanation: str = Field(max_length=QUESTION_LIMIT)

    @model_validator(mode="before")
    @classmethod
    def _forgiving_where_it_does_no_harm(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        found = dict(data)
        found.setdefault("question", found.get("riddle"))
        question = found.get("question") if isinstance(found.get("question"), str) else ""
        found["form"] = _FORMS.get(_word(found.get("form")), _form_of(str(question)))
        found["kind"] = _KINDS.get(_word(found.get("kind")), Kind.THING)
        found["aliases"] = _lines(found.get("aliases"), ANSWER_LIMIT)[:ALIAS_COUNT]
        hints = _lines(found.get("hints"), LINE_LIMIT)
        found["hints"] = hints if len(hints) == HINT_COUNT else []
        explanation = found.get("explanation")
        found["explanation"] = one_line(explanation, QUESTION_LIMIT) if isinstance(explanation, str) else ""
        return found

    @field_validator("question", mode="before")
    @classmethod
    def _plain_question(cls, value: object) -> object:
        return bare(value, QUESTION_LIMIT + 1) if isinstance(value, str) else value

    @field_validator("answer", mode="before")
    @classmethod
    def _plain_answer(cls, value: object) -> object:
        value = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        return (
            one_line(bare(value, 4 * ANSWER_LIMIT), 4 * ANSWER_LIMIT).strip(" .") if isinstance(value, str) else value
        )


def composition_schema() -> dict[str, Any]:
    """The JSON schema a model's reply is held to."""
    return Composition.model_json_schema() | {"title": "riddle", "description": "A riddle made of a news story."}


def read_object(data: object) -> Composition:
    """Read a reply that came as an object; raises `ReplyError` that says what is wrong with it."""
    try:
        return Composition.model_validate(data)
    except ValidationError as error:
        wrong = sorted({str(item["loc"][0]) if item["loc"] else "the object" for item in error.errors()})
        raise ReplyError(f"The model's reply lacks or garbles: {', '.join(wrong)}.") from None


def read_json(text: str) -> Composition:
    """Read a reply that holds a JSON object, in a fence or amid prose."""
    text = spoken(text)
    decoder = json.JSONDecoder()
    starts = [match.start() for match in re.finditer(r"\{", text)][:20]
    for start in starts:
        try:
            found, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and "answer" in found:
            return read_object(found)
    raise ReplyError("The model's reply holds no complete JSON object." if starts else "The model's reply is not JSON.")


def labelled(text: str) -> dict[str, str]:
    """The parts of a reply of labelled lines; from the first repeated label on it is dropped."""
    parts = _LABEL.split(spoken(text))
    found: dict[str, str] = {}
    for label, value in zip(parts[1::2], parts[2::2], strict=True):
        key = re.sub(r"[ #]", "", label.lower())
        key = {"question": "riddle", "alias": "aliases", "type": "kind"}.get(key, key)
        if key in found:
            break
        found[key] = value.split("\n\n")[0].strip()
    return found


def begins_anew(text: str) -> bool:
    """Whether a reply that was begun for the model starts with a label of its own instead of going on."""
    return _LABEL.match(spoken(text)) is not None


def read_lines(text: str) -> Composition:
    """Read a reply of labelled lines: a riddle and an answer must be there, the rest may."""
    found = labelled(text)
    if not found.get("riddle") or not found.get("answer"):
        raise ReplyError("The model's reply has no `Riddle:` and `Answer:` lines.")
    return read_object(
        {
            "form": found.get("form"),
            "question": found["riddle"],
            "answer": found["answer"].split("\n")[0],
            "aliases": [alias for alias in re.split(r"[,;|]", found.get("aliases", "")) if alias.strip()],
            "kind": found.get("kind"),
            "hints": [found[key].split("\n")[0] for key in ("hint1", "hint2", "hint3") if found.get(key)],
            "explanation": found.get("explanation", ""),
        }
    )


def read_summary(text: str, limit: int = 1500) -> str:
    """Read a summary: prose, without a heading such as "Here is a summary:"; raises `ReplyError` when none is left."""
    text = spoken(text)
    if text.startswith("{"):
        text = _summary_of_object(text)
    text = re.sub(r"^\W*(?:ARTICLE|SUMMARY)\s+(?=[A-Z])", "", text)  # a small model echoes the fence
    text = re.sub(r"^(?:here[^\n:]{0,60}|summary|the summary)\s*:\s*", "", bare(text, limit * 2), flags=re.IGNORECASE)
    text = one_line(text, limit)
    if not any(char.isalpha() for char in text):
        raise ReplyError("The model's summary is empty.")
    return text


def spoken(text: str) -> str:
    """The reply within its bound, without the thoughts some models put before it."""
    return _THINKING.sub("", text[:REPLY_LIMIT]).strip()


def _summary_of_object(text: str) -> str:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    inner = found.get("summary") if isinstance(found, dict) else None
    return inner if isinstance(inner, str) else text


def _word(value: object) -> str:
    return value.strip(" .*").casefold() if isinstance(value, str) else ""


def _lines(value: object, limit: int) -> list[str]:
    items = value if isinstance(value, list) else [value]
    lines = (one_line(bare(item, limit), limit) for item in items[:ALIAS_COUNT] if isinstance(item, str))
    return [line for line in lines if line]


def _form_of(question: str) -> Form:
    folded = question.casefold()
    if re.search(r"\bam i\b", folded) or re.match(r"\W*i\b", folded):
        return Form.FIRST_PERSON
    return Form.SUMMARY if "\n" in question.strip() else Form.QUESTION
