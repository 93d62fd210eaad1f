"""What people are addressed by, and the words that say what sort of thing a name is. Pure."""

from __future__ import annotations

from functools import cache, lru_cache

from bot.domain import Kind
from bot.game.numerals import is_number

COURTESIES = frozenset(
    "mr mrs ms mx miss dr doctor prof professor sir dame her his majesty highness holiness excellency rev "
    "reverend hon honourable monsieur madame mme mademoiselle signor signora herr frau senor senora don mister "
    "missus president pres chancellor senator congressman congresswoman governor gov minister secretary chairman "
    "ambassador general gen colonel col captain capt major admiral lieutenant lt sergeant sgt marshal commander "
    "judge justice mayor coach rabbi imam ayatollah sheikh cardinal archbishop bishop former late st saint "
    "baroness uncle aunt pm vp comrade ex detective inspector".split()
)
"""Words before a name that may be left out."""
CROWNS = frozenset(
    "king queen prince princess pope emperor empress tsar tsarina czar sultan shah lord lady duke duchess baron "
    "count countess sister brother mother father".split()
)
"""Words before a name that may be left out, and are never exchanged for one another."""
OFFICES = frozenset(
    "chief boss ceo head leader premier president chancellor pm minister secretary governor bundeskanzler "
    "bundeskanzlerin kanzler kanzlerin bundesprasident prasident ministerprasident presidente presidenta primeministro "
    "kanselier statsminister".split()
)
"""Offices, in other tongues too, that are said before a surname."""
WOMANLY = frozenset(
    "mrs ms miss dame madame mme mademoiselle signora frau senora missus queen princess empress tsarina lady "
    "duchess countess sister mother congresswoman her bundeskanzlerin kanzlerin presidenta".split()
)
MANLY = frozenset(
    "mr sir monsieur signor herr senor mister king prince emperor tsar czar sultan shah lord duke baron count "
    "brother father congressman his".split()
)

_CLASSES = {
    Kind.PERSON: (
        "actor actress singer writer author poet painter artist composer scientist physicist chemist naturalist "
        "mathematician philosopher inventor astronaut explorer president king queen pope footballer player boxer "
        "athlete politician leader emperor novelist playwright pilot sprinter gymnast runner swimmer nurse uncle "
        "aunt golfer cyclist driver comedian dancer rapper architect engineer economist psychologist historian "
        "journalist general dictator activist sportsman sportswoman musician pianist director chef star "
        "legend celebrity billionaire entrepreneur businessman businesswoman founder model presenter broadcaster "
        "comedian songwriter bassist guitarist drummer violinist conductor sculptor designer photographer cricketer "
        "filmmaker astronomer biologist suffragette revolutionary campaigner reformer goalkeeper striker winger "
        "midfielder jockey skier skater climber mountaineer sailor ballerina wrestler lawyer surgeon"
    ),
    Kind.PLACE: (
        "country nation state city town village capital continent region province county republic kingdom district"
    ),
    Kind.WORK: (
        "novel book film movie play song album painting poem opera musical show series sculpture statue ballet "
        "picture fresco game trilogy saga"
    ),
    Kind.ORGANISATION: (
        "company firm corporation incorporated limited plc inc ltd llc corp co group holdings ag sa nv gmbh spa "
        "fc afc cf sc fk football soccer club team band baseball basketball newspaper magazine charity party "
        "agency organization "
        "organisation alliance bank university motors airline brand car restaurant shop store chain label website "
        "news computer computers"
    ),
    Kind.ANIMAL: ("animal bird fish insect mammal reptile creature species dog"),
    Kind.THING: (
        "planet metal element currency cryptocurrency language machine tool toy game plant flower fruit drink "
        "food instrument month gas liquid vehicle fabric device day year"
    ),
}
MODIFIERS = frozenset(
    "tennis football basketball baseball cricket rugby golf hockey snooker chess pop rock rap movie film tv famous "
    "legendary great late american british english scottish irish welsh french german italian spanish russian".split()
)
"""What may stand in front of the word for what a person is."""
NAMED = frozenset(
    "plane aircraft jet ship boat liner rocket telescope spacecraft probe satellite mission virus disease antibiotic "
    "drug medicine molecule crypto coin clock treaty prize award".split()
)
"""What may stand behind a thing with a proper name: a Concorde jet is Concorde, a paper plane no paper."""
_COMPOUNDS = frozenset(
    "machine tool toy game plant flower fruit drink food instrument device day year vehicle liquid fabric gas month "
    "king queen general chef director nurse pilot driver player shop store restaurant chain bank university party "
    "club team band car city state alliance agency organization organisation news charity".split()
)
"""What makes another thing of the word in front of it: a coffee machine is no coffee, Labour Day no party."""
_IN_FRONT = {
    Kind.THING: frozenset("planet element cryptocurrency".split()),
    Kind.ANIMAL: frozenset("animal mammal species".split()),
}
"""What may stand in front of a common noun; a food bank is no bank."""
OF = frozenset(
    "city state republic kingdom county province region town village island isle planet continent country district "
    "river mount mountain lake nation prefecture canton principality duchy month year language element".split()
)
"""What is followed by `of` and a name that means the same without it."""
_GEOGRAPHY = frozenset("river mount mountain desert peak volcano ocean strait".split())
_COMPANY = frozenset(
    "company corporation incorporated limited plc inc ltd llc corp co group holdings ag sa nv gmbh spa "
    "fc afc cf sc fk "
    "football soccer club motor motors".split()
)
_LOOSE = frozenset(
    "yellow red black white green orange blue great little big long snake north south east west new old upper "
    "lower dead high deep open wide".split()
)


@cache
def classes(kind: Kind | None) -> frozenset[str]:
    """The words that say what sort of thing an answer of this kind is."""
    kinds = [kind] if kind else list(_CLASSES)
    found = {word for one in kinds for word in _CLASSES.get(one, "").split()}
    return frozenset(found | (_GEOGRAPHY if kind in {None, Kind.PLACE} else set()))


@cache
def around(kinds: tuple[Kind, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """What may stand in front of a name of one of these kinds, and what behind it, and is no other name for that."""
    front = (_IN_FRONT.get(kind, classes(kind)) for kind in kinds)
    behind = (classes(kind) - _COMPOUNDS if len(kinds) > 1 or kind in _IN_FRONT else classes(kind) for kind in kinds)
    return frozenset().union(*front) - (_COMPOUNDS if len(kinds) > 1 else frozenset()), frozenset().union(*behind)


@lru_cache(1024)
def trimmed(words: tuple[str, ...], front: frozenset[str], behind: frozenset[str]) -> tuple[str, ...]:
    """A name without the words around it that say what sort of thing it is: `planet saturn`, `saturn planet`."""
    begin, end = 0, len(words)
    while begin < end - 1 and (words[begin] in front or (begin and _linked(words[begin - 1], words[begin]))):
        begin += 1
    while end > begin + 1 and (
        words[end - 1] in behind
        or words[end - 1].removesuffix("s") in behind
        or (end < len(words) and words[end - 1] in MODIFIERS)
    ):
        end -= 1
    return words if all(map(is_number, words[begin:end])) else words[begin:end]


def _linked(before: str, word: str) -> bool:
    return word in {"called", "named"} or (word == "of" and before in OF)


@lru_cache(1024)
def short(words: tuple[str, ...], kinds: tuple[Kind, ...]) -> tuple[str, ...]:
    """A name without what may be left out of it: `river` of the Thames, `incorporated` of a company."""
    if Kind.PLACE in kinds:
        if len(words) > 1 and words[0] in _GEOGRAPHY:
            return words[1:]
        if len(words) > 1 and words[-1] in _GEOGRAPHY and words[0] not in _LOOSE:
            return words[:-1]
    if Kind.ORGANISATION in kinds:
        return trimmed(words, _COMPANY, _COMPANY)
    return words
