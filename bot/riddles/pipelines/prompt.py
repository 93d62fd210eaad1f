"""Prompts as versioned data: files in `prompts/`, each of which declares its variables."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.errors import SettingsError
from bot.text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

_SLOT = re.compile(r"\{([a-z_]+)\}")
_FENCE = re.compile(r"[<＜‹«《〈⟨]{3,}|[>＞›»》〉⟩]{3,}")
_TURN = re.compile(
    r"<[|｜][^|｜<>\n]{0,60}[|｜]>|</?s>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|</?(?:think|thinking|tool_call|bos|eos)>",
    re.IGNORECASE,
)


class Shot(BaseModel):
    """A request and the reply it should have had, shown before the real one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user: str = Field(min_length=1)
    assistant: str = Field(min_length=1)


class Prompt(BaseModel):
    """A prompt: its texts with `{name}` where a value goes; every variable is declared, every declared one is used.

    `start` is what the reply begins with, for models that can be made to go on with it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(ge=1)
    system: str
    user: str = Field(min_length=1)
    variables: tuple[str, ...]
    shots: tuple[Shot, ...] = ()
    start: str = ""

    @model_validator(mode="after")
    def _declared_and_used(self) -> Prompt:
        used = set(_SLOT.findall(self.system)) | set(_SLOT.findall(self.user))
        if used != set(self.variables):
            wrong = ", ".join(sorted(used ^ set(self.variables)))
            msg = f"declared and used variables differ: {wrong}"
            raise ValueError(msg)
        return self

    @property
    def label(self) -> str:
        """Name, version and a short hash of the text: `compose-1/3f2a`."""
        shown = [text for shot in self.shots for text in (shot.user, shot.assistant)]
        digest = hashlib.sha256("\0".join([self.system, self.user, *shown, self.start]).encode()).hexdigest()
        return f"{self.name}-{self.version}/{digest[:4]}"

    def text(self, **values: str) -> str:
        """The user's part with the values in it; braces in a value are ordinary letters."""
        return _fill(self.user, self._checked(values))

    def messages(self, **values: str) -> list[BaseMessage]:
        """The prompt as a conversation."""
        checked = self._checked(values)
        found: list[BaseMessage] = [SystemMessage(_fill(self.system, checked))] if self.system.strip() else []
        for shot in self.shots:
            found += [HumanMessage(shot.user), AIMessage(shot.assistant)]
        return [*found, HumanMessage(_fill(self.user, checked))]

    def _checked(self, values: Mapping[str, str]) -> Mapping[str, str]:
        if set(values) != set(self.variables):
            wrong = ", ".join(sorted(set(values) ^ set(self.variables)))
            msg = f"the prompt {self.name} was given other values than it declares: {wrong}"
            raise ValueError(msg)
        return values


def fenced(text: str) -> str:
    """Take out of data what ends its fence, and what a chat template reads as the turn of somebody else.

    Invisible characters go first, since one amid a mark would hide it; what is taken out leaves a blank, so that no
    new mark grows together.
    """
    return _FENCE.sub(" ", _TURN.sub(" ", plain(text)))


def parse_prompt(text: str, source: str) -> Prompt:
    """Read a prompt from TOML; raises `SettingsError` that names the source and what is wrong."""
    try:
        return Prompt.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The prompt {source} is not valid TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "variables"
        raise SettingsError(f"The prompt {source} is wrong at {where}: {first['msg']}.") from error


@cache
def load_prompt(name: str) -> Prompt:
    """Read a prompt that ships."""
    file = f"{name}.toml"
    prompt = parse_prompt(resources.files("prompts").joinpath(file).read_text(encoding="utf-8"), file)
    if prompt.name != name:
        raise SettingsError(f"The prompt {file} is called {prompt.name} inside; name and file must agree.")
    return prompt


def _fill(template: str, values: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda slot: values[slot.group(1)], template)
