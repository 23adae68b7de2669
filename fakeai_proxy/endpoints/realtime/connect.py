"""`GET /realtime`: the WebSocket."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Upgrade
from fakeai_proxy.core.steps import Close, End, Head
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.support import is_hosted
from fakeai_proxy.resources.api_keys import find

from .agenda import Agenda, Telling
from .configuration import TRANSCRIBER, Config, Kind, default, updated
from .conversation import Conversation
from .handlers import hear
from .listening import listen
from .names import Names
from .refusal import error_event, turned_away
from .session import Session
from .state import State

MODEL = "gpt-realtime"
"""Where a client secret names none."""
OLDER_PROTOCOL = "openai-beta.realtime-v1"
HANDSHAKE = "websocket"
"""As what a handshake is counted: no model is asked for anything."""
SWITCHING = 101
"""The status of a handshake that is accepted."""
MINUTES = 60
"""Simulated, that a session lasts."""
GOING_AWAY = 1001
"""The code of the close frame after them (RFC 6455, section 7.4.1)."""
EPHEMERAL = "ek_"
"""What client secrets begin with."""
NOT_ACCEPTED = "Incorrect API key provided: the client secret is not known, or has expired."


def connect(body: None, context: Context) -> Upgrade:
    """A session of the Realtime API, as a WebSocket: text and sound both ways.

    `model` of the query (Azure: `deployment`) names the model, `intent=transcription` asks for words alone.
    The names of events are those of the beta where the client asks for it, by the header `OpenAI-Beta:
    realtime=v1` or the protocol `openai-beta.realtime-v1`.
    """
    secret = secret_of(context)
    asked: Config = secret.get("session") or {}
    named = context.query.text("model") or context.query.text("deployment") or asked.get("model") or ""
    kind = kind_of(context, asked)
    names = Names(context.identity.suffix)
    model = context.services.catalog.use(named or (MODEL if kind == "realtime" else TRANSCRIBER))
    state = state_of(context, model, kind, asked, names)
    refusal = refusal_of(context, model, named, kind, bool(secret))
    state.agenda.start(greeted(state) if refusal is None else turned_away(refusal))
    accepted(context, model, refusal)
    return Upgrade(Session(state, hear))


def accepted(context: Context, model: Model, refusal: ApiError | None) -> None:
    """The handshake is a request of its own; what is answered in the session are others."""
    context.exchange.model, context.exchange.endpoint = model.id, HANDSHAKE
    context.exchange.feed(Head(SWITCHING))
    if refusal is None:
        context.exchange.feed(End())
    else:
        context.exchange.refused(refusal)


def secret_of(context: Context) -> dict[str, Any]:
    """What was kept with the client secret that opens the session. Raises ApiError 401."""
    key = context.request.key
    if not key.startswith(EPHEMERAL):
        return {}
    if (found := find(context.services.resources, key)) is None:
        raise ApiError(401, NOT_ACCEPTED, code="invalid_api_key")
    return found.body


def is_older(context: Context) -> bool:
    """Does the client speak the beta?"""
    request = context.request
    return "realtime=v1" in request.header("openai-beta") or OLDER_PROTOCOL in [
        name.strip() for name in request.header("sec-websocket-protocol").split(",")
    ]


def kind_of(context: Context, asked: Config) -> Kind:
    """What is asked for, by the query or by the client secret."""
    intent = context.query.text("intent")
    return "transcription" if "transcription" in (intent, asked.get("type")) else "realtime"


def state_of(context: Context, model: Model, kind: Kind, asked: Config, names: Names) -> State:
    older = is_older(context)
    agenda, lasts = Agenda(context.services.clock), MINUTES * 60
    voice, id = "alloy" if older else "marin", names.new("sess_")
    config = default(kind, id, model.id, voice, context.created + lasts)
    if asked.get("type") == kind:
        config = updated(config, {**asked, "model": None})
    talk = Conversation(names.new("conv_"))
    state = State(context, model, config, older, names, agenda, talk)
    listen(state)
    return state


def refusal_of(context: Context, model: Model, named: str, kind: Kind, secret: bool) -> ApiError | None:
    """Why there is no such session."""
    intent = context.query.text("intent")
    if intent not in ("", "transcription", "conversation"):
        return ApiError(400, f"Invalid intent {intent[:200]}", code="invalid_intent")
    if kind == "realtime" and not named and not secret:
        return ApiError(
            400,
            "You must provide a model parameter, as in /v1/realtime?model=gpt-realtime.",
            param="model",
            code="missing_model",
        )
    if kind == "realtime" and is_hosted(model) and model.kind != "realtime":
        return ApiError(400, f'Model "{named}" is not supported in realtime mode.', code="invalid_model")
    return None


def greeted(state: State) -> Telling:
    """How a session begins, and how it ends at last."""
    state.agenda.start(expired(), state.wall_seconds(MINUTES * 60))
    yield {"type": "session.created", "session": state.config}
    if state.beta and state.answers:
        told = {"id": state.conversation.id, "object": "realtime.conversation"}
        yield {"type": "conversation.created", "conversation": told}


def expired() -> Telling:
    """The session has lasted as long as one may."""
    message = f"Your session hit the maximum duration of {MINUTES} minutes."
    yield error_event(ApiError(400, message, code="session_expired"))
    yield Close(code=GOING_AWAY, reason=message)
