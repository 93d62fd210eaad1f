"""What people put around a guess: `is it a ...?`, `I think it's ...`, `..., right?`. Pure."""

from __future__ import annotations

_OPENINGS = tuple(
    tuple(opening.split())
    for opening in (
        "it happened in|happened in|it was in|that was in|back in|1 of those|1 of these|"
        "i think it is|i think its|i think|i believe it is|i believe|i guess|i say|i would say|id say|i reckon|"
        "i suspect|i bet|im guessing|i am guessing|guessing|im thinking|im going with|i am going with|ill go with|"
        "i will go with|ill say|i will say|lets say|lets go with|going with|let me guess|my guess is|my guess|"
        "my answer is|my answer|final answer|answer is|answer|guess is|guess|could it be|can it be|might it be|"
        "would it be|must be|it must be|has to be|it has to be|got to be|its got to be|gotta be|its gotta be|"
        "it might be|it may be|may be|might be|could be|it could be|it would be|it is|it was|its|is it|isit|was it|"
        "is that|was that|that is|thats|that must be|is this|could this be|could that be|this is|this must be|"
        "are they|they are|theyre|are these|these are|are you|you are|youre|you must be|could you be|am i|i am|im|"
        "i must be|is he|he is|hes|is she|she is|shes|is answer|what about|how about|maybe its|maybe|perhaps|"
        "probably|possibly|presumably|surely|definitely|certainly|obviously|clearly|of course|easy|what is|whats|"
        "what are|who is|whos|who are|oh|ooh|ah|aha|um|umm|uh|er|erm|hm|hmm|well|so|ok|okay|hey|yes|wait|i know|"
        "name is|called|it is called|its called|they are called|some kind of|kind of|some sort of|sort of|in|on|at|"
        "during|some|pretty sure its|pretty sure it is|im sure its|im sure it is|sounds like|there are|there is|"
        "there were|there was|defo|deffo|def|tbh|obvs|obviously its|that would be|would that be|thatd be|"
        "that will be|thatll be|it will be|itll be|it would have to be|would have to be|it has got to be|"
        "has got to be|id guess|i would guess|i will guess|ill guess|id go with|id go for|i would go with|"
        "i would go for|i go with|i go for|ill go for|gonna say|going to say|i wanna say|i want to say|im gonna say|"
        "im going to say|im gonna go with|gonna go with|gonna guess|im gonna guess|gotta go with|i have to say|"
        "id have to say|my money is on|my moneys on|my bet is|my best guess is|best guess|my best guess|wild guess|"
        "random guess|total guess|just a guess|just guessing|first guess|second guess|next guess|last guess|"
        "new guess|another guess|final guess|guess its|i guess its|not sure but|not 100 sure but|im not sure but|"
        "not sure|im not sure|no idea but|no clue but|idk but|idk maybe|idk|dunno|dunno but|i dunno|i dont know but|"
        "surely its|surely that is|surely thats|clearly its|too easy|thats easy|this is easy|thats an easy one|"
        "easy one|easy peasy|got it|ive got it|i got it|i know its|i know this|i know this one|i know it its|yep|"
        "yeah|yea|yup|aye|aw|wow|omg|lol|haha|hello|hi|hmmm|hmmmm|mmm|mm|ummm|uhh|uhm|err|ehm|eh|oh its|ooh is it|"
        "oooh|ohh|ohhh|ahh|sooo|soo|talking about|we are talking about|were talking about|you mean|do you mean|"
        "you are talking about|youre talking about|you talking about|feels like|feels like its|looks like|"
        "looks like its|sounds like its|seems like|seems to be|it seems to be|it looks like|it sounds like|"
        "reminds me of|something like|something like a|like|basically|literally|actually|honestly|tbh its|imo its|"
        "obviously thats|must have been|could have been|might have been|they were|were they|there s|theres|"
        "has to be a|it cant be anything but|try|trying|ill try|i will try|lets try|let me try|lemme try|lemme guess|"
        "lets go|lets guess|lets see|let me see|let me think|answer is it|answer must be|answer would be|"
        "answer could be|answer has to be|answer should be|should be|it should be|that should be|is it maybe|"
        "is it perhaps|is it possibly|is it by any chance|by any chance|by chance|any chance its|any chance it is|"
        "possibly its|probably its|definitely its|perhaps its|surely must be|i am thinking|i am thinking of|"
        "im thinking of|thinking of|thinking|i am pretty sure its|im pretty sure its|im pretty sure|pretty sure|"
        "pretty sure thats|im sure|im sure thats|100 its|its called a|name of|i was thinking|i am saying|im saying|"
        "saying|you r|u are|r u|are u|am i right its|my final answer is|my final answer|my answer would be|"
        "my guess would be|my guess has to be|guess would be|"
        "my|"
        "your"
    ).split("|")
)
_ENDINGS = tuple(
    tuple(ending.split())
    for ending in (
        "id bet|i d bet|"
        "i think|i guess|i believe|i suppose|i reckon|i bet|i say|maybe|perhaps|probably|possibly|definitely|surely|"
        "obviously|of course|for sure|please|right|yes|lol|haha|ha|mate|sir|thanks|thank you|final answer|"
        "is my guess|obvs|obv|duh|defo|deffo|tho|imo|tbh|bro|dude|m8|isnt it|is my answer|is answer|is it|it is|"
        "innit|then|again|no doubt|ofc|surely thats it|thats it|that is it|its that|is that it|is that right|"
        "am i right|i am sure|im sure|im pretty sure|pretty sure|100 sure|100 percent|i hope|hopefully|i assume|"
        "i presume|i imagine|i would say|id say|i would guess|id guess|im guessing|i am guessing|my guess|"
        "thats my guess|that is my guess|just a guess|just guessing|wild guess|i know it|i know|got it|easy|easy one|"
        "too easy|easy peasy|thats easy|ez|ftw|for win|lmao|lmfao|rofl|xd|hehe|hahaha|omg|wow|eh|huh|hmm|hm|hmmm|pls|"
        "plz|ty|thx|cheers|guys|everyone|folks|buddy|pal|bruv|yeah|yea|yep|yup|ya|aye|of some kind|of some sort|"
        "something like that|i dunno|idk|dunno|dont know|not sure|not sure though|im not sure|not 100 sure|though|"
        "to be honest|tbf|in my opinion|i would think|i should think|i feel|i feel like|clearly|certainly|presumably|"
        "apparently|actually|basically|literally|honestly|100 per cent|must be|it must be|has to be|it has to be|"
        "gotta be|got to be|would be my guess|is my final answer|is my best guess|as answer|it was|was it|are they|"
        "is he|is she|isnt he|isnt she|isnt this|isnt that|arent they|arent you|arent u|wasnt it|then eh"
    ).split("|")
)
_ENDED = frozenset(ending[-1] for ending in _ENDINGS)
_MEASURES = tuple(
    tuple(measure.split())
    for measure in (
        "cup of|cups of|mug of|glass of|glasses of|pint of|pot of|bottle of|bottles of|can of|pair of|piece of|"
        "pieces of|slice of|slices of|roll of|rolls of|loaf of|sheet of|bit of|type of|bunch of|lots of|loads of|lot of"
    ).split("|")
)
"""What a thing comes in; who says it means the thing."""
_OPENINGS += (*_MEASURES, *(("a", *measure) for measure in _MEASURES))
_BEFORE = frozenset(_OPENINGS)
_BEHIND = frozenset(_ENDINGS)
_OPENED = frozenset(opening[0] for opening in _OPENINGS)
_ENDED = frozenset(ending[-1] for ending in _ENDINGS)
_BEGUN = frozenset(words[0] for words in (*_OPENINGS, *_ENDINGS)) | {"one", "hundred"}
_LONGEST = max(map(len, (*_OPENINGS, *_ENDINGS)))


def unwrap(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words without what is put around a guess; None where there is nothing of that kind."""
    before = words
    while len(words) > 1 and words[0] in _OPENED:
        length = next((n for n in range(min(_LONGEST, len(words)), 0, -1) if words[:n] in _BEFORE), 0)
        if not 0 < length < len(words):
            break
        words = words[length:]
    while len(words) > 1 and words[-1] in _ENDED:
        length = next((n for n in range(min(_LONGEST, len(words)), 0, -1) if words[-n:] in _BEHIND), 0)
        if not 0 < length < len(words):
            break
        words = words[:-length]
    return None if words == before else words


def is_around(words: tuple[str, ...]) -> bool:
    """Tell whether words are what is put around a guess, and nothing else."""
    return words in _BEFORE or words in _BEHIND


def may_be_around(text: str) -> bool:
    """A cheap look at a text that is not read yet: its first word, as far as it is no article, begins a wrapping."""
    words = text.lower().replace("'", "").replace("’", "").split()
    first = next((word.strip(" .!?…") for word in words if word != "the"), "")
    return not first.isalpha() or first in _BEGUN


def once(words: tuple[str, ...]) -> tuple[str, ...]:
    """What is said twice, once: `paris paris`; a figure may stand twice in a number."""
    if len(words) < 2 or len(words) == len(set(words)):
        return words
    half = len(words) // 2
    if len(words) % 2 == 0 and words[:half] == words[half:]:
        words = words[:half]
    return tuple(word for at, word in enumerate(words) if not at or word != words[at - 1] or word[0].isdigit())
