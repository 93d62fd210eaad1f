"""Training a model on rows, with TRL and PEFT: the only file that drives them."""

from __future__ import annotations

import os
import time
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from adapters.llm.finetune_base import deepspeed_file, hush, on_gpu
from adapters.llm.finetune_resume import CHECKPOINTS, checkpoint_of, is_over, state_of
from bot.errors import ModelError
from bot.training.job import Result
from bot.training.recipe import Method, Tuning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from adapters.llm.finetune_base import Base, TokenEncoder
    from bot.training.job import Job, Judge
    from bot.training.recipe import Recipe
    from bot.training.rows import Row

MODEL = "model"
VERSIONS = ("trl", "peft", "transformers", "torch", "datasets", "accelerate")
IGNORED = -100
"""The label of a token that is read and not learned."""

PACED = 3
"""Steps that are timed before a run; the first of them warms up."""


@dataclass(frozen=True, slots=True)
class Finetuner:
    """Trains one base model."""

    base: Base

    def encoder(self) -> TokenEncoder:
        """Its tokenizer."""
        return self.base.encoder

    def check(self, recipe: Recipe, folder: Path) -> None:
        """Raise what would fail later, while nothing is lost."""
        self.base.check(recipe, folder)

    def pace(self, recipe: Recipe, rows: Sequence[Row]) -> float:
        """Seconds of one step here: one is taken with rows of middling length, and forgotten."""
        import torch

        # KTO reads each row with another's reply, too, and both with the base: three readings, as dear as a step.
        times = recipe.accumulate * (2 if recipe.method is Method.KTO else 1)
        middling = sorted(rows, key=lambda row: len(row.encoded.ids))[len(rows) // 2]
        with _enough_memory():
            model = _worn(self.base.model(recipe), recipe)
            model.to("cuda" if on_gpu(recipe) else "cpu").train()
            ids = torch.tensor([middling.encoded.ids] * recipe.batch, device=model.device)
            taken = []
            for _ in range(PACED):
                begun = time.monotonic()
                model(input_ids=ids, labels=ids).loss.backward()
                taken.append(time.monotonic() - begun)
        return min(taken) * times

    def train(self, job: Job, judge: Judge, say: Callable[[str], None]) -> Result:
        """Train to the end, and write the model to the folder `model` of the job's.

        Raises `ModelError` where the loss runs away or the disk is full; the checkpoints before that are kept.
        """
        from safetensors import SafetensorError

        from adapters.llm.finetune_hooks import Hooks

        recipe = job.recipe
        hush()
        with warnings.catch_warnings(), _enough_memory():
            warnings.simplefilter("ignore")  # what the packages tell each other, not a person
            trainer = _trainer(job, self.base)
            hooks = Hooks(job, self.base.encoder, judge, say)
            trainer.add_callback(hooks)
            begun, checkpoint = time.monotonic(), checkpoint_of(job)
            before = state_of(checkpoint)
            if over := is_over(before, recipe):
                trainer.args.num_train_epochs = 0  # its best weights are loaded, and no step is taken
            try:
                trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
                if not hooks.runaway:
                    trainer.save_model(str(job.folder / MODEL))
            except (OSError, RuntimeError, SafetensorError) as error:
                if not _is_of_disk(error):
                    raise
                why = getattr(error, "strerror", None) or "there is no space left, most likely"
                raise ModelError(
                    f"{job.folder} cannot be written: {why}. With room, --resume goes on from the last checkpoint."
                ) from error
            if hooks.runaway:
                raise ModelError(f"{hooks.runaway} The checkpoints in {job.folder / CHECKPOINTS} are kept.")
            model = trainer.accelerator.unwrap_model(trainer.model)
            trained = sum(one.numel() for one in model.parameters() if one.requires_grad)
            state = trainer.state
        planned = state.global_step >= (before["max_steps"] if over else state.max_steps)
        return Result(
            steps=state.global_step,
            epochs=float(state.epoch or 0),
            seconds=time.monotonic() - begun,
            trained=trained,
            weights=sum(one.numel() for one in model.parameters()),
            best=state.best_metric,
            begun=hooks.first,
            stopped="" if planned else f"The held-out loss gained nothing in {recipe.patience} evaluations.",
            log=tuple(state.log_history),
            samples=hooks.samples,
            versions={name: version(name) for name in VERSIONS},
        )


@contextmanager
def _enough_memory() -> Iterator[None]:
    """Tell in a sentence where there is not."""
    import torch

    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not (isinstance(error, MemoryError | torch.OutOfMemoryError) or "DefaultCPUAllocator" in str(error)):
            raise
        raise ModelError("There is not enough memory; take a smaller batch, or checkpointing = true.") from None


def _is_of_disk(error: Exception) -> bool:
    """Whether a file could not be written; PyTorch says so as of any error of its own."""
    return not isinstance(error, RuntimeError) or "inline_container" in str(error)


def _trainer(job: Job, base: Base) -> Any:
    import datasets

    datasets.disable_progress_bars()
    model = base.model(job.recipe)
    model.config.use_cache = False
    if job.recipe.start is not None:
        model = _gone_on(model, job.recipe.start)
    build = _kto if job.recipe.method is Method.KTO else _sft
    trainer = build(job, model, base.tokenizer)
    from transformers import EarlyStoppingCallback, PrinterCallback, ProgressCallback

    for noisy in (PrinterCallback, ProgressCallback):
        trainer.remove_callback(noisy)
    if job.recipe.patience and job.held:
        trainer.add_callback(EarlyStoppingCallback(job.recipe.patience))
    return trainer


def _sft(job: Job, model: Any, tokenizer: Any) -> Any:
    from datasets import Dataset
    from trl.trainer.sft_config import SFTConfig
    from trl.trainer.sft_trainer import SFTTrainer

    recipe = job.recipe
    arguments = SFTConfig(
        **_arguments(job),
        packing=recipe.packing,
        eval_packing=False,
        dataset_kwargs=None if recipe.packing else {"skip_prepare_dataset": True},
    )
    return SFTTrainer(
        model=model,
        args=arguments,
        train_dataset=Dataset.from_list([_learned(row) for row in job.train]),
        eval_dataset=Dataset.from_list([_learned(row) for row in job.held]) if job.held else None,
        processing_class=tokenizer,
        peft_config=None if recipe.start is not None else _lora(recipe),
    )


def _gone_on(model: Any, start: Path) -> Any:
    """The base with an adapter that is trained on; its rank is that of the adapter."""
    from peft import PeftModel

    return PeftModel.from_pretrained(model, str(start), is_trainable=True)


def _kto(job: Job, model: Any, tokenizer: Any) -> Any:
    from datasets import Dataset
    from trl.trainer.kto_config import KTOConfig

    from adapters.llm.finetune_kto import TokenKTOTrainer

    recipe = job.recipe
    arguments = KTOConfig(
        **_arguments(job),
        beta=recipe.beta,
        desirable_weight=recipe.wanted_weight,
        undesirable_weight=recipe.refused_weight,
    )
    return TokenKTOTrainer(
        model=model,
        args=arguments,
        train_dataset=Dataset.from_list([_judged(row) for row in job.train]),
        eval_dataset=Dataset.from_list([_judged(row) for row in job.held]) if job.held else None,
        processing_class=tokenizer,
        peft_config=_lora(recipe),
    )


def _arguments(job: Job) -> dict[str, Any]:
    """What both trainers are told."""
    recipe, gpu = job.recipe, on_gpu(job.recipe)
    return {
        "output_dir": str(job.folder / CHECKPOINTS),
        "num_train_epochs": recipe.epochs,
        "per_device_train_batch_size": recipe.batch,
        "per_device_eval_batch_size": recipe.batch,
        "gradient_accumulation_steps": recipe.accumulate,
        "learning_rate": recipe.rate,
        "lr_scheduler_type": recipe.schedule,
        "warmup_steps": recipe.warmup,
        "weight_decay": recipe.weight_decay,
        "max_grad_norm": recipe.clip,
        "max_length": recipe.max_tokens,
        "seed": recipe.seed,
        "data_seed": recipe.seed,
        "use_cpu": not gpu,
        "bf16": gpu,
        "gradient_checkpointing": recipe.checkpointing,
        "deepspeed": deepspeed_file(recipe) if recipe.deepspeed else None,
        "logging_steps": 1,
        "logging_nan_inf_filter": False,  # a loss that is no number is what one wants to hear of
        "eval_strategy": "steps" if job.held else "no",
        "eval_steps": recipe.evaluate_every,
        "save_steps": recipe.evaluate_every,
        "save_total_limit": recipe.checkpoints,
        "load_best_model_at_end": bool(job.held),
        "metric_for_best_model": "eval_loss" if job.held else None,
        "restore_callback_states_from_checkpoint": True,
        "dataloader_pin_memory": gpu,
        "report_to": "none",
        "disable_tqdm": True,
    }


def _lora(recipe: Recipe) -> Any:
    if recipe.tuning is Tuning.FULL:
        return None
    from peft import LoraConfig

    return LoraConfig(
        r=recipe.rank,
        lora_alpha=recipe.alpha,  # type: ignore[arg-type]  # a fraction will do
        lora_dropout=recipe.dropout,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )


def _worn(model: Any, recipe: Recipe) -> Any:
    lora = _lora(recipe)
    if lora is None:
        return model
    from peft import get_peft_model

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return get_peft_model(model, lora)


def _learned(row: Row) -> dict[str, list[int]]:
    ids, start = list(row.encoded.ids), row.encoded.start
    return {"input_ids": ids, "labels": [IGNORED] * start + ids[start:]}


def _judged(row: Row) -> dict[str, Any]:
    ids, start = list(row.encoded.ids), row.encoded.start
    return {"prompt_ids": ids[:start], "completion_ids": ids[start:], "label": row.lesson.wanted}


def is_main() -> bool:
    """Whether this is the process of several that writes and speaks."""
    return int(os.environ.get("RANK", "0")) == 0
