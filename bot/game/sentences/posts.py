"""What stands in a channel's post, on its buttons and in its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.game.sentences.boards import Boards

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain import Recap, Riddle, Round, Yesterday


class Posts(Boards):
    """Posts, buttons, forms, and the commands of a platform."""

    __slots__ = ()

    def solved_so_far(self, solved: int) -> str:
        """How many have solved a riddle by now."""
        if not solved:
            return self._("Nobody has solved it yet.")
        return self._n("One player has solved it.", "{n} players have solved it.", solved)

    def yesterday(self, told: Yesterday, name: Callable[[str], str] | None) -> str:
        """How the last riddle went: how many solved it, who did best, and the community's own streak.

        Without `name` it is told how many did best, and of nobody that it was him.
        """
        head = self._n(
            "Riddle {number}: {solved} of one player solved it.",
            "Riddle {number}: {solved} of {n} players solved it.",
            told.players,
            number=told.number,
            solved=told.solved,
        )
        parts = [head, self._best(told, name)]
        if told.streak > 1:
            parts.append(self._n("Together: one day in a row.", "Together: {n} days in a row.", told.streak))
        return " ".join(filter(None, parts))

    def _best(self, told: Yesterday, name: Callable[[str], str] | None) -> str:
        if not told.best:
            return ""
        if name is None:
            points = self._n("one point", "{n} points", told.points)
            best = len(told.best) + told.unnamed
            return self._n("Best: one player with {points}.", "Best: {n} players with {points}.", best, points=points)
        names = ", ".join(name(player) for player in told.best)
        more = self._n(" and one more", " and {n} more", told.unnamed) if told.unnamed else ""
        return self._n(
            "Best: {names} with one point.", "Best: {names} with {n} points.", told.points, names=names + more
        )

    def last_week(self) -> str:
        """The title of last week's board."""
        return self._("Last week")

    def withdrawn(self) -> str:
        """A riddle was taken back after it was posted."""
        return self._("This riddle was taken back: it does not count, and nobody's streak ends by it.")

    def instead(self) -> str:
        """What is played in the place of a riddle that was taken back."""
        return self._("Play this one instead.")

    def answers(self, found: Round, recaps: tuple[Recap, ...]) -> tuple[tuple[tuple[str, str], ...], ...]:
        """All that is told at the reveal, for each riddle that counts."""
        return tuple(
            self.reveal(riddle, recap=recap)
            for place, (riddle, recap) in enumerate(zip(found.riddles, recaps, strict=True), 1)
            if place not in found.void
        )

    def button(self, deed: str) -> str:
        """What stands on a button."""
        return {
            "guess": self._("Guess"),
            "hint": self._("Hint"),
            "give_up": self._("Give up"),
            "answer": self._("Answer"),
            "share": self._("Share"),
            "good": self._("Good riddle"),
            "bad": self._("Bad riddle"),
            "report": self._("Report"),
            "today": self._("Today's riddle"),
            "board": self._("Board"),
            "forget": self._("Delete everything"),
        }[deed]

    def guess_label(self) -> str:
        """What a guess is asked for with."""
        return self._("Your guess")

    def report_label(self) -> str:
        """What a report is asked for with."""
        return self._("What is wrong with it?")

    def send(self) -> str:
        """Sends a form."""
        return self._("Send")

    def cancel(self) -> str:
        """Closes a form."""
        return self._("Cancel")

    def how_to_guess(self) -> str:
        """Said privately to who guesses where others would read it."""
        return self._("To guess without spoiling it for others, press Guess under the riddle, or type /riddle guess.")

    def try_again(self) -> str:
        """The store does not answer."""
        return self._("That did not get through just now; nothing was counted. Please try again in a moment.")

    def not_posted(self, when: str) -> str:
        """Before the first post of a channel."""
        return self._("The first riddle comes {when}.", when=when) if when else self._("There is no riddle here yet.")

    def no_such_command(self, typed: str, nearest: str) -> str:
        """To a command there is not, where all begin with the same word."""
        if nearest:
            return self._("There is no /riddle {typed}. Did you mean /riddle {nearest}?", typed=typed, nearest=nearest)
        return self._("There is no /riddle {typed}; /riddle help tells what there is.", typed=typed)

    def platform_help(self) -> str:
        """Everything that can be asked for on a platform, by command."""
        return "\n".join(
            (
                self._("/riddle: today's riddle, seen by you alone."),
                self._("/riddle guess and your guess; /riddle hint; /riddle answer, where you may see it."),
                self._("/riddle me: your points and your streak; /riddle board week, month, season, all, accuracy."),
                self._("/riddle archive: the last days; /riddle share: a line that spoils nothing."),
                self._("/riddle report and what is wrong; /riddle hide-me and show-me: off the boards and on again."),
                self._("/riddle remind-me: a private line before a streak of yours would end; remind-me off: no more."),
                self._("/riddle my-data: all that is kept of you; /riddle forget-me: deletes it."),
                self._("A riddle of another day goes by its number: /riddle guess 142.1 and your guess."),
            )
        )

    def reminding(self, *, on: bool) -> str:
        """What becomes of a wish to be reminded."""
        if on:
            return self._(
                "You get one private line in the hours before a streak of yours would end. "
                "/riddle remind-me off ends it."
            )
        return self._("You are reminded of nothing any more.")

    def pages(self, privacy: str, terms: str) -> str:
        """Where it is told what is kept of players, and on what terms they play."""
        told = [self._("What is kept of you: {url}", url=privacy)] if privacy else []
        told += [self._("Terms: {url}", url=terms)] if terms else []
        return "\n".join(told) or self._("What is kept of you, and for how long, whoever runs this bot can tell you.")

    def read_story(self) -> str:
        """Leads to the article."""
        return self._("Read the story")

    def to_review(self, number: int, day: str, word: str) -> str:
        """What stands over riddles that hosts are asked about."""
        if word == "approved":
            return self._("Riddle {number} for {day}: approved", number=number, day=day)
        if word == "skipped":
            return self._("Riddle {number} for {day}: skipped", number=number, day=day)
        return self._("Riddle {number} for {day}: shall it be played?", number=number, day=day)

    def for_host(self, riddle: Riddle) -> tuple[tuple[str, str], ...]:
        """What a host wants to know of a riddle before it is posted."""
        rows = [
            (self._("The answer"), riddle.answer),
            (self._("Also right"), ", ".join(riddle.aliases)),
            *((self._("Hint {number}", number=number), hint) for number, hint in enumerate(riddle.hints, 1)),
            (self._("Headline"), riddle.article.title if riddle.article else ""),
            (self._("Made"), self.made_by(riddle)),
        ]
        return tuple(row for row in rows if row[1])

    def host_button(self, deed: str) -> str:
        """What stands on a host's button."""
        return {
            "approve": self._("Approve"),
            "skip": self._("Skip this day"),
            "next": self._("Next riddle"),
            "hints": self._("Edit hints"),
        }[deed]

    # --- what a host is told of his channels ---

    def channel_set(self) -> str:
        """What stands over a channel that was set up."""
        return self._("Riddles will be posted here")

    def schedule_row(self) -> str:
        """Names the time of the posts."""
        return self._("When")

    def reveal_row(self) -> str:
        """Names the time of the answers."""
        return self._("Answer shown")

    def next_post(self) -> str:
        """Names the moment of the next post."""
        return self._("Next post")

    def paused_by_host(self) -> str:
        """Why a channel gets nothing."""
        return self._("A host paused it.")

    def channel_paused(self) -> str:
        """A channel gets nothing for now."""
        return self._("Nothing is posted in this channel until you resume it.")

    def channel_removed(self) -> str:
        """A channel gets nothing any more."""
        return self._("Riddles are posted in this channel no more.")

    def posting_now(self) -> str:
        """Today's riddle comes at once."""
        return self._("Today's riddle is being posted.")

    def recalled(self, label: str) -> str:
        """A riddle was taken back."""
        return self._("Riddle {label} is taken back; its posts will say so in a moment.", label=label)

    def status_title(self) -> str:
        """What stands over what became of the posts."""
        return self._("What was posted, and why not")

    def no_channels(self) -> str:
        """Nothing is set up."""
        return self._("No riddles are posted in any channel yet; set one up first.")

    def is_made(self) -> str:
        """The riddles of a day are there."""
        return self._("made")

    def is_not_made(self) -> str:
        """They are not there yet."""
        return self._("not made yet")
