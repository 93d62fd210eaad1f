"""What stands in the forms and the home of a platform, and what is told of who may do what."""

from __future__ import annotations

from bot.game.sentences.speech import Speech


class Places(Speech):
    """The form of a channel, the home, the hosts."""

    __slots__ = ()

    def host_help(self) -> str:
        """Everything a host can ask for."""
        return "\n".join(
            (
                self._("For hosts:"),
                self._("/riddle setup: when and where riddles are posted; pause, resume, remove, post-now."),
                self._("/riddle queue: the next days' riddles, to approve, skip, change or give other hints."),
                self._("/riddle recall 142: takes a riddle back; void 142: it does not count any more."),
                self._("/riddle alias 142 and a text: makes it a right answer, from the first guess on."),
                self._("/riddle reports: what players found wrong; /riddle status: what was posted, and why not."),
                self._("/riddle decks: other choices of news, made here; setup lets a channel play one."),
                self._("/riddle hosts: who may do all this; hosts add @name and hosts remove @name."),
            )
        )

    def not_a_host(self, player: str) -> str:
        """To somebody who asks for what only a host can."""
        return self._(
            "Only hosts can do that: admins of this workspace, who created the channel, or who was named by them. "
            "Whoever runs the bot can name you too: RIDDLE_HOSTS={player}",
            player=player,
        )

    def hosts_are(self, names: str) -> str:
        """Those who were named."""
        if not names:
            return self._("Nobody was named a host beside the admins; /riddle hosts add @name does.")
        return self._("Hosts beside the admins: {names}", names=names)

    def which_host(self) -> str:
        """Nobody was named in a command that needs somebody."""
        return self._("Say whom: /riddle hosts add @name or /riddle hosts remove @name.")

    def which_riddle(self, verb: str) -> str:
        """No riddle was named in a command that needs one."""
        return self._("Say which riddle by its number: /riddle {verb} 142", verb=verb)

    def which_alias(self) -> str:
        """No text was given."""
        return self._("Say which riddle and which text: /riddle alias 142 the text")

    def setup_title(self) -> str:
        """The title of a channel's form."""
        return self._("Set up a channel")

    def setup_done_title(self) -> str:
        """The title of what is shown after it."""
        return self._("Channel set up")

    def field(self, name: str) -> str:
        """What stands over a field of the form."""
        return {
            "channel": self._("Channel"),
            "time": self._("Time of the post"),
            "zone": self._("Time zone"),
            "weekdays": self._("Days"),
            "deck": self._("Deck of news"),
            "reveal": self._("Show the answer"),
            "ping": self._("Call people with the post"),
            "review": self._("Review"),
            "host_channel": self._("Channel of the hosts, for reviews and notices"),
            "hints": self._("Hints, one a line, from vague to nearly given"),
        }[name]

    def choice(self, name: str) -> str:
        """An option of the form."""
        return {
            "next": self._("with the next riddle"),
            "nobody": self._("nobody"),
            "here": self._("those who are active (@here)"),
            "channel": self._("everybody in the channel (@channel)"),
            "review": self._("Post only what a host approved the day before"),
        }[name]

    def weekday(self, day: int) -> str:
        """A day of the week; Monday is 0."""
        return (
            self._("Monday"), self._("Tuesday"), self._("Wednesday"), self._("Thursday"), self._("Friday"),
            self._("Saturday"), self._("Sunday"),
        )[day]  # fmt: skip

    def after_hours(self, hours: int) -> str:
        """An option: so long after the post."""
        return self._n("one hour after the post", "{n} hours after the post", hours)

    def at_time(self, time: str) -> str:
        """An option: at a time of day."""
        return self._("at {time}", time=time)

    def usual_deck(self) -> str:
        """The deck that is made of the settings, in a list."""
        return self._("the usual one")

    def post_preview(self) -> str:
        """Stands over a post as it would look, below the form of a channel."""
        return self._("So a post looks; this riddle is an example:")

    def example_riddle(self) -> str:
        """A riddle that is never played."""
        return self._("I travel round the world\nand never leave my corner.\nWhat am I?")

    def preview(self) -> str:
        """Stands over a post as it would look."""
        return self._("So the next post will look; only you see this:")

    def invite(self) -> str:
        """The app has to be in the channel to post there."""
        return self._("Invite the app to the channel, or it cannot post there: /invite")

    def close(self) -> str:
        """Closes what is shown."""
        return self._("Close")

    def home_title(self) -> str:
        """Stands over the home."""
        return self._("Riddle Me This")

    def your_record(self) -> str:
        """Stands over one's own figures."""
        return self._("Your record")

    def setup_button(self) -> str:
        """Opens the form of a channel."""
        return self._("Set up a channel")

    def went_wrong(self) -> str:
        """A fault of ours."""
        return self._("Something went wrong on our side; it is noted. Please try again in a moment.")

    def cut_off(self) -> str:
        """What is told does not fit."""
        return self._("There is more than can be shown here; whoever runs the bot can hand you the rest.")
