"""Calls of Slack's Web API: none is ever repeated by the library, and each failure has one meaning.

`chat.postMessage` has no idempotency key: a library that repeats a call whose answer was lost posts twice. So the
client has no retry handlers at all, and what is unsure says so.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import CannotLook, ChannelGone, MaybeSent, MessageGone, NotSent, NotTaken

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 15
"""Longest that a call may take: less than a third of a claim's lease."""

LONGEST_WAIT = 3_600.0

GONE = frozenset(
    {
        "channel_not_found", "not_in_channel", "is_archived", "account_inactive", "token_revoked", "invalid_auth",
        "team_access_not_granted", "restricted_action", "team_not_found", "org_login_required", "user_disabled",
        "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "no_permission",
        "ekm_access_denied",
        "cannot_dm_bot", "messages_tab_disabled", "token_expired", "not_authed", "user_not_found",
    }
)  # fmt: skip
"""What Slack says where there is nobody to write to any more, or we may not."""

UNSURE = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
"""What Slack says where some of it may have happened (reference of chat.postMessage)."""

NO_MESSAGE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
BUSY = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
NO_SCOPE = frozenset({"missing_scope", "not_allowed_token_type"})

_REASONS = {
    "channel_not_found": "The channel is gone, or the app was never invited to it.",
    "not_in_channel": "The app is not in the channel any more: invite it with /invite.",
    "is_archived": "The channel is archived.",
}


class NoScope(CannotLook):
    """A scope is missing; `granted` are those that are there, where Slack tells."""

    def __init__(self, message: str, needed: frozenset[str], granted: frozenset[str]) -> None:
        super().__init__(message)
        self.needed = needed
        self.granted = granted


def web_client(token: str | None, api_url: str | None = None) -> AsyncWebClient:
    """A client that repeats nothing by itself."""
    if api_url:
        return AsyncWebClient(token=token, timeout=SECONDS, retry_handlers=[], base_url=api_url)
    return AsyncWebClient(token=token, timeout=SECONDS, retry_handlers=[])


@contextmanager
def meant(*, looking: bool = False) -> Iterator[None]:
    """Translate what a call may raise into one of `DeliveryError`'s kinds."""
    try:
        yield
    except SlackApiError as error:
        raise _meaning(error, looking=looking) from None
    except aiohttp.ClientConnectorError as error:
        raise NotSent(f"Slack cannot be reached ({type(error).__name__}).") from None
    except (aiohttp.ClientError, TimeoutError, SlackClientError, SlackRequestError) as error:
        raise MaybeSent(f"Slack did not answer ({type(error).__name__}).") from None


def _meaning(error: SlackApiError, *, looking: bool) -> Exception:
    said, status = said_by(error)
    if status == 429 or said in BUSY:
        return NotSent("Slack asks to wait.", retry_after(error))
    if said in NO_SCOPE:
        return _no_scope(error) if looking else _refused(said)
    if said in GONE:
        return ChannelGone(_REASONS.get(said, f"Slack does not let us write there any more ({said})."))
    if said in NO_MESSAGE:
        return MessageGone("The message is gone.")
    if status >= 500 or said in UNSURE or not said:
        return MaybeSent(f"Slack failed ({said or status}).")
    return _refused(said)


def _no_scope(error: SlackApiError) -> NoScope:
    response: Any = error.response
    needed, granted = (words(response.get(name)) for name in ("needed", "provided"))
    return NoScope("The app lacks the scope to read this.", needed, granted)


def words(listed: object) -> frozenset[str]:
    """What Slack lists with commas between."""
    return frozenset(one.strip() for one in str(listed or "").split(",") if one.strip())


def said_by(error: SlackApiError) -> tuple[str, int]:
    """What Slack called the error, and the status it came with; nothing where the answer was no answer."""
    response: Any = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)
    try:
        return str(response.get("error") or ""), status
    except (AttributeError, TypeError, ValueError):  # a page of somebody's in between, or half of an answer
        return "", status


def _refused(said: str) -> NotTaken:
    return NotTaken(f"Slack refuses the message ({said}).")


def retry_after(error: SlackApiError, otherwise: float = 1.0) -> float:
    """For how many seconds Slack wants to be left alone."""
    headers = getattr(error.response, "headers", {}) or {}
    found = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return min(LONGEST_WAIT, max(1.0, float(found)))
    except (TypeError, ValueError):
        return otherwise
