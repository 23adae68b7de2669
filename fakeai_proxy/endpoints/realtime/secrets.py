"""Client secrets: keys that open a WebSocket for a while, with the session that it will be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources.api_keys import remember
from fakeai_proxy.wire import realtime as wire

from .beta import older_session, session_of
from .configuration import SILENT_VAD, Config, default, updated
from .connect import EPHEMERAL, MODEL

SECONDS, OLDER_SECONDS = 600, 60
"""That a secret is good for, where nothing else is asked; of the beta."""
VOICE, OLDER_VOICE = "marin", "alloy"
OLDER_SHOWN = (
    *("modalities", "instructions", "voice", "input_audio_format", "output_audio_format"),
    *("input_audio_transcription", "turn_detection", "tools", "tool_choice", "temperature"),
    *("max_response_output_tokens", "speed", "tracing"),
)
"""Members of a session of the beta that come with its secret."""


def client_secret(body: wire.SecretRequest, context: Context) -> Reply:
    """A client secret for a session of speech or of transcription, as it is configured here."""
    asked: Any = body.session or {"type": "realtime"}
    session = configured(asked, context, VOICE)
    value, expires_at = secret(session, seconds_of(body.expires_after), context)
    return json_reply({"value": value, "expires_at": expires_at, "session": session}, context)


def session(body: wire.OlderSession, context: Context) -> Reply:
    """A session of the beta, with its client secret."""
    return older(body, "realtime", context)


def transcription_session(body: wire.OlderTranscriptionSession, context: Context) -> Reply:
    """A transcription session of the beta, with its client secret."""
    return older(body, "transcription", context)


def translation_secret(body: wire.TranslationSecretRequest, context: Context) -> Reply:
    """A client secret for a session that translates. Such sessions themselves are not simulated."""
    asked: Any = body.session
    model = context.model(asked["model"])
    given = asked.get("audio") or {}
    audio = {side: {**(given.get(side) or {})} for side in ("input", "output")}
    value, expires_at = secret({"type": "translation"}, seconds_of(body.expires_after), context)
    named = {"id": f"sess_{context.identity.suffix[:21]}", "type": "translation", "model": model.id}
    translation = {**named, "expires_at": expires_at, "audio": audio}
    return json_reply({"value": value, "expires_at": expires_at, "session": translation}, context)


def older(body: wire.OlderTranscriptionSession, kind: Any, context: Context) -> Reply:
    """What the beta answers: the session, flat, with the secret in it."""
    given = body.model_dump(exclude_unset=True, exclude={"client_secret"})
    session = configured(session_of(given, kind), context, OLDER_VOICE)
    value, expires_at = secret(session, OLDER_SECONDS, context)
    told = older_session(session)
    answer = {name: told[name] for name in OLDER_SHOWN if name in told}
    if turns := answer["turn_detection"]:
        answer["turn_detection"] = {name: turns[name] for name in SILENT_VAD if name in turns}
    if kind == "transcription":
        answer["modalities"] = body.modalities or ["text", "audio"]
    return json_reply({**answer, "client_secret": {"value": value, "expires_at": expires_at}}, context)


def configured(asked: Mapping[str, Any], context: Context, voice: str) -> Config:
    """A session as it is `asked` for. Raises ApiError 400."""
    kind = asked["type"]
    model = context.model(asked.get("model") or MODEL) if kind == "realtime" else None
    id = f"sess_{context.identity.suffix[:21]}"
    plain = default(kind, id, model.id if model else "", voice, 0)
    return updated(plain, {**asked, "model": None})


def secret(session: Config, seconds: int, context: Context) -> tuple[str, int]:
    """A new secret, and the Unix second when it is worth nothing any more."""
    value, expires_at = EPHEMERAL + context.identity.suffix, context.created + seconds
    kept = {name: told for name, told in session.items() if name not in ("id", "object", "expires_at")}
    remember(context.services.resources, value, {"session": kept}, float(expires_at))
    return value, expires_at


def seconds_of(given: Mapping[str, Any] | None) -> int:
    return int((given or {}).get("seconds", SECONDS))
