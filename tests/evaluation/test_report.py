"""The report: one page that works offline, for every reader, whatever the texts of a run hold."""

from __future__ import annotations

import re
from dataclasses import replace
from errno import ENOSPC
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.bootstrap import screen
from bot.errors import RiddleError
from bot.evaluation.entrant import Entrant, Facts
from bot.evaluation.metric import BY_NAME, METRICS
from bot.evaluation.records import read_results
from bot.evaluation.report.figures import figure, gaps, interval, memory, parameters, probability, significant
from bot.evaluation.report.markdown import markdown, plain
from bot.evaluation.report.markup import clean, safe, tag
from bot.evaluation.report.page import page
from bot.evaluation.results import Pair, Results, Score, Standing
from bot.evaluation.telling import show
from bot.evaluation.written import RESULTS, keep, write
from tests.evaluation.results_made import HOSTILE, hostile, results

if TYPE_CHECKING:
    from pathlib import Path

VOID = {"meta", "br", "input", "col", "hr", "img"}
ANY_TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.text("<>&\"'/|`*_[]()#!:\\-=~$@ \nwh1.x", min_size=1, max_size=30),
).map(lambda text: text + "x")


class Seen(HTMLParser):
    """What a browser would build: the tags in their order, and how they are nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((name, dict(attrs)))
        if name not in VOID:
            self.open.append(name)

    def handle_startendtag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((name, dict(attrs)))

    def handle_endtag(self, name: str) -> None:
        assert self.open.pop() == name

    def handle_data(self, text: str) -> None:
        self.texts.append(text)

    def names(self) -> list[str]:
        return [name for name, _ in self.tags]


@pytest.fixture(scope="module")
def run() -> Results:
    return results()


@pytest.fixture(scope="module")
def whole(run: Results) -> str:
    return page(run)


def test_the_page_is_well_nested_and_asks_for_nothing_from_anywhere(whole: str) -> None:
    seen = Seen(whole)
    assert not seen.open
    assert not {"script", "link", "iframe", "img", "object", "base", "image", "use"} & set(seen.names())
    for _, attributes in seen.tags:
        assert not [name for name in attributes if name.startswith("on") or name in {"src", "style", "srcset"}]
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in whole
    assert "@import" not in whole
    policy = next(given["content"] for name, given in seen.tags if name == "meta" and "http-equiv" in given)
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


def test_the_page_can_be_read_without_eyes(whole: str) -> None:
    seen = Seen(whole)
    ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in seen.tags:
        for name in ("aria-labelledby", "href"):
            for target in (attributes.get(name) or "").replace("#", "").split():
                assert target in ids
    assert seen.names().count("table") == seen.names().count("caption")
    assert all("scope" in attributes for name, attributes in seen.tags if name == "th")
    drawn = [attributes for name, attributes in seen.tags if name == "svg"]
    assert all(one.get("role") == "img" or one.get("aria-hidden") == "true" for one in drawn)
    assert seen.names().count("h1") == 1


def test_colours_can_be_read_in_light_and_dark(whole: str) -> None:
    themes = [
        dict(re.findall(r"--([a-z]+\d?): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{.*?\}", whole, re.DOTALL)
    ]
    light, dark = themes[0], themes[1]
    for theme in (light, dark):
        for ground in ("page", "card", "tint"):
            for ink in ("ink", "soft", "accent", "good", "bad", "some", *(f"look{place}" for place in range(8))):
                assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_number_stands_with_its_interval_and_what_was_not_measured_is_not_zero(run: Results, whole: str) -> None:
    for standing in run.standings:
        for name, score in standing.scores.items():
            assert str(safe(figure(BY_NAME[name], score.value))) in whole
            assert interval(BY_NAME[name], score) in whole
    assert whole.count("not measured") > 20
    assert "Of nobody in this run: Solved by players, Liked by players: not measured." in whole


def test_the_page_says_why_bleu_rouge_and_perplexity_do_not_decide(whole: str) -> None:
    assert "BLEU and ROUGE count which words" in whole
    assert "Perplexity, bits per byte and losses tell how likely" in whole
    measured = {name for one in results().standings for name in one.scores}
    assert whole.count('class="tag">decides</span>') == sum(one.decides for one in METRICS if one.name in measured)


def test_every_riddle_stands_with_its_answer_behind_a_line_and_what_each_check_said(run: Results, whole: str) -> None:
    assert whole.count('class="sample ') == sum(len(standing.samples) for standing in run.standings)
    assert "Answer and hints</summary>" in whole
    assert "9 checks passed, 1 skipped" in whole
    assert "does not stand in the article" in whole
    assert "the reply has no line &#x27;Answer:&#x27;" in whole
    unread = [one for standing in run.standings for one in standing.samples if one.riddle is None]
    assert whole.count(">A keeper &lt;left&gt; it.</p>") == len(unread) > 0
    assert "A keeper &lt;left&gt; it." in markdown(run)


def test_a_hundred_articles_of_eight_entrants_stay_below_two_megabytes() -> None:
    assert len(page(results(number=100)).encode()) < 2_000_000


def test_a_page_shows_only_so_many_riddles_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.evaluation.report.riddles.SHOWN", 16)
    told = page(results(number=2, seeds=(1, 2, 3)))
    assert told.count('class="sample ') == 16
    assert "16 riddles of 48 are on this page; all are in the JSON." in told


def test_marks_of_lists_that_run_right_to_left_have_room(whole: str) -> None:
    assert "ul, ol { padding-inline: 1.4rem; }" in whole


def test_notes_call_entrants_by_their_letters(run: Results) -> None:
    told = replace(run, notes=("few_shot/1/embedded, zero_shot/1/embedded: cut.", "few_shot/1/embedded-2: whole."))
    for text in (page(told), markdown(told)):
        assert "A, zero_shot/1/embedded: cut." in text.replace("\\_", "_")
        assert "few_shot/1/embedded-2: whole." in text.replace("\\_", "_")


def test_no_text_of_a_run_opens_a_tag() -> None:
    seen, harmless = Seen(page(hostile())), Seen(page(hostile(tuple(f"x{place}" for place in range(len(HOSTILE))))))
    assert seen.names() == harmless.names()
    page(hostile()).encode()


@settings(max_examples=10, deadline=None)
@given(ANY_TEXT)
def test_any_text_leaves_the_page_as_it_is(text: str) -> None:
    assert Seen(page(hostile((text,)))).names() == Seen(page(hostile(("x",)))).names()


@given(st.text(), st.text())
def test_markup_shows_a_text_as_it_is_but_for_what_cannot_be_shown(text: str, value: str) -> None:
    seen = Seen(tag("p", text, title=value))
    assert seen.names() == ["p"]
    assert "".join(seen.texts) == clean(text).replace("\r", "")
    assert (seen.tags[0][1]["title"] or "") == clean(value)


def test_results_of_any_text_can_be_kept_and_a_disk_that_fails_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path, hostile())
    kept = (tmp_path / RESULTS).read_text(encoding="utf-8")
    assert read_results(kept).name == HOSTILE[0]
    monkeypatch.setattr(type(tmp_path), "replace", _full)
    with pytest.raises(RiddleError, match=r"cannot be written: No space left"):
        write(tmp_path / "out.md", hostile())
    assert [file.name for file in tmp_path.iterdir()] == [RESULTS]


def _full(_: Path, to: Path) -> None:
    raise OSError(ENOSPC, "No space left", str(to))


def outline(text: str) -> list[str]:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").parse(text)
    found = []
    for token in tokens:
        found.append(token.type)
        found += [part.type for part in token.children or () if part.type != "text" and part.content != "<br>"]
    return found


@settings(max_examples=25, deadline=None)
@given(ANY_TEXT)
def test_any_text_leaves_the_markdown_as_it_is(text: str) -> None:
    assert outline(markdown(hostile((text,)))) == outline(markdown(hostile(("x",))))


@given(st.text(max_size=60))
def test_plain_text_is_text_to_markdown_wherever_it_stands(text: str) -> None:
    for frame in ("{}", "- {}", "| a |\n| --- |\n| {} |", "# {}"):
        assert outline(frame.format(plain(text) + "x")) == outline(frame.format("x"))


def test_markdown_links_nothing_and_calls_nobody() -> None:
    told = plain("see http://example.org or www.example.org, @everyone")
    assert "http://" not in told
    assert "www." not in told
    assert "@everyone" not in told


def test_the_markdown_has_the_numbers_of_the_page(run: Results) -> None:
    told = markdown(run)
    assert "| **Accepted after repair** ↑ | 20 | – | 5 % (0–20 %) |" in told.replace("\N{NO-BREAK SPACE}", " ")
    assert "not measured" in told
    assert "- Accepted after repair and latency p50: E, F\n" in told
    assert "| no riddle could be read | " in told
    assert "| Relevant | 1 | 7 | local:ibm-granite/granite-4.0-1b |" in told
    assert all(len(set(columns(block))) == 1 for block in re.findall(r"(?:^\|.*\n)+", told, re.MULTILINE))


def columns(block: str) -> list[int]:
    return [len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()]


def test_an_empty_run_and_one_without_samples_or_pairs_have_a_page() -> None:
    run = results(pairs=False)
    bare = replace(run, standings=tuple(replace(one, samples=()) for one in run.standings), skipped=(), notes=())
    nothing = replace(bare, standings=(), cases=())
    for one in (bare, nothing):
        assert not Seen(page(one)).open
        assert markdown(one).startswith("# Ways to make riddles")
    assert "No entrants were compared" in page(bare)
    assert "Nothing was measured" in page(nothing)


def test_numbers_that_have_no_end_break_nothing() -> None:
    score = Score("cost_per_accepted", float("inf"), 0.1, float("inf"), 3, 1, "1")
    odd = Score("accepted", float("nan"), float("nan"), float("nan"), 3, 1, "1")
    entrants = (Entrant("service", 1, "openai:one"), Entrant("service", 2, "openai:two", Facts()))
    standings = tuple(Standing(one, {"cost_per_accepted": score, "accepted": odd}) for one in entrants)
    pair = Pair("cost_per_accepted", entrants[0].key, entrants[1].key, *[float("nan")] * 4, 3)
    told = page(replace(results(), standings=standings, pairs=(pair,)))
    assert "no finite number" in told


def test_more_entrants_than_letters_keep_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    run = results()
    first = run.standings[0]
    many = tuple(
        replace(first, entrant=replace(first.entrant, model=f"local:{place}"), samples=()) for place in range(30)
    )
    told = replace(run, standings=many, pairs=())
    assert "<b>D2</b>" in page(told)
    show(told, screen(plain=True), plain=True, as_json=False)
    assert "D2: few_shot/1/local:29\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("accepted", 0.6249, "62 %"),
        ("accepted", 0.004, "0.4 %"),
        ("accepted", 0.9951, "99.5 %"),
        ("accepted", 1.0, "100 %"),
        ("accepted", 0.0, "0 %"),
        ("latency_p50", 0.4321, "0.43 s"),
        ("latency_p50", 1234.0, "1,234 s"),
        ("peak_memory", 1312.0, "1.31 GB"),
        ("cost_per_accepted", 0.0012345, "US$ 0.0012"),
        ("perplexity", 23.417, "23.4"),
        ("self_bleu", 0.17661, "0.177"),
        ("tokens_per_accepted", 18234.4, "18,234"),
        ("held_loss", 3.1, "3.1 nats a token"),
        ("perplexity", float("inf"), "no finite number"),
    ],
)
def test_numbers_have_the_digits_they_bear_and_their_unit(name: str, value: float, said: str) -> None:
    assert figure(BY_NAME[name], value).replace("\N{NO-BREAK SPACE}", " ") == said


def test_an_interval_without_an_end_says_so() -> None:
    score = Score("tokens_per_accepted", 4613.0, 2000.0, None, 20, 1, "1")
    assert interval(BY_NAME[score.metric], score) == "2,000 or more"
    assert interval(BY_NAME["cost_per_accepted"], replace(score, value=0.0, low=0.0)) == ""


def test_differences_are_told_in_points_with_their_sign() -> None:
    pair = Pair("accepted", "a", "b", 0.1, -0.03, 0.27, 0.2, 20)
    assert gaps(BY_NAME["accepted"], pair).replace("\N{NO-BREAK SPACE}", " ") == "−3 to +27 points"
    assert gaps(BY_NAME["accepted"], replace(pair, low=-0.4, high=-1e-16)).endswith("to 0\N{NO-BREAK SPACE}points")
    assert (probability(0.00001), probability(0.0421), probability(0.8)) == ("below 0.001", "0.042", "0.80")
    assert (parameters(134_515_008), parameters(None), memory(8.044e9)) == (
        "135 million",
        "not known",
        "8.04\N{NO-BREAK SPACE}GB",
    )


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_significant_digits_stay_near_the_number(value: float) -> None:
    told = float(significant(value).replace(",", "").replace("−", "-"))
    assert abs(told - value) <= abs(value) * 0.006 + 1e-9


def test_neighbours_of_a_scale_keep_their_order() -> None:
    from bot.evaluation.report.scale import scale_of

    for values in ([1.0, 2.0, 3.0], [0.01, 5.0, 900.0], [4.0, 4.0], [0.0, 0.0]):
        scale = scale_of(values, 50, 390, from_zero=True)
        places = [scale.at(value) for value in sorted(values)]
        assert all(one <= other for one, other in pairwise(places))
        assert all(50 <= scale.at(tick) <= 390 for tick in scale.ticks())
        assert 1 <= len(scale.ticks()) <= 11
