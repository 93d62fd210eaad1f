"""Models that were trained here: what each was trained on, by which name it is found, and how it is loaded."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import SettingsError, UsageError
from bot.riddles.pipelines.template import Layout, Template

if TYPE_CHECKING:
    from adapters.llm.embedded import Say
    from adapters.llm.local import LocalChatModel

PASSPORT = "riddle.json"
"""The file in a model's folder that tells what it was trained with."""

EMBEDDED = "embedded"
REGISTER = "registered.json"
SHIPPED = Path(__file__).parent / "shipped"
"""Models that come with the program, a folder each."""


@dataclass(frozen=True, slots=True)
class Passport:
    """What a model was trained with: its base, the format of its prompts, and marks of the texts around the data."""

    name: str
    base: str
    tuning: str
    layout: str
    template: str
    chat_template: str
    data: str
    made_at: str

    @property
    def asked(self) -> Template:
        """The template it is asked with."""
        return Template(Layout(self.layout))


def mark(chat_template: str) -> str:
    """A short hash of a chat template."""
    return hashlib.sha256(chat_template.encode()).hexdigest()[:16]


def write_passport(folder: Path, passport: Passport) -> None:
    """Put a passport into a model's folder."""
    (folder / PASSPORT).write_text(json.dumps(asdict(passport), indent=2) + "\n", encoding="utf-8")


def read_passport(folder: Path) -> Passport:
    """The passport of a folder; raises `SettingsError` where it has none that can be read."""
    try:
        found = json.loads((folder / PASSPORT).read_text(encoding="utf-8"))
        passport = Passport(**{field.name: str(found[field.name]) for field in fields(Passport)})
        Layout(passport.layout)
    except OSError as error:
        raise SettingsError(
            f"{folder} is no model that was trained here: {PASSPORT} cannot be read ({error.strerror or error})."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise SettingsError(f"{folder / PASSPORT} does not tell what the model was trained with.") from None
    return passport


def check_template(passport: Passport) -> None:
    """Raise `SettingsError` where the program asks in other words than the model was trained with."""
    if passport.asked.mark != passport.template:
        raise SettingsError(
            f"The model {passport.name} was trained with another prompt (mark {passport.template}) than this version "
            f"of the program has (mark {passport.asked.mark}): train it again, or use the version it was trained with."
        )


# --- by name --------------------------------------------------------------------------------------------------------


def register(data_dir: Path, folder: Path, name: str = "") -> str:
    """Let a model's folder be found by a name; the name. Raises `SettingsError` for what is no such folder."""
    from bot.training.recipe import NAME, NAMED

    passport = read_passport(folder)
    check_template(passport)
    known = _read(data_dir)
    given = name or passport.name
    if not re.fullmatch(NAME, given):
        raise UsageError(f"The name {given!r} {NAMED}.")
    _write(data_dir, {**{old: where for old, where in known.items() if old != given}, given: str(folder.resolve())})
    return given


def remove(data_dir: Path, name: str) -> None:
    """Forget a name; the folder stays. Raises `UsageError` where there is none."""
    known = _read(data_dir)
    if name not in known and name in registered(data_dir):
        raise UsageError(f"{name} comes with the program; only what was registered can be removed.")
    if name not in known:
        raise UsageError(_unknown(data_dir, name))
    _write(data_dir, {old: where for old, where in known.items() if old != name})


def registered(data_dir: Path) -> dict[str, Path]:
    """The folders by their names, those that ship first, the one registered last at the end."""
    ours = {name: Path(where) for name, where in _read(data_dir).items()}
    shipped = sorted(path for path in SHIPPED.glob("*") if (path / PASSPORT).is_file())
    return {path.name: path for path in shipped if path.name not in ours} | ours


def find(data_dir: Path, name: str = "") -> Path:
    """The folder of a name, of the latest where none is given; raises `SettingsError` that names those there are."""
    known = registered(data_dir)
    chosen = name or latest(data_dir)
    if chosen not in known:
        raise SettingsError(_unknown(data_dir, chosen))
    return known[chosen]


def latest(data_dir: Path) -> str:
    """The name that was registered last; raises `SettingsError` where there is none."""
    known = registered(data_dir)
    if not known:
        raise SettingsError(
            "No fine-tuned model is registered: train one with `riddle finetune`, then `riddle models register`; "
            "or set RIDDLE_PIPELINE to few_shot, zero_shot or service."
        )
    return list(known)[-1]


def tuned_model(
    folder: Path, data_dir: Path, progress: Say, *, timeout: float, merge: bool = True
) -> tuple[LocalChatModel, Passport]:
    """A model that was trained here as a chat model, loaded on first use; its template is compared before that.

    An adapter is added to its base in memory, unless `merge` says that it is only put on.

    Raises `SettingsError` where it is asked in other words than it was trained with.
    """
    from adapters.llm.embedded import embedded_model
    from adapters.llm.local import LocalChatModel

    passport = read_passport(folder)
    check_template(passport)
    base: LocalChatModel | None = None
    if passport.base == EMBEDDED and passport.tuning == "lora":
        base = embedded_model(data_dir, progress, timeout=timeout)
    source = base.source if base is not None else passport.base if passport.tuning == "lora" else str(folder)
    prepare = partial(_prepare, base, source, passport)
    model = LocalChatModel(
        source=source,
        model_name=f"{passport.name} (fine-tuned)",
        adapter=str(folder) if passport.tuning == "lora" else None,
        merge=merge,
        timeout=timeout,
        prepare=prepare,
    )
    return model, passport


def _prepare(base: LocalChatModel | None, source: str, passport: Passport) -> None:
    """Have the base there, and compare its chat template with the one the model was trained with."""
    if base is not None and base.prepare is not None:
        base.prepare()
    if passport.asked.layout is not Layout.CHAT:
        return
    from adapters.llm.finetune_base import Base, template_of

    if mark(template_of(Base(source).tokenizer)) != passport.chat_template:
        raise SettingsError(
            f"The chat template of {source} is not the one that {passport.name} was trained with; "
            "use the same version of the base model."
        )


def _unknown(data_dir: Path, name: str) -> str:
    known = ", ".join(registered(data_dir)) or "none"
    return f"There is no fine-tuned model called {name}; there are: {known}."


def _read(data_dir: Path) -> dict[str, str]:
    file = data_dir / "models" / REGISTER
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise SettingsError(f"{file} cannot be read; remove it and register the models again.") from None
    if not isinstance(found, dict):
        raise SettingsError(f"{file} is no list of models; remove it and register them again.")
    return {str(name): str(where) for name, where in found.items()}


def _write(data_dir: Path, known: dict[str, str]) -> None:
    """Write the list beside its place, then put it there in one step."""
    file = data_dir / "models" / REGISTER
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=file.parent, prefix=f"{REGISTER}.")
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            json.dump(known, opened, indent=2)
        Path(part).replace(file)
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error.strerror or error}.") from None
