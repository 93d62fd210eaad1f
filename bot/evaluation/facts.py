"""What is known of a model: read from the files of its folder, else told by its name."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from bot.evaluation.entrant import Facts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

WEIGHTS: Final = (".safetensors", ".bin", ".gguf")
NO_WEIGHTS: Final = "training_args.bin"
"""What a trainer leaves beside them."""
PIECES: Final = 64
PIECE: Final = 2**20
"""Of each file of weights, pieces of so many bytes are hashed, from its start to its end: all of a small file."""

MOST_HEADER: Final = 100_000_000
CONTEXTS: Final = ("max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length")

FAMILIES: Final = {
    "smollm": "smollm", "qwen": "qwen", "qwq": "qwen", "llama": "llama", "mistral": "mistral", "mixtral": "mistral",
    "magistral": "mistral", "ministral": "mistral", "gemma": "gemma", "gemini": "gemini", "claude": "claude",
    "gpt-2": "gpt2", "gpt2": "gpt2", "gpt": "gpt", "o1": "gpt", "o3": "gpt", "o4": "gpt", "phi": "phi",
    "deepseek": "deepseek", "command": "command", "grok": "grok", "granite": "granite", "olmo": "olmo",
    "falcon": "falcon", "pythia": "pythia", "bloom": "bloom", "opt": "opt", "kimi": "kimi", "glm": "glm",
}  # fmt: skip

SHARED: Final = frozenset({"llama", "mistral"})
"""Architectures that models of many descents have: SmolLM is built as Llama is."""

_LICENCE = re.compile(r"\A---\s*$.*?^license:\s*[\"']?([\w.+-]+)", re.DOTALL | re.MULTILINE)
_DIMENSIONS = "shape"


def family_of(name: str) -> str:
    """What models of the same descent share, by a model's name; nothing where that tells of no descent."""
    bare = name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()
    known = (kin for part, kin in FAMILIES.items() if re.search(rf"(?<![a-z]){re.escape(part)}", bare))
    return next(known, "")


def variant_of(name: str, *, chats: bool = True) -> str:
    """Whether a model was made to follow instructions, by its name; `chats` says that it has a chat template."""
    bare = name.lower()
    if re.search(r"instruct|(?<![a-z])it(?![a-z])", bare):
        return "instruct"
    return "chat" if chats or "chat" in bare else "base"


def hosted(name: str) -> Facts:
    """What is known of a model that runs elsewhere: its descent, and that it chats."""
    return Facts(variant=variant_of(name), family=family_of(name))


def of_folder(folder: Path, name: str) -> Facts:
    """What a folder tells of the model in it."""
    config = _json(folder / "config.json")
    if isinstance(of_text := config.get("text_config"), dict):  # of a model that sees, too
        config = {**of_text, **config}
    weights = sorted(file for file in _files(folder) if file.name.endswith(WEIGHTS) and file.name != NO_WEIGHTS)
    return Facts(
        parameters=_parameters(weights),
        bytes_on_disk=sum(file.stat().st_size for file in weights) or None,
        context=next((int(config[key]) for key in CONTEXTS if isinstance(config.get(key), int)), None),
        variant=variant_of(name, chats=_chats(folder)),
        licence=_licence(folder / "README.md"),
        family=family_of(name) or _built(str(config.get("model_type"))),
        digest=_digest(weights),
    )


def tuned(base: Facts, folder: Path, *, whole: bool) -> Facts:
    """What is known of a model that was trained here: `whole`, or as an adapter of its base."""
    own = of_folder(folder, folder.name)
    if whole:
        return replace(own, variant="fine-tuned", licence=own.licence or base.licence, family=base.family)
    both = hashlib.sha256(f"{base.digest} {own.digest}".encode()).hexdigest()[:12]
    return replace(
        base,
        parameters=_sum(base.parameters, own.parameters),
        bytes_on_disk=_sum(base.bytes_on_disk, own.bytes_on_disk),
        variant="fine-tuned",
        digest=both if base.digest and own.digest else "",
    )


def _built(architecture: str) -> str:
    """The family that an architecture tells; nothing of those that others build their models on."""
    return "" if architecture in SHARED else family_of(architecture)


def _sum(one: int | None, other: int | None) -> int | None:
    return one + other if one is not None and other is not None else None


def _parameters(weights: Iterable[Path]) -> int | None:
    """How many numbers the files hold; tensors that share their memory are written once."""
    counts = [_held(file) for file in weights if file.suffix == ".safetensors"]
    return sum(count for count in counts if count) or None


def _held(file: Path) -> int:
    """The numbers in a file of safetensors, by its header."""
    try:
        with file.open("rb") as opened:
            size = int.from_bytes(opened.read(8), "little")
            header = json.loads(opened.read(size)) if size <= MOST_HEADER else {}
        return sum(_product(one[_DIMENSIONS]) for name, one in header.items() if name != "__metadata__")
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return 0


def _product(shape: Iterable[int]) -> int:
    found = 1
    for size in shape:
        found *= int(size)
    return found


def _digest(weights: Iterable[Path]) -> str:
    """A short hash of names, sizes and pieces of the weights; nothing where there are none."""
    told = hashlib.sha256()
    files = list(weights)
    for file in files:
        size = file.stat().st_size
        told.update(f"{file.suffix} {size}".encode())
        with file.open("rb") as opened:
            for at in range(min(PIECES, size // PIECE + 1)):
                opened.seek(at * max(PIECE, size // PIECES))
                told.update(opened.read(PIECE))
    return told.hexdigest()[:12] if files else ""


def _chats(folder: Path) -> bool:
    return (folder / "chat_template.jinja").is_file() or "chat_template" in _json(folder / "tokenizer_config.json")


def _licence(card: Path) -> str:
    try:
        found = _LICENCE.search(card.read_text(encoding="utf-8", errors="replace")[:100_000])
    except OSError:
        return ""
    return found[1] if found else ""


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
