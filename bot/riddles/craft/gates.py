"""Defect detectors: each tells what is wrong with a sentence that was made; the last parses it again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.craft.engine import base_form, parse
from bot.riddles.craft.lists import word_set
from bot.riddles.craft.slots import has_finite
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spacy.tokens import Doc, Token

_FUNCTION = frozenset(
    "a an the of to in on at by for with from as and or but that which who its their his her my than "
    "into about after before "
    "when while because if although be been being have has had is was are were am will would could "
    "should may might".split()
)
_POINTING = frozenset({"this", "these", "those", "such", "former", "latter", "latest-such", "same"})
_LOST_START = re.compile(
    r"^(His|Her|Its|Their|Other|Another|Others|He|She|It|They|This|These|Those|That|Such|There|The (move"
    r"|study|report|news|deal|decision|"
    r"announcement|plan|pair|two|latter|former|result|survey|research|figures|company|firm|group|club"
    r"|film|case|bid|comments|"
    r"statement|duo|trio|team|law|bill|incident|row|same|scheme|project|ruling|changes|new|other|findings"
    r"|event|offer|agreement))\b"
)
_TIED = re.compile(
    r"^(For (example|instance)|In (contrast|addition|fact|other words|return|response|turn|total)"
    r"|As a result|At the (same )?time|"
    r"On the other hand|By any measure|Of course|Even so|By contrast|After that|Before that|Since then"
    r"|Until then|Earlier|Later)\b"
)
_BROKEN = re.compile(
    r"\bby I\b|\bme (has|have|is|was|are|were|had|will|would|said)\b|\bI (\d|me|my|the|a|an|of|'s|has|is"
    r"|does)\b|(?<!and )\bI (are|were)\b"
    r"|\bmy (the|a|an|my|of|and|,|\.)|\bmy'|\bme'|\bthe (I|my|me)\b|\ba (I|my|me)\b|\bof I\b|\b(to|with"
    r"|for|at|from) I\b"
    r"|\bit is it\b|\bthey are they\b|\b(prove|show|say|insist)s? it is I\b"
    r"|\(\s*\)|\.\.|,\s*\.|^On me\b|\bI,|\bto to\b|\bthe the\b|\bmy own my\b|\bme me\b|\bI I\b"
    r"|\w\.[a-z]{3,}|\s-[a-z]|\bme \w+ing\b|, and, "
    r"|\b([A-Z]\w+|city|town|village|state|island|country|capital|republic|port|county|province|region"
    r"|kingdom|river|lake|mountains?|streets?|coast|north|south|east|west|banks?|parts?|people|rest|areas?|edge"
    r"|shores?|hills|walls|towers|gates|roofs|valleys?|centre|heart|outskirts|suburbs|villages|forests?"
    r"|waters|skies) of me\b"
    r"|^(With|According|Following|Compared|Unlike|Like|Along|Including)\b|\bme '|\bI and (sister|brother)\b"
    r"|\bI to (?!be)|\bme of\b|, by me\b"
    r"|\b(supply|growth|Growth|demand|sales|prices|inflation|rates|chances?|interest) in me\b"
    r"|'s [a-z]+-[a-z]+\.$"
    r"|\b[Ss]hares in me\b|\b(a|an|the) (\w+ ){1,2}in me\b"
    r"|\b(with|of|by|from|without|despite) my \w+ing (to|out|up|a|an|the)\b"
    r"|\b(have|has|had) (now |also )?(have|has)\b|^[^-]{3,40} - my \b|\bwonder whether\b"
    r"|^[^,]*\b[Mm]y (\w+ ){0,2}\w+, (\w+ed|has|have|is|was|will|said) "
)
_NEEDS_OBJECT = frozenset("beat defeat face host join meet overtake replace visit".split())
_BELITTLING = re.compile(
    r"\b(sin-binned|sent off|banned|reckless|sacked|blamed|criticised|slammed|humiliat\w+|failed|axed|lied|"
    r"denied(?! (?:reports|rumours|speculation)\b)|"
    r"suspended|apologis\w+|resign\w+|quit|snub\w*|flop\w*|mocked|ridiculed|clumsy|rejected claims|accus\w+)\b"
)
_SPOKEN = frozenset({"i", "we", "you", "our", "us", "me", "my", "your", "mine", "ours", "yours", "myself", "ourselves"})
_POINTING_BACK = frozenset(
    "claim comment remark allegation accusation decision announcement statement verdict promotion initiative".split()
)
"""Nouns that point to something said before, whatever place or day stands beside them."""

_SEASONS = frozenset("season year month week weekend summer winter autumn spring".split())
"""What "this" may stand before: everybody knows which one is meant."""

_STRETCHES = frozenset("time half minute hour day decade century quarter place round end start".split())
_SAYS_NO_MORE = frozenset("new latest recent whole entire current previous".split())
_ORDINALS = frozenset("first second third next last".split())
_WORKS = frozenset("series film album book novel single part edition".split())
_ANNOUNCED = frozenset("promotion campaign offer scheme service trial product device machine system".split())
_DEICTIC = frozenset("here now ago today yesterday tomorrow tonight".split())


def speaks_itself(doc: Doc, kept: Collection[int]) -> bool:
    """Whether the source has a first or second person of its own."""
    return any(fold(doc[i].text) in _SPOKEN and doc[i].text != "US" for i in kept)


def _open_quote(text: str) -> bool:
    """Whether a single quotation mark opens and never closes, or closes what never opened."""
    opened = False
    for mark in re.finditer(r"(?P<open>(?:^|(?<=[\s(]))'(?=\w))|(?<=[\w.,!?+])'(?!\w)", text):
        opened = bool(mark["open"])
    return opened


def broken(text: str) -> str:
    """What is plainly wrong with the words of a sentence; empty when nothing is."""
    found = words(text)
    if not 5 <= len(found) <= 32:
        return "length"
    if fold(found[-1]) in _FUNCTION and fold(found[-1]) not in {"in", "on", "by"} and found[-1] != "May":
        return "ends in a function word"
    if (
        _open_quote(text)
        or text.count("(") != text.count(")")
        or text.count('"') % 2
        or re.search(r"[\[\]{}<>|*_#]|https?:", text)
    ):
        return "marks"
    if _BROKEN.search(text):
        return "grammar"
    return ""


def tainted(text: str) -> bool:
    """Whether a sentence speaks of crime, accusation, illness or death."""
    return any(fold(word) in word_set("tainted") or _base(word) in word_set("tainted") for word in words(text))


def _base(word: str) -> str:
    word = fold(word).removesuffix("'s")
    for ending, instead in (
        ("ied", "y"),
        ("ies", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("s", ""),
        ("es", ""),
    ):
        if word.endswith(ending) and word[: -len(ending)] + instead in word_set("tainted"):
            return word[: -len(ending)] + instead
    return base_form(word)


def shady(text: str) -> bool:
    """Whether a headline or a lead tells of crime, death or disgrace."""
    return any(fold(word) in word_set("shady") for word in words(text))


def lost_start(text: str) -> bool:
    """Whether a sentence begins with something that only its forerunner explains."""
    return bool(_LOST_START.match(text) or _TIED.match(text))


def belittles(text: str) -> bool:
    """Whether it tells of a person's failure or punishment: true perhaps, but no game."""
    return bool(_BELITTLING.search(text))


def dangling(doc: Doc, kept: Sequence[int], mine: Collection[int] = (), own: Collection[str] = ()) -> int:
    """How many words of a clause point outside it: pronouns without an owner, "this", "the move".

    `mine` are tokens that were replaced and so point nowhere; `own` are pronouns that those may stand for.
    """
    count = 0
    for i in kept:
        token = doc[i]
        if i in mine:
            continue
        if token.tag_ in {"PRP", "PRP$"} and fold(token.text) not in _SPOKEN:
            fits = fold(token.text) in own and (fold(token.text) != "it" or token.dep_ in {"nsubj", "nsubjpass"})
            answered = fits and any(i > place for place in mine)
            count += 0 if answered or _has_owner(token, [i for i in kept if i not in mine]) else 2
        elif _points_nowhere(token):
            continue
        elif _points_back(token) or _points_away(token):
            count += 2
    return count


def _points_away(token: Token) -> bool:
    """`This`, `the former`, `that plan`: words that point to another sentence."""
    if token.tag_ == "DT" and fold(token.text) == "that":
        return True
    parts = {"det", "nsubj", "dobj", "pobj", "amod", "nsubjpass", "predet"}
    return fold(token.text) in _POINTING and token.dep_ in parts


def _points_back(token: Token) -> bool:
    """`The claim`, `the decision`: something said before, which only "of" or "to" would tell."""
    if fold(token.lemma_) not in _POINTING_BACK or token.pos_ != "NOUN":
        return False
    pinned = any(child.dep_ in {"relcl", "acl"} or fold(child.text) in {"of", "to"} for child in token.children)
    return not pinned and any(child.dep_ == "det" and fold(child.text) == "the" for child in token.children)


def _points_nowhere(token: Token) -> bool:
    """`This season`, `such as`: words that point, but not to another sentence."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if fold(token.text) == "same" and following is not None and fold(following.text) == "name":
        return True
    such_as = fold(token.text) == "such" and following is not None and fold(following.text) == "as"
    return such_as or (token.dep_ == "det" and fold(token.head.text) in _SEASONS)


def bare_definites(doc: Doc, kept: Sequence[int], mine: Collection[int] = ()) -> int:
    """How many phrases like "the move" say nothing of which one is meant."""
    return sum(_is_bare(doc[i], kept) for i in kept if i not in mine and doc[i].pos_ == "NOUN")


def _is_bare(noun: Token, kept: Sequence[int]) -> bool:
    if not any(child.dep_ == "det" and fold(child.text) in {"the", "both"} for child in noun.children):
        return False
    if any(_tells_which(child, noun) for child in noun.children) or noun.ent_type_:
        return False
    word = fold(noun.text)
    if word in word_set("known_the") or word in _SEASONS | _STRETCHES:
        return False
    return not any(noun.doc[i].lemma_ == noun.lemma_ for i in kept if i < noun.i)


def _tells_which(child: Token, noun: Token) -> bool:
    """Whether a word beside a noun says which one is meant: "new" and "first" do not, nor "the offer to please"."""
    said = fold(child.text)
    if child.dep_ == "amod" and (said in _SAYS_NO_MORE or (said in _ORDINALS and fold(noun.text) in _WORKS)):
        return False
    if child.dep_ == "acl" and fold(noun.text) in _ANNOUNCED and any(part.tag_ == "TO" for part in child.children):
        return False
    return child.dep_ in {"amod", "compound", "prep", "relcl", "acl", "poss", "nmod", "nummod", "appos", "advcl"}


def _has_owner(pronoun: Token, kept: Sequence[int]) -> bool:
    """Whether something before the pronoun, in the same clause, can be what it means."""
    word = fold(pronoun.text)
    before = [pronoun.doc[i] for i in kept if i < pronoun.i]
    if word == "them":
        return any(token.tag_ in {"NNS", "NNPS"} for token in before)
    if word in {"they", "their", "themselves", "theirs"}:
        return any(_is_several(token) for token in before)
    if word in {"he", "him", "his", "she", "her", "himself", "herself", "hers"}:
        return any(token.ent_type_ == "PERSON" for token in before)
    if (
        word == "it"
        and pronoun.dep_ in {"expl", "nsubj"}
        and pronoun.head.lemma_ in {"be", "take", "seem", "rain"}
        and not before
    ):
        return False
    if pronoun.dep_ in {"dobj", "pobj"}:
        return False
    return any(token.dep_ in {"nsubj", "nsubjpass", "dobj"} and token.tag_ in {"NN", "NNP"} for token in before)


def _is_several(token: Token) -> bool:
    """Whether "they" can mean it: a plural, or a body of people that is not only part of a name."""
    if token.tag_ in {"NNS", "NNPS"} or token.text in {"MPs", "MEPs"}:
        return True
    return token.ent_type_ in {"ORG", "NORP"} and token.dep_ != "compound"


def opinion(doc: Doc, kept: Collection[int]) -> bool:
    """Whether it says what ought to be."""
    return any(doc[i].tag_ == "MD" and fold(doc[i].text) in {"should", "must", "ought"} for i in kept)


def accuses(doc: Doc, kept: Collection[int], text: str) -> bool:
    """Whether it ties a person to crime, accusation, illness or death."""
    return tainted(text) and any(doc[i].ent_type_ == "PERSON" for i in kept)


def deictic(doc: Doc, kept: Collection[int]) -> bool:
    """Whether it says here, now or today."""
    return any(fold(doc[i].text) in _DEICTIC and not _is_long_ago(doc[i]) for i in kept)


def _is_long_ago(token: Token) -> bool:
    """Whether it counts years, which stay true for a while: "3,000 years ago"."""
    return token.i > 0 and token.text == "ago" and fold(token.doc[token.i - 1].text) in {"years", "centuries"}


def reads_well(texts: Sequence[str]) -> list[bool]:
    """Parse made sentences again and tell which hold: a tensed root with its subject, I and me in their places."""
    return [_sound(doc) for doc in parse(texts)]


def _sound(doc: Doc) -> bool:
    roots = [token for token in doc if token.dep_ == "ROOT"]
    if len(roots) != 1 or not has_finite(roots[0]) or _lacks_object(roots[0]):
        return False
    return all(_in_place(token) for token in doc)


def _lacks_object(verb: Token) -> bool:
    """Whether a verb says nothing without whom or what: "I will visit on 17 August"."""
    told = {child.dep_ for child in verb.children}
    return verb.lemma_ in _NEEDS_OBJECT and not told & {"dobj", "nsubjpass", "ccomp", "xcomp", "dative"}


def _in_place(token: Token) -> bool:
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    before = token.doc[token.i - 1] if token.i else None
    if token.text == "I":
        if before is not None and before.pos_ in {"NOUN", "PROPN", "ADJ"} and not before.ent_type_:
            return False
        return token.dep_ in {"nsubj", "nsubjpass", "conj"} and (
            following is None or following.pos_ not in {"NOUN", "PROPN", "ADJ", "DET", "NUM", "PUNCT", "ADP"}
        )
    if token.text == "me":
        wrong = before is not None and before.tag_ in {"RP", "DT", "JJ", "PRP$"}
        return not wrong and (following is None or following.pos_ not in {"NOUN", "PROPN"})
    if fold(token.text) == "my":
        return following is not None and following.pos_ in {"NOUN", "ADJ", "PROPN", "NUM", "VERB", "ADV"}
    return True
