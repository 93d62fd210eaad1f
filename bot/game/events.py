"""Events: right when the subject and what happened to it are both named, in any wording. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.game import knowledge
from bot.game.keeping import kept
from bot.game.matching import Key, same_word
from bot.game.slips import word_slips
from bot.game.stems import same_stem

if TYPE_CHECKING:
    from collections.abc import Mapping

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
DONE_TO = frozenset(
    "beat beats beating beaten defeat defeats defeated defeating thrash thrashes thrashed invade invades invaded "
    "invading attack attacks attacked attacking kill kills killed killing bomb bombs bombed bombing sue sues sued "
    "suing buy buys bought buying sack sacks sacked shoot shoots shot arrest arrests arrested chase chases chased "
    "eat eats ate eaten bite bites bit bitten rescue rescues rescued ban bans banned hit hits overtake overtakes "
    "overtook accuse accuses accused save saves saved elect elects elected poison poisons poisoned murder murders "
    "murdered rob robs robbed acquire acquires acquired".split()
)
"""What one does to another; the other way round it is another event."""
_INSTRUMENTS = frozenset("treaty treaties protocol convention armistice".split())
"""What is a name with a place: the Treaty of Paris is no Paris Agreement."""
_OVER = frozenset(
    "end ends ended ending over cancel cancels cancelled canceled postpone postpones postponed suspend suspends "
    "suspended resume resumes resumed averts halted".split()
)
"""What tells that something is no more, which is another event than the thing itself."""
_SUFFERS = frozenset("is are was were be been being get gets got".split())
LEAST_SLIPPED = 5
"""Letters of a word that is compared by its slips."""
_LONGEST = 4
"""Words of a known name."""
_MOST_EXTRA = 6
"""Words of a guess that are neither subject nor happening."""


@dataclass(frozen=True)
class Event:
    """What the answer and its aliases say of an event."""

    names: tuple[Key, ...]

    @kept
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The words of each name, one sign for a thing with several names."""
        return tuple(signed(name.base) for name in self.names)

    @kept
    def happened(self) -> frozenset[int]:
        """What happened: the happenings that several names share, or else all of them."""
        told = [_each(words) for words in self.rows]
        alone = frozenset().union(*(groups for some in told if len(some) == 1 for groups in some))
        every = frozenset().union(*(groups for some in told for groups in some))
        shared = frozenset(one for one in every if sum(any(one in groups for groups in some) for some in told) > 1)
        return alone | shared or every

    @kept
    def doing(self) -> frozenset[str]:
        """The words of the names that tell what happened."""
        groups = knowledge.happenings()
        return frozenset(word for words in self.rows for word in words if groups.get(word, frozenset()) & self.happened)

    @kept
    def _own(self) -> frozenset[str]:
        """All words of the names."""
        return frozenset(word for words in self.rows for word in words)

    @kept
    def subjects(self) -> tuple[tuple[str, ...], ...]:
        """The subject as each name has it: the proper names in it, or else all words that are not the happening."""
        found = {self._subject(name, words) for name, words in zip(self.names, self.rows, strict=True)}
        least = min((len(subject) for subject in found if subject), default=0)
        return tuple(subject for subject in sorted(found) if subject and (len(subject) == least or len(subject) > 1))

    def _subject(self, name: Key, row: tuple[str, ...]) -> tuple[str, ...]:
        proper = {word for part in name.text.split()[1:] if part[:1].isupper() for word in Key(part).base}
        first = name.text.split()[0]
        if first[:1].isupper() and (first.lower() not in _EMPTY) and not knowledge.happenings().get(first.lower()):
            proper |= set(Key(first).base)
        words = [word for word in row if word not in _EMPTY and word not in self.doing]
        own = [word for word in words if word in proper or (word[0] == "@" and proper)]
        return tuple(dict.fromkeys(own or words))

    def _reworded(self, words: tuple[str, ...]) -> bool:
        """Whether it is one of the names in another tense, with slips of the pen."""
        words = tuple(word for word in words if word not in _EMPTY)
        letters = "".join(word[0] for word in words)
        return len(words) > 1 and any(all(map(_same, words, row)) for row in self._weighty.get(letters, ()))

    @kept
    def _weighty(self) -> Mapping[str, list[tuple[str, ...]]]:
        """The names without little words, by the first letters of the others."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for words in self.rows:
            row = tuple(word for word in words if word not in _EMPTY)
            found.setdefault("".join(word[0] for word in row), []).append(row)
        return found

    @kept
    def _subject_words(self) -> frozenset[str]:
        return frozenset(word for some in self.subjects for word in some)

    def told(self, said: Key) -> bool:
        """Tell whether a guess names the subject and what happened, and denies neither."""
        words = signed(said.base)
        if not _DENIED.isdisjoint(words) or any(sign in said.text for sign in ";/|\n"):
            return False
        if self.turned(words) or (not _INSTRUMENTS.isdisjoint(words) and _INSTRUMENTS.isdisjoint(self._own)):
            return False
        if self._reworded(words):
            return True
        subject = self.subject(words)
        if not subject:
            return False
        happened = _happenings(words) & self.happened or any(_among(word, self._others) for word in words)
        return bool(happened) and self._nothing_else(words, subject)

    def subject(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The subject as far as a guess names it, or nothing."""
        return _subject(self, words)

    def named(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The subject that a guess names, or nothing."""
        named = {word for word in self._subject_words if _among(word, words)}
        return next((some for some in self.subjects if named.issuperset(some)), ()) if named else ()

    @kept
    def _others(self) -> tuple[str, ...]:
        """Words of the happening that no list knows."""
        if self.happened:
            return ()
        subjects = {word for subject in self.subjects for word in subject}
        return tuple(self._own - subjects - _EMPTY)

    def turned(self, words: tuple[str, ...]) -> bool:
        """Whether the guess tells the opposite."""
        for one, other in _REVERSED:
            for told, opposite in ((one, other), (other, one)):
                if not opposite.isdisjoint(words) and told & self.doing and opposite.isdisjoint(self.doing):
                    return True
        if not _OVER.isdisjoint(words) and _OVER.isdisjoint(self._own):
            return True
        sides = _sides(words)
        if not sides or not self._sides:
            return False
        doers, others = (frozenset().union(*some) for some in zip(*self._sides, strict=True))
        return bool(sides[0] & (others - doers) or sides[1] & (doers - others))

    @kept
    def _sides(self) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        """Who did it, and to whom, as far as the names say."""
        return tuple(filter(None, map(_sides, self.rows)))

    def _nothing_else(self, words: tuple[str, ...], subject: tuple[str, ...]) -> bool:
        left = [word for word in words if word not in self._own and word not in _EMPTY and not _among(word, subject)]
        paired = self._paired(words)
        left = [word for word in left if word not in paired and not self._is_it(word)]
        if not _CONTESTS.isdisjoint(left) or self._another_bearer(words, subject):
            return False
        if any(word[0].isdigit() or self._elsewhere(word) for word in left) or len(left) > _MOST_EXTRA:
            return False
        return not any(knowledge.happenings().get(word) for word in left if word not in _LIGHT)

    def _elsewhere(self, word: str) -> bool:
        """Whether a word names a place that no name speaks of, nor lies in one."""
        own = {name[1:] for name in self._own if name[0] == "@"}
        around = knowledge.within()
        place = word[1:]
        if word[0] != "@" or place.isdigit() or not own:
            return False
        return not any(place in around.get(name, ()) or name in around.get(place, ()) for name in own)

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
        words = signed(said.base)
        groups, paired = knowledge.happenings(), self._paired(words)
        return any(
            word not in self._own and word not in _LIGHT and groups.get(word) and not groups[word] & self.happened
            for word in words
            if word not in paired
        )


def is_event(names: tuple[Key, ...]) -> bool:
    """Tell whether names without a kind look like those of an event: six and more, of which most tell what happened."""
    return len(names) > 5 and sum(bool(_happenings(name.base)) for name in names) > 0.6 * len(names)


def _sides(words: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]] | None:
    """Who does something to whom: the words before and behind the verb, exchanged by a `by`."""
    at = next((at for at, word in enumerate(words) if word in DONE_TO), 0)
    if not 0 < at < len(words) - 1:
        return None
    one, other = (frozenset(some) - _EMPTY for some in (words[:at], words[at + 1 :]))
    return (other, one) if "by" in words[at + 1 :] or words[at - 1] in _SUFFERS else (one, other)


@lru_cache(16)
def _subject(event: Event, words: tuple[str, ...]) -> tuple[str, ...]:
    """It is asked for twice while a guess is judged."""
    return event.named(words)


@lru_cache(64)
def signed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words with one sign for each known name: the UK, Britain and the British are one."""
    names, found, at = knowledge.tokens(), [], 0
    while at < len(words):
        size = next((n for n in range(_LONGEST, 0, -1) if " ".join(words[at : at + n]) in names), 0)
        found.append(names[" ".join(words[at : at + size])] if size else words[at])
        at += size or 1
    return tuple(found)


def _happenings(words: tuple[str, ...]) -> frozenset[int]:
    groups = knowledge.happenings()
    return frozenset().union(*(groups.get(one, frozenset()) for one in (*words, *map(" ".join, pairwise(words)))))


def _each(words: tuple[str, ...]) -> list[frozenset[int]]:
    groups = knowledge.happenings()
    found = (groups.get(one, frozenset()) for one in (*words, *map(" ".join, pairwise(words))))
    return list(filter(None, found))


def _among(word: str, words: tuple[str, ...]) -> bool:
    return word in words or (word[0] != "@" and any(_same(other, word) for other in words))


def _same(said: str, word: str) -> bool:
    if said == word or "@" in {said[0], word[0]}:
        return said == word
    if said[0] != word[0]:
        return len(word) > LEAST_SLIPPED and bool(word_slips(said, word))
    return same_word(word, said) or same_stem(said, word) or bool(word_slips(said, word))
