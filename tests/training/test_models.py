"""Trained models: found by name, asked as they were trained, merged, exported, compared."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bot.__main__
from adapters.llm import tuned
from adapters.llm.finetune_base import Base, template_of
from adapters.llm.finetune_weights import export_adapter, export_gguf, export_whole, merge
from bot.bootstrap import training
from bot.bootstrap.models import way
from bot.domain import Article, Form, Story
from bot.errors import SettingsError, UsageError
from bot.riddles.pipelines.examples import Example
from bot.riddles.pipelines.template import Layout, Template
from bot.settings import load_settings
from bot.training.example import example_of
from tests.training.conftest import content, job_of, silent, tiny_recipe
from tests.training.making import row

if TYPE_CHECKING:
    from bot.settings import Settings

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")]

ARTICLE = "An otter was seen at the lock of Vrana. It slid down the weir twice. The keeper counted eleven slides."


@pytest.fixture(scope="module")
def trained(tiny_weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that was trained for a second, with its passport; its weights say something else than the base's."""
    from adapters.llm.finetune import Finetuner

    folder = tmp_path_factory.mktemp("run")
    trainer = Finetuner(Base(str(tiny_weights)))
    recipe = tiny_recipe(tiny_weights, learning_rate=0.05, samples=0, epochs=1, worst=99)
    trainer.train(job_of(trainer, recipe, folder), content, silent)
    template = Template(Layout.CHAT)
    passport = tuned.Passport(
        "tiny", str(tiny_weights), "lora", "chat", template.mark,
        tuned.mark(template_of(trainer.base.tokenizer)), "data", "2026-11-23",
    )  # fmt: skip
    tuned.write_passport(folder / "model", passport)
    return folder / "model"


@pytest.fixture(autouse=True)
def nothing_ships(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Only what a test trained is there; the folder of the models that ship."""
    ours = tuned.SHIPPED
    monkeypatch.setattr(tuned, "SHIPPED", tmp_path_factory.mktemp("shipped"))
    return ours


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(RIDDLE_DATA_DIR=str(tmp_path / "data"))


def test_a_second_round_goes_on_from_an_adapter_and_from_no_other(trained: Path, tiny_weights: Path, tmp_path: Path):
    from safetensors.torch import load_file

    from adapters.llm.finetune import Finetuner

    trainer = Finetuner(Base(str(tiny_weights)))
    recipe = tiny_recipe(tiny_weights, start=trained, learning_rate=1e-9, samples=0, epochs=1, rank=2)
    trainer.check(recipe, tmp_path)
    trainer.train(job_of(trainer, recipe, tmp_path), content, silent)
    first, second = (load_file(one / "adapter_model.safetensors") for one in (trained, tmp_path / "model"))
    assert first.keys() == second.keys()
    assert max(float((first[name] - second[name]).abs().max()) for name in first) < 1e-6
    for change, said in (({"format": "alpaca"}, "with another prompt"), ({"base": "embedded"}, "is no adapter of")):
        with pytest.raises(SettingsError, match=said):
            trainer.check(tiny_recipe(tiny_weights, start=trained, **change), tmp_path)
    with pytest.raises(SettingsError, match="start is for sft with lora"):
        tiny_recipe(tiny_weights, start=trained, tuning="full")


def test_a_model_is_found_by_its_name_and_the_latest_without_one(trained: Path, settings: Settings):
    assert training.listed(settings) == []
    assert training.register(settings, trained) == "tiny"
    assert training.register(settings, trained, "other") == "other"
    assert [one["name"] for one in training.listed(settings)] == ["tiny", "other"]
    training.register(settings, trained)
    assert [one["name"] for one in training.listed(settings)] == ["other", "tiny"]
    assert tuned.find(settings.data_dir) == trained
    training.forget(settings, "tiny")
    assert [one["name"] for one in training.listed(settings)] == ["other"]
    with pytest.raises(UsageError, match="no fine-tuned model called tiny; there are: other"):
        training.forget(settings, "tiny")
    assert trained.is_dir()
    with pytest.raises(UsageError, match="The name 'A B' has to be small letters"):
        training.register(settings, trained, "A B")


async def test_the_pipeline_asks_the_registered_model_as_it_was_trained(trained: Path, settings: Settings):
    training.register(settings, trained)
    asking = way(load_settings(RIDDLE_DATA_DIR=str(settings.data_dir), RIDDLE_PIPELINE="fine_tuned"), silent)
    assert asking is not None
    assert asking.pipeline.name == "fine_tuned"
    assert asking.pipeline.model == "tiny (fine-tuned)"
    named = load_settings(RIDDLE_DATA_DIR=str(settings.data_dir), RIDDLE_MODEL="tuned:tiny")
    pipeline = way(named, silent).pipeline
    story = Story((Article(id="a", title="", text=ARTICLE),))
    with pytest.raises(Exception, match=r"Riddle|English"):  # random weights write no riddle
        await pipeline.candidates(story, 1, 0, (Form.QUESTION,))
    assert pipeline.spent.calls == 1
    assert pipeline.spent.completion_tokens > 0
    pipeline._asker._model.close()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"RIDDLE_PIPELINE": "fine_tuned"}, "No fine-tuned model is registered"),
        ({"RIDDLE_MODEL": "tuned:gone"}, "There is no fine-tuned model called gone"),
        ({"RIDDLE_MODEL": "openai:gpt", "RIDDLE_PIPELINE": "fine_tuned"}, "was not trained here"),
        ({"RIDDLE_MODEL": "tuned:tiny", "RIDDLE_PIPELINE": "service"}, "leave RIDDLE_PIPELINE out"),
    ],
)
def test_what_cannot_be_asked_is_told(settings: Settings, given: dict, said: str):
    with pytest.raises(SettingsError, match=said):
        way(load_settings(RIDDLE_DATA_DIR=str(settings.data_dir), OPENAI_API_KEY="k", **given), silent)


@pytest.mark.parametrize("what", ["template", "chat_template"])
def test_a_template_that_is_not_the_adapters_is_refused_in_a_sentence(
    trained: Path, settings: Settings, tmp_path: Path, what: str
):
    copy = shutil.copytree(trained, tmp_path / "copy")
    told = json.loads((copy / tuned.PASSPORT).read_text())
    (copy / tuned.PASSPORT).write_text(json.dumps({**told, what: "0" * 16}))
    if what == "template":
        with pytest.raises(SettingsError, match="was trained with another prompt"):
            tuned.register(settings.data_dir, copy)
        return
    tuned.register(settings.data_dir, copy)
    model, _ = tuned.tuned_model(copy, settings.data_dir, silent, timeout=60)
    with pytest.raises(SettingsError, match=r"The chat template of .* is not the one"):
        model.invoke("x")
    model.close()


def test_merged_and_adapter_say_the_same_letter_by_letter(
    trained: Path, tiny_weights: Path, settings: Settings, tmp_path: Path
):
    assert merge(trained, Base(str(tiny_weights)), tmp_path / "whole") <= 1e-4
    said = []
    for folder in (trained, tmp_path / "whole"):
        model, passport = tuned.tuned_model(folder, settings.data_dir, silent, timeout=60)
        said.append(model.invoke("Who came by night?", max_tokens=40).text)
        assert passport.name == "tiny"
        model.close()
    assert said[0] == said[1]
    with pytest.raises(UsageError, match="is a whole model already"):
        merge(tmp_path / "whole", Base(str(tiny_weights)), tmp_path / "again")
    with pytest.raises(UsageError, match="is not empty"):
        merge(trained, Base(str(tiny_weights)), tmp_path / "whole")


async def test_an_adapter_that_is_only_put_on_writes_the_same_in_a_batch_as_alone(trained: Path, settings: Settings):
    import asyncio

    model, _ = tuned.tuned_model(trained, settings.data_dir, silent, timeout=60, merge=False)
    asked = ["Who?", "Who came to the lock of Vrana by night, and what did the keeper count?"]
    alone = [(await model.ainvoke(one, max_tokens=30)).text for one in asked]
    together = [one.text for one in await asyncio.gather(*(model.ainvoke(one, max_tokens=30) for one in asked))]
    model.close()
    assert alone == together


def test_an_adapter_is_exported_in_half_its_size_and_loads(
    trained: Path, tiny_weights: Path, settings: Settings, tmp_path: Path
):
    export_adapter(trained, tmp_path / "out")
    name = "adapter_model.safetensors"
    assert (tmp_path / "out" / name).stat().st_size < 0.6 * (trained / name).stat().st_size
    config = json.loads((tmp_path / "out" / "adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == str(tiny_weights)
    told = json.loads((trained / tuned.PASSPORT).read_text())
    here = shutil.copytree(trained, tmp_path / "here")
    (here / tuned.PASSPORT).write_text(json.dumps({**told, "base": "embedded"}))
    export_adapter(here, tmp_path / "elsewhere")
    assert str(tiny_weights) not in (tmp_path / "elsewhere" / "adapter_config.json").read_text()
    tuned.register(settings.data_dir, tmp_path / "out", "half")
    model, _ = tuned.tuned_model(tuned.find(settings.data_dir, "half"), settings.data_dir, silent, timeout=60)
    assert model.invoke("Who?", max_tokens=5).text
    model.close()
    export_whole(trained, Base(str(tiny_weights)), tmp_path / "whole")
    export_whole(tmp_path / "whole", Base(str(tiny_weights)), tmp_path / "copy")
    assert (tmp_path / "copy" / "model.safetensors").is_file()


def test_an_adapter_that_cannot_be_read_is_told_and_nothing_is_left_of_what_was_begun(
    trained: Path, tiny_weights: Path, tmp_path: Path
):
    damaged, out = shutil.copytree(trained, tmp_path / "damaged"), tmp_path / "out"
    weights = damaged / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(SettingsError, match="damaged cannot be written to"):
        merge(damaged, Base(str(tiny_weights)), out)
    with pytest.raises(SettingsError, match="damaged cannot be written to"):
        export_adapter(damaged, out)
    assert not out.exists()


@pytest.mark.parametrize("linked", [False, True])
def test_a_folder_that_somebody_made_stays_and_nothing_of_what_was_begun(trained: Path, tmp_path: Path, linked: bool):
    damaged, real, out = shutil.copytree(trained, tmp_path / "damaged"), tmp_path / "real", tmp_path / "out"
    (damaged / "adapter_model.safetensors").write_bytes(b"half")
    real.mkdir()
    if linked:
        out.symlink_to(real)
    with pytest.raises(SettingsError, match="damaged cannot be written to"):
        export_adapter(damaged, out if linked else real)
    assert real.is_dir()
    assert not list(real.iterdir())
    assert out.is_symlink() is linked


def test_gguf_without_its_converter_is_told(trained: Path, tiny_weights: Path, tmp_path: Path):
    with pytest.raises(SettingsError, match=r"llama.cpp's convert_hf_to_gguf.py, which is not on the PATH"):
        export_gguf(trained, Base(str(tiny_weights)), tmp_path / "m.gguf", silent)


def test_gguf_is_made_by_the_converter_and_leaves_no_parts(
    trained: Path, tiny_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tools = tmp_path / "tools"
    tools.mkdir()
    script = tools / "convert_hf_to_gguf.py"
    script.write_text(
        "import sys, pathlib\n"
        "assert (pathlib.Path(sys.argv[1]) / 'model.safetensors').is_file()\n"
        "pathlib.Path(sys.argv[3]).write_bytes(b'GGUF')\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    export_gguf(trained, Base(str(tiny_weights)), tmp_path / "m.gguf", silent)
    assert (tmp_path / "m.gguf").read_bytes() == b"GGUF"
    assert not (tmp_path / "m.gguf.parts").exists()


async def test_tuned_and_untuned_are_compared_on_the_same_articles(
    trained: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    short = Example("An owl came.", "An owl came.", "summary", "It came by night.", "owl")
    monkeypatch.setattr("bot.riddles.pipelines.sides.load_examples", lambda: (short,))
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps(row(id=f"c{at}", article=ARTICLE)) + "\n" for at in range(2)))
    compared = await training.compare(settings, str(trained), silent, cases=file, count=2, draws=2)
    told = compared.record()
    assert (told["tuned"]["draws"], told["tuned"]["articles"]) == (4, 2)
    assert told["untuned"]["valid"] > 0  # held to its schema, even random weights write an object
    assert told["tuned"]["accepted"] == 0
    (trained / "README.md").write_text("# tiny\n\n## Riddles\n\ntext\n")
    for _ in range(2):
        training._on_card(trained, compared)
    card = (trained / "README.md").read_text()
    assert card.count("## Against the untuned base") == 1
    assert "| tiny | 0% of 2 |" in card
    assert "Difference: " in card
    training.keep(compared, tmp_path / "drawn.jsonl")
    with pytest.raises(UsageError, match=r"drawn\.jsonl is there already"):
        training.keep(compared, tmp_path / "drawn.jsonl")
    for line in (tmp_path / "drawn.jsonl").read_text().splitlines():
        drawn = json.loads(line)
        assert (drawn["accepted"], drawn["summary"]) == (False, ARTICLE)
        example_of({name: value for name, value in drawn.items() if name != "accepted"})
    (trained / "README.md").write_text("# of the package")
    monkeypatch.setattr(tuned, "SHIPPED", trained.parent)
    training._on_card(trained, compared)
    assert (trained / "README.md").read_text() == "# of the package"
    alone = await training.compare(settings, str(trained), silent, cases=file, count=1, alone=True)
    assert set(alone.record()) == {"tuned"}


def test_the_commands_train_show_and_look_after_models(
    tiny_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("RIDDLE_DATA_DIR", str(tmp_path / "data"))
    data = tmp_path / "mine.jsonl"
    articles = [f"An owl came to the clock of Vrana on day {at}." for at in range(8)]
    data.write_text(
        "".join(json.dumps(row(id=f"r{at}", article=told, summary=told)) + "\n" for at, told in enumerate(articles))
    )
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(
        f'name = "mine"\nbase = "{tiny_weights}"\ndata = ["mine.jsonl"]\nmax_tokens = 900\nepochs = 1\nsamples = 1\n'
        'threads = 1\ndevice = "cpu"\nheld_out = 0.3\n'
    )
    said = bot.__main__.main
    assert said(["finetune", str(recipe), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] + told["held_out"] == 8
    rows = told["rows"]
    assert said(["finetune", str(recipe), "--dry-run", "--plain"]) == 0
    shown = capsys.readouterr().out
    assert "What is trained on:\nAnswer: Owl" in shown
    assert said(["finetune", str(recipe), "--register", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["registered"] == "mine"
    model = Path(told["model"])
    card = (model / "README.md").read_text()
    assert f"| person | CC0-1.0 | Given away by whoever wrote it. | {rows} | 100% |" in card
    assert (model / "loss.svg").read_text().startswith("<svg")
    assert said(["finetune", str(recipe)]) == 2
    assert "There is a run in" in capsys.readouterr().err
    assert said(["finetune", str(recipe), "--resume", "--epochs", "2"]) == 2
    assert "The recipe of the run" in capsys.readouterr().err
    assert said(["finetune", "--name", "mine", "--resume", "--json"]) == 0  # what it began with is known
    assert json.loads(capsys.readouterr().out)["steps"] == told["steps"]
    assert said(["models", "list", "--plain"]) == 0
    assert "tuned:mine" in capsys.readouterr().out
    assert said(["models", "merge", "mine", str(tmp_path / "whole"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["largest_difference"] <= 1e-4
    assert said(["models", "export", "mine", str(tmp_path / "out"), "--json"]) == 0
    assert said(["models", "remove", "mine"]) == 0


def test_the_model_that_ships_is_small_and_is_asked_as_it_was_trained(
    nothing_ships: Path, trained: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tuned, "SHIPPED", nothing_ships)
    assert [one["name"] for one in training.listed(settings)] == ["riddles"]
    with pytest.raises(UsageError, match="riddles comes with the program"):
        training.forget(settings, "riddles")
    folder = tuned.find(settings.data_dir)
    assert sum(file.stat().st_size for file in folder.iterdir()) < 20 * 10**6
    passport = tuned.read_passport(folder)
    tuned.check_template(passport)
    assert (passport.base, passport.tuning) == ("embedded", "lora")
    training.register(settings, trained, "other")
    training.register(settings, trained, "riddles")
    assert tuned.find(settings.data_dir) == trained  # one of one's own comes before the one that ships
