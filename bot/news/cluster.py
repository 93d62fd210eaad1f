"""The same event from several outlets joined into one story: rather two stories too many than two events in one."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain import Decision, Rule, Story
from bot.news.duplicates import duplicates
from bot.news.terms import likeness, terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Article
    from bot.news.terms import Terms

WINDOW = timedelta(hours=48)
"""Two articles further apart do not tell the same event."""

ALIKE = 0.45
_ALIKE_TO_ALL = 0.3
_LEAST_SHARED = 5
_LEAST_NAMES = 2
_MOST_PER_TERM = 60
_BEST_LENGTH = 5_400
"""Characters beyond which a longer text is no better."""


Groups = tuple[tuple[int, ...], ...]


def stories(articles: Sequence[Article]) -> tuple[tuple[Story, ...], tuple[Decision, ...]]:
    """Join articles into stories, each with its best article first; a decision for each that repeats another.

    Every article is in exactly one story or has exactly one decision. Stories stand in the order of their leads.
    """
    groups, repeated = grouped(articles)
    found = tuple(Story(tuple(articles[place] for place in group)) for group in groups)
    return found, tuple(Decision(articles[place].ref, *verdict) for place, verdict in sorted(repeated.items()))


def grouped(articles: Sequence[Article]) -> tuple[Groups, dict[int, tuple[Rule, str]]]:
    """The same by places in `articles`: the groups, and for each place that repeats another the rule and reason."""
    repeated = {
        place: (Rule.DUPLICATE, f'{how} "{articles[kept].title}"{_of(articles[kept].outlet)}, which is kept.')
        for place, (kept, how) in duplicates(articles).items()
    }
    kept = [place for place in range(len(articles)) if place not in repeated]
    groups = _join([articles[place] for place in kept])
    return tuple(tuple(kept[place] for place in group) for group in groups), repeated


def _of(outlet: str) -> str:
    return f" of {outlet}" if outlet else ""


def _join(articles: list[Article]) -> list[list[int]]:
    terms = terms_of(articles)
    order = sorted(range(len(articles)), key=lambda place: _merit(articles[place], place))
    groups: list[list[int]] = []
    group_of: dict[int, int] = {}
    index: dict[str, list[int]] = defaultdict(list)
    for place in order:
        chosen = _best_group(place, articles, terms, groups, group_of, index)
        if chosen is None:
            chosen = len(groups)
            groups.append([])
        groups[chosen].append(place)
        group_of[place] = chosen
        for term in terms[place].weights:
            index[term].append(place)
    return sorted(groups, key=lambda group: group[0])


def _merit(article: Article, place: int) -> tuple[int, bool, int]:
    """Best first: the longest clean text up to a limit, then with a date, then the order given."""
    return -(min(len(article.text), _BEST_LENGTH) // 300), article.published_at is None, place


def _best_group(
    place: int,
    articles: list[Article],
    terms: tuple[Terms, ...],
    groups: list[list[int]],
    group_of: dict[int, int],
    index: dict[str, list[int]],
) -> int | None:
    shared: Counter[int] = Counter()
    for term in terms[place].weights:
        if len(index[term]) <= _MOST_PER_TERM:
            shared.update(index[term])
    likely = sorted({group_of[other] for other, count in shared.items() if count >= _LEAST_SHARED})
    scored = [(_fit(place, groups[group], articles, terms), -group) for group in likely]
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] >= ALIKE else None


def _fit(place: int, group: list[int], articles: list[Article], terms: tuple[Terms, ...]) -> float:
    """How well an article fits a group: its likeness to the first, and 0 where it is unlike any other of it."""
    if not all(_near_in_time(articles[place], articles[other]) for other in group):
        return 0.0
    if not _share_enough(terms[place], terms[group[0]]):
        return 0.0
    if any(likeness(terms[place], terms[other]) < _ALIKE_TO_ALL for other in group[1:]):
        return 0.0
    return likeness(terms[place], terms[group[0]])


def _near_in_time(one: Article, other: Article) -> bool:
    if one.published_at is None or other.published_at is None:
        return True
    return abs(one.published_at - other.published_at) <= WINDOW


def _numbers(terms: set[str]) -> frozenset[str]:
    return frozenset(term for term in terms if term[0].isdigit())


def _share_enough(one: Terms, other: Terms) -> bool:
    both = one.weights.keys() & other.weights.keys()
    return len(both) >= _LEAST_SHARED and len((one.names | other.names | _numbers(both)) & both) >= _LEAST_NAMES
