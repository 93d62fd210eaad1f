"""What people put around a guess: `is it a ...?`, `I think it's ...`, `..., right?`. Pure."""

from __future__ import annotations

_OPENINGS = tuple(
    tuple(opening.split())
    for opening in (
        "i think it is|i think its|i think|i believe it is|i believe|i guess|i say|i would say|id say|i "
        "reckon|i suspect|"
        "i bet|im guessing|i am guessing|guessing|im thinking|im going with|i am going with|ill go with|i "
        "will go with|"
        "ill say|i will say|lets say|lets go with|going with|let me guess|my guess is|my guess|my answer is|"
        "my answer|"
        "final answer|answer is|answer|guess is|guess|could it be|can it be|might it be|would it be|must be|"
        "it must be|"
        "has to be|it has to be|got to be|its got to be|gotta be|its gotta be|it might be|it may be|may be|might be|"
        "could be|it could be|it would be|it is|it was|its|is it|isit|was it|is that|was that|that is|thats|"
        "that must be|"
        "is this|could this be|could that be|this is|this must be|are they|they are|theyre|are these|these "
        "are|are you|"
        "you are|youre|you must be|could you be|am i|i am|im|i must be|is he|he is|hes|is she|she is|shes|is "
        "the answer|"
        "what about|how about|maybe its|maybe|perhaps|probably|possibly|presumably|surely|definitely|"
        "certainly|obviously|"
        "clearly|of course|easy|what is|whats|what are|who is|whos|who are|oh|ooh|ah|aha|um|umm|uh|er|erm|hm|"
        "hmm|well|so|ok|"
        "okay|hey|yes|wait|i know|name is|called|it is called|its called|they are called|some kind of|kind "
        "of|some sort of|"
        "sort of|in|on|at|during|some|pretty sure its|pretty sure it is|im sure its|im sure it is|sounds like|"
        "there are|there is|there were|there was|defo|deffo|def|tbh|obvs|obviously its"
    ).split("|")
)
_ENDINGS = tuple(
    tuple(ending.split())
    for ending in (
        "i think|i guess|i believe|i suppose|i reckon|i bet|i say|maybe|perhaps|probably|possibly|definitely|surely|"
        "obviously|of course|for sure|please|right|yes|lol|haha|ha|mate|sir|thanks|thank you|final answer|is "
        "my guess|"
        "obvs|obv|duh|defo|deffo|tho|imo|tbh|bro|dude|m8|isnt it|is my answer|is the answer|is answer|is it|"
        "it is|innit|then|again|no doubt"
    ).split("|")
)
_ENDED = frozenset(ending[-1] for ending in _ENDINGS)
_OPENED = frozenset(opening[0] for opening in _OPENINGS)


def unwrap(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words without what is put around a guess; None where there is nothing of that kind."""
    before = words
    while len(words) > 1 and words[0] in _OPENED:
        length = max((len(o) for o in _OPENINGS if words[: len(o)] == o), default=0)
        if not 0 < length < len(words):
            break
        words = words[length:]
    while len(words) > 1 and words[-1] in _ENDED:
        length = max((len(e) for e in _ENDINGS if words[-len(e) :] == e), default=0)
        if not 0 < length < len(words):
            break
        words = words[:-length]
    return None if words == before else words
