"""What a session is: the defaults, and what is made of them by updates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from fakeai_proxy.core.errors import ApiError

Kind = Literal["realtime", "transcription"]
Config = dict[str, Any]
"""The form of today, also of sessions of the beta."""

INSTRUCTIONS = (
    "You are a helpful assistant that speaks with a user. Be brief and friendly, answer in the language of "
    "the user, and call a function when one fits."
)
"""Of sessions that say nothing else."""
PCM = {"type": "audio/pcm", "rate": 24_000}
TRANSCRIBER = "gpt-4o-mini-transcribe"
"""Where a transcription session names no model."""
SERVER_VAD: Config = {
    "type": "server_vad",
    "threshold": 0.5,
    "prefix_padding_ms": 300,
    "silence_duration_ms": 500,
    "idle_timeout_ms": None,
    "create_response": True,
    "interrupt_response": True,
}
SEMANTIC_VAD: Config = {
    "type": "semantic_vad",
    "eagerness": "auto",
    "create_response": True,
    "interrupt_response": True,
}
SILENT_VAD: Config = {
    name: SERVER_VAD[name] for name in ("type", "threshold", "prefix_padding_ms", "silence_duration_ms")
}
"""Of a transcription session: nothing is answered."""


def default(kind: Kind, id: str, model: str, voice: str, expires_at: int) -> Config:
    """A session to which nothing was said yet."""
    listening = {"format": PCM, "transcription": None, "noise_reduction": None}
    if kind == "transcription":
        heard = {**listening, "transcription": {"model": TRANSCRIBER}, "turn_detection": SILENT_VAD}
        named = {"type": "transcription", "object": "realtime.transcription_session", "id": id}
        return {**named, "expires_at": expires_at, "audio": {"input": heard}, "include": None}
    return {
        "type": "realtime",
        "object": "realtime.session",
        "id": id,
        "model": model,
        "output_modalities": ["audio"],
        "instructions": INSTRUCTIONS,
        "tools": [],
        "tool_choice": "auto",
        "max_output_tokens": "inf",
        "tracing": None,
        "truncation": "auto",
        "prompt": None,
        "expires_at": expires_at,
        "audio": {
            "input": {**listening, "turn_detection": SERVER_VAD},
            "output": {"format": PCM, "voice": voice, "speed": 1.0},
        },
        "include": None,
    }


def updated(config: Config, update: Mapping[str, Any], *, spoken: bool = False) -> Config:
    """`config` with what `update` says. spoken: there was an answer that was heard.

    Raises ApiError 400 for what cannot be changed any more, or not together.
    """
    if update.get("type", config["type"]) != config["type"]:
        raise ApiError(
            400,
            f"Passing a {update['type']} session update event to a {config['type']} session is not allowed.",
            param="session.type",
            code="invalid_session_type",
        )
    refuse_model(config, update)
    given = {name: value for name, value in update.items() if name != "audio" and value is not None}
    given |= {name: None for name in ("tracing", "prompt", "include") if name in update and not update[name]}
    if given.get("output_modalities"):
        given["output_modalities"] = modalities(given["output_modalities"])
    audio = update.get("audio") or {}
    new = {**config, **given, "audio": {**config["audio"]}}
    for side in ("input", "output"):
        if audio.get(side):
            new["audio"][side] = side_of(config["audio"][side], audio[side], config["type"])
    if spoken and new["audio"]["output"]["voice"] != config["audio"]["output"]["voice"]:
        raise ApiError(
            400,
            "Cannot update a conversation's voice if assistant audio is present.",
            code="cannot_update_voice",
        )
    return new


def refuse_model(config: Config, update: Mapping[str, Any]) -> None:
    """Raise ApiError 400 where a session is to change its model."""
    if update.get("model") and update["model"] != config.get("model"):
        raise ApiError(
            400,
            f"The model of a session cannot be changed: it is '{config.get('model')}'.",
            param="session.model",
            code="invalid_value",
        )


def modalities(asked: list[str]) -> list[str]:
    """Both together are sound, as the beta has it: its words come anyway."""
    return ["audio"] if "audio" in asked else ["text"]


def side_of(config: Config, update: Mapping[str, Any], kind: Kind) -> Config:
    """One side of the sound. What is null is off, where it can be."""
    new = {**config}
    for name, value in update.items():
        match name:
            case "turn_detection":
                new[name] = turns_of(value, config[name], kind)
            case "format" | "voice" | "speed":
                new[name] = formatted(value) if name == "format" else value
            case "noise_reduction" | "transcription":
                new[name] = value and {**value}
        if new[name] is None and name in ("format", "voice", "speed"):
            new[name] = config[name]
    return new


def formatted(given: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if given is None or given["type"] != "audio/pcm":
        return given and {"type": given["type"]}
    return PCM


def turns_of(given: Mapping[str, Any] | None, before: Config | None, kind: Kind) -> Config | None:
    """Turn detection with its defaults; what was set before stays where the type does."""
    if given is None:
        return None
    defaults = SEMANTIC_VAD if given["type"] == "semantic_vad" else SERVER_VAD
    if kind == "transcription":
        defaults = {name: defaults[name] for name in (*SILENT_VAD, "eagerness") if name in defaults}
    if before and before["type"] == given["type"]:
        defaults = {**defaults, **before}
    return {**defaults, **{name: value for name, value in given.items() if value is not None}}
