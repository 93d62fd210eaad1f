"""Words that say what sort of thing an answer is, where it is and what it is like. Pure."""

from __future__ import annotations

import re

MOST_WORDS = 8
"""Words of a description."""
MOST_MAKER = 4
"""Words of a maker's name."""
ARTICLE = re.compile(r"\s*(?:the|a|an|its|his|her|that|this|one of the|some)\b", re.IGNORECASE)
PLACING = frozenset("in from of at near on".split())
TELLING = frozenset("who which that with whose".split())
BINDING = PLACING | TELLING | {"by", "for", "about"}
"""Words that bind what follows to what stands before."""
TAKEN_BACK = frozenset(
    "not no nope never or and vs versus maybe perhaps possibly probably then wait sorry either both other another "
    "first second third last next previous elder younger older senior junior old new like unlike but without "
    "wife husband son daughter brother sister mother father widow child fan fans critic rival rivals successor "
    "predecessor opponent anti pro ex-wife if else instead".split()
)
"""Words that make a second guess or another one of what looks like a description."""
PERSONS = frozenset(
    "man woman guy lady chap person politician prime minister pm premier president chancellor ceo boss founder "
    "cofounder creator inventor secretary senator governor mayor king queen pope monarch emperor author writer "
    "navigator aviator statesman captain manager coach scientist researcher monk nun saint missionary pioneer "
    "admiral commander superstar popstar icon champion medallist winner laureate genius tycoon magnate mogul "
    "investor discoverer father economist streamer youtuber influencer dj host anchor tsar sultan".split()
)
"""What people are called beside the words that judge a name."""
BODIES = frozenset(
    "company firm corporation body organisation organization club team charity broadcaster carmaker automaker maker "
    "manufacturer planemaker airline brand newspaper paper magazine retailer giant group lender cartel alliance "
    "watchdog regulator ngo startup ag plc inc ltd corp co sa gmbh chain producer conglomerate multinational business "
    "supermarket channel station encyclopedia site platform service engine marketplace forum movement militia "
    "network label studio agency side bloc institution enterprise developer publisher operator provider".split()
)
OWN = frozenset("bank court party union committee university commission council parliament fund army church".split())
"""What is the sort of an organisation only where its own names say so, as it makes names itself."""
WORKS = frozenset(
    "novel book film movie play song tune track album painting picture poem opera musical show series sculpture statue "
    "ballet fresco trilogy saga masterpiece classic symphony comedy tragedy drama thriller epic blockbuster hit single "
    "ballad anthem mural story fairytale sitcom artwork portrait".split()
)
THINGS = frozenset(
    "planet metal element currency cryptocurrency language machine toy game plant flower fruit drink food dish "
    "instrument gas liquid vehicle fabric device drug medicine antibiotic medication disease illness virus infection "
    "molecule probe spacecraft spaceship craft telescope satellite observatory rocket ship liner plane aircraft jet "
    "pastry bread snack dessert sweet vegetable condiment software app website chatbot phone smartphone coin token "
    "artefact artifact stone puzzle invention gadget appliance document paper sauce soup cheese wine spirit beer "
    "burger sandwich cookie bun roll cake sport weapon bomb treaty stuff material substance chemical compound "
    "vaccine tool".split()
)
ANIMALS = frozenset("animal bird fish insect mammal reptile creature species beast bug amphibian marsupial pet".split())
PLACES = {
    "country": "country nation republic kingdom".split(),
    "state": "state province".split(),
    "city": "city town capital metropolis place".split(),
    "river": "river stream waterway".split(),
    "lake": "lake".split(),
    "mountain": "mountain peak mount summit volcano".split(),
    "sea": "sea ocean gulf bay".split(),
    "island": "island isle archipelago islands".split(),
    "canal": "canal waterway".split(),
    "strait": "strait waterway channel".split(),
    "desert": "desert".split(),
    "forest": "forest rainforest jungle".split(),
    "park": "park".split(),
    "bridge": "bridge".split(),
    "tower": "tower landmark".split(),
    "falls": "falls waterfall waterfalls".split(),
    "continent": "continent".split(),
    "palace": "palace castle landmark".split(),
}
EVERY_PLACE = frozenset(word for words in PLACES.values() for word in words) | {"mt", "state", "province", "county"}
"""All words for sorts of places."""
SORTS_OF_PLACES = {word: sort for sort, words in PLACES.items() for word in words} | {
    "mt": "mountain", "rainforest": "forest", "jungle": "forest", "ocean": "sea", "isle": "island", "castle": "palace",
    "river": "river", "straits": "strait",
}  # fmt: skip
NAMING = frozenset(
    {
        "city",
        "river",
        "lake",
        "mount",
        "mountain",
        "sea",
        "ocean",
        "island",
        "canal",
        "strait",
        "desert",
        "rainforest",
        "forest",
        "jungle",
        "park",
        "bridge",
        "tower",
        "falls",
        "palace",
        "castle",
    }
)
ONE = frozenset({"one", "1", "place"})
"""What stands for any sort of thing."""
PRAISE = frozenset(
    "famous world worlds great greatest biggest largest big best well known wellknown popular beautiful iconic "
    "legendary celebrated current modern ancient late former ex tv space news plane aeroplane airplane car oil "
    "football soccer tennis basketball film movie rock pop jazz folk science fiction scifi crime adventure fantasy "
    "short classical animated silent literary dutch chinese japanese korean us uk eu football governing global "
    "international national public private commercial investment tech technology social media energy fashion "
    "sportswear pharmaceutical pharma drugs aircraft aerospace food human rights aid medical health oncology "
    "environmental conservation civil rights climate nobel prize oscar winning award winner gold medal olympic cup "
    "online free search culture cultural central religious islamic shia catholic space free daily weekly "
    "supersonic sweet salty spicy tasty delicious red blue white black green brown grey small tiny "
    "little huge giant tall long high deep wild domestic marine sea land flying little native cold hot".split()
)
"""What may stand before the word for a sort where no article shows that it is one."""
OF_OLD = frozenset({"former", "ex", "late", "football", "tennis", "soccer", "rock", "pop"})
"""What shows that a word behind a name is what the person was, not who works for him."""
PLAIN = frozenset("space plane car oil football soccer tennis baseball basketball aircraft aeroplane airplane".split())
MADE_OF = frozenset("giant group side network label studio channel station institution supermarket business".split())
"""What makes another name of an organisation right behind it: a record label of a shop."""
LOVED = frozenset("delicious tasty yummy famous lovely beloved iconic good typical real traditional classic".split())
TASTES = frozenset("spicy salty buttery crispy savoury".split())
UNIONS = frozenset({"un", "eu"})
"""What an organisation may be one of."""
CONTINENTS = frozenset({"Europe", "Asia", "Africa", "North America", "South America", "Oceania"})
KOREAS = {"korean": ("korea",)}
MOST_BEHIND = 4
"""Words right before or behind a name, at most."""
SOMEWHERE = frozenset(
    tuple(text.split())
    for text in (
        "in space|in sky|in night sky|in universe|in galaxy|in world|in nature|in wild|on your head|on my head|"
        "on head|in your hand|in your pocket|in house|in kitchen|at home|in street|for clothes|for travel|"
        "for travelling|on finger|in mouth|in atmosphere|around earth|of earth|on earth|for teeth|for electricity|"
        "for shopping|in supermarket|at supermarket|in shop|on road|on roads|in water|of course"
    ).split("|")
)
WHERE = frozenset(words[-1] for words in SOMEWHERE)
MARKS = " .,;:?!'\"()"
"""Where common things are, which makes no other thing of them."""
