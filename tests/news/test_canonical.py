"""Two links to one article have one canonical address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.canonical import article_id, canonical_url, id_of_article

PLAIN = "https://example.org/2026/a-story?id=7&page=2"

hosts = st.from_regex(r"(www\.|m\.|amp\.)*[a-zA-ZäöéЖ]{1,8}(\.[a-z]{2,4}){0,2}\.?(:(80|443|8080))?", fullmatch=True)
web_urls = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP", "Https"]),
    hosts,
    st.text(alphabet=st.sampled_from("/a.m%p41eF~é %25/"), max_size=30).map(lambda path: "/" + path),
    st.text(alphabet=st.sampled_from("?&=autm_%F9+é;#"), max_size=20).map(lambda query: "?" + query),
    st.text(alphabet=st.sampled_from("#!a/%4 é"), max_size=8).map(lambda fragment: "#" + fragment),
)


@pytest.mark.parametrize(
    "twin",
    [
        "http://example.org/2026/a-story?id=7&page=2",
        "HTTPS://WWW.Example.ORG:443/2026/a-story/?page=2&id=7",
        "https://m.example.org/2026/a-story?id=7&page=2#comments",
        "https://amp.example.org./2026/a-story/amp?id=7&page=2",
        "https://example.org/amp/2026/a-story.amp?id=7&page=2&amp=1",
        "https://example.org/2026/a-story?utm_source=x&id=7&fbclid=IwAR&page=2&at_medium=RSS&ns_campaign=y&cmp=z&ref=rss",
        " https://reader:secret@example.org/2026/a%2Dstory?id=7&page=2\n",
    ],
)
def test_copies_of_a_link_are_one_address(twin: str) -> None:
    assert canonical_url(twin) == PLAIN
    assert article_id(twin) == article_id(PLAIN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a", "https://example.com/a"),
        ("https://example.org:8080/a", "https://example.org/a"),
        ("https://example.org/#!story/1", "https://example.org/#!story/2"),
        ("https://m.co/a", "https://co/a"),
        ("https://example.org/A", "https://example.org/a"),
    ],
)
def test_different_articles_stay_different(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("text", ["", "mailto:a@example.org", "file:///etc/passwd", "http://", "https://[::1", "a b"])
def test_what_is_no_web_address_comes_back_trimmed(text: str) -> None:
    assert canonical_url(text) == text.replace(" ", "")


@given(web_urls)
def test_canonical_is_idempotent_for_addresses(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


@given(st.text())
def test_canonical_is_idempotent_for_anything(text: str) -> None:
    once = canonical_url(text)
    assert canonical_url(once) == once


@given(st.text())
def test_an_id_is_twelve_hex_digits(text: str) -> None:
    assert len(article_id(text)) == 12
    assert int(article_id(text), 16) >= 0


def test_a_text_without_an_address_is_known_by_its_words() -> None:
    by_words = id_of_article("", "A Title", "Some  text.")
    assert by_words == id_of_article("", "A title", "Some text.")
    assert by_words != id_of_article("", "A title", "Other text.")
    assert id_of_article("https://www.example.org/a/", "x", "y") == article_id("https://example.org/a")
