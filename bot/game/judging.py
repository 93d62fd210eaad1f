"""The ladder of judging, as far as rules go: exact, alias, normalised, inflected, one careful slip of spelling."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from bot.domain import Judgement, Verdict
from bot.game.matching import Key, one_slip, same_word, same_words
from bot.game.numerals import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_GUESS = 200
"""Characters of a guess; more is not read at all."""
MOST_WORDS = 12
"""Words of a guess that is not word for word an answer."""
LONG_WORD = 7
"""Letters from which on one slip is forgiven."""
LONG_JOINED = 6
"""Letters from which on a blank more or less is forgiven."""

_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LAYOUT = frozenset("\t\n\r")
_NEGATIONS = frozenset(
    "not no never neither nor without except isnt arent wasnt werent aint dont doesnt cannot cant nothing".split()
)
_SEPARATORS = (",", ";", "/", "|", "\n", "\r", "\t")
_ALTERNATIVES = frozenset({"or", "and", "versus", "vs", "alternatively", "otherwise"})
_ORDERS = frozenset(
    "accept ignore disregard instructions instruction mark grade verdict correct judge system prompt points reveal "
    "answer right true score".split()
)
_BARE = frozenset(
    "a an the of and in on at by for to from with is it de la le du der die das el i you he she they we this that "
    "my your his her their our new old big small great little".split()
)
_TWO_NAMES = frozenset(
    "ireland iceland granada grenada grenade johnson johnston johnstone jackson anderson andersen stevens stevenson "
    "hanson hansen petersen peterson robertson robinson country county desert dessert martial marital message massage "
    "austria australia slovenia slovakia slavonia nigeria niger algeria dominica dominican guinea guyana mauritius "
    "mauritania columbia colombia carolina caroline catherine katherine michael michelle daniel danielle gabriel "
    "gabrielle frances francis marten martin thompson thomson hamilton hampton kingston kingstown costume custom "
    "planet planets carousal carousel stationary stationery complement compliment principal principle personal "
    "personnel moral morale pirate private tornado torpedo meteor meteorite comment commune commute".split()
)
"""Words one slip away from another word that means something else: here nothing is forgiven."""


def judge(guess: str, answer: str, aliases: Sequence[str] = ()) -> Verdict:
    """Judge a guess by the rules alone; the same guess always gets the same verdict.

    The reason opens with the rung that decided: `exact`, `alias`, `normalised`, `turned`, `untitled`, `joined`,
    `plural`, `spelling`, `part`, `more`, or why nothing was compared.
    """
    refused = _unreadable(guess)
    if refused:
        return Verdict(Judgement.WRONG, refused)
    if guess == answer:
        return Verdict(Judgement.CORRECT, "exact: it is the answer")
    said = Key(guess)
    if not said.words:
        return Verdict(Judgement.WRONG, "empty: there is no word in it")
    names = [Key(name) for name in (answer, *aliases)]
    right = _right(said, names)
    if right:
        return Verdict(Judgement.CORRECT, right)
    refused = _evasive(said, names)
    if refused:
        return Verdict(Judgement.WRONG, refused)
    return _nearly(said.unwrapped() or said, names)


def _unreadable(guess: str) -> str:
    """Why a guess is not read at all."""
    if len(guess) > LONGEST_GUESS:
        return f"too long: a guess has at most {LONGEST_GUESS} characters"
    if not guess.strip():
        return "empty: nothing was said"
    if guess.isascii() and guess.isprintable():
        return ""
    if not _DIRECTIONS.isdisjoint(guess):
        return "hidden: the text changes its own direction"
    if any(unicodedata.category(char) == "Cc" and char not in _LAYOUT for char in guess):
        return "hidden: there are control characters in it"
    return ""


def _right(said: Key, names: Sequence[Key]) -> str:
    """The rung on which a guess is one of the names, or nothing."""
    turned, unwrapped = said.turned(), said.unwrapped()
    for form in filter(None, (said, unwrapped, turned)):
        for at, name in enumerate(names):
            rung = _same(form, name)
            if rung:
                return f"{_named(rung, form is turned)}: it is {'an alias' if at else 'the answer'}"
    return ""


def _named(rung: str, turned: bool) -> str:
    return "turned" if turned and rung == "normalised" else rung


def _same(said: Key, name: Key) -> str:
    """The rung on which two texts are the same, or nothing."""
    if said.words == name.words:
        return "normalised"
    if _titled_alike(said, name):
        return "untitled"
    if _joined_alike(said, name):
        return "joined"
    if same_words(said.words, name.words):
        return "plural"
    turned = name.turned() if "," in name.text else None
    return "turned" if turned and turned.words == said.words else ""


def _titled_alike(said: Key, name: Key) -> bool:
    """An honorific more or less; one that is all that tells two names apart stays."""
    if said.untitled != name.untitled or (said.untitled != said.words and name.untitled != name.words):
        return False
    return name.untitled == name.words or len(name.untitled) > 1


def _joined_alike(said: Key, name: Key) -> bool:
    if len(said.words) == len(name.words) or len(name.joined) < LONG_JOINED or is_number(name.joined):
        return False
    return said.joined == name.joined


def _evasive(said: Key, names: Sequence[Key]) -> str:
    """Why a guess that is no name word for word gets nothing for what stands in it."""
    known = {word for name in names for word in name.words}
    own = [word for word in said.words if word not in known]
    if len(said.words) > MOST_WORDS:
        return f"too long: a guess has at most {MOST_WORDS} words"
    if not _NEGATIONS.isdisjoint(own):
        return "negation: it says what it is not"
    if not _ALTERNATIVES.isdisjoint(own) or any(sign in said.text.strip() for sign in _SEPARATORS):
        return "list: one answer at a time"
    if not _ORDERS.isdisjoint(own):
        return "instruction: a guess is only the answer"
    return ""


def _nearly(said: Key, names: Sequence[Key]) -> Verdict:
    if any(_slipped(said.words, name.words) for name in names):
        return Verdict(Judgement.CORRECT, "spelling: one slip in a long word")
    if any(_is_part(said.words, name.words) for name in names):
        return Verdict(Judgement.CLOSE, "part: a part of the answer, not all of it")
    if any(_is_more(said.words, name.words) for name in _whole(names)):
        return Verdict(Judgement.CLOSE, "more: the answer with a word too many")
    return Verdict(Judgement.WRONG, "none: it is neither the answer nor a part of it")


def _slipped(said: Sequence[str], name: Sequence[str]) -> bool:
    """One slip in one long word, all others the same."""
    if len(said) != len(name):
        return False
    apart = [(one, other) for one, other in zip(said, name, strict=True) if not same_word(one, other)]
    return len(apart) == 1 and _forgiven(*apart[0])


def _forgiven(said: str, meant: str) -> bool:
    if min(len(said), len(meant)) < LONG_WORD - 1 or len(meant) < LONG_WORD or is_number(said + meant):
        return False
    return said not in _TWO_NAMES and one_slip(said, meant)


def _is_part(said: Sequence[str], name: Sequence[str]) -> bool:
    """Fewer words than the name, all of them its own, one of them with a meaning."""
    if not len(said) < len(name) or not _has_meaning(said):
        return False
    return all(any(same_word(word, own) for own in name) for word in said)


def _is_more(said: Sequence[str], name: Sequence[str]) -> bool:
    """The whole name and one word beside it, which is neither a number nor empty."""
    if len(said) != len(name) + 1:
        return False
    return any(
        not is_number(word) and word != "minus" and same_words((*said[:at], *said[at + 1 :]), tuple(name))
        for at, word in enumerate(said)
    )


def _has_meaning(words: Iterable[str]) -> bool:
    return any(len(word) > 2 and word not in _BARE and not is_number(word) for word in words)


def _whole(names: Sequence[Key]) -> Iterable[Key]:
    """The names that may have a word beside them: a surname with another first name is somebody else."""
    return (name for name in names if not name.text[:1].isupper() or not any(_parts(name, names)))


def _parts(name: Key, names: Sequence[Key]) -> Iterable[bool]:
    return (_is_part(name.words, other.words) for other in names)
