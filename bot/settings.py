"""The settings: the only reader of the environment, built by a command and passed down."""

from __future__ import annotations

import logging
import os
import re
import sys
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from bot.domain import MAX_PER_DAY, Strictness
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

VENDOR_KEYS = {
    "anthropic": "ANTHROPIC_API_KEY",
    "cohere": "COHERE_API_KEY",
    "deepseek": "DEEPSEEK_API_KEY",
    "fireworks": "FIREWORKS_API_KEY",
    "google_genai": "GOOGLE_API_KEY",
    "groq": "GROQ_API_KEY",
    "huggingface": "HUGGINGFACEHUB_API_TOKEN",
    "mistralai": "MISTRAL_API_KEY",
    "nvidia": "NVIDIA_API_KEY",
    "openai": "OPENAI_API_KEY",
    "openrouter": "OPENROUTER_API_KEY",
    "perplexity": "PPLX_API_KEY",
    "together": "TOGETHER_API_KEY",
    "xai": "XAI_API_KEY",
}
"""LangChain's name of each provider, and the variable its key is read from."""

SHAPES = {
    "int_parsing": "it should be a whole number",
    "int_from_float": "it should be a whole number",
    "float_parsing": "it should be a number",
    "finite_number": "it should be a number",
    "bool_parsing": "it should be true or false",
}
"""What the reader of settings says in a programmer's words."""

OURS = "RIDDLE_"
"""What the names of our own settings begin with."""

SOURCES = (EnvSettingsSource, DotEnvSettingsSource)

_SEPARATORS = re.compile(r"[\s,]+")


def _blank_is_unset(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _secret(name: str, what: str) -> Any:
    return Field(default=None, validation_alias=AliasChoices(name), description=what)


Secret = Annotated[SecretStr | None, BeforeValidator(_blank_is_unset)]
Text = Annotated[str | None, BeforeValidator(_blank_is_unset)]
File = Annotated[Path | None, BeforeValidator(_blank_is_unset)]


def default_data_dir() -> Path:
    """The usual place of a program's data for this user."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "riddle-me-this"
    home = os.environ.get("XDG_DATA_HOME", "")
    return (Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "share") / "riddle-me-this"


class Settings(BaseSettings):
    """Every setting, from the environment or from `.env` in the working folder; an empty value means unset."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    redis_url: Text = _secret("REDIS_URL", "Redis 6.2+ or Valkey; empty: the embedded one, under the data folder")
    redis_ca_file: File = _secret("REDIS_CA_FILE", "certificate of a private CA for rediss://")
    data_dir: Path = Field(
        default_factory=default_data_dir,
        validation_alias=AliasChoices("RIDDLE_DATA_DIR"),
        description="where the embedded store and the models live",
    )

    model: Text = _secret("RIDDLE_MODEL", "embedded, none, tuned:NAME, local:<path or hub name>, or provider:model")
    model_url: Text = _secret("RIDDLE_MODEL_URL", "address of an OpenAI-compatible server")
    pipeline: Literal["few_shot", "zero_shot", "service", "fine_tuned"] | None = _secret(
        "RIDDLE_PIPELINE", "few_shot, zero_shot, service or fine_tuned; empty: what suits the model"
    )
    steps: int | None = Field(
        default=None,
        ge=1,
        le=2,
        validation_alias=AliasChoices("RIDDLE_STEPS"),
        description="1: summary and riddle at once; 2: summarise, then riddle; empty: what suits the pipeline",
    )
    solver: Text = _secret("RIDDLE_SOLVER", "who tries each riddle first: off, same, or a model's name as above")
    brew_seconds: float = Field(
        default=150, ge=5, le=3600, validation_alias=AliasChoices("RIDDLE_BREW_SECONDS"), description="time for a brew"
    )

    feeds: Text = _secret("RIDDLE_FEEDS", "feeds of the deck `default`, separated by blanks or commas")
    per_day: int = Field(
        default=1,
        ge=1,
        le=MAX_PER_DAY,
        validation_alias=AliasChoices("RIDDLE_PER_DAY"),
        description="riddles in an edition",
    )
    strictness: Strictness = Field(
        default=Strictness.STANDARD,
        validation_alias=AliasChoices("RIDDLE_STRICTNESS"),
        description="gentle, standard or open",
    )
    article_hours: float = Field(
        default=24,
        ge=0,
        le=24 * 30,
        validation_alias=AliasChoices("RIDDLE_ARTICLE_HOURS"),
        description="how long article text is kept after the edition's last post",
    )
    allow_private_feeds: bool = Field(
        default=False,
        validation_alias=AliasChoices("RIDDLE_ALLOW_PRIVATE_FEEDS"),
        description="let RIDDLE_FEEDS reach addresses of a private network",
    )
    decks_per_community: int = Field(
        default=1,
        ge=0,
        le=20,
        validation_alias=AliasChoices("RIDDLE_DECKS_PER_COMMUNITY"),
        description="decks of its own a community may have",
    )
    tokens_per_day: int = Field(
        default=0,
        ge=0,
        le=10**12,
        validation_alias=AliasChoices("RIDDLE_TOKENS_PER_DAY"),
        description="model tokens all decks may use in a day; 0: no limit",
    )
    dollars_per_day: float = Field(
        default=0,
        ge=0,
        le=10**6,
        validation_alias=AliasChoices("RIDDLE_DOLLARS_PER_DAY"),
        description="US dollars that hosted models may cost in a day; 0: no limit",
    )
    newsapi_key: Secret = _secret("NEWSAPI_KEY", "NewsAPI.org")
    guardian_api_key: Secret = _secret("GUARDIAN_API_KEY", "the Guardian Open Platform")

    language: str = Field(
        default="en",
        validation_alias=AliasChoices("RIDDLE_LANGUAGE"),
        description="the language the game speaks: en or de",
    )

    judge: Text = _secret(
        "RIDDLE_JUDGE", "the model of the second look, by its name as above; off; empty: the one of RIDDLE_MODEL"
    )
    judge_per_day: int = Field(
        default=200,
        ge=0,
        le=100_000,
        validation_alias=AliasChoices("RIDDLE_JUDGE_PER_DAY"),
        description="guesses of one community that a model is asked about in a day",
    )
    guess_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        validation_alias=AliasChoices("RIDDLE_GUESS_DAYS"),
        description="days the text of guesses is kept after the reveal",
    )

    slack_bot_token: Secret = _secret("SLACK_BOT_TOKEN", "xoxb-...")
    slack_app_token: Secret = _secret("SLACK_APP_TOKEN", "xapp-...")
    slack_signing_secret: Secret = _secret("SLACK_SIGNING_SECRET", "for HTTP mode")
    slack_client_id: Text = _secret("SLACK_CLIENT_ID", "for many workspaces")
    slack_client_secret: Secret = _secret("SLACK_CLIENT_SECRET", "for many workspaces")
    slack_api_url: Text = _secret("SLACK_API_URL", "where Slack's Web API is; empty: slack.com")
    hosts: Text = _secret("RIDDLE_HOSTS", "people who are hosts wherever they are, by their ids on the platform")
    discord_token: Secret = _secret("DISCORD_TOKEN", "the bot's token")
    discord_shards: Text = _secret("RIDDLE_DISCORD_SHARDS", "the shards of this process, like 0-3/16; empty: all")
    port: int = Field(default=3000, ge=1, le=65535, validation_alias=AliasChoices("PORT"), description="HTTP port")
    public_url: Text = _secret("RIDDLE_PUBLIC_URL", "where the world reaches this server")
    privacy_url: Text = _secret("RIDDLE_PRIVACY_URL", "where players read what is kept of them: your copy of the page")
    terms_url: Text = _secret("RIDDLE_TERMS_URL", "where players read on what terms they play")
    token_key: Secret = _secret("RIDDLE_TOKEN_KEY", "encrypts installation tokens in the store")

    health_port: int = Field(
        default=0,
        ge=0,
        le=65_000,
        validation_alias=AliasChoices("RIDDLE_HEALTH_PORT"),
        description="port of /healthz, /readyz and /metrics; 0: none",
    )
    health_host: str = Field(
        default="127.0.0.1",
        validation_alias=AliasChoices("RIDDLE_HEALTH_HOST"),
        description="address that port is served at",
    )
    log: Literal["text", "json"] = Field(
        default="text", validation_alias=AliasChoices("RIDDLE_LOG"), description="how logs are written"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", validation_alias=AliasChoices("RIDDLE_LOG_LEVEL"), description="what is logged"
    )

    anthropic_api_key: Secret = _secret("ANTHROPIC_API_KEY", "a model vendor's key")
    cohere_api_key: Secret = _secret("COHERE_API_KEY", "a model vendor's key")
    deepseek_api_key: Secret = _secret("DEEPSEEK_API_KEY", "a model vendor's key")
    fireworks_api_key: Secret = _secret("FIREWORKS_API_KEY", "a model vendor's key")
    google_genai_api_key: Secret = _secret("GOOGLE_API_KEY", "a model vendor's key")
    groq_api_key: Secret = _secret("GROQ_API_KEY", "a model vendor's key")
    huggingface_api_key: Secret = _secret("HUGGINGFACEHUB_API_TOKEN", "a model vendor's key")
    mistralai_api_key: Secret = _secret("MISTRAL_API_KEY", "a model vendor's key")
    nvidia_api_key: Secret = _secret("NVIDIA_API_KEY", "a model vendor's key")
    openai_api_key: Secret = _secret("OPENAI_API_KEY", "a model vendor's key")
    openrouter_api_key: Secret = _secret("OPENROUTER_API_KEY", "a model vendor's key")
    perplexity_api_key: Secret = _secret("PPLX_API_KEY", "a model vendor's key")
    together_api_key: Secret = _secret("TOGETHER_API_KEY", "a model vendor's key")
    xai_api_key: Secret = _secret("XAI_API_KEY", "a model vendor's key")

    @property
    def feed_list(self) -> tuple[str, ...]:
        """The feeds of the deck `default` that were set, in order, each once."""
        return tuple(dict.fromkeys(feed for feed in _SEPARATORS.split(self.feeds or "") if feed))

    @property
    def host_list(self) -> frozenset[str]:
        """The ids of those who are hosts by the settings."""
        return frozenset(one for one in _SEPARATORS.split(self.hosts or "") if one)

    @property
    def vendor_keys(self) -> dict[str, SecretStr]:
        """The keys that are set, by LangChain's name of the provider."""
        keys = {provider: getattr(self, f"{provider}_api_key") for provider in VENDOR_KEYS}
        return {provider: key for provider, key in keys.items() if key is not None}


def variable(field: str) -> str:
    """The environment variable a setting is read from."""
    alias = Settings.model_fields[field].validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else field.upper()


def unknown_names() -> tuple[tuple[str, str], ...]:
    """Each name in the environment or `.env` that looks like a setting of ours and is none, and the nearest that is."""
    known = {variable(field) for field in Settings.model_fields}
    with _one_sentence():
        given = {name.upper() for source in SOURCES for name in source(Settings).env_vars}
    strange = sorted(name for name in given - known if name.startswith(OURS))
    return tuple((name, next(iter(get_close_matches(name, known, 1, 0.8)), "")) for name in strange)


def load_settings(**overrides: Any) -> Settings:
    """Read the settings.

    `overrides` are given by variable name (`RIDDLE_MODEL="none"`) and win. Raises `SettingsError` naming each wrong
    variable and what is wrong with it, never its value.
    """
    try:
        with _one_sentence():
            return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None
    except UnicodeDecodeError:
        raise SettingsError("The file .env is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"The file .env cannot be read: {error.strerror or error}.") from None


@contextmanager
def _one_sentence() -> Iterator[None]:
    """Say once which lines of `.env` are passed over; its reader has a message of its own for each."""
    lines: list[str] = []

    def gather(record: logging.LogRecord) -> bool:
        lines.extend(str(part) for part in record.args or ())
        return False

    reader = logging.getLogger("dotenv.main")
    reader.addFilter(gather)
    try:
        yield
    finally:
        reader.removeFilter(gather)
    if lines:
        said = "Line %s of .env is not NAME=value and is passed over."
        if len(lines) > 1:
            said = f"Line %s of .env and {len(lines) - 1} more are not NAME=value and are passed over."
        logging.getLogger(__name__).warning(said, lines[0])


def _explain(error: ValidationError) -> str:
    found = error.errors(include_input=False, include_url=False)
    wrong = {str(item["loc"][0]): SHAPES.get(item["type"], item["msg"]) for item in found}
    return "; ".join(f"{name} is wrong: {message[0].lower()}{message[1:]}" for name, message in wrong.items()) + "."
