"""Events: right when the subject and what happened to it are both named, in any wording. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.game import knowledge
from bot.game.matching import Key, same_word
from bot.game.slips import word_slips

_EMPTY = frozenset(
    "a an the of and in on at by for to from with into onto over under after before is are was were be been being "
    "has had have its his her their it he she they who which when that this someone somebody something people man "
    "men woman got gets get did do does down up out off away s great big new old".split()
)
_DENIED = frozenset(
    "not no never nor neither without isnt arent wasnt werent aint dont doesnt didnt cannot cant wont almost "
    "nearly foiled failed averted avoided prevented or".split()
)
_REVERSED = (
    ({"open", "opens", "opened", "opening"}, {"close", "closes", "closed", "closing", "closure", "shut"}),
    ({"win", "wins", "won", "winning", "victory"}, {"lose", "loses", "lost", "losing", "defeat", "defeated"}),
    ({"join", "joins", "joined", "joining"}, {"leave", "leaves", "left", "leaving", "exit"}),
)
_LIGHT = frozenset(
    "caught catch catches become becomes became becoming hit hits struck strike strikes left leave leaves take "
    "takes took name".split()
)
"""Words that tell of many things, and so of nothing else."""
_CONTESTS = frozenset(
    "euro euros olympics eurovision copa wimbledon league championship championships cup oscar oscars grammy ashes "
    "referendum election war".split()
)
"""What is won, lost or held: another one is another event."""
_MOST_EXTRA = 6
"""Words of a guess that are neither subject nor happening."""


@dataclass(frozen=True)
class Event:
    """What the answer and its aliases say of an event."""

    names: tuple[Key, ...]

    @cached_property
    def happened(self) -> frozenset[int]:
        """What happened: the happenings that several names share, or else all of them."""
        told = [_each(name.base) for name in self.names]
        alone = frozenset().union(*(groups for some in told if len(some) == 1 for groups in some))
        every = frozenset().union(*(groups for some in told for groups in some))
        shared = frozenset(one for one in every if sum(any(one in groups for groups in some) for some in told) > 1)
        return alone | shared or every

    @cached_property
    def doing(self) -> frozenset[str]:
        """The words of the names that tell what happened."""
        groups = knowledge.happenings()
        return frozenset(
            word for name in self.names for word in name.base if groups.get(word, frozenset()) & self.happened
        )

    @cached_property
    def _own(self) -> frozenset[str]:
        """All words of the names."""
        return frozenset(word for name in self.names for word in name.base)

    @cached_property
    def subjects(self) -> tuple[tuple[str, ...], ...]:
        """The subject as each name has it: the proper names in it, or else all words that are not the happening."""
        found = {self._subject(name) for name in self.names}
        least = min((len(subject) for subject in found if subject), default=0)
        return tuple(subject for subject in sorted(found) if subject and (len(subject) == least or len(subject) > 1))

    def _subject(self, name: Key) -> tuple[str, ...]:
        proper = {word for part in name.text.split()[1:] if part[:1].isupper() for word in Key(part).base}
        first = name.text.split()[0]
        if first[:1].isupper() and (first.lower() not in _EMPTY) and not knowledge.happenings().get(first.lower()):
            proper |= set(Key(first).base)
        words = [word for word in name.base if word not in _EMPTY and word not in self.doing]
        own = [word for word in words if word in proper]
        return tuple(dict.fromkeys(own or words))

    @cached_property
    def _subject_words(self) -> frozenset[str]:
        return frozenset(word for some in self.subjects for word in some)

    def told(self, said: Key) -> bool:
        """Tell whether a guess names the subject and what happened, and denies neither."""
        words = said.base
        if not _DENIED.isdisjoint(words) or any(sign in said.text for sign in ";/|\n"):
            return False
        subject = self.subject(words)
        if not subject or self._turned(words):
            return False
        happened = _happenings(words) & self.happened or any(_among(word, self._others) for word in words)
        return bool(happened) and self._nothing_else(words, subject)

    def subject(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The subject as far as a guess names it, or nothing."""
        named = {word for word in self._subject_words if _among(word, words)}
        return next((some for some in self.subjects if named.issuperset(some)), ()) if named else ()

    @cached_property
    def _others(self) -> tuple[str, ...]:
        """Words of the happening that no list knows."""
        if self.happened:
            return ()
        subjects = {word for subject in self.subjects for word in subject}
        return tuple({word for name in self.names for word in name.base} - subjects - _EMPTY)

    def _turned(self, words: tuple[str, ...]) -> bool:
        """Whether the guess tells the opposite."""
        for one, other in _REVERSED:
            for told, opposite in ((one, other), (other, one)):
                if not opposite.isdisjoint(words) and told & self.doing and opposite.isdisjoint(self.doing):
                    return True
        return False

    def _nothing_else(self, words: tuple[str, ...], subject: tuple[str, ...]) -> bool:
        left = [word for word in words if word not in self._own and word not in _EMPTY and not _among(word, subject)]
        paired = self._paired(words)
        left = [word for word in left if word not in paired and not self._is_it(word)]
        if not _CONTESTS.isdisjoint(left) or self._another_bearer(words, subject):
            return False
        if any(word[0].isdigit() for word in left) or len(left) > _MOST_EXTRA:
            return False
        return not any(knowledge.happenings().get(word) for word in left if word not in _LIGHT)

    def _is_it(self, told: str) -> bool:
        return bool(knowledge.happenings().get(told, frozenset()) & self.happened)

    def _paired(self, words: tuple[str, ...]) -> frozenset[str]:
        """Words that tell what happened together with the next one: `stepped down`."""
        return frozenset(word for pair in pairwise(words) if self._is_it(" ".join(pair)) for word in pair)

    def _another_bearer(self, words: tuple[str, ...], subject: tuple[str, ...]) -> bool:
        """Whether the subject has another given name than the names say: Robert Kennedy."""
        women, men = knowledge.women_and_men()
        given, forms = women | men, knowledge.nicknames()
        own, mine = self._own, {word for word in self._own if word in given}
        return bool(mine) and any(
            word in given
            and word not in own
            and _among(following, subject)
            and not any(forms.get(word, frozenset()) & forms.get(one, frozenset()) for one in mine)
            for word, following in pairwise(words)
        )

    def other(self, said: Key) -> bool:
        """Tell whether a guess tells that something else happened."""
        groups, paired = knowledge.happenings(), self._paired(said.base)
        return any(
            word not in self._own and word not in _LIGHT and groups.get(word) and not groups[word] & self.happened
            for word in said.base
            if word not in paired
        )


def is_event(names: tuple[Key, ...]) -> bool:
    """Tell whether names without a kind look like those of an event: six and more, of which most tell what happened."""
    return len(names) > 5 and sum(bool(_happenings(name.base)) for name in names) > 0.6 * len(names)


def _happenings(words: tuple[str, ...]) -> frozenset[int]:
    groups = knowledge.happenings()
    return frozenset().union(*(groups.get(one, frozenset()) for one in (*words, *map(" ".join, pairwise(words)))))


def _each(words: tuple[str, ...]) -> list[frozenset[int]]:
    groups = knowledge.happenings()
    found = (groups.get(one, frozenset()) for one in (*words, *map(" ".join, pairwise(words))))
    return list(filter(None, found))


def _among(word: str, words: tuple[str, ...]) -> bool:
    return word in words or any(same_word(word, other) or word_slips(other, word) for other in words)
