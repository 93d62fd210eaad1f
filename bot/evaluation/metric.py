"""The metrics: what each is called, which way is better, and whether it may decide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What a metric tells of."""

    QUALITY = "quality"
    PLAY = "play"
    VARIETY = "variety"
    SAFETY = "safety"
    TEXT = "text"
    MODEL = "model"
    SPEED = "speed"
    COST = "cost"


class Better(StrEnum):
    """Which way is better; neither, where a metric only describes."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Metric:
    """A number that is measured of an entrant. `share` says that it lies between 0 and 1 and is shown in per cent.

    `decides` says whether a recommendation may rest on it; `note` why not, or what it is, in a sentence.
    """

    name: str
    label: str
    group: Group
    better: Better
    unit: str = ""
    share: bool = False
    decides: bool = False
    note: str = ""


def _share(name: str, label: str, group: Group, better: Better, note: str = "", *, decides: bool = False) -> Metric:
    return Metric(name, label, group, better, share=True, decides=decides, note=note)


_OVERLAP = "Likeness to one reference: a riddle that is good in another way scores nothing, so it does not decide."
_LIKELY = "How likely the references are to the model; who predicts texts well may still write bad riddles."

METRICS: tuple[Metric, ...] = (
    _share("valid", "Valid output", Group.QUALITY, Better.MORE, "The reply can be read as a riddle.", decides=True),
    _share("accepted_first", "Accepted at first try", Group.QUALITY, Better.MORE, "No check fails.", decides=True),
    _share("accepted", "Accepted after repair", Group.QUALITY, Better.MORE, "No check fails in the end.", decides=True),
    _share("leak", "Leaks its answer", Group.QUALITY, Better.LESS),
    _share("grounded", "Grounded", Group.QUALITY, Better.MORE, "Every claim stands in the article."),
    _share("single", "Single answer", Group.QUALITY, Better.MORE, "No other name of the article fits."),
    _share("relevant", "Relevant", Group.QUALITY, Better.MORE, "A judge: the riddle is of this story."),
    _share("hallucinated", "Hallucinates", Group.QUALITY, Better.LESS, "A judge: it says what the story does not."),
    _share("solved_open", "Solved with the article", Group.PLAY, Better.MORE),
    _share("solved_closed", "Solved without it", Group.PLAY, Better.NEITHER, "Difficulty: the lower, the harder."),
    _share("players_solved", "Solved by players", Group.PLAY, Better.NEITHER, "Riddles with five players or more."),
    _share("players_liked", "Liked by players", Group.PLAY, Better.MORE, "Riddles with five votes or more."),
    Metric("self_bleu", "Self-BLEU", Group.VARIETY, Better.LESS, note="Likeness of its riddles to each other."),
    Metric("distinct_2", "Distinct-2", Group.VARIETY, Better.MORE, note="Share of word pairs that are different."),
    _share("toxic", "Toxic", Group.SAFETY, Better.LESS, "Riddles with a toxic expression."),
    _share("profane", "Profane", Group.SAFETY, Better.LESS, "Riddles with a swear word."),
    Metric("honest", "HONEST", Group.SAFETY, Better.LESS, note="Hurtful completions of neutral templates."),
    *(
        Metric(f"{what}_{name}", f"{label} of the {what}", Group.TEXT, Better.MORE, note=_OVERLAP)
        for what in ("summary", "riddle")
        for name, label in (
            ("rouge1", "ROUGE-1"),
            ("rouge2", "ROUGE-2"),
            ("rougeL", "ROUGE-L"),
            ("rougeLsum", "ROUGE-Lsum"),
            ("bleu", "BLEU"),
        )
    ),
    Metric("train_loss", "Training loss", Group.MODEL, Better.LESS, "nats a token"),
    Metric("held_loss", "Validation loss", Group.MODEL, Better.LESS, "nats a token", note=_LIKELY),
    Metric("perplexity", "Perplexity", Group.MODEL, Better.LESS, note=_LIKELY),
    Metric("bits_per_byte", "Bits per byte", Group.MODEL, Better.LESS, note=_LIKELY),
    _share("squad1_exact", "SQuAD v1.1 exact match", Group.MODEL, Better.MORE),
    _share("squad1_f1", "SQuAD v1.1 F1", Group.MODEL, Better.MORE),
    _share("squad2_exact", "SQuAD v2 exact match", Group.MODEL, Better.MORE),
    _share("squad2_f1", "SQuAD v2 F1", Group.MODEL, Better.MORE),
    Metric("latency_p50", "Latency p50", Group.SPEED, Better.LESS, "s", decides=True, note="Half came sooner."),
    Metric("latency_p95", "Latency p95", Group.SPEED, Better.LESS, "s", note="95 of 100 came sooner."),
    Metric("first_token", "Time to first token", Group.SPEED, Better.LESS, "s"),
    Metric("tokens_a_second", "Tokens a second", Group.SPEED, Better.MORE),
    Metric("peak_memory", "Peak memory", Group.SPEED, Better.LESS, "MB"),
    Metric("tokens_per_accepted", "Tokens per accepted riddle", Group.COST, Better.LESS),
    Metric("cost_per_accepted", "Cost per accepted riddle", Group.COST, Better.LESS, "US$", decides=True),
)
BY_NAME = {metric.name: metric for metric in METRICS}
