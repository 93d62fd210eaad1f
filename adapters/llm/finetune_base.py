"""The base model of a training run: its tokenizer, its weights, and what a run needs that may be missing."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from adapters.llm.tuned import read_passport
from bot.errors import ModelError, RequestRefused, SettingsError
from bot.riddles.pipelines.template import Layout, Template
from bot.training.recipe import Device, Tuning
from bot.training.rows import Encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.training.recipe import Recipe

NEEDED = ("torch", "transformers", "peft", "trl", "datasets", "accelerate")
INSTALL = "pip install 'riddle-me-this[train]'"
ROOM = 200_000_000
"""Bytes that logs, pictures and an adapter take at most, besides the checkpoints."""

LAUNCH = Path(__file__).parent / "launch"
"""Settings for several GPUs."""


@dataclass(frozen=True)
class Base:
    """A base model by its folder or its name on the hub; `fetch` gives the folder where it has to be made first."""

    source: str
    fetch: Callable[[], Path] | None = None

    @cached_property
    def where(self) -> str:
        """The folder, or the name on the hub."""
        return str(self.fetch()) if self.fetch is not None else self.source

    @cached_property
    def tokenizer(self) -> Any:
        """The tokenizer; raises `SettingsError` where there is none."""
        missing = [name for name in NEEDED if find_spec(name) is None]
        if missing:
            raise SettingsError(f"Training needs more packages ({', '.join(missing)} are missing): {INSTALL}")
        if self.where.startswith(("/", ".")) and not Path(self.where).is_dir():
            raise SettingsError(f"There is no folder {self.where} with a base model.")
        from transformers import AutoTokenizer

        hush()
        try:
            return AutoTokenizer.from_pretrained(self.where, local_files_only=Path(self.where).is_dir())
        except (OSError, ValueError, KeyError) as error:
            raise SettingsError(f"No tokenizer can be loaded from {self.where}: {short(error)}") from error

    @cached_property
    def encoder(self) -> TokenEncoder:
        """The tokenizer as what turns lessons into rows."""
        from transformers import GenerationConfig

        from adapters.llm.templating import end_tokens

        try:
            generation = GenerationConfig.from_pretrained(self.where, local_files_only=Path(self.where).is_dir())
        except (OSError, ValueError):
            generation = None
        return TokenEncoder(self.tokenizer, end_tokens(generation, self.tokenizer))

    def model(self, recipe: Recipe) -> Any:
        """The weights, to be trained: fp32; bf16 on a GPU where only an adapter is."""
        import torch
        from safetensors import SafetensorError
        from transformers import AutoModelForCausalLM

        hush()
        if recipe.threads:
            torch.set_num_threads(recipe.threads)
        half = on_gpu(recipe) and recipe.tuning is Tuning.LORA
        try:
            return AutoModelForCausalLM.from_pretrained(
                self.where,
                dtype=torch.bfloat16 if half else torch.float32,
                local_files_only=Path(self.where).is_dir(),
            )
        except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
            raise SettingsError(f"No model can be loaded from {self.where}: {short(error)}") from error

    def check(self, recipe: Recipe, folder: Path) -> None:
        """Raise what would fail later, while nothing is lost: template, device, packages, space."""
        if recipe.format is Layout.CHAT and not self.tokenizer.chat_template:
            raise SettingsError(
                f"The base model {self.source} has no chat template; take alpaca or dolly as format, or another model."
            )
        _check_device(recipe)
        if recipe.start is not None:
            self._check_start(recipe, recipe.start)
        if recipe.deepspeed:
            deepspeed_file(recipe)
        needed = self._needed(recipe)
        free = shutil.disk_usage(_existing(folder)).free
        if free < needed:
            raise ModelError(
                f"The run needs about {needed // 10**6} MB in {folder}, and {free // 10**6} MB are free; "
                "keep fewer checkpoints, or choose another output."
            )

    def _check_start(self, recipe: Recipe, start: Path) -> None:
        """The adapter to go on from is one of this base, and was taught by the same prompt."""
        passport = read_passport(start)
        if (passport.base, passport.tuning) != (recipe.base, Tuning.LORA.value):
            raise SettingsError(f"{start} is no adapter of {recipe.base}, but {passport.tuning} of {passport.base}.")
        if passport.template != Template(recipe.format).mark:
            raise SettingsError(f"{start} was trained with another prompt than this recipe's format has.")

    def _needed(self, recipe: Recipe) -> int:
        """Bytes a run writes: each checkpoint has the trained weights and twice as much of the optimizer's."""
        here = Path(self.where)
        weights = _whole_bytes(here)
        trained = weights if recipe.tuning is Tuning.FULL else min(weights, _adapter_bytes(here, recipe))
        return ROOM + 3 * trained * (recipe.checkpoints + 1)


@dataclass(frozen=True)
class TokenEncoder:
    """A tokenizer with its chat template: what a model reads when it works, and the reply it is to learn."""

    tokenizer: Any
    ends: frozenset[int]

    @property
    def chat_template(self) -> str:
        """The model's own template; empty where it has none."""
        return template_of(self.tokenizer)

    def encode(self, turns: Sequence[tuple[str, str]], reply: str, *, completes: bool) -> Encoded:
        """The prompt exactly as the engine reads it, then the reply, then the model's own end of a turn."""
        from adapters.llm.request import Turn
        from adapters.llm.templating import Templating

        asked = [Turn(role, text) for role, text in turns]
        templating = Templating(self.tokenizer)
        try:
            prompt = templating.ids(asked, completion=completes)
        except RequestRefused as error:
            raise SettingsError(str(error)) from None
        said = cast("list[int]", self.tokenizer(reply, add_special_tokens=False)["input_ids"])
        end = templating.end(asked, self.ends, completion=completes)
        return Encoded((*prompt, *said, *end), len(prompt))

    def show(self, ids: Sequence[int]) -> str:
        """Tokens as a text, marks of turns and all."""
        return str(self.tokenizer.decode(list(ids), clean_up_tokenization_spaces=False))


def template_of(tokenizer: Any) -> str:
    """A tokenizer's chat template as text; empty where it has none."""
    found = tokenizer.chat_template
    return found if isinstance(found, str) else json.dumps(found, sort_keys=True) if found else ""


def on_gpu(recipe: Recipe) -> bool:
    """Whether the run computes on a GPU."""
    import torch

    return recipe.device is not Device.CPU and torch.cuda.is_available()


def deepspeed_file(recipe: Recipe) -> str:
    """The file of DeepSpeed's settings; raises `SettingsError` where it or the package is missing."""
    file = LAUNCH / f"{recipe.deepspeed}.json"
    path = file if file.is_file() else Path(recipe.deepspeed)
    if not path.is_file():
        raise SettingsError(f"There is no file {recipe.deepspeed} of DeepSpeed's settings; `zero3` is one that ships.")
    if find_spec("deepspeed") is None:
        raise SettingsError("The recipe asks for DeepSpeed, which is not installed: pip install deepspeed.")
    return str(path)


def hush() -> None:
    """Let no library write on the screen: a person reads our sentences."""
    from huggingface_hub.utils import logging as hub
    from transformers.utils import logging as noise

    hub.set_verbosity_error()  # type: ignore[no-untyped-call]
    noise.disable_progress_bar()  # type: ignore[no-untyped-call]
    noise.set_verbosity_error()  # type: ignore[no-untyped-call]


def _check_device(recipe: Recipe) -> None:
    import torch

    if recipe.device is Device.CUDA and not torch.cuda.is_available():
        raise SettingsError("The recipe asks for a GPU, and PyTorch sees none; leave device out, or make it cpu.")
    if on_gpu(recipe) and torch.cuda.device_count() > 1 and "LOCAL_RANK" not in os.environ:
        raise SettingsError(
            f"There are {torch.cuda.device_count()} GPUs: start it with `accelerate launch --config_file "
            f"{LAUNCH / 'multi_gpu.yaml'} -m bot finetune ...`, or choose one with CUDA_VISIBLE_DEVICES=0."
        )


def _config(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return found


def _whole_bytes(folder: Path) -> int:
    """What the weights of a folder take in 32 bits, as which they are trained; 0 where there is no folder."""
    there = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    try:
        config = _config(folder)
    except (OSError, ValueError):
        return there
    return there * (2 if str(config.get("dtype", config.get("torch_dtype"))).endswith("float16") else 1)


def _adapter_bytes(folder: Path, recipe: Recipe) -> int:
    """About what an adapter weighs: two thin matrices beside each of a layer's seven."""
    try:
        config = _config(folder)
        wide = 2 * int(config["hidden_size"]) + 5 * int(config.get("intermediate_size", 4 * config["hidden_size"]))
        return int(config["num_hidden_layers"]) * 2 * wide * recipe.rank * 4
    except (OSError, ValueError, KeyError, TypeError):
        return 10**9


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    found = folder.absolute()
    while not found.exists():
        found = found.parent
    return found


def short(error: BaseException) -> str:
    """The first line of an error, as the end of a sentence."""
    first = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    return first[:200].rstrip(".: ") + "."
