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
    Group.QUALITY: "One part of what \"accepted\" sums up.",
    Group.PLAY: "Tells how hard riddles are to whoever solves them.",
    Group.VARIETY: "Grows with nonsense too.",
    Group.SAFETY: "A warning: counted by word lists.",
    Group.TEXT: "Likeness to one reference.",
    Group.MODEL: "Of the model, not of its riddles.",
    Group.SPEED: "Told beside the latency that decides.",
    Group.COST: "Told beside the cost that decides.",
}

AT_LENGTH = (
    (
        "BLEU and ROUGE",
        "count which words and word runs a text shares with one reference. A riddle has many good forms and the "
        "reference is one of them: a good riddle in other words scores near nothing, and a bad one that copies the "
        "article's words scores well. They are reported since they are usual, and rank nothing here.",
    ),
    (
        "Perplexity, bits per byte and losses",
        "tell how likely texts are to a model. Who predicts texts well may still write riddles that leak, invent or "
        "have two answers; and perplexities of models with different vocabularies cannot be compared at all (bits per "
        "byte can).",
    ),
    (
        "Self-BLEU and Distinct-2",
        "tell how much the riddles of a way differ from each other. Words thrown together differ most, so they warn of "
        "sameness and rank nothing.",
    ),
    (
        "SQuAD, HONEST, toxicity and profanity",
        "probe the model or count words of a list. They can warn of a model; they do not say that its riddles are good.",
    ),
    (
        "What judges say",
        "is another model's opinion. It is as good as its agreement with the labelled set that is printed in the notes.",
    ),
)
"""What a reader of the usual metrics asks first."""


def metric_of(name: str) -> Metric:
    """A metric by its name; one that this version does not know is shown as it is, and decides nothing."""
    known = BY_NAME.get(name)
    return known or Metric(name, name, Group.MODEL, Better.NEITHER, note="Not known to this version of the program.")


def why_not(metric: Metric) -> str:
    """Why a metric does not decide; nothing for those that do."""
    return "" if metric.decides else metric.note or _OF_GROUP[metric.group]
