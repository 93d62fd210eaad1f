from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import Article, Rule
from bot.news.cluster import stories
from tests.news.making import BRIDGE, DAY_END, FILLER, article
from tests.unhurried import within

OTHERS = (
    article(
        "Harbour seals count hits record in Wadden Sea", "Biologists counted 41,000 harbour seals in the Wadden Sea."
    ),
    article("Chess club in Tromso wins Nordic league", "The chess club of Tromso beat Aarhus 5-3 in the last round."),
    article("Langholm baker sells a million pies", "A baker in Langholm has sold his millionth mutton pie since 1988."),
    article("Queen visits lighthouse museum", "The queen looked at lamps in the lighthouse museum of Fraserburgh."),
)


def test_the_same_event_from_three_outlets_is_one_story() -> None:
    found, refused = stories((*OTHERS, *BRIDGE))
    sizes = sorted(len(story.articles) for story in found)
    assert sizes == [1, 1, 1, 1, 3]
    assert max(story.outlets for story in found) == 3
    assert refused == ()


def test_one_shared_name_does_not_join_two_events() -> None:
    found, _ = stories(OTHERS)
    assert len(found) == len(OTHERS)


def test_the_longest_text_leads() -> None:
    longer = replace(BRIDGE[2], text=BRIDGE[2].text + f"\n\n{FILLER}" * 3)
    found, _ = stories((BRIDGE[0], BRIDGE[1], longer))
    assert found[0].lead == longer


def test_what_happens_again_days_later_is_another_story() -> None:
    late = replace(BRIDGE[1], published_at=DAY_END - timedelta(days=4))
    found, _ = stories((BRIDGE[0], late))
    assert len(found) == 2


def test_the_same_address_twice_is_a_duplicate() -> None:
    found, refused = stories((BRIDGE[0], replace(BRIDGE[0], title="Another title", text=FILLER * 2)))
    assert len(found) == 1
    assert [decision.rule for decision in refused] == [Rule.DUPLICATE]
    assert "same address" in refused[0].reason


def test_an_outlet_that_mends_a_word_gives_a_duplicate_and_another_outlet_the_same_story() -> None:
    mended = replace(BRIDGE[0], id="other", text=BRIDGE[0].text.replace("good day", "fine day"))
    wire = replace(BRIDGE[0], id="wire", outlet="Tribune")
    found, refused = stories((BRIDGE[0], mended, wire))
    assert [decision.article.id for decision in refused] == ["other"]
    assert "nearly the same text" in refused[0].reason
    assert [story.outlets for story in found] == [2]


ARTICLES = st.lists(
    st.builds(
        Article,
        id=st.sampled_from("abcdef"),
        title=st.sampled_from([made.title for made in (*BRIDGE, *OTHERS)]) | st.text(max_size=30),
        text=st.sampled_from([made.text for made in (*BRIDGE, *OTHERS)]) | st.text(max_size=80),
        outlet=st.sampled_from(["", "Courier", "Herald"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(ARTICLES)
def test_every_article_is_in_one_story_or_a_duplicate(given_: list[Article]) -> None:
    found, refused = stories(given_)
    assert sum(len(story.articles) for story in found) + len(refused) == len(given_)
    kept = [member.id for story in found for member in story.articles]
    assert len(kept) == len(set(kept))


def test_two_thousand_articles_are_joined_in_seconds() -> None:
    words = [
        f"{first}{second}" for first in ("bar", "kel", "mor", "tin", "vas", "zol") for second in ("dan", "mik", "tor")
    ]
    many = [
        article(
            f"{words[n % 18].title()} {words[n * 7 % 18]} opens gallery {n}",
            f"The {words[n * 5 % 18].title()} gallery {n} in {words[n * 11 % 18].title()} has {n * 37} paintings.",
            outlet=f"Outlet {n % 9}",
        )
        for n in range(2_000)
    ]
    found, refused = within(15, lambda: stories(many))
    assert sum(len(story.articles) for story in found) + len(refused) == 2_000
