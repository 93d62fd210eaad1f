"""Weights on disk -> a model in memory, and the name by which a cache may know them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import SettingsError

if TYPE_CHECKING:
    from adapters.llm.runtime import TransformersRuntime

_WEIGHT_ENDS = (".safetensors", ".bin", ".gguf")
_TEMPLATE_FILES = ("chat_template.jinja", "tokenizer_config.json", "tokenizer.json")


def load_runtime(source: str) -> TransformersRuntime:
    """Load a folder or a hub name: bf16 on a CUDA device, fp32 on a CPU.

    Raises `SettingsError` with a sentence when packages or weights are missing or cannot be read.
    """
    try:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
    except ImportError:
        raise SettingsError("Local models need more packages: pip install 'riddle-me-this[local]'.") from None
    from safetensors import SafetensorError
    from transformers.utils import logging as noise

    from adapters.llm.runtime import TransformersRuntime

    noise.disable_progress_bar()  # type: ignore[no-untyped-call]
    noise.set_verbosity_error()  # type: ignore[no-untyped-call]
    here = Path(source).is_dir()
    cuda = torch.cuda.is_available()
    options: dict[str, Any] = {"dtype": torch.bfloat16 if cuda else torch.float32, "local_files_only": here}
    try:
        tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=here)
        model: Any = AutoModelForCausalLM.from_pretrained(source, **options)
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        raise SettingsError(f"No model can be loaded from {source}: {_short(error)}") from error
    model.to(device="cuda" if cuda else "cpu")
    return TransformersRuntime(model.eval(), tokenizer)


def identity(source: str) -> dict[str, Any]:
    """What tells two sets of weights apart: names, sizes and times of the files, and a hash of the template's files."""
    folder = Path(source)
    if not folder.is_dir():
        return {"source": source}
    files = sorted(file for file in folder.iterdir() if file.name.endswith(_WEIGHT_ENDS))
    stats = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    digest = hashlib.sha256()
    for name in _TEMPLATE_FILES:
        if (folder / name).is_file():
            digest.update((folder / name).read_bytes())
    return {"source": str(folder.resolve()), "weights": stats, "template": digest.hexdigest()[:16]}


def _short(error: Exception) -> str:
    first = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    return first[:200].rstrip(". ") + "."
