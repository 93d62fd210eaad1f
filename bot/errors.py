"""The errors a person may read.

RiddleError
├── SettingsError           a setting is missing or wrong               exit 2
├── UsageError              the command line asks for the impossible    exit 2
├── TooMany                 somebody has as many of something as he may
├── SourceError             a news source could not be read
│   └── FetchRefused        an address we do not fetch (private, too many redirects, robots)
├── StoreError              the store cannot be used
│   └── StoreUnavailable    it does not answer, is starting, or is full
├── ModelError              a model could not answer
│   ├── ModelUnavailable    network, 429, 5xx, time-out: worth another try
│   ├── ModelClosed         the key, the name or the account is refused: asking again is of no use
│   │   └── BudgetSpent     the day's budget allows no further request
│   ├── RequestRefused      the request itself is refused: put another way it may pass
│   └── ReplyError          it answered, but not in the form asked for
├── DeliveryError           a message could not be brought to a channel
│   ├── NotSent             surely nothing was sent: worth another try
│   ├── MaybeSent           nobody knows whether it was sent: look before another try
│   ├── CannotLook          the messages of the channel may not be read
│   ├── ChannelGone         the channel, or the right to write there, is gone
│   ├── MessageGone         the message that was to be changed is gone
│   └── NotTaken            the platform refuses the message as it is
├── ArticleError            an article given by hand cannot be used
└── NothingToPlay           no riddle could be made for what was asked

Every message is one clear sentence that says what happened and, where one can, what to do. It never carries a secret.
"""

from __future__ import annotations


class RiddleError(Exception):
    """Anything this program can explain in a sentence."""

    exit_code = 1


class SettingsError(RiddleError):
    """A setting is missing or wrong."""

    exit_code = 2


class UsageError(RiddleError):
    """The command line asks for the impossible."""

    exit_code = 2


class TooMany(RiddleError):
    """Somebody has as many of something as he may."""


class SourceError(RiddleError):
    """A news source could not be read."""


class FetchRefused(SourceError):
    """An address that is not fetched: private, too many redirects, or reserved by its owner."""


class StoreError(RiddleError):
    """The store cannot be used."""


class StoreUnavailable(StoreError):
    """The store does not answer, is starting, or is full."""


class ModelError(RiddleError):
    """A model could not answer; `may_cost` says that the request may be charged all the same."""

    may_cost: bool = False


class ModelUnavailable(ModelError):
    """Network, 429, 5xx or time-out: worth another try, after `retry_after` seconds where the server said so."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelClosed(ModelError):
    """The key, the model's name or the account is refused: no request will pass until somebody mends it."""


class BudgetSpent(ModelClosed):
    """The day's budget for hosted models allows no further request."""

    @classmethod
    def of(cls, *, tokens: bool, limit: float) -> BudgetSpent:
        """The sentence for a limit of tokens, or of dollars."""
        told = (
            f"{limit:,.0f} tokens (RIDDLE_TOKENS_PER_DAY)" if tokens else f"{limit:g} dollars (RIDDLE_DOLLARS_PER_DAY)"
        )
        return cls(f"Another request could exceed the day's budget of {told}; it begins anew at midnight UTC.")


class RequestRefused(ModelError):
    """The model's server does not take the request as it was put."""


class ReplyError(ModelError):
    """The model answered, but not in the form asked for."""


class DeliveryError(RiddleError):
    """A message could not be brought to a channel."""


class NotSent(DeliveryError):
    """Surely nothing was sent: worth another try, after `retry_after` seconds where the platform said so.

    `limit` names the allowance that is used up, where the platform said which; nothing: the channel's.
    """

    def __init__(self, message: str, retry_after: float | None = None, limit: str = "") -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.limit = limit


class MaybeSent(DeliveryError):
    """Nobody knows whether the message was sent: look before another try."""


class CannotLook(DeliveryError):
    """The messages of the channel may not be read."""


class ChannelGone(DeliveryError):
    """The channel, or the right to write there, is gone."""


class MessageGone(DeliveryError):
    """The message that was to be changed is gone."""


class NotTaken(DeliveryError):
    """The platform refuses the message as it is: to try again is of no use."""


class ArticleError(RiddleError):
    """An article given by hand cannot be used."""


class NothingToPlay(RiddleError):
    """No riddle could be made for what was asked."""
