"""The second look of the settings: which model takes it, whose that is, and the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bootstrap.models import EMBEDDED, LOCAL, NO_MODEL, OFF, TUNED, address, chat_model, model_name, price
from bot.errors import SettingsError
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.bootstrap.store import Store
    from bot.game.second_look import SecondLook
    from bot.ports.judge import Judge
    from bot.ports.spending import Spending
    from bot.settings import Settings

HERE = "this computer"

SMALL = (
    "The embedded model is not fit to take second looks: on the shipped guesses it does no better than chance. "
    "Set RIDDLE_JUDGE to another model."
)


def judge_name(settings: Settings) -> str:
    """The model that takes second looks; nothing where there is none."""
    name = settings.judge or model_name(settings)
    return "" if name in {OFF, NO_MODEL} else name


def vendor(settings: Settings) -> str:
    """Who is sent the normalised guesses, as a host's form tells it; nothing where no model takes second looks."""
    name = judge_name(settings)
    if name == EMBEDDED or name.startswith((LOCAL, TUNED)):
        return HERE
    if there := address(settings, name):
        from adapters.llm.client_errors import host_of

        return host_of(there)
    return name.partition(":")[0]


def chosen_judge(settings: Settings, name: str = "") -> str:
    """The model of that name, or the one of the settings.

    Raises `SettingsError` where there is none, or the one of the settings is known not to be fit.
    """
    chosen = name or judge_name(settings)
    if not chosen:
        raise SettingsError("No model takes second looks: set RIDDLE_JUDGE, for instance to openai:gpt-5-mini.")
    if chosen == EMBEDDED and not name:
        raise SettingsError(SMALL)
    return chosen


def open_judge(
    settings: Settings, progress: Callable[[str], None], name: str = "", spending: Spending | None = None
) -> Judge:
    """The judge of the settings, or one by its name. Nothing is loaded or asked yet."""
    chosen = chosen_judge(settings, name)
    model = chat_model(settings, chosen, progress, variable="--model" if name else "RIDDLE_JUDGE", spending=spending)
    from adapters.llm.judge import ModelJudge

    return ModelJudge(model, model_name=chosen, cost=price(settings, chosen))


def second_look(store: Store, settings: Settings, judge: Judge) -> SecondLook:
    """The worker that asks the judge what waits."""
    from bot.game.second_look import SecondLook as Worker

    return Worker(
        store.looks,
        store.rounds,
        store.players,
        store.communities,
        judge,
        system_now,
        per_day=settings.judge_per_day,
        listed=listed_names(),
    )


def listed_names() -> frozenset[str]:
    """The names of the riddles' own lists, as the game looks names up."""
    from bot.game.knowledge import phrase
    from bot.riddles.craft.lists import known

    return frozenset(map(phrase, known()))
