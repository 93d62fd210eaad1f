"""From a day's articles to the stories worth a riddle, with a reason for each article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain import Decision, Rule, Story, Strictness
from bot.news.cluster import grouped
from bot.news.language import foreign
from bot.news.rank import age, ranked, topic
from bot.news.taste import refusal
from bot.news.thin import thinness
from bot.news.topics import off_topic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain import Article
    from bot.news.rank import Ranking

FRESH = timedelta(hours=48)
"""How old an article may be at the end of its day."""

_Verdicts = dict[int, tuple[Rule, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """The stories taken, best first, and one decision for each article given, in the order given."""

    stories: tuple[Story, ...]
    decisions: tuple[Decision, ...]


def choose(
    articles: Sequence[Article],
    *,
    day_end: datetime,
    limit: int,
    used: frozenset[str] = frozenset(),
    strictness: Strictness = Strictness.STANDARD,
    topics: Sequence[str] = (),
    fresh: bool = True,
    variety: bool = True,
) -> Choice:
    """Choose up to `limit` stories of the articles, the best first.

    `day_end` is the end of the edition's day, aware: ages are counted from it. `used` are ids of articles played
    lately; `topics`, where there are some, leave out other stories. `fresh=False` (a draft of given articles) leaves
    out the rules `stale` and `used`; `variety=False` takes the best stories even when all are of one topic. The same
    articles always give the same choice.
    """
    verdicts = _unfit(articles, day_end if fresh else None)
    groups = _grouped(articles, verdicts)
    verdicts |= _unwanted(articles, groups, used if fresh else frozenset(), strictness, topics)
    groups = [group for group in groups if group[0] not in verdicts]
    found = [Story(tuple(articles[place] for place in group)) for group in groups]
    ranking = ranked(found, day_end=day_end, limit=max(0, limit), variety=variety)
    verdicts |= _placed(found, groups, ranking, day_end)
    return Choice(
        tuple(found[place] for place in ranking.chosen),
        tuple(Decision(article.ref, *verdicts[place]) for place, article in enumerate(articles)),
    )


def _unfit(articles: Sequence[Article], day_end: datetime | None) -> _Verdicts:
    """What each article says for itself: no story, not English, too old (where there is a day)."""
    verdicts: _Verdicts = {}
    for place, article in enumerate(articles):
        if meagre := thinness(article):
            verdicts[place] = Rule.THIN, meagre
        elif strange := foreign(article.text):
            verdicts[place] = Rule.LANGUAGE, strange
        elif day_end and (passed := age(article, day_end)) and passed > FRESH:
            verdicts[place] = Rule.STALE, f"It is {_hours(passed)} old; at most {_hours(FRESH)} are allowed."
    return verdicts


def _grouped(articles: Sequence[Article], verdicts: _Verdicts) -> list[tuple[int, ...]]:
    """Groups of the articles without a verdict; those that repeat another get one."""
    left = [place for place in range(len(articles)) if place not in verdicts]
    groups, repeated = grouped([articles[place] for place in left])
    verdicts |= {left[place]: verdict for place, verdict in repeated.items()}
    return [tuple(left[place] for place in group) for group in groups]


def _unwanted(
    articles: Sequence[Article],
    groups: list[tuple[int, ...]],
    used: frozenset[str],
    strictness: Strictness,
    topics: Sequence[str],
) -> _Verdicts:
    """Stories played lately, those of other topics, and those that one of their outlets tells as a grave one."""
    verdicts: _Verdicts = {}
    for group in groups:
        members = [articles[place] for place in group]
        if any(article.id in used for article in members):
            reason = "A riddle was made of this story lately."
            verdicts |= dict.fromkeys(group, (Rule.USED, reason))
            continue
        if other := off_topic(members, topics):
            verdicts |= dict.fromkeys(group, (Rule.TOPIC, other))
            continue
        verdicts |= _tasteless(articles, group, strictness)
    return verdicts


def _tasteless(articles: Sequence[Article], group: tuple[int, ...], strictness: Strictness) -> _Verdicts:
    """What taste says of a story: what one outlet tells softly another may tell plainly, so one refuses all."""
    said = {place: reason for place in group if (reason := _taste(articles[place], strictness))}
    if not said:
        return {}
    first = min(said)
    borrowed = f"{articles[first].outlet or 'Another article'} tells the same story: {said[first]}"
    return {place: (Rule.TASTE, said.get(place, borrowed)) for place in group}


def _taste(article: Article, strictness: Strictness) -> str | None:
    return refusal(article.title, article.text, strictness, article.topics)


def _placed(found: list[Story], groups: list[tuple[int, ...]], ranking: Ranking, day_end: datetime) -> _Verdicts:
    verdicts: _Verdicts = {}
    for place in ranking.chosen:
        verdicts[groups[place][0]] = Rule.TAKEN, _why(found[place], day_end)
    for place in ranking.held_back:
        reason = f"Half of the stories taken are about {topic(found[place])} already."
        verdicts[groups[place][0]] = Rule.VARIETY, reason
    asked = len(ranking.chosen)
    for number, place in enumerate(ranking.rest, start=asked + 1):
        reason = f"Story {number} of {len(found)}; {asked} {'was' if asked == 1 else 'were'} asked for."
        verdicts[groups[place][0]] = Rule.RANK, reason
    for story, group in zip(found, groups, strict=True):
        reason = f'The same story as "{story.lead.title}"{f" of {story.lead.outlet}" if story.lead.outlet else ""}.'
        verdicts |= dict.fromkeys(group[1:], (Rule.SAME_STORY, reason))
    return verdicts


def _why(story: Story, day_end: datetime) -> str:
    passed = age(story.lead, day_end)
    when = "no date given" if passed is None else f"{_hours(max(passed, timedelta()))} old"
    return f"Carried by {story.outlets} outlet{'' if story.outlets == 1 else 's'}, {when}."


def _hours(passed: timedelta) -> str:
    hours = round(passed.total_seconds() / 3600)
    if hours > 96:
        return f"{hours // 24} days"
    return f"{hours} hour{'' if hours == 1 else 's'}"
