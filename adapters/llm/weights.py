"""Weights on disk -> a model in memory, and the name by which a cache may know them."""

from __future__ import annotations

import hashlib
import json
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import SettingsError

if TYPE_CHECKING:
    from adapters.llm.runtime import TransformersRuntime

ADAPTER_FILE = "adapter_config.json"
SMALL_BYTES = 20_000_000
"""Files up to this size are known by what is in them, larger ones by name, size and time."""

_WEIGHT_ENDS = (".safetensors", ".bin", ".gguf")
_TEMPLATE_FILES = ("chat_template.jinja", "tokenizer_config.json", "tokenizer.json")
_SHAPE_FILES = ("config.json", "generation_config.json", ADAPTER_FILE)


@dataclass(slots=True)
class Source:
    """Where a model comes from: a folder or a name on the hub, and perhaps an adapter that is put on it.

    A folder that is an adapter itself brings its base along.
    """

    name: str
    adapter: str | None = None
    merge: bool = True
    _seen: dict[tuple[str, int, int], str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The folder or name of the model itself; raises `SettingsError` where an adapter names none."""
        return _base_of(Path(self.name)) if self._is_adapter else self.name

    @property
    def worn(self) -> str | None:
        """The adapter's folder, None where there is none."""
        return self.name if self._is_adapter else self.adapter

    @property
    def _is_adapter(self) -> bool:
        return self.adapter is None and (Path(self.name) / ADAPTER_FILE).is_file()

    def identity(self) -> dict[str, Any]:
        """What tells two sets of weights apart: the files of the model and of its adapter, and of the template."""
        try:
            base, worn = self.base, self.worn
        except SettingsError:
            base, worn = self.name, None
        told = self._told(base)
        if worn is not None:
            told |= {"adapter": self._told(worn), "merged": self.merge}
        return told

    def _told(self, source: str) -> dict[str, Any]:
        folder = Path(source)
        if not folder.is_dir():
            return {"source": source}
        weights = sorted(file for file in folder.iterdir() if file.name.endswith(_WEIGHT_ENDS))
        return {
            "source": str(folder.resolve()),
            "weights": [(file.name, self._mark(file)) for file in weights],
            "shape": [(name, self._mark(folder / name)) for name in _SHAPE_FILES],
            "template": [(name, self._mark(folder / name)) for name in _TEMPLATE_FILES],
        }

    def _mark(self, file: Path) -> str:
        """A hash of a small file, size and time of a large one, nothing for one that is missing."""
        try:
            stat = file.stat()
        except OSError:
            return ""
        key = (str(file), stat.st_size, stat.st_mtime_ns)
        if stat.st_size > SMALL_BYTES:
            return f"{stat.st_size} bytes of {stat.st_mtime_ns}"
        if key not in self._seen:
            self._seen[key] = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        return self._seen[key]


def load_runtime(source: Source | str) -> TransformersRuntime:
    """Load a folder or a hub name, and its adapter, to write texts with; raises as `load_weights` does."""
    model, tokenizer = load_weights(Source(source) if isinstance(source, str) else source)
    from adapters.llm.runtime import TransformersRuntime

    return TransformersRuntime(model, tokenizer)


def load_weights(source: Source) -> tuple[Any, Any]:
    """A model and its tokenizer: bf16 on a CUDA device, fp32 on a CPU.

    Raises `SettingsError` with a sentence when packages or weights are missing or cannot be read.
    """
    try:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
    except ImportError:
        raise SettingsError("Local models need more packages: pip install 'riddle-me-this[local]'.") from None
    from transformers.utils import logging as noise

    noise.disable_progress_bar()  # type: ignore[no-untyped-call]
    noise.set_verbosity_error()  # type: ignore[no-untyped-call]
    base = source.base
    here = Path(base).is_dir()
    cuda = torch.cuda.is_available()
    options: dict[str, Any] = {"dtype": torch.bfloat16 if cuda else torch.float32, "local_files_only": here}
    try:
        tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=here)
        model: Any = AutoModelForCausalLM.from_pretrained(base, **options)
    except unreadable() as error:
        raise SettingsError(f"No model can be loaded from {base}: {_short(error)}") from error
    if source.worn is not None:
        model = _with_adapter(model, source.worn, merge=source.merge)
    model.to(device="cuda" if cuda else "cpu")
    return model.eval(), tokenizer


def _with_adapter(model: Any, folder: str, *, merge: bool) -> Any:
    """The model with an adapter: its weights added to the model's own, or attached and added at each step."""
    if not (Path(folder) / ADAPTER_FILE).is_file():
        raise SettingsError(f"There is no adapter in {folder}: it has no {ADAPTER_FILE}.")
    try:
        from peft import PeftModel
    except ImportError:
        raise SettingsError("An adapter needs one more package: pip install peft.") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # what the two packages tell each other, not a person
            worn: Any = PeftModel.from_pretrained(model, folder)
        if merge:
            return worn.merge_and_unload(safe_merge=True)
        # The model inside has the adapter in its layers, and a forward that tells which arguments it takes.
        return worn if worn.active_peft_config.is_prompt_learning else worn.get_base_model()
    except unreadable() as error:
        raise SettingsError(f"The adapter in {folder} does not fit its model: {_short(error)}") from error


def unreadable() -> tuple[type[Exception], ...]:
    """What the libraries raise for files that hold no model."""
    from huggingface_hub.errors import StrictDataclassError
    from safetensors import SafetensorError

    return OSError, ValueError, RuntimeError, KeyError, TypeError, SafetensorError, StrictDataclassError


def _base_of(adapter: Path) -> str:
    """The base an adapter names: a folder beside it or anywhere, or a name on the hub."""
    try:
        named = json.loads((adapter / ADAPTER_FILE).read_text(encoding="utf-8")).get("base_model_name_or_path")
    except (OSError, ValueError, AttributeError):
        named = None
    if not isinstance(named, str) or not named:
        raise SettingsError(f"The adapter in {adapter} names no base model; give the base, and the adapter beside it.")
    beside = adapter / named
    return str(beside) if beside.is_dir() else named


def _short(error: Exception) -> str:
    first = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    return first[:200].rstrip(". ") + "."
