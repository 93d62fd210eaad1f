"""The two news services, and what they say when they refuse."""

import json
from datetime import UTC, datetime

import pytest

from adapters.news.fetch import Fetcher
from adapters.news.guardian import Guardian
from adapters.news.newsapi import NewsApi
from adapters.news.parse import Parser
from bot.errors import SourceError

from .conftest import BadServer, now

HEADLINES = {
    "status": "ok",
    "articles": [
        {
            "source": {"id": None, "name": "The Herald"},
            "title": "A bridge opens - The Herald",
            "url": "https://example.org/bridge",
            "publishedAt": "2026-03-04T09:30:00Z",
            "description": "It opened.",
            "content": "<ul><li>The bridge opened this mor… [+1234 chars]",
        },
        {"source": {"name": "[Removed]"}, "title": "[Removed]", "url": "https://removed.com"},
        {"title": None, "url": 7, "content": ["x"]},
        "nonsense",
    ],
}
RESULTS = {
    "response": {
        "status": "ok",
        "results": [
            {
                "webTitle": "A bridge opens",
                "webUrl": "https://www.theguardian.com/bridge",
                "webPublicationDate": "2026-03-04T09:30:00Z",
                "sectionName": "World news",
                "pillarName": "News",
                "fields": {"body": "<p>One.</p><p>Two.</p>", "bodyText": "One. Two."},
            }
        ],
    }
}


async def test_headlines_become_articles(server: BadServer, fetcher: Fetcher, parser: Parser) -> None:
    server.put("/v2/top-headlines", json.dumps(HEADLINES))
    [article] = await NewsApi("key-1", fetcher=fetcher, parser=parser, base_url=server.url, now=now).articles()
    assert (article.title, article.outlet) == ("A bridge opens", "The Herald")
    assert article.text == "It opened.\n\nThe bridge opened this mor"
    assert article.published_at == datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    assert server.headers[0]["x-api-key"] == "key-1"


async def test_results_become_articles(server: BadServer, fetcher: Fetcher, parser: Parser) -> None:
    server.put("/search", json.dumps(RESULTS))
    [article] = await Guardian("key-1", fetcher=fetcher, parser=parser, base_url=server.url, now=now).articles()
    assert (article.text, article.outlet, article.topics) == ("One.\n\nTwo.", "The Guardian", ("news", "world news"))


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (401, {"status": "error", "message": "Your API key hunter2 is wrong"}, "does not know the key in NEWSAPI_KEY"),
        (429, {"status": "error", "code": "rateLimited"}, "too often"),
        (426, {"status": "error"}, "paid plan"),
        (200, {"status": "error", "code": "apiKeyExhausted"}, "may ask for today"),
        (400, {"status": "error", "code": "parametersMissing", "message": "Something is missing."}, "is missing"),
        (500, "<html>Oops", "is not JSON"),
        (200, [], "another shape"),
    ],
)  # fmt: skip
async def test_newsapi_refuses_in_a_sentence(
    server: BadServer, fetcher: Fetcher, parser: Parser, status: int, body: object, said: str
) -> None:
    server.put("/v2/top-headlines", body if isinstance(body, str) else json.dumps(body), status=status)
    with pytest.raises(SourceError, match=f"NewsAPI.org .*{said}.*\\.$") as caught:
        await NewsApi("hunter2", fetcher=fetcher, parser=parser, base_url=server.url).articles()
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (401, {"message": "Unauthorized"}, "does not know the key in GUARDIAN_API_KEY"),
        (403, {"message": "Forbidden"}, "does not know the key"),
        (429, {"message": "API rate limit exceeded"}, "too often"),
        (400, {"response": {"status": "error", "message": "page-size is too large"}}, "page-size is too large"),
        (502, "<html>Oops", "is not JSON"),
    ],
)
async def test_the_guardian_refuses_in_a_sentence(
    server: BadServer, fetcher: Fetcher, parser: Parser, status: int, body: object, said: str
) -> None:
    server.put("/search", body if isinstance(body, str) else json.dumps(body), status=status)
    with pytest.raises(SourceError, match=rf"the Guardian Open Platform .*{said}.*\.$") as caught:
        await Guardian("hunter2", fetcher=fetcher, parser=parser, base_url=server.url).articles()
    assert "hunter2" not in str(caught.value)
