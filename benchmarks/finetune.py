"""The fine-tune on the embedded model: how fast, how exact, and whether it was worth it.

`python -m benchmarks.finetune [--adapter FOLDER] [--cases FILE.jsonl] [--articles 100] [--draws 3] [--skip PART ...]`.

The parts: `rate`, a batch-8 LoRA step of 104 tokens; `train`, two epochs of the compose step, summary to riddle, on
the seed tasks (with `--adapter`, the folder `model` of a run, nothing is trained and its own recipe is not looked at);
`resume`, a run of a few steps that is cut off and goes on, against one that is not; `merge`, the merged model against
base and adapter; `compare`, tuned and unconstrained against the untuned base with worked examples and held to a
schema, on articles that neither has seen: first draws are the likeliest words, the others are drawn by chance. On a
busy machine minutes tell little: the training's are also given as if a step took what the goal assumes.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.llm import tuned
from adapters.llm.finetune import Finetuner
from adapters.llm.finetune_weights import merge
from benchmarks.stages.figures import Figures
from bot.bootstrap import training
from bot.bootstrap.patience import HERE
from bot.riddles.pipelines.template import Template
from bot.settings import load_settings
from bot.training.job import Job
from bot.training.plan import plan
from bot.training.recipe import Recipe, recipe_of
from bot.training.rows import Encoded, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapters.llm.finetune_base import Base
    from bot.settings import Settings

PARTS = ("rate", "train", "resume", "merge", "compare")
STEP_SECONDS, STEP_TOKENS = 5.0, 8 * 104
"""What the goal for the time of the training assumes of a machine."""


def say(sentence: str) -> None:
    """Tell what is done, on standard error."""
    print(f"  {sentence}", file=sys.stderr, flush=True)


def rate(figures: Figures, trainer: Finetuner) -> float:
    """Seconds of a batch-8 LoRA step of 104 tokens."""
    encoder = trainer.encoder()
    recipe = Recipe(batch=8)
    lesson = plan(recipe, Template(recipe.format), encoder).train.rows[0].lesson
    ids = (encoder.tokenizer("The news of the day is told here. ", add_special_tokens=False)["input_ids"] * 40)[:104]
    seconds = trainer.pace(recipe, [Row(lesson, Encoded(tuple(ids), 50))])
    figures.tell("a batch-8 LoRA step of 104 tokens", f"{seconds:.1f} s")
    return seconds


def train(figures: Figures, settings: Settings, folder: Path, step: float) -> Path:
    """Two epochs on the seed tasks, in minutes; the folder of the model."""
    recipe = recipe_of({"name": "benchmark", "output": folder, "told": "summary", "evaluate_every": 40})
    bench = training.bench(settings, recipe, say)
    begun = time.monotonic()
    result = bench.run(say, resume=False)
    minutes = (time.monotonic() - begun) / 60
    tokens = sum(bench.plan.train.lengths) * result.epochs
    figures.tell(
        "rows of the compose step, longest", f"{len(bench.plan.train.rows)}, {max(bench.plan.train.lengths)} tokens"
    )
    figures.tell("two epochs on the seed tasks, here", f"{minutes:.1f} min")
    pace = STEP_SECONDS / step if step else 0.0
    if pace:
        figures.tell(
            "the same where that step takes 5 s", f"{minutes * pace:.1f} min", "12 or less", met=minutes * pace <= 12
        )
    figures.tell(
        "its tokens at that pace, evaluations not counted", f"{tokens / STEP_TOKENS * STEP_SECONDS / 60:.1f} min"
    )
    figures.tell("held-out loss, first and best", f"{result.held_losses[0][1]:.3f}, {result.best:.3f}")
    return folder / "model"


class Cut(Exception):
    """The process dies here."""


def resume(figures: Figures, trainer: Finetuner, folder: Path) -> None:
    """A run that is cut off after its checkpoint and goes on, against one that is not."""
    recipe = recipe_of({"batch": 2, "epochs": 1, "evaluate_every": 2, "samples": 0, "patience": 0, "checkpoints": 9})
    template = Template(recipe.format)
    rows = plan(recipe, template, trainer.encoder()).train.rows
    kept = {}
    for name, dies in (("whole", 0), ("broken", 3)):
        where = folder / name
        where.mkdir()
        job = Job(recipe, template, where, rows[:8], rows[8:10])
        try:
            trainer.train(job, lambda *_: (), _dying(dies))
        except Cut:
            again = Job(recipe, template, where, rows[:8], rows[8:10], resume=True)
            trainer.train(again, lambda *_: (), say)
        kept[name] = _weights(where / "model")
    apart = [name for name, value in kept["whole"].items() if not bool((value == kept["broken"][name]).all())]
    figures.tell(
        "tensors that differ after cut off and resumed", f"{len(apart)} of {len(kept['whole'])}", "0", met=not apart
    )


def _dying(step: int) -> Callable[[str], None]:
    def told(sentence: str) -> None:
        say(sentence)
        if step and sentence.startswith(f"Step {step} of"):
            raise Cut

    return told


def _weights(folder: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    return dict(load_file(folder / "adapter_model.safetensors"))


def merged(figures: Figures, settings: Settings, model: Path, base: Base, folder: Path) -> None:
    """The merged model against base and adapter: logits, and what they write."""
    apart = merge(model, base, folder)
    figures.tell("largest difference of a logit, merged and adapter", f"{apart:.1e}", "1e-4 or less", met=apart <= 1e-4)
    cases = training.unseen(None, 4)
    said = []
    for where in (model, folder):
        chat, passport = tuned.tuned_model(where, settings.data_dir, say, timeout=HERE, merge=False)
        turns = [passport.asked.turns(case.summary, case.form) for case in cases]
        said.append([chat.invoke([(role, text) for role, text in one], max_tokens=100).text for one in turns])
        chat.close()
    same = sum(one == other for one, other in zip(*said, strict=True))
    figures.tell(
        "texts that are the same, merged and adapter", f"{same} of {len(cases)}", "all", met=same == len(cases)
    )


def compare(figures: Figures, settings: Settings, model: Path, arguments: argparse.Namespace) -> None:
    """Tuned against untuned on articles neither has seen."""
    compared = asyncio.run(
        training.compare(
            settings, str(model), say, cases=arguments.cases, count=arguments.articles, draws=arguments.draws
        )
    )
    untuned, gain = compared.untuned, compared.gain
    assert untuned is not None
    assert gain is not None
    told = compared.tuned.record()
    figures.tell(
        f"readable without constraint, of {told['draws']}", f"{told['valid']:.1%}", "99 %", met=told["valid"] >= 0.99
    )
    figures.tell(f"ended by itself, of {told['draws']}", f"{told['ended']:.1%}", "99 %", met=told["ended"] >= 0.99)
    first = sum(one.accepted for one in compared.tuned.first)
    need = 0.4 * told["articles"]
    figures.tell(f"accepted, first draw, of {told['articles']} articles", f"{first}", f"{need:.0f}", met=first >= need)
    theirs = sum(one.accepted for one in untuned.first)
    figures.tell("accepted of the untuned base, few-shot and constrained", f"{theirs}")
    points = f"{100 * gain.mean:+.0f} points ({100 * gain.low:+.0f} to {100 * gain.high:+.0f})"
    figures.tell("gain, with its 95 % interval", points, "+20, above 0", met=gain.mean >= 0.2 and gain.low > 0)
    for tally in (compared.tuned, untuned):
        failed = ", ".join(f"{name} {count}" for name, count in tally.reasons)
        figures.tell(f"first draws failed by: {tally.name}", failed or "nothing")


def main() -> int:
    """Measure; 1 where a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--adapter", type=Path, help="the folder of a trained model: nothing is trained")
    parser.add_argument("--cases", type=Path, help="examples with articles it has not seen")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--skip", nargs="+", choices=PARTS, default=[])
    arguments = parser.parse_args()
    figures, settings = Figures(), load_settings()
    base = training.base_of(settings, "embedded", say)
    trainer = Finetuner(base)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        step = 0.0 if "rate" in arguments.skip else rate(figures, trainer)
        model = arguments.adapter
        if model is None and "train" not in arguments.skip:
            model = train(figures, settings, folder / "train", step)
        if "resume" not in arguments.skip:
            resume(figures, trainer, folder)
        if model is not None and "merge" not in arguments.skip:
            merged(figures, settings, model, base, folder / "merged")
        if model is not None and "compare" not in arguments.skip:
            compare(figures, settings, model, arguments)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
