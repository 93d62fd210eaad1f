"""Articles given by hand."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.news.files import ArticleFile
from adapters.news.gather import gather
from adapters.news.parse import Parser
from bot.domain import Article
from bot.errors import ArticleError

from .conftest import now
from .test_fulltext import PAGE, SENTENCE


async def read(path: Path, parser: Parser) -> tuple[Article, ...]:
    return await ArticleFile(str(path), parser=parser, now=now).articles()


def write(folder: Path, name: str, body: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


TEXT = "\n# Café opens a bridge\n\nThe first paragraph.\n\nThe “second” one.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
async def test_a_text_is_a_title_and_its_text(tmp_path: Path, parser: Parser, encoding: str) -> None:
    [article] = await read(write(tmp_path, "a.txt", TEXT.encode(encoding)), parser)
    assert article.title == "Café opens a bridge"
    assert article.text == "The first paragraph.\n\nThe “second” one."
    assert (article.url, article.published_at) == ("", None)


WRAPPED = """
The town of Varna has opened a footbridge over
the harbour, and it takes eleven minutes to cross
it on foot.

What it cost
The bridge was paid for by a lottery.

- ten lamps
- one bench
"""


async def test_lines_broken_for_want_of_room_are_joined_and_all_others_stay(tmp_path: Path, parser: Parser) -> None:
    [article] = await read(write(tmp_path, "a.txt", f"A footbridge opens\n{WRAPPED}"), parser)
    assert article.text == (
        "The town of Varna has opened a footbridge over the harbour, and it takes eleven minutes to cross it on foot."
        "\n\nWhat it cost\nThe bridge was paid for by a lottery.\n\n- ten lamps\n- one bench"
    )


async def test_paragraphs_on_a_line_each_stay_apart(tmp_path: Path, parser: Parser) -> None:
    lines = [f"Paragraph {at} {'goes on and on ' * 12}to its end." for at in range(3)]
    [article] = await read(write(tmp_path, "a.txt", "\n".join(["A title", *lines])), parser)
    assert article.text.split("\n") == lines


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
async def test_a_saved_page_is_read(tmp_path: Path, parser: Parser, name: str) -> None:
    page = PAGE.replace(
        "HEAD", '<link rel="canonical" href="https://example.org/bridge"><meta name="robots" content="noai">'
    )
    [article] = await read(write(tmp_path, name, page), parser)
    assert article.title == "A bridge opens"
    assert article.text.count(SENTENCE.strip()) == 12
    assert article.url == "https://example.org/bridge"


async def test_json_lines_are_articles(tmp_path: Path, parser: Parser) -> None:
    lines = [
        {"title": "One", "text": "Text.", "url": "https://example.org/1", "published_at": "2026-03-01T10:00:00+01:00"},
        {"title": "Two", "text": "Text.\n\nMore.", "outlet": "The Herald", "topics": ["World"], "published_at": None},
        {"title": "Three", "text": "Text.", "url": "javascript:x", "published_at": "Mon, 02 Mar 2026 10:00:00 GMT"},
        {"title": "Four", "text": "Text.", "published_at": "soon", "id": "ignored"},
    ]
    body = "\ufeff" + "\r\n\r\n".join(json.dumps(line) for line in lines)
    three, one, two, four = await read(write(tmp_path, "a.jsonl", body), parser)
    assert [one.title, two.title, three.title, four.title] == ["One", "Two", "Three", "Four"]
    assert one.published_at == datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    assert (two.outlet, two.topics, two.text) == ("The Herald", ("world",), "Text.\n\nMore.")
    assert (three.url, four.published_at) == ("", None)


GOOD = '{"title": "One", "text": "Text."}\n'


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.txt", "", "is empty"),
        ("a.txt", " \n ", "is empty"),
        ("a.txt", "Only a title", "no text"),
        ("a.txt", bytes(range(256)) * 20, "is not a text file"),
        ("a.txt", b"\x00" * 100, "is not a text file"),
        ("a.txt", b"\xff\xfe\x00\xd8", "is not a text file"),
        ("a.txt", b"x" * 15_000_001, "larger than 15 MB"),
        ("a.html", "<html></html>", "is a web page in which"),
        ("a.html", "<div>" * 100_000, "is a web page in which"),
    ],
)
async def test_what_is_no_article_is_a_sentence(
    tmp_path: Path, parser: Parser, name: str, body: bytes | str, said: str
) -> None:
    with pytest.raises(ArticleError, match=said) as caught:
        await read(write(tmp_path, name, body), parser)
    assert name in str(caught.value)
    assert str(caught.value).endswith(".")


async def test_a_path_that_is_no_file_is_a_sentence(tmp_path: Path, parser: Parser) -> None:
    with pytest.raises(ArticleError, match="is a folder"):
        await read(tmp_path, parser)
    with pytest.raises(ArticleError, match="not a file that exists"):
        await read(tmp_path / "none", parser)
    with pytest.raises(ArticleError, match=r"not a file|characters"):
        await read(Path("a\0b"), parser)
    with pytest.raises(ArticleError, match=r"not a file|cannot be read"):
        await read(Path("a" * 5_000), parser)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{half", "line 2 is not JSON"),
        ("[1]", "line 2 is not a JSON object"),
        ('{"title": "x"}', 'line 2: "text" is missing'),
        ('{"title": 7, "text": "x"}', 'line 2: "title" is not a text'),
        ('{"title": " ", "text": "x"}', 'line 2: "title" is empty'),
        ('{"title": "x", "text": "x", "topics": "x"}', 'line 2: "topics"'),
        ('{"a":' + "[" * 200_000, "line 2 is not JSON"),
    ],
)
async def test_a_wrong_line_is_named_and_the_others_are_read(
    tmp_path: Path, parser: Parser, bad: str, said: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(GOOD + bad)
    source = ArticleFile(str(path), parser=parser)
    gathered = await gather([source])
    assert [article.title for article in gathered.articles] == ["One"]
    [(_, sentence)] = gathered.failures
    assert said in sentence
    path.write_text(bad)
    with pytest.raises(ArticleError, match=said.replace("line 2", "line 1")):
        await source.articles()
