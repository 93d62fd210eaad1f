"""How fast this machine is: what PyTorch's plain `generate` writes on the embedded model's weights."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

BATCH: Final = 8
TOKENS: Final = 24


def raw_rate(weights: Path) -> float:
    """Tokens a second of `generate` alone, a batch of eight."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging as noise

    noise.disable_progress_bar()  # type: ignore[no-untyped-call]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model: Any = AutoModelForCausalLM.from_pretrained(weights, dtype=torch.float32, local_files_only=True)
    model.to(device)
    read: Any = AutoTokenizer.from_pretrained(weights, local_files_only=True)
    given = read(["The news of the day is"] * BATCH, return_tensors="pt").to(device)
    with torch.inference_mode():
        model.generate(**given, max_new_tokens=2, do_sample=False)
        begun = time.perf_counter()
        model.generate(**given, max_new_tokens=TOKENS, min_new_tokens=TOKENS, do_sample=False)
    return BATCH * TOKENS / (time.perf_counter() - begun)


def device_name() -> str:
    """The CUDA device, or nothing where there is none."""
    import torch

    return str(torch.cuda.get_device_name()) if torch.cuda.is_available() else ""
