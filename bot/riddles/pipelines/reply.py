"""A model's reply -> the fields of a riddle. Everything in it is untrusted: bounded, made plain, or refused."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from bot.domain import Form, Kind
from bot.errors import ReplyError
from bot.riddles.pipelines.english import is_english
from bot.riddles.pipelines.loose import greeted, labelled, objects, spoken, tagged
from bot.text import one_line, plain, words

SUMMARY_LIMIT = 3000
QUESTION_LIMIT = 600
ANSWER_LIMIT = 80
LINE_LIMIT = 300
ALIAS_COUNT = 8
HINT_COUNT = 3

LOOP_WORDS = 30
"""Words from which on a text may be said to say the same over and over."""

LOOP_SHARE = 0.4
"""Share of its words that are different ones, below which it does."""

_FORMS = {form.value: form for form in Form} | {
    "first person": Form.FIRST_PERSON,
    "first-person": Form.FIRST_PERSON,
    "summary riddle": Form.SUMMARY,
}
_OTHER_KINDS = {
    Kind.PERSON: "human people man woman child celebrity character politician artist athlete individual",
    Kind.PLACE: "city town village country nation region location island river lake mountain planet building",
    Kind.ORGANISATION: "organization company firm team club group institution agency museum band",
    Kind.EVENT: "race match festival election discovery competition ceremony happening incident",
    Kind.WORK: "book film movie song painting play opera poem game artwork",
    Kind.ANIMAL: "bird fish insect mammal creature species",
    Kind.NUMBER: "date year quantity amount figure",
    Kind.THING: "object item food plant concept idea technology machine material",
}
_KINDS = {kind.value: kind for kind in Kind} | {
    word: kind for kind, others in _OTHER_KINDS.items() for word in others.split()
}
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")
_MARKS = re.compile(r"(?<!\w)[*_`~#>]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}(?!\w)|<[^<>\n]{1,80}>")
_REFUSAL = re.compile(
    r"\bas an? (?:ai|artificial intelligence|(?:large )?language model)\b(?: language model)?,"
    r"|^\W*I(?:'m| am) (?:sorry|unable|not able|only an ai|an ai)\b|^\W*I apologi[sz]e\b"
    r"|^\W*I (?:cannot|can't|can not|won't|will not|must decline)\b[^.\n]{0,40}"
    r"\b(?:help|assist|summari[sz]e|write|create|provide|comply|fulfil+|generate|request)",
    re.IGNORECASE,
)


def bare(text: str, limit: int) -> str:
    """Plain text without links and markup; its line breaks stay."""
    text = _MARKS.sub("", _ADDRESS.sub("", _LINK.sub(r"\1", plain(text, limit * 4))))
    return re.sub(r"\n{2,}", "\n", plain(text, limit * 4)).strip()


class Composition(BaseModel):
    """What a model is asked for: every field there, every string bounded."""

    model_config = ConfigDict(extra="ignore", title="riddle")

    summary: str = Field(default="", max_length=SUMMARY_LIMIT)
    facts: list[str] = Field(default_factory=list)
    form: Form
    kind: Kind
    answer: str = Field(min_length=1, max_length=ANSWER_LIMIT)
    aliases: list[str] = Field(max_length=ALIAS_COUNT)
    question: str = Field(min_length=1, max_length=QUESTION_LIMIT)
    hints: list[str] = Field(max_length=HINT_COUNT)
    explanation: str = Field(max_length=QUESTION_LIMIT)

    @model_validator(mode="before")
    @classmethod
    def _forgiving_where_it_does_no_harm(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        found = dict(data)
        found.setdefault("question", found.get("riddle"))
        found["question"] = _joined(found["question"])
        found["form"] = _form_of(found["question"], _FORMS.get(_word(found.get("form"))))
        found["kind"] = _KINDS.get(_word(found.get("kind")), Kind.THING)
        found["summary"] = str(found.get("summary") or "")[:SUMMARY_LIMIT]
        found["facts"] = []  # they are for the model itself, to think with
        found["aliases"] = _lines(found.get("aliases"), ANSWER_LIMIT)[:ALIAS_COUNT]
        hints = [hint for hint in _lines(found.get("hints"), LINE_LIMIT) if is_english(hint)]
        found["hints"] = hints if len(hints) == HINT_COUNT else []
        found["explanation"] = _explanation(found.get("explanation"))
        return found

    @field_validator("question", mode="before")
    @classmethod
    def _plain_question(cls, value: object) -> object:
        return greeted(bare(value, QUESTION_LIMIT + 1)) if isinstance(value, str) else value

    @field_validator("answer", mode="before")
    @classmethod
    def _plain_answer(cls, value: object) -> object:
        value = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        return (
            one_line(bare(value, 4 * ANSWER_LIMIT), 4 * ANSWER_LIMIT).strip(" .") if isinstance(value, str) else value
        )


def composition_schema(*, summarised: bool = False) -> dict[str, Any]:
    """The JSON schema a model's reply is held to: every text bounded, and in the order in which one thinks.

    What is told comes first (`summarised` with the whole summary), then what is asked for, then the riddle, then what
    helps to solve it.
    """
    fields: dict[str, Any] = {"summary": _text(700)} if summarised else {}
    fields |= {
        "facts": {"type": "array", "items": _text(160), "minItems": 2, "maxItems": 4},
        "form": {"type": "string", "enum": [form.value for form in Form]},
        "kind": {"type": "string", "enum": [kind.value for kind in Kind]},
        "answer": _text(60),
        "aliases": {"type": "array", "items": _text(60), "maxItems": 4},
        "question": _text(450),
        "hints": {"type": "array", "items": _text(160), "minItems": HINT_COUNT, "maxItems": HINT_COUNT},
        "explanation": _text(400),
    }
    return {
        "title": "riddle",
        "description": "A riddle made of a news story.",
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _text(longest: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def read_object(data: object) -> Composition:
    """Read a reply that came as an object; raises `ReplyError` that says what is wrong with it."""
    try:
        found = Composition.model_validate(data)
    except ValidationError as error:
        wrong = sorted({str(item["loc"][0]) if item["loc"] else "the object" for item in error.errors()})
        raise ReplyError(f"The model's reply lacks or garbles: {', '.join(wrong)}.") from None
    if not is_english(found.question):
        raise ReplyError("The model's reply is not in English.")
    return found


def read_json(text: str) -> Composition:
    """Read a reply that holds a JSON object, in a fence or amid prose; failing that, labelled lines or tags."""
    for found in objects(text):
        if "answer" in found and found.keys() & {"question", "riddle"}:
            return read_object(found)
    try:
        return read_lines(text)
    except ReplyError:
        raise ReplyError(_no_object(spoken(text))) from None


def read_lines(text: str) -> Composition:
    """Read a reply of labelled lines, or of tags: a riddle and an answer must be there, the rest may."""
    lines, tags = labelled(text), tagged(text)
    found = next((one for one in (lines, tags) if one.get("riddle") and one.get("answer")), lines)
    lacking = [f"`{name.capitalize()}:`" for name in ("riddle", "answer") if not found.get(name)]
    if lacking:
        raise ReplyError(f"The model's reply has no {' and '.join(lacking)} line{'s' * (len(lacking) - 1)}.")
    return read_object(
        {
            "summary": found.get("summary"),
            "form": found.get("form"),
            "question": found["riddle"],
            "answer": found["answer"].split("\n")[0],
            "aliases": [alias for alias in re.split(r"[,;|]", found.get("aliases", "")) if alias.strip()],
            "kind": found.get("kind"),
            "hints": [found[key].split("\n")[0] for key in ("hint1", "hint2", "hint3") if found.get(key)],
            "explanation": found.get("explanation", ""),
        }
    )


def _no_object(said: str) -> str:
    if _REFUSAL.search(said[:1_000]):
        return "The model's reply is a refusal, not a riddle."
    if loops(said):
        return "The model's reply says the same over and over."
    return "The model's reply holds no complete JSON object." if "{" in said else "The model's reply is not JSON."


def loops(text: str) -> bool:
    """Whether a text says the same over and over."""
    found = words(text.casefold())
    return len(found) >= LOOP_WORDS and len(set(found)) < LOOP_SHARE * min(len(found), 4 * LOOP_WORDS)


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
    for wrong, what in (
        (bool(_REFUSAL.search(text)), "is a refusal"),
        (loops(text), "says the same over and over"),
        (not is_english(text), "is not in English"),
    ):
        if wrong:
            raise ReplyError(f"The model's summary {what}.")
    return text


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
    items = _items(value)[:ALIAS_COUNT]
    lines = (one_line(bare(item, limit), limit) for item in items if isinstance(item, str))
    return [line for line in lines if line]


def _items(value: object) -> list[object]:
    """A list that came as one, as an object of numbered texts, or as a text of lines."""
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, str):
        return [re.sub(r"^\s*(?:[-*]|\d[.)])\s*", "", line) for line in value[:4_000].splitlines()]
    return value if isinstance(value, list) else []


def _joined(question: object) -> object:
    """A riddle that came as a list of its lines, in one piece."""
    if isinstance(question, list) and all(isinstance(line, str) for line in question):
        return "\n".join(question[:20])
    return question


def _explanation(text: object) -> str:
    if not isinstance(text, str) or loops(text) or not is_english(text):
        return ""
    return one_line(bare(text, QUESTION_LIMIT), QUESTION_LIMIT)


def _form_of(question: object, told: Form | None) -> Form:
    """The form a riddle says it has, where that may be; else the one it looks like."""
    text = question if isinstance(question, str) else ""
    seen = _seen(text)
    if told is None or seen is Form.FIRST_PERSON:
        return seen
    of_itself = re.search(r"\b(?:I|me|my|we|us|our)\b", text) is not None
    return seen if told is Form.FIRST_PERSON and not of_itself else told


def _seen(question: str) -> Form:
    folded = question.casefold()
    if re.search(r"\b(?:am i|are we)\W*$", folded) or re.match(r"\W*i\b", folded):
        return Form.FIRST_PERSON
    return Form.SUMMARY if "\n" in question.strip() else Form.QUESTION
