"""What the article calls a name: "German airline", "the Arsenal manager". The best line a riddle can have."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.engine import frequency, is_adjective
from bot.riddles.craft.lists import all_demonyms, known, nouns, word_set
from bot.text import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from bot.riddles.craft.reading import Reading
    from bot.riddles.craft.spotting import Mention

_LONGEST = 8
_POINTING = frozenset({"former", "latter", "two", "other", "home", "away"})
_BARE = frozenset("boss star firm giant group side player company maker club veteran legend team chief single".split())
_REFUSED = frozenset(
    "fellow rival late alleged disgraced convicted suspected accused dead other another same own then would-be "
    "latest next potential prospective possible self-styled so-called failed controversial shamed troubled "
    "embattled beleaguered now".split()
)
_RANKINGS = frozenset(
    "only sole first second third fourth fifth sixth seventh eighth ninth tenth last top leading latest largest "
    "longest tallest deepest oldest newest fastest smallest costliest".split()
)
_HEADS_OF_STATE = frozenset("chancellor president king queen premier pope monarch emperor".split())
_CAPITAL = frozenset(
    "olympic paralympic premier premiership royal christian catholic jewish muslim internet labour conservative tory "
    "liberal democrat republican deputy prime foreign home health defence bath reading sale wasps saints hull derby "
    "cork nice orange boots shell gap sun mini lions reds blues bury barry tigers sharks rangers arsenal villa palace "
    "forest harlequins exiles".split()
)
_BORN = re.compile(r"(?P<place>[A-Z][\w']+(?: [A-Z][\w']+)?)-born (?P<noun>[a-z][\w -]+)")
_COMMON_WORD = 3.0
_VERY_COMMON = 4.0
"""Zipf frequency from which a capital at the start of a sentence proves nothing."""

_VOWEL_SOUNDS = frozenset("hour honest heir honour mba mp mep nba nfl rnb r&b fbi ngo nhs sas x-ray xbox".split())
_CONSONANT_SOUNDS = ("uni", "use", "eu", "one", "once", "ufo", "uk", "us")


@dataclass(frozen=True, slots=True)
class Role:
    """A descriptor: its words without article, the article, the noun that carries it."""

    text: str
    article: str
    noun: str
    kind: Kind
    label: str
    sentence: int

    @property
    def modified(self) -> bool:
        """Whether it says more than its noun alone."""
        return " " in self.text

    @property
    def plain(self) -> bool:
        """Whether a question can ask which one: no superlative, no owner."""
        words = re.split(r"[\s-]+", fold(self.text))
        return not any(word.endswith("'s") or is_ranking(word) or word in {"no", "famed", "great"} for word in words)

    @property
    def line(self) -> str:
        """The descriptor with its article."""
        return f"{self.article} {self.text}".strip()


def is_ranking(word: str) -> bool:
    """Whether a word says that there is only one: a superlative, an ordinal, "only"."""
    return word in _RANKINGS or (word.endswith(("most", "iest", "gest", "ghest")) and word != "almost")


def roles_at(reading: Reading, mention: Mention) -> list[Role]:
    """The descriptors that stand at one mention."""
    sentence = reading.sentences[mention.sentence]
    if mention.start in sentence.quoted:
        return []
    doc = sentence.doc
    root = doc[mention.start : mention.end].root
    found = [_before(doc, mention.start, mention.sentence)]
    beside = [child for child in root.children if child.dep_ == "appos" and 0 < child.left_edge.i - mention.end <= 1]
    found += [_noun_phrase(child, mention) for child in beside]
    if root.dep_ == "appos" and root.head.i < root.i:
        found.append(_noun_phrase(root.head, mention))
    if root.dep_ == "nsubj" and _says_is(root.head):
        found += [_noun_phrase(child, mention) for child in root.head.children if child.dep_ == "attr"]
    return [role for role in found if role is not None]


def described(subject: Token, sentence: int) -> Role | None:
    """The descriptor of a person that is itself the subject: "The Oscar-winning director has ..."."""
    if fold(subject.left_edge.text) != "the" or any(child.dep_ in {"conj", "appos"} for child in subject.children):
        return None
    inside = [token for token in subject.subtree if token.i <= subject.i][1:]
    role = _role(inside, subject, "the", sentence) if inside else None
    if role is None or role.kind is not Kind.PERSON or not role.modified or _POINTING & set(fold(role.text).split()):
        return None
    aged = role.text[:1].isdigit()
    return replace(role, article=with_article(role.text).split()[0]) if aged else role


def best_role(roles: list[Role]) -> Role | None:
    """The one that says most: with a modifier, of a sensible length, early."""
    kinds = [role.kind for role in roles]
    agreed = [role for role in roles if kinds.count(role.kind) * 2 > len(kinds)] or roles[:1]
    return min(agreed, key=lambda role: (not role.modified, role.noun in _BARE, role.sentence, role.text), default=None)


def with_article(words: str) -> str:
    """Put a or an before words, by their sound."""
    first = fold(words.split(maxsplit=1)[0]) if words.split() else ""
    if first.startswith(_CONSONANT_SOUNDS):
        return f"a {words}"
    spelled = len(first) > 1 and words.split(maxsplit=1)[0].isupper() and first[0] in "aefhilmnorsx"
    vowel = first[:1] in set("aeiou") or first in _VOWEL_SOUNDS or spelled
    return f"{'an' if vowel else 'a'} {words}"


def _before(doc: Doc, start: int, sentence: int) -> Role | None:
    """Words glued before the name: "German airline Lufthansa"."""
    first = start
    while first > 0 and start - first < _LONGEST and _describes(doc[first - 1]):
        first -= 1
    if first > 1 and fold(doc[first - 1].text) == "and" and doc[first].pos_ == doc[first - 2].pos_ == "NOUN":
        first -= 2
        while first > 0 and start - first < _LONGEST and _describes(doc[first - 1]):
            first -= 1
    if 0 < first < start and fold(doc[first - 1].text) in word_set("nearly_offices"):
        return None
    first = _title_start(doc, first, start)
    if 0 < first < start and doc[first - 1].text == "All" and doc[first].text[:1].isupper():
        first -= 1
    if first == start or (first and (doc[first - 1].like_num or doc[first - 1].pos_ == "NUM")):
        return None
    if first and doc[first].ent_iob_ == "I" and doc[first - 1].text[:1].isupper():
        return None
    if first and doc[first - 1].dep_ == "cc" and first > 1 and doc[first - 2].pos_ in {"PROPN", "ADJ"}:
        return None
    tokens = [doc[i] for i in range(first, start)]
    determiner = fold(doc[first - 1].text) if first else ""
    if first and doc[first - 1].tag_ in {"PRP$", "POS"}:
        tokens = tokens[-1:]
    return _role(tokens, tokens[-1], determiner, sentence)


def _describes(token: Token) -> bool:
    if token.text in {"-", "&"}:
        return True
    if token.text in {"'s", ","} or token.is_punct:
        return False
    return token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} and not token.like_num


def _noun_phrase(head: Token, mention: Mention) -> Role | None:
    """A whole noun phrase beside the name: "..., the world's biggest bank, ..."."""
    if head.pos_ not in {"NOUN", "PROPN"} or mention.start <= head.i < mention.end:
        return None
    inside = {token.i for token in head.subtree}
    for child in head.children:
        if child.dep_ in {"relcl", "acl", "appos", "conj", "cc", "punct", "advcl"}:
            inside -= {token.i for token in child.subtree}
    inside -= set(range(mention.start, mention.end))
    places = sorted(inside)
    if not places or places[-1] - places[0] + 1 != len(places):
        return None
    tokens = [head.doc[i] for i in places]
    determiner = ""
    if tokens[0].dep_ == "det" or fold(tokens[0].text) in {"the", "a", "an"}:
        determiner, tokens = fold(tokens[0].text), tokens[1:]
    return _role(tokens, head, determiner, mention.sentence)


def _role(tokens: list[Token], head: Token, determiner: str, sentence: int) -> Role | None:
    if not tokens or len(tokens) > _LONGEST or head.tag_ in {"NNS", "NNPS"}:
        return None
    noun = nouns().get(fold(head.text))
    if noun is not None and noun.kind is not Kind.PERSON and head.text[0].isupper() and not head.is_sent_start:
        return None
    if noun is None or not _sound(tokens, determiner):
        return None
    text = _born_in("".join(token.text_with_ws for token in tokens).strip())
    if text[:1].isupper() and text[1:2].islower() and _is_ordinary(tokens[0], head):
        text = text[:1].lower() + text[1:]
    return Role(
        text, _article(tokens, head, determiner, noun.kind, text), fold(head.text), noun.kind, noun.label, sentence
    )


def _born_in(text: str) -> str:
    """`Birmingham-born singer` as one says it: "singer born in Birmingham"; "Irish-born" may stay."""
    match = _BORN.fullmatch(text)
    if match is None or fold(match["place"]) in all_demonyms():
        return text
    return f"{match['noun']} born in {match['place']}"


def _is_ordinary(token: Token, head: Token) -> bool:
    """Whether a capital is there only because the sentence begins."""
    word = fold(token.text)
    trade = word in word_set("trades") and head.text.islower() and token.is_sent_start
    joined = token.i + 2 < len(token.doc) and token.nbor(1).text == "-" and token.nbor(2).text[:1].isupper()
    if joined or not token.is_sent_start or (token.text.isupper() and len(token.text) > 1):
        return word == fold(head.text) and token.pos_ == "NOUN"
    if (
        trade
        or word in {"former", "home", "old", "young", "veteran", "teenage"}
        or (word == "new" and not token.nbor(1).text[:1].isupper())
    ):
        return True
    pair = f"{word} {fold(token.nbor(1).text)}" if token.i + 1 < len(token.doc) else word
    named = pair in known() or word in known() or word in all_demonyms() or word in _CAPITAL
    if named or (token.ent_type_ and not is_adjective(word)):
        return False
    if word == fold(head.text) and word in nouns():
        return True
    if token.pos_ == "ADJ" or is_adjective(word):
        return True
    return frequency(word) > _COMMON_WORD and (token.pos_ == "NOUN" or frequency(word) > _VERY_COMMON)


def _sound(tokens: list[Token], determiner: str) -> bool:
    words = {fold(token.text) for token in tokens}
    if words & _REFUSED or words & word_set("tainted") or determiner in {"this", "that", "no", "any", "some", "every"}:
        return False
    if words & {"organisation", "organization", "body", "event"} and "the" in words:
        return False
    return not any(
        (token.pos_ in {"PRON", "VERB", "AUX", "SCONJ"} and not _is_compound_adjective(token))
        or token.text in {'"', "(", ")", "%"}
        for token in tokens
    )


def _is_compound_adjective(token: Token) -> bool:
    """`Prize-winning`, `chart-topping`."""
    return token.tag_ in {"VBG", "VBN"} and token.i > 0 and token.doc[token.i - 1].text == "-"


def _article(tokens: list[Token], head: Token, determiner: str, kind: Kind, text: str) -> str:
    """The article that fits: "the" for what there is one of, none after a genitive, else a or an."""
    if tokens[0].tag_ == "NNS" and len(tokens) > 1 and tokens[1].tag_ == "POS":
        return with_article(text).split()[0]
    if any(token.tag_ == "POS" for token in tokens):
        return "the" if fold(tokens[0].text) in {"world", "country", "city", "nation"} else ""
    if any(token.tag_ in {"JJS", "RBS"} or is_ranking(fold(token.text)) for token in tokens):
        return "the"
    if fold(head.text) in {"capital", "home"} or (determiner == "the" and _is_pinned(head)):
        return "the"
    if determiner in {"the", "a", "an"} and kind is Kind.PERSON:
        return "the" if determiner == "the" and is_one(head, text) else with_article(text).split()[0]
    first = fold(tokens[0].text)
    named = any(_is_proper(token) for token in tokens if token.i != head.i)
    named = named or (first in all_demonyms() and fold(head.text) in _HEADS_OF_STATE)
    unique = kind is Kind.PERSON and fold(head.text) in word_set("unique_roles") and is_one(head, text)
    return "the" if unique and (named or first == "prime") else with_article(text).split()[0]


def is_one(head: Token, text: str) -> bool:
    """Whether only one can be meant: an office, a title, a rank; "the Ethiopian legend" is one of many."""
    said = fold(text).split()
    if said[0] in {"former", "ex"} or (fold(head.text) == "champion" and "olympic" in said):
        return False
    only = word_set("unique_roles") | {"favourite", "winner", "holder", "heir", "author", "inventor"}
    return fold(head.text) in only or _is_pinned(head)


def _is_pinned(head: Token) -> bool:
    """Whether words after the noun say which one is meant: "the lake between Peru and Bolivia"."""
    return any(child.dep_ == "prep" and child.i > head.i for child in head.children)


def _is_proper(token: Token) -> bool:
    """Whether a word names a club, a firm or a place, and is not just "German"."""
    return token.text[:1].isupper() and fold(token.text) not in all_demonyms()


def _title_start(doc: Doc, first: int, start: int) -> int:
    """Begin at a capital title that follows common nouns: the clause before owns those ("in the chamber Speaker")."""
    for i in range(first + 1, start):
        capital = doc[i].text[:1].isupper() and fold(doc[i].text) in nouns()
        if capital and doc[i - 1].text.islower() and doc[i - 1].pos_ == "NOUN":
            return i
    return first


def _says_is(verb: Token) -> bool:
    """Whether a verb says what the name is today: not what it was, will be or is not."""
    told = any(child.dep_ in {"aux", "neg"} or child.tag_ == "MD" for child in verb.children)
    return verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"} and not told
