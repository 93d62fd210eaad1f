"""What a training run is made of: one schema for a TOML file and for the options of the command."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.errors import SettingsError
from bot.riddles.pipelines.template import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

SEEDS = "seeds"
"""Stands in `data` for the seed tasks that ship."""

EMBEDDED = "embedded"
"""Stands in `base` for the model that comes with the install."""

_NAMES = frozenset({"", EMBEDDED, "zero3"})
"""What stands for no file or folder, though there be one of that name."""

NAME = r"^[a-z0-9][a-z0-9._-]{0,59}$"
"""What a run, and the model it makes, may be called."""

NAMED = "has to be small letters, digits, dots, dashes and underscores, 60 at most, a letter or a digit first"
"""The same in words."""

SCHEDULES = r"^(cosine|linear|constant|constant_with_warmup)$"

_SHAPES = {
    NAME: NAMED,
    SCHEDULES: "has to be cosine, linear, constant or constant_with_warmup",
}
"""What a text has to be, in words a person reads."""


class Method(StrEnum):
    """What is learned from."""

    SFT = "sft"
    """Good riddles."""

    KTO = "kto"
    """Riddles that were accepted, and riddles that were refused."""


class Told(StrEnum):
    """What a row tells of the story."""

    SUMMARY = "summary"
    """The example's summary."""

    EVIDENCE = "evidence"
    """The sentences of the article that the riddle rests on: nearest to what a brew tells, the article's opening."""

    BOTH = "both"
    """A row with each."""


class Tuning(StrEnum):
    """Which weights change."""

    LORA = "lora"
    FULL = "full"


class Device(StrEnum):
    """Where it is computed."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class Recipe(BaseModel):
    """Everything that decides what comes out. What is not given is what suits the embedded model and the seed tasks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="riddles", pattern=NAME, description="what the model will be called")
    base: str = Field(default=EMBEDDED, min_length=1, description="embedded, a folder, or a name on the hub")
    data: tuple[str, ...] = Field(default=(SEEDS,), min_length=1, description="files of examples, or seeds")
    start: Path | None = Field(default=None, description="folder of an adapter of the same base, to go on from")
    output: Path | None = Field(default=None, description="folder of the run; by default in the data folder")
    method: Method = Method.SFT
    tuning: Tuning = Tuning.LORA
    format: Layout = Field(default=Layout.CHAT, description="chat, alpaca or dolly")
    seed: int = Field(default=1, ge=0, lt=2**31)
    held_out: float = Field(default=0.1, ge=0, le=0.5, description="share of the articles that are not trained on")

    told: Told = Field(default=Told.BOTH, description="what a row tells of the story: summary, evidence or both")
    checked: bool = Field(default=True, description="leave out riddles that fail the checks by what their row tells")
    brief: int = Field(default=32, ge=0, le=200, description="most words of a riddle of parts; 0: as it is")
    max_tokens: int = Field(default=256, ge=32, le=32_768, description="tokens of a row")
    packing: bool = Field(default=False, description="put several short rows into one")
    epochs: float = Field(default=2.0, gt=0, le=100)
    batch: int = Field(default=4, ge=1, le=1024, description="rows of a step on one device")
    accumulate: int = Field(default=1, ge=1, le=1024, description="batches of a step")
    learning_rate: float | None = Field(default=None, gt=0, le=1)
    warmup: float = Field(default=0.05, ge=0, lt=1, description="share of the steps in which the rate rises")
    schedule: str = Field(default="cosine", pattern=SCHEDULES)
    weight_decay: float = Field(default=0.0, ge=0, le=1)
    clip: float = Field(default=1.0, gt=0, description="most length of a gradient")

    rank: int = Field(default=16, ge=1, le=1024, description="of LoRA")
    alpha: float = Field(default=32.0, gt=0)
    dropout: float = Field(default=0.0, ge=0, lt=1)

    beta: float = Field(default=0.1, gt=0, le=10, description="how near KTO stays to the model it began with")
    wanted_weight: float = Field(default=1.0, gt=0, description="weight of accepted riddles")
    refused_weight: float = Field(default=1.0, gt=0, description="weight of refused ones")

    evaluate_every: int = Field(default=20, ge=1, description="steps between two evaluations, each a checkpoint")
    samples: int = Field(default=4, ge=0, le=64, description="riddles written at each evaluation")
    patience: int = Field(default=3, ge=0, description="evaluations without gain before it stops; 0: never")
    worst: float = Field(default=3.0, gt=1, description="times the lowest loss at which it counts as diverging")
    checkpoints: int = Field(default=2, ge=1, le=100, description="checkpoints that are kept")

    device: Device = Device.AUTO
    threads: int = Field(default=0, ge=0, le=1024, description="of the processor; 0: as many as there are cores")
    deepspeed: str = Field(default="", description="zero3, or a file of DeepSpeed's settings")
    checkpointing: bool = Field(default=False, description="compute activations twice to save memory")

    @model_validator(mode="after")
    def _possible(self) -> Recipe:
        if self.packing and self.method is Method.KTO:
            msg = "packing is for sft; kto compares rows one by one"
            raise ValueError(msg)
        if self.method is Method.KTO and self.batch < 2:
            msg = "batch has to be 2 or more for kto, which compares each row with another's"
            raise ValueError(msg)
        if self.start is not None and (self.tuning is Tuning.FULL or self.method is Method.KTO):
            msg = "start is for sft with lora; else merge the adapter, and make that folder the base"
            raise ValueError(msg)
        if self.deepspeed and self.device is Device.CPU:
            msg = 'deepspeed needs GPUs; leave device = "cpu" out'
            raise ValueError(msg)
        return self

    @property
    def rate(self) -> float:
        """The learning rate; where none is given, what suits the method and the weights that change."""
        if self.learning_rate is not None:
            return self.learning_rate
        if self.method is Method.KTO:
            return 5e-5 if self.tuning is Tuning.LORA else 5e-6
        return 1e-3 if self.tuning is Tuning.LORA else 5e-5

    def text(self) -> str:
        """As a TOML file that gives the same recipe."""
        given = {name: value for name, value in self.model_dump(mode="json").items() if value is not None}
        return "".join(f"{name} = {_toml(value)}\n" for name, value in given.items())


def read_recipe(path: Path | None, options: Mapping[str, Any]) -> Recipe:
    """The recipe of a file, where there is one, with the options that were given put over it.

    Raises `SettingsError` that names each wrong key, and the nearest that there is.
    """
    given = _file(path) if path is not None else {}
    return _placed(recipe_of(given | {name: value for name, value in options.items() if value is not None}))


def _placed(recipe: Recipe) -> Recipe:
    """The recipe with whole paths, so that it means the same wherever it is read again."""
    data = tuple(one if one == SEEDS else str(Path(one).expanduser().absolute()) for one in recipe.data)
    output = recipe.output.expanduser().absolute() if recipe.output is not None else None
    start = recipe.start.expanduser().absolute() if recipe.start is not None else None
    names = {"base": _there(Path(), recipe.base), "deepspeed": _there(Path(), recipe.deepspeed)}
    return recipe.model_copy(update={"data": data, "output": output, "start": start, **names})


def recipe_of(given: Mapping[str, Any]) -> Recipe:
    """The recipe of plain values; raises `SettingsError` that names each wrong key."""
    unknown = sorted(given.keys() - Recipe.model_fields.keys())
    if unknown:
        raise SettingsError("; ".join(_strange(name) for name in unknown) + ".")
    try:
        return Recipe.model_validate(dict(given))
    except ValidationError as error:
        wrong = "; ".join(_wrong(item) for item in error.errors())
        raise SettingsError(f"The recipe is wrong: {wrong}.") from None


def _file(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from None
    for one in ("output", "start"):
        if isinstance(found.get(one), str):
            found[one] = str(path.parent / Path(found[one]).expanduser())
    for one in ("base", "deepspeed"):
        if isinstance(found.get(one), str):
            found[one] = _there(path.parent, found[one])
    if isinstance(found.get("data"), str):
        found["data"] = [found["data"]]
    if isinstance(found.get("data"), list):
        found["data"] = [_beside(path, one) for one in found["data"]]
    return found


def _beside(path: Path, one: Any) -> Any:
    """A file named in a recipe is looked for beside the recipe."""
    return one if not isinstance(one, str) or one == SEEDS else str(path.parent / Path(one).expanduser())


def _there(folder: Path, name: str) -> str:
    """A file or folder by its whole path; as it is, what is the name of something else."""
    path = (folder / Path(name).expanduser()).resolve()
    return name if name in _NAMES or not path.exists() else str(path)


def _strange(name: str) -> str:
    near = get_close_matches(name, Recipe.model_fields, 1, 0.6)
    return f"A recipe has no `{name}`" + (f" (the nearest is `{near[0]}`)" if near else "")


def _wrong(item: Any) -> str:
    where = ".".join(str(part) for part in item["loc"])
    if shape := _SHAPES.get(item.get("ctx", {}).get("pattern", "")):
        return f"`{where}` {shape}"
    said = str(item["msg"]).removeprefix("Value error, ").replace("a valid tuple", "a list of files")
    return f"`{where}`: {said[0].lower()}{said[1:]}" if where else said


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_toml(one) for one in value)}]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)
