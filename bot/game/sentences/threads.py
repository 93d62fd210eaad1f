"""What is said in threads and by slash commands, beside posts."""

from __future__ import annotations

from bot.game.sentences.speech import Speech


class Threads(Speech):
    """Threads, their first lines, praise, and what a platform's commands are called."""

    __slots__ = ()

    def thread_name(self, number: int) -> str:
        """What the thread of a post is called; it tells nothing of the riddle."""
        return self._("Riddle No. {number}", number=number)

    def thread_of(self, number: int, name: str) -> str:
        """What a player's own thread is called."""
        return self._("Riddle No. {number} for {name}", number=number, name=name)

    def thread_of_solvers(self, number: int) -> str:
        """What the thread is called in which those talk who have solved it."""
        return self._("Riddle No. {number}, solved", number=number)

    def thread_opens(self, *, typing: bool, several: bool) -> str:
        """The first line of a thread: how one guesses in it."""
        how = (
            self._("Guess here by just typing; what you type is seen by all.")
            if typing
            else self._("Guess here by mentioning me with your guess; what you type is seen by all.")
        )
        which = self._("Begin with the number of the riddle: 2 and your guess.") if several else ""
        more = self._("The first right answer ends the race; whoever wants to guess alone presses Guess above.")
        return " ".join(filter(None, (how, which, more)))

    def own_thread_opens(self, *, typing: bool, several: bool) -> str:
        """The first line of a player's own thread."""
        how = (
            self._("This thread is yours alone: guess by just typing.")
            if typing
            else self._("This thread is yours alone: guess by mentioning me with your guess.")
        )
        which = self._("Begin with the number of the riddle: 2 and your guess.") if several else ""
        return " ".join(filter(None, (how, which)))

    def won(self, name: str) -> str:
        """Praise for who was first."""
        return self._(
            "{name} is the first to solve it! Nobody earns points for it here any more: talk away.", name=name
        )

    def let_in(self, name: str) -> str:
        """Welcomes one among those who have solved it."""
        return self._("{name} has solved it, too. Welcome!", name=name)

    def your_thread(self) -> str:
        """Leads a player to his own thread."""
        return self._("Your thread is open; nobody else sees it:")

    def play(self) -> str:
        """Opens a player's own thread."""
        return self._("Play")

    # --- why something is done in another way ---

    def no_thread(self, why: str) -> str:
        """To hosts: no thread could be opened below a post."""
        told = {
            "permission": self._("The bot may not create threads there: allow Create Public Threads."),
            "cap": self._("The server has as many active threads as it may have."),
            "kind": self._("This kind of channel has no threads."),
            "missing": self._("The post was deleted before its thread was opened."),
        }
        reason = told.get(why) or self._("Discord refused it.")
        return " ".join((self._("The riddle is posted without a thread; the buttons work."), reason))

    def cannot_react(self) -> str:
        """To hosts: verdicts are not shown in a thread."""
        return self._(
            "Guesses are counted, but the bot cannot show verdicts: allow Add Reactions and Read Message History."
        )

    def no_own_threads(self) -> str:
        """To hosts: players have no threads of their own."""
        return self._("Players guess by the form: the bot may not create private threads there, or there are too many.")

    # --- hosts ---

    def hosts_only(self) -> str:
        """To one who is no host."""
        return self._("Only those who manage this server, or have the role chosen for it, can do that.")

    def guild_only(self) -> str:
        """To one who asks a host's thing where there is no community."""
        return self._("That is for servers the bot was added to.")

    def hint_label(self, number: int) -> str:
        """What a hint is changed with."""
        return self._("Hint {number}", number=number)

    def thread_row(self) -> str:
        """Names how a community guesses by typing."""
        return self._("Threads")

    def thread_mode(self, mode: str) -> str:
        """How a community guesses by typing."""
        return {
            "race": self._("race: one thread for all, the first right answer wins"),
            "own": self._("own: each player has a private thread"),
        }[mode]

    def no_queue(self) -> str:
        """Nothing waits for a host."""
        return self._("No riddles are made for the next days yet.")

    def other_days(self, days: str) -> str:
        """Beside the riddles of a day: for which days there are some, too."""
        return self._("Made as well, for: {days}. /riddle-admin queue shows them by day.", days=days)

    def deck_kept_here(self, title: str) -> str:
        """A deck was kept."""
        return self._("The deck {title} is kept. /riddle-admin setup lets a channel play it.", title=title)

    def deck_not_kept(self) -> str:
        """A deck was not kept, for what follows; what was typed is shown."""
        return self._("Nothing is kept yet: this has to be put right first.")

    # --- commands ---

    def command(self, name: str) -> str:
        """What a command, an option or a choice is called: small letters, in English its own name."""
        return _names(self).get(name, name).lower()

    def about_command(self, name: str) -> str:
        """What a command or an option does, in at most 100 characters."""
        return _abouts(self)[name]


def _names(words: Threads) -> dict[str, str]:
    _ = words._
    return {
        "today": _("today"),
        "guess": _("guess"),
        "hint": _("hint"),
        "answer": _("answer"),
        "board": _("board"),
        "me": _("me"),
        "archive": _("archive"),
        "share": _("share"),
        "report": _("report"),
        "my-data": _("my-data"),
        "forget-me": _("forget-me"),
        "remind-me": _("remind-me"),
        "hide-me": _("hide-me"),
        "show-me": _("show-me"),
        "switch": _("switch"),
        "on": _("on"),
        "off": _("off"),
        "help": _("help"),
        "text": _("text"),
        "riddle": _("riddle"),
        "span": _("span"),
        "what": _("what"),
        "week": _("week"),
        "month": _("month"),
        "season": _("season"),
        "all": _("all"),
        "accuracy": _("accuracy"),
        "race": _("race"),
        "own": _("own"),
        "channel": _("channel"),
        "time": _("time"),
        "zone": _("zone"),
        "weekdays": _("weekdays"),
        "deck": _("deck"),
        "threads": _("threads"),
        "role": _("role"),
        "reveal": _("reveal"),
        "hosts": _("hosts"),
        "review": _("review"),
        "host-channel": _("host-channel"),
        "day": _("day"),
        "place": _("place"),
        "decks": _("decks"),
        "setup": _("setup"),
        "pause": _("pause"),
        "resume": _("resume"),
        "remove": _("remove"),
        "post-now": _("post-now"),
        "queue": _("queue"),
        "approve": _("approve"),
        "skip": _("skip"),
        "replace": _("replace"),
        "recall": _("recall"),
        "alias": _("alias"),
        "void": _("void"),
        "reports": _("reports"),
        "status": _("status"),
    }


def _abouts(words: Threads) -> dict[str, str]:
    _ = words._
    return {
        "riddle": _("Riddles made of the day's news"),
        "today": _("Today's riddle, seen by you alone"),
        "guess": _("Guess; only you see it, and the verdict"),
        "hint": _("The next hint; each costs two points"),
        "answer": _("The answer, where you may see it"),
        "board": _("Who stands where"),
        "me": _("Your points and your streak"),
        "archive": _("The riddles of the last days"),
        "share": _("A line for others that spoils nothing"),
        "report": _("Say what is wrong with a riddle"),
        "my-data": _("All that is kept of you, as a file"),
        "forget-me": _("Delete all that is kept of you"),
        "remind-me": _("A private line before a streak of yours would end, or none any more"),
        "remind-me:switch": _("On, which is as it is where you say nothing, or off"),
        "hide-me": _("Stay off the boards"),
        "show-me": _("Be on the boards again"),
        "help": _("What you can do here"),
        "guess:text": _("Your guess"),
        "guess:riddle": _("Its number, like 142 or 142.2; else today's"),
        "board:span": _("Of which time"),
        "report:what": _("What is wrong with it"),
        "riddle-admin": _("Look after the riddles of this server"),
        "setup": _("Say where and when riddles are posted"),
        "decks": _("The choices of news of this server's own"),
        "decks:deck": _("The one to edit, or the name of a new one; else a list of all"),
        "pause": _("Post nothing in a channel until it is resumed"),
        "resume": _("Post in a channel again"),
        "remove": _("Post no more in a channel, and forget its schedule"),
        "post-now": _("Post today's riddle at once"),
        "queue": _("The riddles of the next days"),
        "approve": _("Let a day's riddles be played"),
        "skip": _("Play nothing on a day"),
        "replace": _("Take another riddle in the place of one that is not posted yet"),
        "recall": _("Take a riddle back after it was posted"),
        "alias": _("Make another answer right, from the first guess on"),
        "void": _("Take a riddle out of the count"),
        "reports": _("What players reported"),
        "status": _("What was posted, what was not and why"),
        "admin:channel": _("The channel; else this one"),
        "setup:time": _("Local time, like 09:00"),
        "setup:zone": _("Time zone, like Europe/Berlin"),
        "setup:weekdays": _("Days, like mon-fri or mon,wed,fri"),
        "setup:deck": _("Which news; else the default deck"),
        "setup:threads": _("How players guess by typing"),
        "setup:role": _("The role that each post calls"),
        "setup:reveal": _("When the answer is shown: next, after:8h or at:18:00"),
        "setup:hosts": _("A role whose members may use these commands, too"),
        "setup:review": _("Post nothing that no host approved"),
        "setup:host-channel": _("Where hosts are asked and told"),
        "admin:day": _("The day, like 2026-03-14; else the next"),
        "admin:place": _("Which riddle of the day, from 1"),
        "admin:riddle": _("Its number, like 142 or 142.2"),
        "alias:text": _("The answer that is right, too"),
    }
