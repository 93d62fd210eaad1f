"""What is as good as the name, held back from a summary riddle and kept for a hint: an office, a ware."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import rows
from bot.riddles.craft.offices import is_grounded, is_office
from bot.text import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.veil import Voice

_LONGEST_WARE = 3
_CALLED = frozenset("console browser player phone handset service website engine chip computer".split())
"""What a name before it is the name of; "its Windows shop" is not called Windows."""

_NOT_A_WARE = frozenset({"GPE", "LOC", "PERSON", "NORP", "DATE", "FAC", "EVENT", "LANGUAGE"})


def open_veil(veil: str, field: str) -> str:
    """The veil without whose office it is: "a manager" for "the Tremlett manager"; as it is where it is no office."""
    if not hands_over(veil):
        return veil
    role = veil.split(" ", 1)[1] if veil.split(" ", maxsplit=1)[0] in {"the", "a", "an"} else veil
    before = fold(role).split(" of ")[0]
    for office, where, line, asked in rows("veil_offices"):
        meant = f" {before}".endswith(f" {office}") and where in {"", field}
        if meant and is_grounded(office, asked, role):
            return line
    return ""


def hands_over(veil: str) -> bool:
    """Whether a veil says whose office it is: "the Tremlett manager", and "a young Tremlett captain" as well."""
    first, _, rest = veil.partition(" ")
    named = any(word[:1].isupper() for word in rest.split())
    return is_office(f"I am the {rest}." if first in {"a", "an"} and named else f"I am {veil}.")


def told_later(veil: str, voice: Voice) -> str:
    """The veil as a hint: "He is the Tremlett manager."; empty where the voice is not known."""
    return f"{voice.subject.capitalize()} is {veil}." if veil and voice.subject.isalpha() else ""


def without_wares(name: Name, doc: Doc, kept: list[int], mine: frozenset[int]) -> tuple[set[int], dict[int, str]]:
    """The tokens of a firm's own wares that go, and what stands for some: "its Windows system" is "its system"."""
    gone: set[int] = set()
    instead: dict[int, str] = {}
    if name.kind is not Kind.ORGANISATION:
        return gone, instead
    for run in _runs(doc, [i for i in kept if i not in mine]):
        said, head = _ware(doc, run), doc[run[-1]].head
        labels = head.i > run[-1] and head.pos_ == "NOUN" and head.i in kept
        known = bool(said) and (head.i > run[-1] + 1 or head.text in _CALLED | {*said.split(), *_plural(said)})
        told_after = bool(said) and run[-1] + 1 < len(doc) and doc[run[-1] + 1].text in said.split()
        if told_after or (labels and (known or (not said and _is_own(doc, run, head, mine)))):
            gone |= set(run)
        elif said:
            instead[run[0]] = said
            gone |= set(run[1:])
    return gone, instead


def _plural(said: str) -> list[str]:
    return [f"{word}s" for word in said.split()]


def ware_hint(name: Name, doc: Doc, gone: set[int], mine: frozenset[int]) -> str:
    """The ware as a hint: "It is the company behind Windows."; empty where it is not its own."""
    run = sorted(gone)
    if not run or name.kind is not Kind.ORGANISATION or run[-1] - run[0] != len(run) - 1:
        return ""
    head = doc[run[-1]].head
    if head.tag_ != "NN" or head.i <= run[-1] or not _is_own(doc, run, head, mine):
        return ""
    if head.text not in _CALLED | set(_ware(doc, run).split()[-1:]):
        return ""
    return f"It is the company behind {doc[run[0] : run[-1] + 1].text}."


def _runs(doc: Doc, kept: list[int]) -> list[list[int]]:
    """The names that stand in the kept words, each as its tokens."""
    runs: list[list[int]] = []
    for i in kept:
        if not _is_name(doc[i]):
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _is_name(token: Token) -> bool:
    capital = token.text[:1].isupper() or any(char.isupper() for char in token.text[1:2])
    numbered = token.like_num and token.i > 0 and token.nbor(-1).pos_ == "PROPN" and token.dep_ == "nummod"
    return (capital and token.pos_ in {"PROPN", "NOUN", "ADJ"} and token.i > 0) or numbered


def _ware(doc: Doc, run: list[int]) -> str:
    """What a listed ware is; empty where the run is none."""
    said = fold(doc[run[0] : run[-1] + 1].text)
    for ware, what in sorted(rows("products"), key=lambda row: -len(row[0])):
        if said == ware or said.startswith(f"{ware} ") or said.removesuffix("s") == ware:
            return what
    return ""


def _is_own(doc: Doc, run: list[int], head: Token, mine: frozenset[int] = frozenset()) -> bool:
    """Whether the run names what "its" stands before: "its Windows operating system"."""
    named = not _ware(doc, run) and any(doc[i].ent_type_ in _NOT_A_WARE for i in run)
    owners = [child for child in head.children if child.dep_ == "poss"]
    own = any(child.i < run[0] and (fold(child.text) == "its" or child.i in mine) for child in owners)
    return own and not named and len(run) <= _LONGEST_WARE
