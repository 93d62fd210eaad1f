"""Who takes part in an evaluation, and what is known of each model."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.bootstrap.models import EMBEDDED, FINE_TUNED, LOCAL, NO_MODEL, TUNED, model_name, pipeline_of
from bot.bootstrap.patience import waiting
from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from langchain_core.language_models import BaseChatModel

    from bot.evaluation.entrant import Entrant, Facts
    from bot.ports.spending import Spending
    from bot.riddles.pipeline import Pipeline
    from bot.settings import Settings

SHOWN: Final = ("few_shot", "zero_shot", "service")
"""The pipelines of a model that takes worked examples of whole objects; the smaller ones take all but `service`."""


def entrants(
    settings: Settings,
    models: Sequence[str],
    pipelines: Sequence[str],
    steps: Sequence[int],
    say: Callable[[str], None],
) -> tuple[Entrant, ...]:
    """Every model with the pipelines that suit it; without models, that of the settings and the latest tuned one.

    Without `steps` each pipeline takes as many as suit it.

    Raises a sentence for a model that cannot be asked at all, and for a pipeline or a model that has no use.
    """
    from bot.evaluation.entrant import Entrant as Way
    from bot.riddles.pipelines import default_steps

    found: dict[str, Entrant] = {}
    for name in models or _usual(settings, pipelines):
        suited = [one for one in pipelines or _suited(name) if one in _suited(name)]
        for way in [Way(one, number, name) for one in suited for number in steps or (default_steps(one),)]:
            asked_as(settings, way, say)  # a missing key, or a wrong name, is told at once
            found[way.key] = replace(way, facts=facts_of(settings, name, say))
    taken = {part for way in found.values() for part in (way.pipeline, way.model)}
    if idle := [one for one in (*pipelines, *models) if one not in taken]:
        raise UsageError(
            f"Nothing would be made with {' or '.join(idle)}: fine_tuned takes tuned:NAME alone, which takes no other "
            "pipeline, and service no model below a billion parameters."
        )
    return tuple(found.values())


def _usual(settings: Settings, pipelines: Sequence[str]) -> list[str]:
    """The model of the settings, and where one was trained here the latest of these."""
    from adapters.llm.tuned import latest, registered

    found = [] if settings.pipeline == FINE_TUNED and not settings.model else [model_name(settings)]
    if FINE_TUNED in pipelines or (not pipelines and registered(settings.data_dir)):
        found.append(TUNED)
    named = [f"{TUNED}{latest(settings.data_dir)}" if name == TUNED else name for name in found if name != NO_MODEL]
    if not named:
        raise UsageError("To make riddles takes a model: name one with --models or RIDDLE_MODEL.")
    return list(dict.fromkeys(named))


def _suited(name: str) -> tuple[str, ...]:
    from bot.riddles.pipelines import shape_for

    if name.startswith(TUNED):
        return (FINE_TUNED,)
    return SHOWN if shape_for(name).shows else SHOWN[:-1]


# --- what is known of them ------------------------------------------------------------------------------------------


def facts_of(settings: Settings, name: str, say: Callable[[str], None]) -> Facts:
    """What is known of a model; the embedded one is prepared where that is not done."""
    from bot.evaluation import facts

    if name == EMBEDDED:
        return _embedded(settings, say)
    if name.startswith(TUNED):
        from adapters.llm.tuned import find, read_passport

        folder = find(settings.data_dir, name.removeprefix(TUNED))
        passport = read_passport(folder)
        base = passport.base if passport.base == EMBEDDED else f"{LOCAL}{passport.base}"
        return facts.tuned(facts_of(settings, base, say), folder, whole=passport.tuning != "lora")
    if name.startswith(LOCAL):
        source = name.removeprefix(LOCAL)
        here = _local_folder(source)
        return facts.of_folder(here, source) if here is not None else facts.hosted(source)
    return facts.hosted(name)


def _embedded(settings: Settings, say: Callable[[str], None]) -> Facts:
    from adapters.llm.embedded import MODEL_NAME, prepare_embedded
    from bot.evaluation import facts

    found = facts.of_folder(prepare_embedded(settings.data_dir, say), MODEL_NAME)
    return replace(found, licence="Apache-2.0", family=facts.family_of(MODEL_NAME))


def _local_folder(source: str) -> Path | None:
    """The folder of a model: itself, or where the hub's files are kept; None where they are not here."""
    folder = Path(source).expanduser()
    if folder.is_dir():
        return folder
    with suppress(ImportError, ValueError):
        from huggingface_hub import try_to_load_from_cache

        found = try_to_load_from_cache(source, "config.json")
        if isinstance(found, str):
            return Path(found).parent
    return None


def reads(entrant: Entrant) -> int:
    """How many words of an article an entrant is given."""
    from bot.riddles.pipelines import TUNED as OURS
    from bot.riddles.pipelines import shape_for

    return (OURS if entrant.pipeline == FINE_TUNED else shape_for(entrant.model, entrant.pipeline)).article_words


def asked_as(
    settings: Settings, entrant: Entrant, say: Callable[[str], None], spending: Spending | None = None
) -> tuple[Pipeline, BaseChatModel]:
    """The pipeline of an entrant, and its model; nothing is loaded yet."""
    there = waiting(settings, entrant.model)
    return pipeline_of(there, entrant.pipeline, entrant.steps, entrant.model, say, spending)
