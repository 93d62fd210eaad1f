"""Word lists of the leak check."""

from __future__ import annotations

from functools import cache

_LIGHT = """
new old big small great little large first last next other people person man woman men women thing things way ways time
year years day days week weeks month months plan plans kind type sort part lot group number several various
percent per cent million billion thousand hundred euro euros dollar dollars pound pounds metre metres kilometre
kilometres mile miles kilo kilos ton tons tonne tonnes hour hours minute minutes second seconds degree degrees
"""
_CLASS = """
bank university college school academy institute institution city town village county state country nation kingdom
republic island islands isle river lake sea ocean mount mountain mountains hill hills valley bay gulf cape coast desert
forest park garden gardens square street road avenue bridge tower castle palace cathedral church abbey temple mosque
museum gallery library theatre theater opera hall house centre center stadium arena airport station port harbour harbor
hospital court council committee commission parliament senate assembly congress government ministry department
minister president prime chancellor king queen prince princess duke duchess lord lady sir dame saint pope bishop
general chief party union club team league association federation organisation organization agency office bureau
service services company corporation group holdings limited fund foundation trust society network airline airlines
airways railway railways motors motor energy oil gas power water food foods media television radio press news
newspaper magazine journal times post festival cup prize award awards championship championships tournament games
olympics grand prix race marathon open masters world international national royal federal central global united
north south east west northern southern eastern western upper lower high day week year war act law treaty agreement
project mission programme program plan operation film movie book novel song album play show series band orchestra
choir zoo aquarium farm market shop store hotel restaurant cafe bar brewery factory mill mine works health science
research space technology sports football rugby cricket tennis basketball police army navy air force guard fire brigade
"""
_AMBIGUOUS = """
may will mark rose brown white black green grey gray king bill grace hope rob pat sue jack frank hill wood woods field
bush ford page cook cooper baker fisher hunter carpenter mason potter miller young long short small little good best day
knight bishop pope prince duke rich stone rock rivers lake moon sun star stars love joy faith summer winter autumn
spring wolf fox bird swan drake bell ball cash price banks wise sharp strong swift hardy noble major reed root roots
bloom flowers dale glen heath marsh moss park parks street hall church temple cross lane wells pool cliff ridge dean
chance miles gale storm frost snow ray iris lily daisy ivy violet ruby pearl amber jade olive ginger heather hazel holly
robin jay gene art guy chuck buck dash skip chip rusty sandy sunny clay dawn eve april june august carol angel nick
peg drew wade don max stew rush crane hawk sparrow finch bacon pike salmon lamb bull case chase close craft cotton
court cave castle bolt born bond brand brook brooks burn burns butcher butler cage candy cannon chambers coin crow curry
dance darling deal dear dock dove driver duck early fields fish fleet foot forest gates glass gold golden hand harper
hay head heart home horn house hunt judge key keys law marshall march mercy mill mills moor more nash nail north nurse
pace paine pound power pride read reading ring rings salt sale sands shaw shepherd silver singer smart south stern
sweet towers trap turner tyler underwood ward waters way weaver webb weeks west wheeler wild wills wing winner worth
"""
_MODAL = """
may will mark hope love long little young best good early close chase rush dash skip drew born don art case day spring
summer winter autumn read reading more march dear judge hunt deal way home kiwi kiwis pole poles bath cork jersey turkey
"""
_CASED = """
polish pole poles lett kiwi kiwis bath cork hull hamburger frankfurter jersey chad turkey lao who us it aids is in an at
be so or un am pm act can cap car care cat fan fast arm map aim lot met new on no he do go we me my by if as up to ace
ice ring star start stop step hope help safe sap spa opec
"""
_FALSE_FRIENDS = """
universe:university universal:university organ:organic organ:organisation organ:organise organ:organization
organ:organize general:generate general:generation news:new policy:police wander:wand iron:irony import:important
public:publication commune:communication commune:community animate:animal animal:animation past:paste capital:capitol
inform:informal relate:relative execute:executive object:objective emerge:emergency custom:customer probe:probable
station:state passage:passenger cell:cellar ear:earnest meter:mete arm:army bat:bath wing:wine opera:operate
opera:operation secret:secretary experiment:experience market:marketing form:formal minute:minutes author:authority
bow:bowling fee:feeling cow:cowling ham:hamlet star:starlet star:starling cut:cutlet tab:tablet prow:prowess
bull:bullet out:outlet in:inlet ring:ringlet
corner:corn flower:flow master:mast butter:butt number:numb tender:tend liver:live mother:moth brother:broth
quarter:quart archer:arch tractor:tract sector:sect factor:fact pastor:past pastor:paste motor:mote dentist:dent
lottery:lott gallery:gall surgery:surge party:part belly:bell bully:bull county:count fairy:fair jelly:jell
treaty:treat study:stud tally:tall forty:fort holly:hole story:store city:cite chicken:chick maiden:maid listen:list
raven:rave siren:sire metal:mete rival:rive signal:sign animal:anime coral:core moral:more final:fine petal:pete
music:muse basic:base comic:come panic:pane tunic:tune topic:tope relish:rely finish:fine parish:pare famous:fame
garment:garm department:depart apartment:apart counter:count charter:chart letter:lett matter:matt summer:sum
river:rive timber:time rubber:rub copper:cope copper:copy poster:post finger:fine border:bore pastry:past navy:nave
linen:line sweater:sweat barrister:barrist trailer:trail easter:east meter:mete hunger:hung ivory:ivor
officer:offic shower:show tower:tow barber:barb bumper:bump cracker:crack slipper:slip planner:plan locker:lock
pitcher:pitch stapler:staple folder:fold boulder:bould soldier:sold ginger:ging
bear:born bear:borne bear:bore rose:rise rose:rises rose:rising rose:risen wind:wound ring:rang ring:rung saw:see
saw:seen saw:sees saw:seeing felt:feel felt:feels felt:feeling left:leave left:leaves letter:let letter:letting
bill:billy sand:thousand tent:content hand:handsome lion:rebellion lion:million lion:stallion lion:battalion
lion:medallion lion:pavilion corn:unicorn corn:acorn rice:price mare:nightmare moth:mammoth lace:place camera:cameron
port:portray port:portion port:portions port:portfolio port:report port:support port:import port:export
port:transport port:important badger:badge recipe:recipient
tie:christie hare:harry hare:harness sole:console canal:cane canal:cano
metro:metre metro:metres metro:metric
sever:several stat:state mean:meaning even:evening every:ever hors:horse nature:nation
"""
_SEMORDNILAPS = (
    "desserts stressed diaper repaid drawer reward lager regal devil lived smart trams spoons snoops straw warts"
)
_OFFICES = "prime vice deputy foreign chief home finance interior health executive general managing"
_YOUNG = "let lets ling lings ess esses ie ies kin kins"
_HEADS = """
pot cup time house hive keeper keepers wax hill hills eater eaters shed bell boy boys sty tail cage nest coop bed box
man way bag lid pan jar rack light shine flower flowers fish boat load loads craft line lines nut nuts shell field
fields maker makers hole proof shop shops side skin spoon stack storm wood works yard sled sledge hound hounds bone
"""
_TAILS = """
ant ants ice age ages ion ions art arts ear ears ate end ends ton tons son sons ham ring rings den dens her man men
ape apes ink rat rats pen pens hen hens net nets all ill able bar bars king kings ting ling sing sings aged ally ties
rant gain rice cat cats oat oats tin tins pan pans pin pins let lets sin sins tea bee bees owl owls ash ass eel eels
eve era arm arms car cars bus
"""
_CHANCE = "ted ting ers ion ions ing est ity ish ism ist ian ine ess aging ray hers king sing ring wing ling"
_SUFFIXES = """
s es d ed ing er ers or ors ance ances ence
al ial ally ary ery ist ists ism ful less ness like hood ship ic ical ian ians ity dom
ward wards able ible ment ments ation ations ish y ly ies man men woman women ine ess esses
"""
_STEM_ENDINGS = "or er ion ial al ary ori iv i ic ist ism ment"
_PROPER_SUFFIXES = """
s es n an ans ian ians ean eans ese i ish
ite ites ote otes iot iots ais ois aise oise enne nais ist ists ism er ers esque
wards ward land based style born like mania
"""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


@cache
def light() -> frozenset[str]:
    """Words that name nothing by themselves, in any answer."""
    return _set(_LIGHT)


@cache
def class_nouns() -> frozenset[str]:
    """Words of a name that say what kind of thing it is: "bank" in "Bank of England"."""
    return _set(_CLASS) | light()


@cache
def ambiguous() -> frozenset[str]:
    """Words of names that are ordinary words as well: "may", "brown"."""
    return _set(_AMBIGUOUS)


@cache
def modal() -> frozenset[str]:
    """Those of them with which a sentence may well begin."""
    return _set(_MODAL)


@cache
def cased() -> frozenset[str]:
    """Words that mean the name only when they have its capitals: "Polish", "WHO"."""
    return _set(_CASED)


@cache
def false_friends() -> frozenset[frozenset[str]]:
    """Pairs with one stem and two meanings."""
    return frozenset(frozenset(pair.split(":")) for pair in _FALSE_FRIENDS.split())


@cache
def semordnilaps() -> frozenset[str]:
    """Words that are other words when read backwards."""
    return _set(_SEMORDNILAPS)


@cache
def chance() -> frozenset[str]:
    """What follows or ends a longer word by chance and makes no compound: "star" and "ting"."""
    return _set(_CHANCE)


@cache
def suffixes() -> frozenset[str]:
    """What may follow a common word without making it another one."""
    return _set(_SUFFIXES)


@cache
def proper_suffixes() -> frozenset[str]:
    """What may follow a name without making it another one."""
    return _set(_PROPER_SUFFIXES)


@cache
def stem_endings() -> frozenset[str]:
    """What one of two stems of the same family may have more."""
    return _set(_STEM_ENDINGS)


@cache
def offices() -> frozenset[str]:
    """Words with which the name of an office begins, which many hold: "prime" minister."""
    return _set(_OFFICES)


@cache
def young() -> frozenset[str]:
    """What turns the name of an animal or a thing into a young, small or female one."""
    return _set(_YOUNG)


@cache
def heads() -> frozenset[str]:
    """Short words with which even a word of three letters makes a compound: "tea" and "pot"."""
    return _set(_HEADS)


@cache
def tails() -> frozenset[str]:
    """Short words in which many a longer word ends, or goes on, by chance: "import" and "ant"."""
    return _set(_TAILS)
