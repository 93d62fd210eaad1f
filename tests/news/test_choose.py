from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import Article, Rule, Strictness
from bot.news.choose import Choice, choose
from tests.news.making import BRIDGE, DAY_END, FILLER, article

PLACES = ("Oslo", "Lima", "Porto", "Quito", "Turku", "Davos", "Cork", "Ghent", "Perth", "Sapporo")
THINGS = ("tram", "orchid", "violin", "cheese", "beaver", "kite", "clock", "glacier", "poem", "submarine")


def _different(count: int, **more: object) -> list[Article]:
    return [
        article(
            f"{THINGS[n % 10].title()} festival {n} in {PLACES[n * 3 % 10]}",
            f"A {THINGS[n % 10]} from {PLACES[n * 3 % 10]} has won prize {n * 131 + 17}.",
            outlet=f"Outlet {n}",
            id=f"a{n}",
            **more,
        )
        for n in range(count)
    ]


def _choose(articles: list[Article], limit: int = 5, **more: object) -> Choice:
    return choose(articles, day_end=DAY_END, limit=limit, **more)  # type: ignore[arg-type]


def _rules(choice: Choice) -> list[str]:
    return [decision.rule.value for decision in choice.decisions]


def test_each_rule_says_why() -> None:
    given_ = [
        *BRIDGE,
        article("Old news of a fair", hours=60),
        article("A short note", text="Nothing more is known."),
        article("Man found dead in canal"),
        article(
            "Ein Fest", text="Der Rat hat am Montag die neue Brücke über den Fluss und das alte Haus gesehen. " * 6
        ),
        article("Played lately", "The Zanzibar walnut club has played.", id="played"),
        replace(BRIDGE[0], title="Same address"),
    ]
    choice = _choose(given_, used=frozenset({"played"}))
    assert _rules(choice) == [
        "taken", "same_story", "same_story", "stale", "thin", "taste", "language", "used", "duplicate",
    ]  # fmt: skip
    reasons = [decision.reason for decision in choice.decisions]
    assert reasons[0] == "Carried by 3 outlets, 5 hours old."
    assert reasons[1] == f'The same story as "{BRIDGE[0].title}" of Courier.'
    assert reasons[3] == "It is 60 hours old; at most 48 hours are allowed."
    assert choice.stories[0].lead == BRIDGE[0]


def test_a_story_that_one_outlet_tells_as_grave_is_refused_for_all() -> None:
    grave = replace(BRIDGE[1], text=BRIDGE[1].text.replace("cut the ribbon", "mourned the two men killed at work"))
    choice = _choose([BRIDGE[0], grave])
    assert _rules(choice) == ["taste", "taste"]
    assert choice.decisions[0].reason.startswith("Herald tells the same story: It is about")


def test_a_story_is_used_when_any_of_its_articles_was() -> None:
    assert _rules(_choose(list(BRIDGE), used=frozenset({BRIDGE[2].id}))) == ["used"] * 3


def test_a_draft_of_given_articles_knows_neither_age_nor_use() -> None:
    old = article("A fair long ago", hours=9_000, id="played")
    assert _rules(_choose([old], used=frozenset({"played"}), fresh=False)) == ["taken"]
    assert _rules(_choose([old], used=frozenset({"played"}))) == ["stale"]


def test_more_outlets_come_before_fewer_and_fresh_before_old_and_dated_before_undated() -> None:
    fresh, old, undated = _different(3)
    old = replace(old, published_at=DAY_END - timedelta(hours=40))
    undated = replace(undated, published_at=None)
    choice = _choose([undated, old, fresh, *BRIDGE])
    assert [story.lead.id for story in choice.stories] == [BRIDGE[0].id, fresh.id, old.id, undated.id]
    assert choice.decisions[0].reason == "Carried by 1 outlet, no date given."


def test_what_was_not_asked_for_is_told_its_rank() -> None:
    choice = _choose(_different(8), limit=3)
    assert Counter(_rules(choice)) == {"taken": 3, "rank": 5}
    assert "Story 8 of 8; 3 were asked for." in {decision.reason for decision in choice.decisions}


def test_no_more_than_half_is_of_one_topic_while_others_have_stories() -> None:
    sport = [replace(made, topics=("sport",), published_at=DAY_END) for made in _different(6)]
    rest = [replace(made, topics=("science",)) for made in _different(10)[6:]]
    choice = _choose(sport + rest, limit=6)
    assert Counter(story.lead.topics[0] for story in choice.stories) == {"sport": 3, "science": 3}
    assert Counter(_rules(choice))["variety"] == 4
    plain = _choose(sport + rest, limit=6, variety=False)
    assert Counter(story.lead.topics[0] for story in plain.stories)["sport"] == 6


def test_a_deck_of_one_topic_is_not_cut_in_half() -> None:
    sport = [replace(made, topics=("sport",)) for made in _different(6)]
    assert len(_choose(sport, limit=6).stories) == 6


def test_no_articles_give_no_stories() -> None:
    assert _choose([]) == Choice((), ())


TEXTS = [
    *(made.text for made in BRIDGE),
    FILLER,
    "",
    "short",
    "He died on Monday. " + FILLER,
    "Der Hund und die Katze " * 30,
]
ANY = st.lists(
    st.builds(
        Article,
        id=st.sampled_from("abcdefgh"),
        title=st.sampled_from([*(made.title for made in BRIDGE), "Quiz: ten towns", "Murder in a mill", ""]),
        text=st.sampled_from(TEXTS) | st.text(max_size=60),
        url=st.sampled_from(["", "https://news.test/live/x", "http://[", "https://news.test/a"]),
        outlet=st.sampled_from(["", "Courier", "Herald"]),
        published_at=st.none() | st.datetimes(min_value=DAY_END.replace(tzinfo=None) - timedelta(days=5),
                                              max_value=DAY_END.replace(tzinfo=None) + timedelta(days=2),
                                              timezones=st.just(DAY_END.tzinfo)),
        topics=st.sampled_from([(), ("sport",), ("science", "sport")]),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(ANY, st.integers(0, 6), st.booleans(), st.booleans(), st.sampled_from(Strictness))
def test_each_article_gets_exactly_one_decision(
    given_: list[Article], limit: int, fresh: bool, variety: bool, strictness: Strictness
) -> None:
    asked = {"limit": limit, "fresh": fresh, "variety": variety, "strictness": strictness, "used": frozenset("b")}
    choice = _choose(given_, **asked)
    assert [decision.article for decision in choice.decisions] == [made.ref for made in given_]
    assert all(decision.reason for decision in choice.decisions)
    assert sum(decision.rule is Rule.TAKEN for decision in choice.decisions) == len(choice.stories) <= limit
    taken = [decision.article for decision in choice.decisions if decision.taken]
    assert sorted(ref.id for ref in taken) == sorted(story.lead.id for story in choice.stories)
    assert choice == _choose(given_, **asked)
