"""What is done with a trained model: its adapter added to the base, and its weights written in other forms."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import warnings
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.llm.finetune_base import hush, short
from adapters.llm.tuned import EMBEDDED, PASSPORT, read_passport, write_passport
from adapters.llm.weights import ADAPTER_FILE, unreadable
from bot.errors import ModelError, SettingsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adapters.llm.finetune_base import Base

CONVERTER = "convert_hf_to_gguf.py"
"""llama.cpp's own converter."""

PROBES = (
    "An otter was seen at the harbour of Vrana.",
    "The museum has counted its spoons.",
    "Seven bells rang at noon.",
)
"""Texts on which a merged model is compared with base and adapter."""

WIDE = 2_000_000_000
"""Parameters up to which there is room for a model in 64 bits."""

HUB_NAME = "HuggingFaceTB/SmolLM2-135M-Instruct"
"""The embedded model's name on the hub."""

CARDS = ("README.md", "loss.svg")


def merge(folder: Path, base: Base, target: Path) -> float:
    """Add an adapter to its base and write the whole model; the largest difference of a logit on some texts.

    The sum is made in 64 bits and written in 32: in fewer a light fine-tune is rounded away. Logits are compared in 64
    bits, where weights differ and not the arithmetic. A model over `WIDE` parameters has 32 for all of it.
    """
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    passport = read_passport(folder)
    if passport.tuning != "lora":
        raise UsageError(f"{passport.name} is a whole model already; there is no adapter to merge.")
    hush()
    with _made(folder, target), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = AutoModelForCausalLM.from_pretrained(base.where, dtype=torch.float32, local_files_only=_here(base))
        wide = model.num_parameters() <= WIDE
        worn: Any = PeftModel.from_pretrained(model, str(folder)).eval()
        worn = worn.double() if wide else worn
        before = _logits(worn, base.tokenizer)
        merged = worn.merge_and_unload(safe_merge=True).eval().float()
        merged.save_pretrained(target)
        after = _logits(merged.double() if wide else merged, base.tokenizer)
        base.tokenizer.save_pretrained(target)
        write_passport(target, replace(passport, tuning="full"))
        _take(folder, target, CARDS)
    return max(float((one - other).abs().max()) for one, other in zip(before, after, strict=True))


def export_adapter(folder: Path, target: Path) -> None:
    """Copy an adapter with its card and passport, its weights in 16 bits."""
    from safetensors.torch import load_file, save_file

    passport = read_passport(folder)
    if passport.tuning != "lora":
        raise UsageError(f"{folder} is a whole model; export it as safetensors.")
    name = "adapter_model.safetensors"
    with _made(folder, target):
        _take(folder, target, (PASSPORT, *CARDS))
        config = json.loads((folder / ADAPTER_FILE).read_text(encoding="utf-8"))
        if passport.base == EMBEDDED:  # the folder of its weights is this machine's affair
            config["base_model_name_or_path"] = HUB_NAME
        (target / ADAPTER_FILE).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
        halves = {key: value.half() for key, value in load_file(folder / name).items()}
        save_file(halves, target / name, metadata={"format": "pt"})


def export_whole(folder: Path, base: Base, target: Path) -> None:
    """Write the whole model as safetensors, an adapter merged into its base."""
    if read_passport(folder).tuning == "lora":
        merge(folder, base, target)
        return
    with _made(folder, target):
        _take(folder, target, tuple(file.name for file in folder.iterdir() if file.is_file()))


def export_gguf(folder: Path, base: Base, target: Path, say: Callable[[str], None]) -> None:
    """Write the whole model as one GGUF file of 16 bits, by llama.cpp's converter."""
    converter = shutil.which(CONVERTER)
    if converter is None:
        raise SettingsError(
            f"GGUF is written by llama.cpp's {CONVERTER}, which is not on the PATH: clone llama.cpp, install its "
            "requirements, and add its folder to PATH."
        )
    if target.exists():
        raise UsageError(f"{target} is there already.")
    whole = target.with_name(f"{target.name}.parts")
    try:
        say("Merging")
        export_whole(folder, base, whole)
        say("Converting")
        command = [sys.executable, converter, str(whole), "--outfile", str(target), "--outtype", "f16"]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    finally:
        shutil.rmtree(whole, ignore_errors=True)
    if ended.returncode or not target.is_file():
        last = next(reversed(ended.stderr.strip().splitlines()), "it said nothing")
        raise ModelError(f"{CONVERTER} failed: {last[:300]}")


def _logits(model: Any, tokenizer: Any) -> list[Any]:
    import torch

    with torch.inference_mode():
        return [model(**tokenizer(text, return_tensors="pt", return_token_type_ids=False)).logits for text in PROBES]


@contextmanager
def _made(folder: Path, target: Path) -> Iterator[None]:
    """Make the folder `target` of a model's, and leave nothing in it where it cannot be filled, and none we made.

    Raises where there is one that holds something.
    """
    try:
        ours = not target.exists()
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise UsageError(f"{target} is not empty.")
    except OSError as error:
        raise SettingsError(f"{target} cannot be written: {error.strerror or error}.") from None
    try:
        yield
    except BaseException as error:
        with suppress(OSError):
            for part in target.iterdir():
                shutil.rmtree(part) if part.is_dir() else part.unlink()
            if ours:
                target.rmdir()
        if isinstance(error, unreadable()):
            raise SettingsError(f"{folder} cannot be written to {target}: {short(error)}") from error
        raise


def _take(folder: Path, target: Path, names: tuple[str, ...]) -> None:
    for name in names:
        if (folder / name).is_file():
            shutil.copy2(folder / name, target / name)


def _here(base: Base) -> bool:
    return Path(base.where).is_dir()
