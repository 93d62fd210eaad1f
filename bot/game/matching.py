"""When two texts are the same answer: folded, without what does not matter, word by word. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.game.keeping import kept
from bot.game.numerals import figures
from bot.game.spellings import COMPASS, common, counted, slips_of_numbers
from bot.game.titles import COURTESIES
from bot.game.wrapping import is_around, may_be_around, once, unwrap
from bot.text import fold

_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"\d+\.\d+|\d+(?:st|nd|rd|th)(?![^\W_])|\d+|[^\W\d_]+")
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+)(?![\d,])")
_NUMBERED = re.compile(r"(?<!\w)(?:no\.?|nr\.?|num\.?|#) ?(?=\d)")
_AS_SPOKEN = {
    "gr8": "great", "str8": "straight", "l8": "late", "b4": "before", "2day": "today", "2nite": "tonight",
    "4ever": "forever", "4eva": "forever", "2moro": "tomorrow", "h8": "hate", "w8": "wait",
}  # fmt: skip
"""Words with a figure for a syllable."""
_SPOKEN = re.compile(r"(?<!\w)(" + "|".join(_AS_SPOKEN) + r")(?!\w)")
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")
_MONEY = re.compile(
    r"(?:(?<!\w)(?:us|usd)\s?)?([$£€¥₹])\s*(\d+(?:\.\d+)?)"
    r"(?:\s*(hundred|thousand|million|billion|trillion|k|mn|m|bn|b|tn)(?![^\W_]))?"
)
_SHORT_SCALES = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion", "tn": "trillion"}
_DEGREES = re.compile(r"(?<!\w)degs?(?= ?(?:c|f|celsius|centigrade|fahrenheit)(?!\w))")
_MANY = frozenset({"thousands", "millions", "billions"})
"""Numbers that tell no number unless one stands before them."""
_COINS = {"$": "dollars", "£": "pounds", "€": "euros", "¥": "yen", "₹": "rupees"}
_BRACKETS = re.compile(r"^([^()]+)\(([^()]+)\)\W*$")
_MINUS = re.compile(r"(?<!\S)[-−] ?(?=\d)")
_WITHOUT = re.compile(r"(?<!\w)w/o(?!\w) ?")
_WITH = re.compile(r"(?<!\w)w/ ?")
_FRACTIONS = {"1/2": "half", "1/4": "quarter", "1/3": "third", "3/4": "three quarters", "2/3": "two thirds"}
_FRACTION = re.compile(r"(?<![\d/.])(?:1/2|1/3|1/4|2/3|3/4)(?![\d/])")
_VULGAR = {
    "½": (".5", "half"), "¼": (".25", "quarter"), "¾": (".75", "three quarters"), "⅓": (" and a third", "third"),
    "⅔": (" and two thirds", "two thirds"),
}  # fmt: skip
_PRICED = re.compile(r"(\d)\s?([€£$])(?!\s?\d)")

LITTLE = frozenset("of the a an in and for by from s no".split())
_SEPARATORS = frozenset(",;/|+\n\r\t")
FIGURES = 3
"""Figures that are written together in a large number."""
MOST_SPELT = 5
"""Letters that are one word when they stand alone side by side; more are no name."""
MOST_IN_PLURAL = 4
"""Letters that a plural may have more: `women`, `grandchildren`."""
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "þ": "th", "ð": "d", "ı": "i"})
_THE = frozenset({"the", "teh", "hte"})
"""The article, as it is typed in a hurry too."""
ARTICLES = frozenset({"a", "an"})
_IRREGULAR = {
    "mice": "mouse", "geese": "goose", "men": "man", "women": "woman", "children": "child", "feet": "foot",
    "teeth": "tooth", "oxen": "ox", "lice": "louse", "dice": "die", "octopi": "octopus", "cacti": "cactus",
    "fungi": "fungus", "criteria": "criterion", "phenomena": "phenomenon", "pence": "penny",
    "crises": "crisis", "oases": "oasis", "theses": "thesis", "analyses": "analysis", "firemen": "fireman",
    "policemen": "policeman", "postmen": "postman", "snowmen": "snowman",
    "grandchildren": "grandchild", "gentlemen": "gentleman", "fishermen": "fisherman",
}  # fmt: skip


def normalise(text: str) -> str:
    """Bring a text to the one spelling that answers are compared in; doing it twice changes nothing."""
    return " ".join(_without_articles(_tokens(text)))


def same_words(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two rows of words differ in number alone: same length, each word equal or its plural."""
    return len(one) == len(other) and all(map(same_word, one, other))


def same_word(one: str, other: str) -> bool:
    """Tell whether two words are equal, or one is the plural of the other."""
    if one == other:
        return True
    if one[:1] != other[:1] or abs(len(one) - len(other)) > MOST_IN_PLURAL or one[:1].isdigit() or other[:1].isdigit():
        return False
    return one in singulars(other) or other in singulars(one)


class Key:
    """One text as it is compared: its words, and the other ways to write the same."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.words = _without_articles(self.tokens)

    @kept
    def untitled(self) -> tuple[str, ...]:
        """The words without an honorific at the front."""
        words = self.words
        while len(words) > 1 and words[0] in COURTESIES:
            words = words[1:]
        return words

    @kept
    def base(self) -> tuple[str, ...]:
        """The words in their common spelling, every number in plain figures."""
        words = (COMPASS.get(self.words[0], self.words[0]), *self.words[1:]) if len(self.words) > 1 else self.words
        return counted(tuple(map(common, words)))

    @kept
    def joined(self) -> str:
        """All letters without a blank."""
        return "".join(self.words)

    @kept
    def letters(self) -> str:
        """The first letters of the words; two texts that are the same but for a plural share them."""
        return "".join([word[0] for word in self.base])

    @kept
    def in_order(self) -> tuple[str, ...]:
        """The words as a dictionary orders them."""
        return tuple(sorted(self.words))

    @kept
    def weighty(self) -> tuple[str, ...]:
        """The words that are no little ones, as a dictionary orders them."""
        return tuple(sorted(word for word in counted(self.base, 0) if word not in LITTLE))

    def turned(self) -> Key | None:
        """`Surname, First` as `First Surname`; None where the text is not of that kind."""
        return self._turned if "," in self.text else None

    @kept
    def _turned(self) -> Key | None:
        last, comma, first = self.text.partition(",")
        if not comma or "," in first or not last.strip() or not first.strip():
            return None
        return Key(f"{first.strip(' ?!.')} {last.strip()}")

    def unwrapped(self) -> Key | None:
        """What is left of `is it a ...?`, `I think it's ...`; None where there is nothing around it."""
        words = unwrap(self.tokens) or self.tokens
        words = once(words) if _SEPARATORS.isdisjoint(self.text) else words
        return None if words == self.tokens else Key.of(words)

    def without_asides(self) -> Key:
        """`hmm, a hedgehog, I think` without what a comma parts from the guess."""
        parts = self.text.split(",")
        while len(parts) > 1 and may_be_around(parts[0]) and is_around(_tokens(parts[0])):
            parts = parts[1:]
        while len(parts) > 1 and may_be_around(parts[-1]) and is_around(_tokens(parts[-1])):
            parts = parts[:-1]
        return self if len(parts) > self.text.count(",") else Key(",".join(parts))

    def bracketed(self) -> tuple[Key, Key] | None:
        """What stands before a bracket at the end, and in it."""
        found = _BRACKETS.match(self.text) if "(" in self.text else None
        return (Key(found[1]), Key(found[2])) if found else None

    def bracket_first(self) -> Key | None:
        """`squirrel (grey)` as `grey squirrel`."""
        found = _BRACKETS.match(self.text) if "(" in self.text else None
        return Key(f"{found[2]} {found[1]}") if found else None

    @classmethod
    def of(cls, words: tuple[str, ...]) -> Key:
        """A text of these words."""
        key = cls.__new__(cls)
        key.text, key.tokens, key.words = " ".join(words), words, _without_articles(words)
        return key


def one_slip(said: str, meant: str) -> bool:
    """Tell whether a word is another one with one slip: a wrong vowel, two letters swapped, one more or less.

    The first letter has to be right, and a wrong consonant is not a slip: `iceland` and `ireland` are two names.
    """
    if said[:1] != meant[:1] or abs(len(said) - len(meant)) > 1:
        return False
    start = _same_from_start(said, meant)
    if len(said) == len(meant):
        return _swapped(said, meant, start) or _vowel_changed(said, meant, start)
    longer, shorter = sorted((said, meant), key=len, reverse=True)
    return longer[:start] + longer[start + 1 :] == shorter


def _tokens(text: str) -> tuple[str, ...]:
    if not _VULGAR.keys().isdisjoint(text):
        text = _fractions(text)
    text = (text.lower() if text.isascii() else fold(fold(text)).translate(_LETTERS)).replace("'", "").replace("`", "")
    if not text.isalpha():
        text = _signs(text)
    words = _TOKEN.findall(text)
    words = [word for word in words if word not in _THE] or words
    if len(words) > 1 and 1 in map(len, words):
        words = _spelt([_and(words, at) for at in range(len(words))])
    if "cent" in words[1:]:
        words = " ".join(words).replace("per cent", "percent").split()
    if "ny" in words and len(words) > 1:
        words = [part for word in words for part in (("new", "york") if word == "ny" else (word,))]
    miscounted = slips_of_numbers()
    if not miscounted.keys().isdisjoint(words):
        many = words[:1] if words[0] in _MANY else []
        words = many + [part for word in words[len(many) :] for part in miscounted.get(word, word).split()]
    words = figures(words)
    return _grouped(words) if len(words) > 1 and _DIGIT.search(" ".join(words)) else tuple(words)


def _fractions(text: str) -> str:
    """`12½` is 12.5."""
    found = ""
    for char in text:
        after, alone = _VULGAR.get(char, (char, char))
        found += after if found[-1:].isdigit() or char not in _VULGAR else f" {alone} "
    return found


def _grouped(words: list[str]) -> tuple[str, ...]:
    """`1 200` is one number."""
    found: list[str] = []
    begun = False
    for word in words:
        figures_alone = word.isascii() and word.isdigit() and len(word) <= FIGURES
        if begun and figures_alone and len(word) == FIGURES:
            found[-1] += word
        else:
            found.append(word)
            begun = figures_alone and word[0] != "0"
    return tuple(found)


def _and(words: list[str], at: int) -> str:
    """The word at a place, `and` for the `n` of `rock n roll`."""
    if words[at] != "n" or not 0 < at < len(words) - 1:
        return words[at]
    beside = (words[at - 1], words[at + 1])
    return "and" if "n" not in beside and max(map(len, beside)) > 1 else "n"


def _spelt(words: list[str]) -> list[str]:
    """Letters that stand alone side by side are one word: `u s a`; a last article is none of them."""
    found: list[str] = []
    row: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            row.append(word)
            continue
        while len(row) > MOST_SPELT and row[0] in ARTICLES and not found:
            row = row[1:]
        found += ["".join(row)] if len(row) <= MOST_SPELT else row
        found += [word]
        row = []
    return [word for word in found if word]


def _signs(text: str) -> str:
    """Signs that are read as words become words; a sign is looked for before its pattern, as most texts have none."""
    if "," in text:
        text = _THOUSANDS.sub(lambda number: number.group().replace(",", ""), text)
    if _DIGIT.search(text):
        text = _SPOKEN.sub(lambda found: _AS_SPOKEN[found[1]], _NUMBERED.sub("number ", text))
    if "/" in text or "+" in text:
        text = _FRACTION.sub(lambda share: f" {_FRACTIONS[share.group()]} ", text.replace(" + ", " and "))
        text = _WITH.sub("with ", _WITHOUT.sub("without ", text))
    if "." in text:
        text = _DOTTED.sub(lambda letters: letters.group().replace(".", ""), text)
    if not _COINS.keys().isdisjoint(text):
        text = _MONEY.sub(_money, _PRICED.sub(lambda price: f"{price[1]} {_COINS[price[2]]} ", text))
    text = text.replace("°", " degrees ")
    if "deg" in text:
        text = _DEGREES.sub("degrees", text)
    if "-" in text or "−" in text:
        text = _MINUS.sub(" minus ", text)
    return text.replace("%", " percent ").replace("&", " and ")


def _money(found: re.Match[str]) -> str:
    scale = found[3] or ""
    return f"{found[2]} {_SHORT_SCALES.get(scale, scale)} {_COINS[found[1]]} "


def _without_articles(words: tuple[str, ...]) -> tuple[str, ...]:
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return words


@lru_cache(8192)
def singulars(word: str) -> tuple[str, ...]:
    """What a word may be the plural of."""
    if word in _IRREGULAR:
        return (_IRREGULAR[word],)
    if word.endswith("i") and len(word) > 5:
        return (word[:-1] + "us",)
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return (word[:-2],) if len(word) > 5 and word.endswith(("sses", "uses")) else ()
    found = [word[:-1]]
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        found.append(word[:-2])
    if word.endswith("ies") and len(word) > 4:
        found.append(word[:-3] + "y")
    if word.endswith("ves"):
        found += [word[:-3] + "f", word[:-3] + "fe"]
    return tuple(found)


def _same_from_start(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _swapped(one: str, other: str, at: int) -> bool:
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]


def _vowel_changed(one: str, other: str, at: int) -> bool:
    return one[at + 1 :] == other[at + 1 :] and one[at : at + 1] in "aeiouy" and other[at : at + 1] in "aeiouy"
