"""The same API under its names of the beta.

session              flat: `modalities`, `voice`, `input_audio_format`, `turn_detection`, ...
conversation.item    `created` in place of `added`; no `done`
response.text        in place of `response.output_text`; `audio` and `audio_transcript` likewise
parts of items       `text` and `audio` in place of `output_text` and `output_audio`
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .configuration import SERVER_VAD, Config

Event = dict[str, Any]

FORMATS = {"pcm16": "audio/pcm", "g711_ulaw": "audio/pcmu", "g711_alaw": "audio/pcma"}
NAMES = {given: older for older, given in FORMATS.items()}
EVENTS = {
    "conversation.item.added": "conversation.item.created",
    "response.output_text.delta": "response.text.delta",
    "response.output_text.done": "response.text.done",
    "response.output_audio.delta": "response.audio.delta",
    "response.output_audio.done": "response.audio.done",
    "response.output_audio_transcript.delta": "response.audio_transcript.delta",
    "response.output_audio_transcript.done": "response.audio_transcript.done",
}
PARTS = {"output_text": "text", "output_audio": "audio"}
INPUT = ("noise_reduction", "transcription")
"""Members of the input that the beta calls `input_audio_...`."""


def session_of(older: Mapping[str, Any], kind: str) -> Config:
    """A session of the beta as one of today; only what it says."""
    sides: dict[str, Config] = {"input": {}, "output": {}}
    for name in INPUT:
        if f"input_audio_{name}" in older:
            sides["input"][name] = older[f"input_audio_{name}"]
    if "turn_detection" in older:
        sides["input"]["turn_detection"] = turns_of(older["turn_detection"])
    for side in ("input", "output"):
        if older.get(f"{side}_audio_format"):
            sides[side]["format"] = {"type": FORMATS[older[f"{side}_audio_format"]]}
    sides["output"] |= {name: older[name] for name in ("voice", "speed") if older.get(name) is not None}
    same = ("model", "instructions", "tools", "tool_choice", "tracing", "include", "temperature")
    new: Config = {"type": kind, **{name: older[name] for name in same if name in older}}
    if older.get("modalities") and kind == "realtime":
        new["output_modalities"] = older["modalities"]
    if older.get("max_response_output_tokens") is not None:
        new["max_output_tokens"] = older["max_response_output_tokens"]
    return {**new, "audio": {side: said for side, said in sides.items() if said}}


def turns_of(older: Mapping[str, Any] | None) -> Config | None:
    return None if older is None else {"type": SERVER_VAD["type"], **older}


def response_of(older: Mapping[str, Any]) -> dict[str, Any]:
    """What a response is asked to be, likewise."""
    same = ("conversation", "input", "instructions", "metadata", "tools", "tool_choice", "max_output_tokens")
    new = {name: older[name] for name in (*same, "temperature") if name in older}
    output = {"voice": older.get("voice")}
    if older.get("output_audio_format"):
        output["format"] = {"type": FORMATS[older["output_audio_format"]]}
    if older.get("modalities"):
        new["output_modalities"] = older["modalities"]
    if older.get("max_response_output_tokens") is not None:
        new["max_output_tokens"] = older["max_response_output_tokens"]
    return {**new, "audio": {"output": output}}


def older_session(config: Config) -> Config:
    """A session as the beta shows it."""
    heard = config["audio"]["input"]
    listening = {
        "input_audio_format": NAMES[heard["format"]["type"]],
        "input_audio_transcription": heard["transcription"],
        "turn_detection": older_turns(heard["turn_detection"]),
        "input_audio_noise_reduction": heard["noise_reduction"],
    }
    named = {"id": config["id"], "object": config["object"], "expires_at": config["expires_at"]}
    if config["type"] == "transcription":
        return {**named, **listening, "include": config["include"]}
    said = config["audio"]["output"]
    return {
        **named,
        "model": config["model"],
        "modalities": older_modalities(config["output_modalities"]),
        "instructions": config["instructions"],
        "voice": said["voice"],
        "output_audio_format": NAMES[said["format"]["type"]],
        **listening,
        "tools": config["tools"],
        "tool_choice": config["tool_choice"],
        "temperature": config.get("temperature", 0.8),
        "max_response_output_tokens": config["max_output_tokens"],
        "speed": said["speed"],
        "tracing": config["tracing"],
    }


def older_turns(turns: Config | None) -> Config | None:
    return turns and {name: value for name, value in turns.items() if name != "idle_timeout_ms"}


def older_modalities(given: list[str]) -> list[str]:
    return ["text", "audio"] if "audio" in given else ["text"]


def older_event(event: Event) -> Event | None:
    """`event` as the beta says it; None: it says nothing."""
    kind = event["type"]
    if kind == "conversation.item.done":
        return None
    told = {**event, "type": EVENTS.get(kind, kind)}
    if "item" in told:
        told["item"] = older_item(told["item"])
    if "response" in told:
        told["response"] = older_response(told["response"])
    if "session" in told:
        if kind == "session.updated" and told["session"]["type"] == "transcription":
            told["type"] = "transcription_session.updated"
        told["session"] = older_session(told["session"])
    if kind == "response.function_call_arguments.done":
        del told["name"]
    return told


def older_item(item: Mapping[str, Any]) -> dict[str, Any]:
    if "content" not in item:
        return {**item}
    return {
        **item,
        "content": [{**part, "type": PARTS.get(part["type"], part["type"])} for part in item["content"]],
    }


def older_response(response: Mapping[str, Any]) -> dict[str, Any]:
    said = response["audio"]["output"]
    same = ("object", "id", "status", "status_details", "conversation_id", "max_output_tokens")
    return {
        **{name: response[name] for name in same},
        "output": [older_item(item) for item in response["output"]],
        "modalities": older_modalities(response["output_modalities"]),
        "voice": said["voice"],
        "output_audio_format": NAMES[said["format"]["type"]],
        "temperature": response.get("temperature", 0.8),
        "usage": older_usage(response["usage"]),
        "metadata": response["metadata"],
    }


def older_usage(usage: Config | None) -> Config | None:
    """Without images, which the beta does not see."""
    if usage is None:
        return None
    names = ("text_tokens", "audio_tokens", "cached_tokens")
    details = {name: usage["input_token_details"][name] for name in names}
    return {**usage, "input_token_details": details}
