"""What measures riddles and models in an evaluation, as the options name it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap.models import LOCAL, TUNED, chat_model
from bot.bootstrap.patience import patient, runs_here
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.evaluation.entrant import Entrant
    from bot.evaluation.measures import Measures
    from bot.evaluation.opinion import Opinions
    from bot.evaluation.solved import Solving
    from bot.ports.classifier import Classifier
    from bot.ports.likelihood import Likelihood
    from bot.ports.spending import Spending
    from bot.settings import Settings


def measures(
    settings: Settings,
    entrants: Sequence[Entrant],
    say: Callable[[str], None],
    *,
    judges: Mapping[str, str] | None = None,
    solver: str = "",
    classifier: str = "",
    spending: Spending | None = None,
) -> Measures:
    """All that is asked for; `judges` are models with their families, `classifier` is `local:<path>`.

    Toxicity, likelihood and the losses of trainings are always measured. Nothing is loaded before it is needed.
    """
    from bot.evaluation.likelihood import Predicting, Trained
    from bot.evaluation.measures import Measures as All
    from bot.evaluation.opinion import Trials
    from bot.evaluation.toxicity import Toxicity

    told = Toxicity(_classifier(classifier) if classifier else None)
    opinions = _opinions(settings, judges or {}, say, spending)
    solving = (_solving(settings, solver, say, spending),) if solver else ()
    return All(
        entrants,
        riddles=(told, opinions, *solving),
        models=(
            Predicting(lambda entrant: _likelihood(settings, entrant, say)),
            Trained(lambda entrant: _folder(settings, entrant)),
            Trials(opinions),
        ),
    )


def _classifier(name: str) -> Classifier:
    from adapters.llm.classifier import LocalClassifier

    source = name.removeprefix(LOCAL)
    folder = Path(source).expanduser()
    if source.startswith(("/", ".", "~")) and not folder.is_dir():
        raise SettingsError(f"--toxicity-model is {name!r}, and there is no such folder.")
    return LocalClassifier(str(folder) if folder.is_dir() else source)


def _opinions(
    settings: Settings, judges: Mapping[str, str], say: Callable[[str], None], spending: Spending | None
) -> Opinions:
    from bot.evaluation.opinion import ModelJudge, Opinions
    from bot.evaluation.opinion_labels import Chooser

    asked = [patient(settings, name, say, variable="--judge", spending=spending) for name in judges]
    return Opinions(
        [
            ModelJudge(
                Chooser(who.model, cost=who.cost, seconds=who.seconds), model_name=who.name, family=judges[who.name]
            )
            for who in asked
        ],
        say=say,
    )


def _solving(settings: Settings, name: str, say: Callable[[str], None], spending: Spending | None) -> Solving:
    from bot.evaluation.solved import Solving
    from bot.riddles.solving import ModelSolver

    who = patient(settings, name, say, variable="--solver", spending=spending)
    trial = ModelSolver(who.model, model_name=name, shape=who.shape, cost=who.cost, seconds=who.seconds)
    return Solving(who.model, trial, model_name=name, shape=who.shape, cost=who.cost, seconds=who.seconds)


def _likelihood(settings: Settings, entrant: Entrant, say: Callable[[str], None]) -> Likelihood | None:
    """The likelihood of a model whose weights are here."""
    if not runs_here(entrant.model):
        return None
    from adapters.llm.likelihood import likelihood_of
    from adapters.llm.local import LocalChatModel

    model = chat_model(settings, entrant.model, say)
    return likelihood_of(model) if isinstance(model, LocalChatModel) else None


def _folder(settings: Settings, entrant: Entrant) -> Path | None:
    """Where a model stands that was trained here."""
    if not entrant.model.startswith(TUNED):
        return None
    from adapters.llm.tuned import find

    return find(settings.data_dir, entrant.model.removeprefix(TUNED))
