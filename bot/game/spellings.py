"""Words that are written in several ways: British and American, in short, in Roman figures. Pure."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPASS = {"n": "north", "s": "south", "e": "east", "w": "west"} | {
    f"{side}ern": side for side in ("north", "south", "east", "west")
}
"""What a first word is short for, or another form of."""
_MISCOUNTED = {
    "fourty": "forty", "ninty": "ninety", "fourtene": "fourteen", "eigth": "eighth", "eigthy": "eighty", "milion":
    "million", "millon": "million", "billon": "billion", "bilion": "billion", "thousend": "thousand", "tousand":
    "thousand", "hunderd": "hundred", "hundered": "hundred", "twelth": "twelfth", "nineth": "ninth", "fourtheen":
    "fourteen", "fivteen": "fifteen", "fifthy": "fifty", "sixtey": "sixty", "eightteen": "eighteen", "ninteen":
    "nineteen", "millions": "million", "billions": "billion", "thousands": "thousand",
}  # fmt: skip
"""Words for numbers as they are often misspelt."""
_NUMBERS = (
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty eighty ninety seventy "
    "hundred thousand million billion trillion"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ONES = (
    "one two three four five six seven eight nine first second third fourth fifth sixth seventh eighth ninth".split()
)
_OTHER_NUMBERS = frozenset((*_NUMBERS, "eight", "nine", "seven", "seventh", "eighth", "ninth", "tenth", "trillium"))
_SHORT = {
    "mt": "mount", "st": "saint", "ft": "fort", "univ": "university", "dept": "department", "govt": "government",
    "intl": "international", "internatl": "international", "internat": "international", "ref": "referendum",
    "int": "international", "natl": "national", "assoc": "association", "bros": "brothers", "jr": "junior", "sr":
    "senior", "utd": "united", "dr": "doctor", "prof": "professor", "gen": "general", "pres": "president", "org":
    "organization", "rep": "republic", "co": "company", "corp": "corporation", "ltd": "limited", "inc":
    "incorporated", "ave": "avenue", "rd": "road", "sq": "square", "vs": "versus", "xmas": "christmas", "symph":
    "symphony", "vol": "volume", "pt": "part", "ep": "episode", "capt": "captain", "number": "no", "nr": "no",
    "sgt": "sergeant", "bday": "birthday", "txt": "text", "msg": "message", "uni": "university", "nite": "night",
    "mme": "madame", "riv": "river", "mont": "mount", "drs": "doctors", "sankt": "saint", "sankta": "saint", "lite":
    "light", "thru": "through", "intnl": "international", "cttee": "committee", "parl": "parliament", "mkt":
    "market", "hosp": "hospital", "stn": "station", "svc": "service", "svcs": "services", "mgmt":
    "management", "bldg": "building", "blvd": "boulevard", "hwy": "highway", "pic": "picture", "pics": "pictures",
    "vid": "video", "fav": "favourite", "ppl": "people", "yrs": "years", "wks": "weeks", "mths": "months",
}  # fmt: skip
_VARIANTS = {
    "grey": "gray", "mum": "mom", "mummy": "mommy", "aluminium": "aluminum", "sulphur": "sulfur", "tyre": "tire",
    "plough": "plow", "pyjamas": "pajamas", "jewellery": "jewelry", "programme": "program", "kerb": "curb",
    "whiskey": "whisky", "yoghurt": "yogurt", "moustache": "mustache", "doughnut": "donut", "cosy": "cozy",
    "sceptic": "skeptic", "draught": "draft", "artefact": "artifact", "defence": "defense", "offence": "offense",
    "licence": "license", "analogue": "analog", "catalogue": "catalog", "dialogue": "dialog", "aeroplane":
    "airplane", "encyclopaedia": "encyclopedia", "mediaeval": "medieval", "archaeology": "archeology", "leant":
    "leaned", "palaeontology": "paleontology", "foetus": "fetus", "manoeuvre": "maneuver", "haemophilia":
    "hemophilia", "theatre": "theater", "centre": "center", "metre": "meter", "litre": "liter", "fibre": "fiber",
    "sabre": "saber", "spectre": "specter", "sepulchre": "sepulcher", "calibre": "caliber", "lustre": "luster",
    "meagre": "meager", "kilometre": "kilometer", "centimetre": "centimeter", "millimetre": "millimeter",
    "travelled": "traveled", "traveller": "traveler", "cancelled": "canceled", "labelled": "labeled", "modelling":
    "modeling", "burnt": "burned", "learnt": "learned", "spelt": "spelled", "spilt": "spilled", "mould": "mold",
    "moult": "molt", "storey": "story", "cheque": "check", "ageing": "aging", "marvellous": "marvelous", "woollen":
    "woolen", "skilful": "skillful", "diarrhoea": "diarrhea", "oestrogen": "estrogen", "anaemia": "anemia",
    "caesium": "cesium", "orangutang": "orangutan", "favourite": "favorite", "ax": "axe", "omelette": "omelet",
    "enquiry": "inquiry", "speciality": "specialty",
    "chilli": "chili", "practise": "practice", "disc": "disk",
    "pretence": "pretense", "instalment": "installment", "enrol": "enroll", "fulfil": "fulfill", "mementoes":
    "mementos", "smoulder": "smolder", "moustached": "mustached", "sulphuric": "sulfuric", "phial": "vial",
    "gaol": "jail", "waggon": "wagon", "kebap": "kebab", "hummous": "hummus", "houmous": "hummus",
    "ketchup": "catsup", "tsar": "czar", "tzar": "czar", "gipsy": "gypsy", "dyke": "dike", "carat": "karat",
}  # fmt: skip
_TRANSLITERATED = (
    "gaddafi qaddafi gadaffi gadhafi kadhafi khadafy kaddafi qadhafi",
    "laden ladin",
    "hussein hussain husayn husain",
    "muhammad mohammed mohammad mohamed muhammed muhamad mohamad",
    "zedong tsetung",
    "ahmed ahmad",
    "yusuf yousef yousuf",
    "khomeini khomeyni",
    "nasser nasir",
    "abdullah abdallah",
    "osama usama",
    "muammar moammar muamar",
    "joseph josef iosif",
    "vladimir wladimir",
    "alexander aleksandr alexandre",
    "sergei sergey serge",
    "nikolai nikolay",
    "dmitri dmitry dimitri",
    "mikhail michail",
    "yevgeny evgeny yevgeni",
    "and und",
    "quixote quichote quijote quichotte",
    "gogh gough",
    "kyiv kiev kijev kyev kyjiw kiew kyjiv kijew kyyiv",
    "czech czeck chech tzech czec chzech",
    "lviv lvov lwow lemberg",
    "odesa odessa",
    "kharkiv kharkov charkiw",
    "beijing bejing beijin peiking",
    "zelensky zelenskyy zelenskiy zelenski selenskyj zelinsky zelinski",
    "lukashenko lukashenka",
    "netanyahu netanjahu",
    "erdogan erdoan",
    "tutankhamun tutankhamen tutanchamun tutenkhamun",
    "nefertiti nofretete",
    "dostoevsky dostoyevsky dostojewski dostoevskij",
    "tchaikovsky chaikovsky tschaikowski tchaikovski",
    "tolstoy tolstoi",
    "khrushchev chruschtschow kruschev krushchev khruschev",
    "gorbachev gorbatschow gorbachov gorbatchev",
    "yeltsin jelzin eltsin",
    "quran koran",
    "muslim moslem",
    "hanukkah chanukah chanukkah hanuka",
    "chinggis genghis",
    "mahal mehal",
    "ceausescu chaushesku",
    "omar umar",
    "chavez chaves",
    "jong chong yong",
)
_VARIANTS |= {word: row.split()[0] for row in _TRANSLITERATED for word in row.split()[1:]}
"""Words from other alphabets, each row one word."""
_OUR = re.compile(r"(?<=[a-z]{2})our(?=s?$|ed$|ing$|ite$|ful$|able$|less$|hood$)")
_KEEP_OUR = frozenset("hour hours four our tour tours pour pours flour sour your contour detour detours velour".split())
_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e|es|ed|ing|ation|ations|er|ers)$)")
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})\Z")
_FIGURES = {"i": 1, "v": 5, "x": 10}


@cache
def slips_of_numbers() -> Mapping[str, str]:
    """Long words for numbers with a letter dropped, doubled or swapped with the next or without a blank, as meant."""
    found: dict[str, str] = {}
    for word in _NUMBERS:
        for at in range(1, len(word)):
            found[word[:at] + word[at + 1 :]] = word
            found[word[:at] + word[at] + word[at:]] = word
            found[word[:at] + word[at : at + 2][::-1] + word[at + 2 :]] = word
    glued = {f"{ten}{one}": f"{ten} {one}" for ten in _TENS for one in _ONES}
    return {slip: word for slip, word in found.items() if slip not in _OTHER_NUMBERS} | _MISCOUNTED | glued


@lru_cache(8192)
def common(word: str) -> str:
    """The one spelling a word is compared in."""
    word = _SHORT.get(word, word)
    if word in _VARIANTS:
        return _VARIANTS[word]
    if word.endswith("s") and word[:-1] in _VARIANTS:
        return _VARIANTS[word[:-1]] + "s"
    if "our" in word and word not in _KEEP_OUR:
        word = _OUR.sub("or", word)
    return _ISE.sub("iz", word) if "is" in word else word


def counted(words: tuple[str, ...], first: int = 1) -> tuple[str, ...]:
    """Words with the Roman figures and the ordinals after the first as plain numbers: `henry 8`, `world war 2`."""
    return words[:first] + tuple([_number(word) for word in words[first:]])


def _number(word: str) -> str:
    if word[:1].isdigit():
        return word[:-2] if word[-2:] in {"st", "nd", "rd", "th"} else word
    if word[:1] not in _FIGURES or len(word) > 5 or not _ROMAN.match(word):
        return word
    values = [_FIGURES[letter] for letter in word]
    return str(sum(-one if one < max(values[at:]) else one for at, one in enumerate(values)))
