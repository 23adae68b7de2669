"""`GET /responses`: a WebSocket on which one response follows another.

    {"type": "response.create", ...body} ─► POST /responses, streamed ─► its events, one a message

Messages are answered one after another. What a response said is known to the next one on the same connection,
even where it is not stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic_core import from_json, to_json

from fakeai_proxy.core import sse
from fakeai_proxy.core.errors import ApiError, openai_body
from fakeai_proxy.core.exchange import Forward, Request, Upgrade
from fakeai_proxy.core.steps import Close, Data, End, Head, Message, Reply, Step, Wait
from fakeai_proxy.endpoints.context import Context, Services
from fakeai_proxy.endpoints.dispatch import dispatch, handle
from fakeai_proxy.endpoints.paths import place_of
from fakeai_proxy.endpoints.route import Route
from fakeai_proxy.endpoints.routes import Found
from fakeai_proxy.telemetry import watched

from .items import Item

MINUTES = 60
"""Simulated, that a connection lasts."""
HANDSHAKE = "websocket"
"""As what a handshake is counted: no model is asked for anything."""
SWITCHING = 101
"""The status of a handshake that is accepted."""
WARM = Route("POST", "/responses", "responses.ResponseRequest", "responses.warming.warm")
"""Of `generate: false`."""
TRANSPORT = ("type", "event_id", "stream", "background")
"""Members of an event that are none of a request, or mean nothing here."""
OPENING = ("upgrade", "connection", "sec-websocket-")
"""What headers begin with that are none of a request."""
TOLD = ("message", "function_call", "custom_tool_call")
"""Types of items that are told again to the next response."""
LIMIT = (
    f"Responses websocket connection limit reached ({MINUTES} minutes). "
    "Create a new websocket connection to continue."
)


def connect(body: None, context: Context) -> Upgrade:
    """A WebSocket for responses, one after another, each asked for by an event `response.create`."""
    context.exchange.endpoint = HANDSHAKE
    context.exchange.feed(Head(SWITCHING))
    context.exchange.feed(End())
    return Upgrade(Responses(context))


class Responses:
    """A Session."""

    def __init__(self, context: Context) -> None:
        headers = tuple(one for one in context.request.headers if not one[0].startswith(OPENING))
        self._request = replace(context.request, method="POST", headers=headers)
        self._services = context.services
        self._last = ""
        """The id of the response before."""
        self._said: list[Item] = []
        """What led to it and what it said, where it is not stored."""

    def open(self) -> Iterator[Step]:
        """Nothing is said unasked, until the connection has lasted as long as one may."""
        yield Wait(MINUTES * 60 * (self._services.cluster.time.scale or 1.0))
        yield refusal(ApiError(400, LIMIT, code="websocket_connection_limit_reached"))
        yield Close(reason=LIMIT[:100])

    def feed(self, message: Message) -> Iterator[Step]:
        """The events of one response; what is wrong with it is an event too."""
        try:
            yield from self._answered(asked_in(message.content))
        except ApiError as error:
            yield refusal(error)

    def _answered(self, asked: dict[str, Any]) -> Iterator[Step]:
        previous = asked.get("previous_response_id")
        known = bool(self._said) and previous == self._last
        if known:
            asked = {**asked, "previous_response_id": None, "input": [*self._said, *items_of(asked)]}
        before = items_of(asked)
        for step in self._posted(asked):
            event = from_json(step.content) if isinstance(step, Message) else {}
            if "response" in event:
                event["response"]["previous_response_id"] = previous
                self._remember(event["response"], before)
                yield Message(to_json(event).decode())
            else:
                yield step

    def _posted(self, asked: dict[str, Any]) -> Iterator[Step]:
        """The messages of `asked` as a request, and what is waited for between them."""
        generate = asked.pop("generate", None)
        request = replace(self._request, body=to_json({**asked, "stream": True}))
        if generate is False:
            return messages(warmed(request, self._services))
        answer = dispatch(request, self._services)
        assert not isinstance(answer, Forward | Upgrade)
        return messages(answer)

    def _remember(self, response: dict[str, Any], before: list[Item]) -> None:
        self._last = response["id"]
        said = [item for item in response["output"] if item["type"] in TOLD]
        self._said = [] if response["store"] else [*before, *map(without_id, said)]


def warmed(request: Request, services: Services) -> Reply:
    """The answer to `request`, without what it would say. Raises ApiError."""
    exchange = services.telemetry.begin(request, "synthesized")
    exchange.endpoint = WARM.path
    try:
        answer = handle(Found(WARM, {}), place_of(request.path), request, services, exchange)
    except ApiError as error:
        exchange.refused(error)
        exchange.close()
        raise
    assert not isinstance(answer, Forward | Upgrade)
    return watched(answer, exchange)


def asked_in(content: str | bytes) -> dict[str, Any]:
    """The request that an event is. Raises ApiError 400 where it is none."""
    try:
        event = from_json(content)
    except ValueError:
        event = None
    if not isinstance(event, dict):
        raise ApiError(400, "Unable to parse the message: it is no JSON object.", code="invalid_json")
    if event.get("type") != "response.create":
        raise ApiError(
            400,
            f"Invalid value: '{str(event.get('type'))[:200]}'. Supported values are: 'response.create'.",
            param="type",
            code="invalid_value",
        )
    return {name: value for name, value in event.items() if name not in TRANSPORT}


def items_of(asked: dict[str, Any]) -> list[Item]:
    """The input of a request; what is none is refused where it is read."""
    sent = asked.get("input")
    if isinstance(sent, str):
        return [{"type": "message", "role": "user", "content": sent}]
    return [*sent] if isinstance(sent, list) else []


def messages(reply: Reply) -> Iterator[Step]:
    """A reply of server-sent events as messages. Raises ApiError where it is a refusal."""
    status, decoder, body = 200, sse.Decoder(), b""
    for step in reply:
        match step:
            case Head():
                status = step.status
            case Data(piece) if status >= 400:
                body += piece
            case Data(piece):
                yield from (Message(event.data) for event in decoder.feed(piece))
            case Wait():
                yield step
    if status >= 400:
        told = from_json(body)["error"]
        raise ApiError(status, told["message"], type=told["type"], code=told["code"], param=told["param"])


def refusal(error: ApiError) -> Message:
    """`error` as an event."""
    return Message(to_json({"type": "error", "status": error.status, **openai_body(error)}).decode())


def without_id(item: Item) -> Item:
    return {name: value for name, value in item.items() if name not in ("id", "status")}
