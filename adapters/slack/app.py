"""The app: each thing Slack sends goes to whom it concerns, is done, and only then acknowledged."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from adapters.slack import decks, events, hosts, players, setting_up
from adapters.slack.blocks import ACTION
from adapters.slack.calls import web_client
from adapters.slack.decks import DECK
from adapters.slack.forms import DECK_FORM, GUESS_FORM, HINTS_FORM, REPORT_FORM, SETUP_FORM
from adapters.slack.home import SETUP
from adapters.slack.said import PLATFORM, command, interaction
from bot.desk.cards import Button, Card, Deed
from bot.errors import DeliveryError, RiddleError, StoreError, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_bolt.request.async_request import AsyncBoltRequest

    from adapters.slack.office import Office

    Pressed = Callable[[Office, dict[str, Any], str, str], Awaitable[None]]

_log = logging.getLogger(__name__)

HOST = "host:"
_ANY = re.compile(".*", re.DOTALL)


class _App(AsyncApp):
    """The library's app without the client that it makes for each request, and nobody here asks for."""

    def _init_context(self, req: AsyncBoltRequest) -> None:
        req.context["logger"] = self.logger
        req.context["token"] = None
        req.context["client"] = self.client
        req.context["listener_runner"] = self.listener_runner


def quiet() -> logging.Logger:
    """What the library says of its own, which may quote what people wrote: errors alone are heard."""
    log = logging.getLogger("riddle.slack")
    log.setLevel(logging.CRITICAL)
    return log


def build(office: Office) -> AsyncApp:
    """The app, wired to what answers."""

    async def authorize(team_id: str) -> AuthorizeResult:
        try:
            robot = await office.teams.robot(f"{PLATFORM}:{team_id}")
        except RiddleError:
            robot = None
        return AuthorizeResult(
            enterprise_id=None, team_id=team_id, bot_user_id=robot.user if robot else None,
            bot_id=robot.bot if robot else None,
        )  # fmt: skip

    app = _App(
        name="riddle", logger=quiet(), client=web_client(None), authorize=authorize, process_before_response=True,
        request_verification_enabled=False, ssl_check_enabled=False, attaching_function_token_enabled=False,
        signing_secret="",
    )  # fmt: skip
    _listen(app, office)

    async def failed(error: Exception, body: dict[str, Any]) -> BoltResponse:
        return _failed(office, error, body)

    app.error(failed)
    return app


async def dispatch(app: AsyncApp, request: AsyncBoltRequest) -> BoltResponse:
    """Hand over what Slack sent; what nobody listens to is acknowledged, or Slack would send it again."""
    response = await app.async_dispatch(request)
    return BoltResponse(status=200, body="") if response.status == 404 else response


def _listen(app: AsyncApp, office: Office) -> None:
    async def commanded(ack: AsyncAck, body: dict[str, Any]) -> None:
        answer = await _command(office, body)
        await (ack(**answer, response_type="ephemeral") if answer else ack())

    async def clicked(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _click(office, body)
        await ack()

    async def sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await _sent(office, body))

    async def told(body: dict[str, Any]) -> None:
        await events.told(office, body)

    async def heard(ack: AsyncAck) -> None:
        await ack()

    app.command(_ANY)(commanded)
    app.action(_ANY)(clicked)
    app.view_submission(_ANY)(sent)
    app.event(_ANY)(told)
    for listener in (app.view_closed, app.shortcut):
        listener(_ANY)(heard)


async def _command(office: Office, body: dict[str, Any]) -> dict[str, Any] | None:
    """A slash command, answered in its acknowledgement."""
    said = command(body)
    try:
        wanted = hosts.asked(said)
        if wanted is not None:
            return await hosts.command(office, said, wanted, body)
        found = await players.typed(office, said)
    except StoreUnavailable:
        return players.message(office, (Card(text=office.words.try_again()),))
    if any(one.file for one in found) and said.reply:
        office.beside.start(players.hand_over(office, said, found), "hand over somebody's data")
    return players.message(office, found)


async def _click(office: Office, body: dict[str, Any]) -> None:
    pressed = (body.get("actions") or [{}])[0]
    deed = str(pressed.get("action_id") or "").removeprefix(ACTION)
    about = str(pressed.get("value") or "")[: players.LONGEST_ABOUT]
    if deed.startswith(HOST):
        office.beside.start(_hosted(office, body, hosts.pressed, deed.removeprefix(HOST), about), "do a host's will")
    elif deed.startswith(DECK):
        office.beside.start(_hosted(office, body, decks.pressed, deed.removeprefix(DECK), about), "show decks")
    elif (body.get("view") or {}).get("callback_id") == SETUP_FORM:
        office.beside.start(setting_up.looked_at(office, body), "show how a post will look")
    elif deed == SETUP:
        office.beside.start(setting_up.open_form(office, body), "open a form")
    elif deed in set(Deed):
        await players.pressed(office, body, Button(Deed(deed), about))


async def _hosted(office: Office, body: dict[str, Any], pressed: Pressed, deed: str, about: str) -> None:
    try:
        await pressed(office, body, deed, about)
    except StoreUnavailable:
        said = interaction(body)
        await hosts.again(office, said)


async def _sent(office: Office, body: dict[str, Any]) -> dict[str, Any]:
    """A form, answered in its acknowledgement."""
    forms = {
        GUESS_FORM: players.guessed, REPORT_FORM: players.reported, SETUP_FORM: setting_up.set_up,
        HINTS_FORM: hosts.hinted, DECK_FORM: decks.kept,
    }  # fmt: skip
    answer = forms.get(str((body.get("view") or {}).get("callback_id")))
    return await answer(office, body) if answer else {}


def _failed(office: Office, error: Exception, body: dict[str, Any]) -> BoltResponse:
    """What nobody caught: where the store is away, events come again; a fault of ours is told, and never repeated."""
    is_event = isinstance(body.get("event"), dict)
    away = isinstance(error, StoreError | DeliveryError)
    if away:
        _log.warning("left to Slack to send again: %s", error)
    elif isinstance(error, RiddleError):
        _log.warning("could not answer: %s", error)
    else:
        _log.exception("a fault while something of Slack's was answered", exc_info=error)
    if is_event:
        return BoltResponse(status=503 if away else 200, body="")
    sentence = office.words.try_again() if away else office.words.went_wrong()
    if body.get("command"):
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence})
    return BoltResponse(status=200, body="")
