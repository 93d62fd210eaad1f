"""Words brought to a common form: Snowball's stem, irregular verbs and plurals first."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bot.text import fold

_IRREGULAR = """
be am is are was were been being; have has had having; do does did done; go goes went gone; say said; make made;
take took taken; come came; see saw seen; know knew known; get got gotten; give gave given; find found;
think thought; tell told; become became; show shown; leave left; feel felt; bring brought; begin began begun;
keep kept; hold held; write wrote written; stand stood; hear heard; mean meant; meet met; run ran;
pay paid; sit sat; speak spoke spoken; lead led; grow grew grown; lose lost; fall fell fallen; send sent; build built;
understand understood; draw drew drawn; break broke broken; spend spent; rise rose risen; drive drove driven;
buy bought; wear wore worn; choose chose chosen; seek sought; throw threw thrown; catch caught; deal dealt; win won;
forget forgot forgotten; lay laid; sell sold; fight fought; bear bore borne born; teach taught; eat ate eaten;
sing sang sung; strike struck stricken; hang hung; shake shook shaken; ride rode ridden; feed fed; shoot shot;
drink drank drunk; steal stole stolen; swim swam swum; fly flew flown; hide hid hidden; sink sank sunk; shine shone;
sleep slept; swing swung; freeze froze frozen; wake woke woken; sweep swept; tear tore torn; forgive forgave forgiven;
lend lent; dig dug; bite bit bitten; ring rang rung; stick stuck; blow blew blown; bend bent; lie lay lain; swear swore;
weave wove woven; wind wound; melt molten; light lit; creep crept; weep wept; spin spun; burn burnt; learn learnt;
man men; woman women; child children; foot feet; tooth teeth; goose geese; mouse mice; person people; ox oxen;
wolf wolves; leaf leaves; knife knives; wife wives; life lives; half halves; calf calves; shelf shelves; thief thieves;
loaf loaves; scarf scarves; hoof hooves; elf elves; crisis crises; medium media; datum data; cactus cacti;
fungus fungi; penny pence; die dice; louse lice; policeman policemen; fisherman fishermen; fireman firemen
"""
_FUNCTION = """
a an the this that these those my your his her its our their i you he she it we they me him us them myself itself
himself herself themselves yourself mine yours ours theirs who whom whose which what when where why how
and or but nor so yet if than then as of in on at by for with from to into onto over under about after before between
during through against among within without upon up down out off near above below behind beside besides across along
around until till since per via is am are was were be been being has have had having do does did done will would shall
should can could may might must not no never none neither nor only just also too very more most much many some any all
each every both either few less least other another such same own there here now once again still already ever even
while because although though whether however s t d ll re ve m
"""
_TOKEN = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
MAX_WORD = 40
SHORT = 300
"""Characters of a text whose words are remembered."""


@cache
def _bases() -> dict[str, str]:
    rows = (row.split() for row in _IRREGULAR.split(";"))
    return {form: row[0] for row in rows for form in row[1:]}


@cache
def function_words() -> frozenset[str]:
    """Words that carry no content."""
    return frozenset(_FUNCTION.split())


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """The stem of one folded word."""
    from snowballstemmer import stemmer  # noqa: PLC0415 - a stemmer keeps a state while it works: one a call

    base = _bases().get(word, word)
    if len(base) > MAX_WORD or not base.isascii():
        return base[:MAX_WORD]
    return str(stemmer("english").stemWord(base))


def tokens(text: str) -> list[str]:
    """The folded words of a text, digits included, possessives cut off."""
    return list(_cut(text) if len(text) <= SHORT else _cut.__wrapped__(text))


@lru_cache(maxsize=8_192)
def _cut(text: str) -> tuple[str, ...]:
    """The same, remembered of short texts: names are cut at every place where they may stand."""
    return tuple(_TOKEN.findall(fold(text).replace("'s ", " ").replace("'", " ")))


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [stem(token) for token in tokens(text)]


def content(text: str) -> list[str]:
    """The stems of a text's content words, in order."""
    function = function_words()
    return [stem(token) for token in tokens(text) if token not in function]
