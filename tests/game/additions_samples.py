"""Guesses that have the whole answer in them and something beside it: a description of it, or another thing."""

from __future__ import annotations

from bot.domain import Kind

_P, _L, _O, _W, _A, _T, _N = (
    Kind.PERSON, Kind.PLACE, Kind.ORGANISATION, Kind.WORK, Kind.ANIMAL, Kind.THING, Kind.NUMBER,
)  # fmt: skip

OTHERS: tuple[tuple[Kind, str, tuple[str, ...], str], ...] = (
    (_O, "Boeing", ("The Boeing Company",), "Boeing CEO; the CEO of Boeing; Boeing 747; Boeing, Airbus; Boeing, the "
     "airbus company; a Boeing plane crash; Boeing Field; Boeing whistleblower; Boeing, Lockheed; Boeing's boss; "
     "William Boeing; Boeing employees; Boeing from Brazil; Boeing - Embraer; ex Boeing engineer"),
    (_O, "NASA", ("US space agency",), "NASA engineer; NASA, ESA; NASA, the european space agency; nasa astronaut; "
     "nasa of russia; a rocket of nasa; nasa (esa); the nasa of china; nasa, the russian space agency; NASA budget; "
     "NASA, Roscosmos; nasa tv"),
    (_O, "Real Madrid", ("Real Madrid C.F.",), "Real Madrid women; real madrid fans; Real Madrid, Barcelona; "
     "real madrid castilla; Real Madrid, Atletico Madrid; real madrid of portugal; the coach of real madrid; "
     "real madrid player; real madrid - bayern; Real Madrid, the barcelona club"),
    (_O, "Manchester United", ("Man United",), "Manchester United fans; Manchester United women; Manchester United, "
     "Manchester City; Manchester United, City; Newton Heath before Manchester United; manchester united of liverpool; "
     "owner of Manchester United; Manchester United stadium"),
    (_O, "Apple", ("Apple Inc.",), "Apple Park; apple pie; apple tree; Apple, Microsoft; apple, the fruit; apple of my "
     "eye; Apple Records; Apple Music; apple, banana; apple the fruit; Apple Martin; Big Apple; Apple from Austria; "
     "the boss of Apple"),
    (_O, "Bank of England", ("BoE",), "Bank of England governor; Governor of the Bank of England; Bank of England "
     "museum; the Bank of England in Scotland; Bank of Scotland; Bank of England, European Central Bank"),
    (_O, "Supreme Court", ("US Supreme Court", "SCOTUS"), "Supreme Court of India; the supreme court in india; Supreme "
     "Court judge; supreme court of canada; Supreme Court, the court of Germany; supreme court in london"),
    (_O, "Labour Party", ("Labour",), "Labour Party of Israel; labour party in norway; labour day; Labour Party leader; "
     "New Zealand Labour Party, the party; the Irish Labour Party; Labour Party conference; labour, conservatives"),
    (_O, "Red Cross", ("ICRC",), "red cross of norway; red cross, red crescent; red cross nurse; Red Cross in Canada; "
     "founder of the Red Cross; the German Red Cross"),
    (_O, "The Times", ("The Times of London",), "The Times of India; the times of israel; the new york times; The "
     "Times, The Guardian; los angeles times; the times in india; times square; sunday times of london, sun"),
    (_O, "Greenpeace", (), "Greenpeace, WWF; greenpeace ship; greenpeace activist; greenpeace founder; Greenpeace: "
     "Amnesty; greenpeace (wwf)"),
    (_O, "York University", (), "University of York; York University in England, the college; York St John University; "
     "New York University; York University student"),
    (_O, "Barcelona", ("FC Barcelona",), "Barcelona in Ecuador; Barcelona of Ecuador; Barcelona, Real Madrid; the "
     "barcelona coach; Barcelona, the city; Barcelona chair"),
    (_O, "BBC", ("British Broadcasting Corporation",), "BBC, ITV; BBC, CNN; BBC News presenter; BBC Scotland; BBC "
     "symphony orchestra; the bbc of canada; director of the bbc; BBC Micro; bbc - itv; ABC (BBC) CBC, all; BBC in "
     "australia; BBC America"),
    (_O, "Amnesty International", ("Amnesty", "AI"), "artificial intelligence; AI chatbot; amnesty law; an amnesty for "
     "rebels; open AI; machine intelligence; ai in medicine"),
    (_L, "Paris", ("City of Paris",), "Paris, Texas; Paris Hilton; paris, london; paris, the capital of italy; Paris, "
     "London of France; paris in texas; Treaty of Paris; Paris match; Paris, the person; Paris, the hilton one; "
     "Disneyland Paris; plaster of paris; Paris in Kentucky; Paris - Berlin; paris saint-germain; paris, rome; Paris "
     "agreement; Paris, Ontario"),
    (_L, "Georgia", ("Republic of Georgia",), "Georgia (the state); georgia, the us state; Georgia in the USA; South "
     "Georgia; Georgia, Armenia; Georgia of America; Georgia O'Keeffe; georgia, atlanta's state; georgia the state"),
    (_L, "Amazon rainforest", ("Amazon", "Amazonia"), "Amazon River; Amazon, the company; amazon the company; the "
     "Amazon in Seattle; amazon, the river; amazon prime; amazon warehouse; Amazon (company); amazon founder; amazon "
     "the online shop"),
    (_L, "Kyiv", ("Kiev",), "Kyiv, the capital of russia; kyiv, moscow; kyiv in russia; kyiv, kharkiv; chicken kiev; "
     "dynamo kyiv; the mayor of kyiv; Kyiv, Lviv; kyiv, belarus"),
    (_L, "Niger", ("Republic of Niger",), "niger, the river; River Niger; niger, nigeria; niger, the one with lagos; "
     "niger delta; the niger river; niger in asia; niger, mali"),
    (_L, "Washington, D.C.", ("Washington", "Washington DC"), "washington, the state; george washington; washington the "
     "president; washington, the president; Washington, Oregon; Denzel Washington; Washington Post; Washington, the "
     "us state; mount washington"),
    (_L, "Lake Victoria", (), "Victoria Falls; lake victoria in canada; lake victoria, lake tanganyika; Victoria, the "
     "queen; lake victoria in australia; lake victoria fish; lake victoria, the sea"),
    (_L, "Mexico", (), "Mexico City; New Mexico; Gulf of Mexico; mexico, the city; mexico, canada; mexico in europe; the "
     "president of mexico; mexico, guatemala"),
    (_L, "New York City", ("New York", "NYC"), "new york, the state; new york times; New York, Boston; new york in "
     "england; New York Giants; new york, york; mayor of New York"),
    (_L, "Birmingham", ("Birmingham, England",), "Birmingham, Alabama, birmingham city fc; birmingham, manchester; "
     "birmingham the football club; birmingham the country"),
    (_L, "Mississippi River", ("Mississippi",), "mississippi, the state; mississippi the us state; mississippi, "
     "missouri; mississippi burning; the state of mississippi; mississippi mud pie"),
    (_L, "Jordan", (), "michael jordan; jordan, the river; jordan, israel; jordan the basketball player; jordan peterson; "
     "katie jordan; jordan, the person; jordan, syria"),
    (_P, "Nelson Mandela", ("Mandela", "Madiba"), "son of Nelson Mandela; Mandela's wife; winnie mandela; mandela, "
     "tutu; mandela, de klerk; mandela the wife of nelson; nelson mandela, desmond tutu; nelson mandela bridge; nelson "
     "mandela's rival; nelson mandela foundation; mandela (tutu); nelson mandela - de klerk; the daughter of nelson "
     "mandela; nelson mandela, the son; friend of nelson mandela; nelson mandela bay; Nelson Mandela, Steve Biko"),
    (_P, "Lionel Messi", ("Messi", "Leo Messi"), "messi, ronaldo; messi, the ronaldo of barcelona, ronaldo; messi's "
     "son; lionel messi, neymar; messi - ronaldo; thiago messi; messi, mbappe; messi the second; lionel richie; Messi's "
     "coach; lionel messi (ronaldo); father of Lionel Messi; Messi, Maradona; messi: ronaldo"),
    (_P, "Johann Sebastian Bach", ("Bach", "J. S. Bach"), "bach, beethoven; bach, the son; bach's son; carl philipp "
     "emanuel bach; bach, the younger composer; bach, handel; johann christian bach; bach, the second son of bach; "
     "anna magdalena bach; bach the first"),
    (_P, "King Charles III", ("King Charles", "Charles III"), "king charles, the first; king charles the first; king "
     "charles spaniel; king charles ii; king charles, the second king of england; king charles of spain, the first; "
     "king charles (the first one); king charles the second of england; king charles i"),
    (_P, "George W. Bush", ("Bush junior", "President George W. Bush"), "george bush, the elder; george h. w. bush; "
     "george w. bush, jeb bush; george w bush's father; george w. bush, al gore; laura bush; the father of george w. bush"),
    (_P, "Ban Ki-moon", ("Ban", "Ban Ki Moon"), "ban on plastic; ban in france; ban of france; a ban in england; ban "
     "from france; ban, annan; travel ban; ban the bomb; ban from russia"),
    (_P, "Taylor Swift", (), "Jonathan Swift; taylor swift fan; taylor swift, beyonce; taylor swift tour; taylor "
     "swift's boyfriend; taylor swift, travis kelce; swift; taylor swift: adele; taylor swift (kanye west)"),
    (_P, "Marie Curie", ("Curie",), "pierre curie; curie, the husband; marie curie, pierre curie; marie curie's "
     "daughter; irene curie; curie, lise meitner; curie institute; marie curie charity; the husband of marie curie"),
    (_P, "Elizabeth II", ("Queen Elizabeth II", "Queen Elizabeth"), "queen elizabeth, the first; queen elizabeth the "
     "queen mother; elizabeth, the tudor queen; queen elizabeth, the mother; queen elizabeth the first of england; "
     "elizabeth taylor the actress"),
    (_W, "Hamlet", (), "hamlet, macbeth; the hamlet of york; hamlet, the village; hamlet cigar; hamlet, king lear; hamlet "
     "(macbeth); hamlet - othello; hamlet, the cigar; hamlet, the prince; tower hamlets"),
    (_W, "Mona Lisa", ("La Gioconda",), "mona lisa smile; mona lisa, the scream; mona lisa, the last supper; mona lisa "
     "overdrive; mona lisa the woman; mona lisa thief; Mona Lisa, the city; the theft of the mona lisa; mona lisa, "
     "the night watch"),
    (_W, "Oppenheimer", ("the film Oppenheimer",), "oppenheimer, the physicist; robert oppenheimer; oppenheimer, barbie; "
     "oppenheimer the scientist; oppenheimer - barbie; oppenheimer the novel; oppenheimer, einstein"),
    (_W, "Bohemian Rhapsody", ("Bohemian Rhapsody by Queen",), "bohemian rhapsody, the film; bohemian rhapsody, "
     "rhapsody in blue; bohemian rhapsody the movie; bohemian rhapsody, we will rock you; bohemian rhapsody, "
     "imagine; bohemian rhapsody (the film)"),
    (_W, "Star Wars", ("Star Wars: A New Hope",), "Star Wars, Star Trek; star wars, the empire strikes back; the last "
     "star wars; star wars, the toy; star wars the phantom menace; star wars (star trek); star wars: the last jedi"),
    (_W, "The Starry Night", ("Starry Night",), "starry night over the rhone; starry night, sunflowers; starry night in "
     "arles, the night cafe; the starry night cafe; a starry night in london"),
    (_A, "orca", ("killer whale",), "orca, seal; orca, dolphin; orca, the seal; orca, the shark; orca trainer; orca, the "
     "dolphin seal; orca, blue whale; orca - seal; orca (dolphin); a baby of an orca; orca, penguin"),
    (_A, "elephant", (), "elephant seal; elephant from africa; the elephant in the room; elephant, mouse; elephant of "
     "india; elephant, the seal; asian elephant; elephant shrew; elephant bird; elephant man; elephant, rhino"),
    (_A, "wolf", (), "wolf of wall street; the wolf of wall street; a wolf in sheep's clothing; wolf spider; maned wolf; "
     "wolf, fox; the boy who cried wolf; wolf, the dog; wolf of ethiopia; wolf from tasmania; wolf blitzer; dire wolf"),
    (_A, "bear", (), "bear from the arctic; bear of the north pole; teddy bear; koala bear; bear market; bear, the "
     "panda; polar bear; bear with me; russian bear; bear in the big blue house"),
    (_A, "cat", (), "cat in the hat; the cat in the hat; cat burglar; cat, dog; big cat of africa; cat from siam; cat "
     "stevens; cat on a hot tin roof; copy cat; cat with nine tails"),
    (_T, "coffee", (), "coffee machine; coffee cup; coffee, tea; irish coffee; turkish coffee; coffee table; coffee "
     "from ireland; coffee for a machine; coffee shop; coffee, the tea; coffee cake; coffee in a mug of tea"),
    (_T, "Mercury", ("planet Mercury",), "mercury, the metal; mercury the metal; freddie mercury; mercury, venus; "
     "mercury, the element; mercury in thermometers; mercury the god; mercury prize; mercury poisoning"),
    (_T, "passport", (), "passport photo; passport office; passport, visa; passport control; a stamp in a passport; "
     "passport to pimlico; passport thief; vaccine passport; passport for vaccines"),
    (_T, "iron", (), "iron, steel; iron man; iron curtain; iron, the golf club; iron lung; iron maiden; iron, copper; "
     "iron of bronze; iron age; iron in steel"),
    (_T, "black hole", (), "black hole of calcutta; the black hole of calcutta; black hole sun; black hole, neutron "
     "star; black hole, the star; white hole; black hole in the budget"),
    (_T, "washing machine", (), "washing machine for dishes; washing machine, dryer; washing machine repair man; "
     "washing machine - dishwasher; washing machine, the dishwasher"),
    (_T, "Brexit", (), "anti-Brexit march; brexit party; brexit, grexit; brexit secretary; anti brexit; brexit, megxit; "
     "the brexit of greece"),
    (_N, "1989", ("the year 1989",), "1989, 1990; 1989 - 1990; 1989 or so, 1990; 1989, the year after 1990, 1991; not 1989; "
     "89 or 1989"),
)  # fmt: skip
"""The answer's name, and what makes another thing of it or a second guess."""

DESCRIBED: tuple[tuple[Kind, str, tuple[str, ...], str], ...] = (
    (_O, "FIFA", (), "fifa, the football governing body; fifa in zurich; fifa, the world football body; FIFA "
     "(football's governing body)"),
    (_O, "BBC", ("British Broadcasting Corporation",), "the bbc in london; bbc, the british broadcaster; the bbc of "
     "england; bbc (broadcaster); BBC - the British broadcaster; the BBC from London"),
    (_O, "Boeing", (), "boeing the plane maker; boing the plane maker; Boeing, the us company; boeing, an american "
     "aircraft manufacturer; boeing of america; Boeing plane maker; boeing (the plane maker)"),
    (_O, "European Central Bank", ("ECB",), "the european central bank in frankfurt; ecb, frankfurt; the ECB (European "
     "Central Bank); ecb aka european central bank; the ecb in germany"),
    (_O, "International Criminal Court", ("ICC",), "the icc in the hague; international criminal court in the hague"),
    (_O, "NASA", ("US space agency",), "nasa, the us space agency; nasa in america; nasa space agency; nasa, the "
     "american space agency"),
    (_O, "Real Madrid", (), "real madrid, the spanish club; real madrid from spain; real madrid (football club); real "
     "madrid, the football club from madrid; reel madrid (the club)"),
    (_L, "Kyiv", ("Kiev",), "kyiv, the capital of ukraine; kyiv, ukraine; kiev the ukrainian capital; the city called "
     "kyiv; kyiv, a city in ukraine"),
    (_L, "Niger", (), "its niger, the one with niamey; niger, the african country; niger in africa; niger, a country in "
     "africa"),
    (_L, "Mississippi River", ("Mississippi",), "the mississippi, the american river; mississippi river in america"),
    (_L, "Lake Victoria", (), "lake victoria in africa; lake victoria, the lake in uganda; the lake called lake victoria"),
    (_P, "Lionel Messi", ("Messi",), "lionel messi, the footballer; messi, the argentinian footballer; messi the "
     "argentine player; lionel messi, inter miami; messi from argentina; lionel messi, a football legend; Messi (the "
     "football player)"),
    (_P, "Simone Biles", (), "simone biles the gymnast; simon biles the gymnast; simone biles, the american gymnast"),
    (_P, "Shinzo Abe", (), "shinzo abe, ex pm of japan; shinzo abe, former prime minister of japan; shinzo abe the "
     "japanese politician; shinzo abe from japan"),
    (_P, "Antoine de Saint-Exupéry", (), "antoine de saint-exupery, author of the little prince; antoine de saint "
     "exupery who wrote the little prince"),
    (_P, "Marie Curie", ("Curie",), "marie curie, the scientist; marie curie who discovered radium; Curie, the polish "
     "physicist; marie curie: the physicist"),
    (_P, "King Charles III", ("King Charles",), "king charles of england (the current one); king charles, the british king"),
    (_W, "Bohemian Rhapsody", ("Bohemian Rhapsody by Queen",), "bohemian rhapsody, queen; "
     "queen - bohemian rhapsody; bohemian rhapsody, freddie mercury"),
    (_W, "Parasite", ("Parasite (film)",), "parasite, the korean movie; parasite, a film from korea; parasite the film"),
    (_W, "Nineteen Eighty-Four", ("1984", "1984 by George Orwell"), "the novel 1984, orwell; orwell's 1984; 1984, the "
     "novel; 1984 by orwell"),
    (_W, "The Great Gatsby", (), "the great gatsby, f. scott fitzgerald; gatsby - the great gatsby; the great gatsby, a "
     "novel by fitzgerald"),
    (_W, "The Magic Flute", ("Die Zauberflöte",), "zauberflöte by mozart; the magic flute, the opera; the magic flute by "
     "mozart; mozart's magic flute"),
    (_A, "grey wolf", ("wolf", "Canis lupus"), "a gray wolf, canis lupus; grey wolf, the animal; wolf (canis lupus)"),
    (_A, "emperor penguin", (), "the emperor penguins of antarctica; emperor penguin, the bird; emperor penguins from "
     "antarctica; emperor penguin, an antarctic bird"),
    (_A, "kangaroo", (), "kangaroo from australia; kangaroo, the australian animal"),
    (_T, "Rosetta Stone", (), "the rosetta-stone in london; rosetta stone, the artefact"),
    (_T, "Voyager 1", ("Voyager I",), "voyager 1 space probe by nasa; voyager 1 space probe; voyager 1, the spacecraft; "
     "voyager 1, a space probe"),
    (_T, "penicillin", (), "penicillin, the drug; pencillin, the drug; penicillin the antibiotic"),
    (_T, "croissant", (), "a french croissant; croissant from france; croissant, the pastry"),
    (_T, "kimchi", (), "korean kimchi; spicy kimchi; kimchi from korea; kimchi, a korean dish; kimchi (korean food)"),
    (_T, "black hole", (), "a black hole in space; black hole in the universe"),
    (_T, "grey hair", (), "grey hair on your head; grey hair on my head"),
)  # fmt: skip
"""The answer's name, and what or where it is."""
