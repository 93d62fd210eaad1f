"""What happens beside the training: progress is told, the loss is watched, riddles are written on the way."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from transformers import TrainerCallback

from adapters.llm.request import Decoding, Request, Turn
from bot.riddles.pipelines.tuned import NO_REPEAT, TUNED
from bot.training.job import Sample
from bot.training.rows import story_of
from bot.training.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapters.llm.finetune_base import TokenEncoder
    from bot.training.job import Job, Judge
    from bot.training.rows import Row

LOG = "log.jsonl"
SAMPLES = "samples.jsonl"


class Hooks(TrainerCallback):
    """Hears of each step of one run; `runaway` is a sentence where the loss ran away, `first` where it went on."""

    def __init__(self, job: Job, encoder: TokenEncoder, judge: Judge, say: Callable[[str], None]) -> None:
        self._job = job
        self._encoder = encoder
        self._judge = judge
        self._say = say
        self._watch = Watch(job.recipe.worst)
        self._begun = time.monotonic()
        self.first = 0
        self.runaway = ""
        self.samples: list[Sample] = []

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002 -- its signature
        """Take up what was watched before a run that goes on; what was told of steps that come again is forgotten."""
        self._begun, self.first = time.monotonic(), state.global_step
        if state.is_world_process_zero:
            _kept(self._job, LOG, self.first)
            told = _kept(self._job, SAMPLES, self.first)
            self.samples = [Sample(one["step"], one["example"], one["text"], tuple(one["wrong"])) for one in told]
        for told in state.log_history:
            if "loss" in told:
                self._watch.see(told["step"], told["loss"])

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:  # noqa: ARG002
        """Write it down, tell it, and stop a loss that runs away."""
        if not logs:
            return
        if "loss" in logs:
            self.runaway = self._watch.see(state.global_step, float(logs["loss"]))
            control.should_training_stop = control.should_training_stop or bool(self.runaway)
        if state.is_world_process_zero:
            _append(self._job, LOG, {"step": state.global_step, **logs})
            if "loss" in logs:
                left = self._left(state)
                self._say(f"Step {state.global_step} of {state.max_steps}: loss {logs['loss']:.3f}{left}")

    def on_evaluate(self, args: Any, state: Any, control: Any, **given: Any) -> None:  # noqa: ARG002 -- its signature
        """Write some riddles of held-out articles, and have them checked."""
        job = self._job
        if not state.is_world_process_zero or args.deepspeed_plugin is not None:
            return  # a model in parts writes nothing on one device alone
        rows = job.held[: job.recipe.samples]
        texts = write(given["model"], self._encoder, job, rows)
        made = [
            Sample(state.global_step, row.lesson.example.id, text, self._judge(row.lesson, text))
            for row, text in zip(rows, texts, strict=True)
        ]
        for one in made:
            _append(job, SAMPLES, {"step": one.step, "example": one.example, "text": one.text, "wrong": one.reasons})
        self.samples += made
        good = sum(not one.reasons for one in made)
        loss = given["metrics"]["eval_loss"]
        told = f"; {good} of {len(made)} sample riddles pass the checks" if made else ""
        self._say(f"Step {state.global_step} of {state.max_steps}: held-out loss {loss:.3f}{told}")

    def _left(self, state: Any) -> str:
        done = state.global_step - self.first
        if done < 3:
            return ""
        left = (time.monotonic() - self._begun) / done * (state.max_steps - state.global_step)
        return f", about {left / 60:.0f} min left" if left > 90 else f", about {left:.0f} s left"


def write(model: Any, encoder: TokenEncoder, job: Job, rows: Sequence[Row]) -> list[str]:
    """The likeliest reply to each row's story, without touching the chances the training draws from."""
    import torch

    from adapters.llm.runtime import TransformersRuntime

    if not rows:
        return []
    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    was_training, cached = model.training, inner.config.use_cache
    requests = [_request(job, row) for row in rows]
    said: dict[int, str] = {}
    with torch.random.fork_rng():
        inner.eval()
        inner.config.use_cache = True
        runtime = TransformersRuntime(inner, encoder.tokenizer)
        for request in requests:
            request.ids = runtime.encode(request)
        for ended in runtime.generate(requests):
            said |= {id(request): getattr(result, "text", "") for request, result in ended}
    inner.config.use_cache = cached
    model.train(was_training)
    return [said.get(id(request), "") for request in requests]


def _request(job: Job, row: Row) -> Request:
    one = row.lesson.example
    turns = tuple(Turn(role, text) for role, text in job.template.turns(row.lesson.told or story_of(one), one.form))
    decoding = Decoding(TUNED.riddle_tokens or 120, stop=job.template.stop, no_repeat=NO_REPEAT)
    return Request(turns, decoding, 3600.0, completion=job.template.layout.completes)


def _append(job: Job, name: str, told: dict[str, Any]) -> None:
    with (job.folder / name).open("a", encoding="utf-8") as file:
        file.write(json.dumps(told, ensure_ascii=False) + "\n")


def _kept(job: Job, name: str, step: int) -> list[dict[str, Any]]:
    """What a file tells of the steps up to one; the rest is taken off, and so is a line torn by a death."""
    file, kept = job.folder / name, []
    if not file.is_file():
        return []
    for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(line)
            kept += [told] if told["step"] <= step else []
    file.write_text("".join(f"{json.dumps(told, ensure_ascii=False)}\n" for told in kept), encoding="utf-8")
    return kept
