"""The settings, and the file that explains them."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import VENDOR_KEYS, Settings, load_settings, unknown_names, variable

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.chdir(tmp_path)


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_example_file_names_every_setting_and_no_other() -> None:
    assert set(example()) == {variable(field) for field in Settings.model_fields}


def test_the_example_file_shows_the_defaults(tmp_path: Path) -> None:
    plain = load_settings()
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text())
    assert load_settings() == plain


def test_every_vendor_key_is_a_setting_and_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VENDOR_KEYS.values():
        monkeypatch.setenv(name, f"value of {name}")
    settings = load_settings()
    assert {key: value.get_secret_value() for key, value in settings.vendor_keys.items()} == {
        provider: f"value of {name}" for provider, name in VENDOR_KEYS.items()
    }
    assert "value of" not in repr(settings)


def test_a_wrong_setting_is_named_and_its_value_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDDLE_PER_DAY", "sesame")
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert "RIDDLE_PER_DAY" in str(error.value)
    assert "sesame" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("RIDDLE_PER_DAY", "two", "RIDDLE_PER_DAY is wrong: it should be a whole number."),
        ("RIDDLE_STEPS", "both", "RIDDLE_STEPS is wrong: it should be a whole number."),
        ("RIDDLE_STEPS", "3", "RIDDLE_STEPS is wrong: input should be less than or equal to 2."),
        ("RIDDLE_BREW_SECONDS", "long", "RIDDLE_BREW_SECONDS is wrong: it should be a number."),
        ("RIDDLE_ALLOW_PRIVATE_FEEDS", "perhaps", "RIDDLE_ALLOW_PRIVATE_FEEDS is wrong: it should be true or false."),
    ],
)
def test_what_a_value_should_be_is_said_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert str(error.value) == sentence


def test_a_misspelt_setting_is_found_and_a_strangers_is_let_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RIDDLE_PERDAY", "3")
    monkeypatch.setenv("RIDDLE_MODEL", "none")
    monkeypatch.setenv("ANOTHER_PROGRAM", "1")
    (tmp_path / ".env").write_text("RIDDLE_XYZZY=1\nRIDDLE_FEEDS=a\n")
    assert unknown_names() == (("RIDDLE_PERDAY", "RIDDLE_PER_DAY"), ("RIDDLE_XYZZY", ""))


def test_an_empty_value_means_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.setenv(variable(field), "")
    assert load_settings() == Settings()


@pytest.mark.parametrize("written", ["a b,c", "a, b, c", " a\nb\tc a ", "a,b,,c,"])
def test_feeds_are_separated_by_blanks_or_commas(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("RIDDLE_FEEDS", written)
    assert load_settings().feed_list == ("a", "b", "c")


def test_a_command_line_value_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDDLE_MODEL", "embedded")
    assert load_settings(RIDDLE_MODEL="none").model == "none"
    assert load_settings(RIDDLE_MODEL=None).model == "embedded"


def test_the_file_dot_env_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("OPENAI_API_KEY=from-file\nRIDDLE_MODEL=none\n")
    monkeypatch.setenv("RIDDLE_MODEL", "embedded")
    settings = load_settings()
    assert settings.vendor_keys["openai"].get_secret_value() == "from-file"
    assert settings.model == "embedded"
