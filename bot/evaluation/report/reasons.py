"""Why a metric does or does not decide, in a sentence for the reader."""

from __future__ import annotations

from bot.evaluation.metric import BY_NAME, Better, Group, Metric

TITLES = {
    Group.QUALITY: "Quality",
    Group.PLAY: "Play",
    Group.VARIETY: "Variety",
    Group.SAFETY: "Safety",
    Group.TEXT: "Likeness to references",
    Group.MODEL: "The model itself",
    Group.SPEED: "Speed",
    Group.COST: "Cost",
}

_OF_GROUP = {
    Group.QUALITY: 'What does not decide here is a part of what "accepted" sums up, or a judge\'s opinion.',
    Group.PLAY: "None decides: they tell how hard riddles are to whoever solves them.",
    Group.VARIETY: "None decides: nonsense varies most.",
    Group.SAFETY: "None decides: word lists can warn, not rank.",
    Group.TEXT: "None decides: a good riddle in other words than the reference scores nothing.",
    Group.MODEL: "None decides: they are of the model, not of its riddles.",
    Group.SPEED: "Latency p50 decides; the others tell where the time goes.",
    Group.COST: "Money decides where it is known; tokens tell of it where it is not.",
}

_OVERLAP = (
    "count which words and word runs a text shares with one reference. A riddle has many good forms, the reference "
    "is one of them: a good riddle in other words scores near nothing, and a bad one that copies the article's words "
    "scores well. They are reported since they are usual, and rank nothing here."
)
_LIKELY = (
    "tell how likely texts are to a model. Who predicts texts well may still write riddles that leak, invent or have "
    "two answers; and perplexities of models with different vocabularies cannot be compared at all (bits per byte can)."
)
_VARIED = (
    "tell how much the riddles of a way differ from each other. Words thrown together differ most, so they warn of "
    "sameness and rank nothing."
)
_PROBES = (
    "probe the model or count words of a list. They can warn of a model; they do not say that its riddles are good."
)
_JUDGED = "is another model's opinion, as good as its agreement with people's labels; the notes tell it where known."

AT_LENGTH = (
    ("BLEU and ROUGE", _OVERLAP),
    ("Perplexity, bits per byte and losses", _LIKELY),
    ("Self-BLEU and Distinct-2", _VARIED),
    ("SQuAD, HONEST, toxicity and profanity", _PROBES),
    ("What judges say", _JUDGED),
)
"""What a reader of the usual metrics asks first."""


def metric_of(name: str) -> Metric:
    """A metric by its name; one that this version does not know is shown as it is, and decides nothing."""
    known = BY_NAME.get(name)
    return known or Metric(name, name, Group.MODEL, Better.NEITHER, note="Not known to this version of the program.")


def why_not(group: Group) -> str:
    """Why the metrics of a group that are not marked as deciding do not decide."""
    return _OF_GROUP[group]
