"""What models that listen differ in."""

from __future__ import annotations

from typing import NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.support import is_hosted
from fakeai_proxy.wire import audio as wire

EVERY = ("json", "text", "srt", "verbose_json", "vtt", "diarized_json")
HOURS = 3_600.0
GUARD = 4 * HOURS
"""Seconds of the longest recording that is listened to, by whatever model."""


class Family(NamedTuple):
    formats: tuple[str, ...] = EVERY
    tokens: bool = False
    """It is charged by tokens, not by duration."""
    logprobs: bool = False
    streams: bool = True
    speakers: bool = False
    """It tells who speaks."""
    detects: bool = False
    """It tells the languages that it hears."""
    most: float = GUARD
    """Seconds of a recording."""
    newer: bool = True
    """It words what is wrong with a file as the models after Whisper do."""


FAMILIES: tuple[tuple[str, Family], ...] = (
    ("whisper", Family(("json", "text", "srt", "verbose_json", "vtt"), streams=False, newer=False)),
    (
        "gpt-4o-transcribe-diarize",
        Family(("json", "text", "diarized_json"), tokens=True, speakers=True, most=1500.0),
    ),
    ("gpt-transcribe", Family(("json",), tokens=True, detects=True, most=1500.0)),
    ("gpt-", Family(("json", "text"), tokens=True, logprobs=True, most=1500.0)),
)
"""Of OpenAI's models, by the beginning of their names."""
OTHER = Family(logprobs=True, speakers=True)
"""Of all others."""


def family_of(model: Model) -> Family:
    if not is_hosted(model) and not model.id.startswith(("gpt-", "whisper-1")):
        return OTHER
    return next((family for name, family in FAMILIES if model.id.startswith(name)), OTHER)


def refuse_transcription(body: wire.TranscriptionRequest, family: Family) -> None:
    """Raise ApiError 400 for what a model of `family` does not do, or what does not go together."""
    format = body.response_format or "json"
    refuse_format(format, body.model, family)
    if body.include and not (family.logprobs and format == "json"):
        raise ApiError(
            400,
            f"Unsupported value: 'include' does not support 'logprobs' with the model '{body.model}' and the "
            f"response_format '{format}'.",
            param="include",
            code="unsupported_value",
        )
    if body.timestamp_granularities and format != "verbose_json":
        raise ApiError(
            400,
            "Timestamp granularities are only allowed with the response_format 'verbose_json'.",
            param="timestamp_granularities",
            code="invalid_value",
        )
    if len(body.known_speaker_names or ()) != len(body.known_speaker_references or ()):
        raise ApiError(
            400,
            "'known_speaker_names' and 'known_speaker_references' must have the same length.",
            param="known_speaker_references",
            code="invalid_value",
        )


def refuse_format(format: str, name: str, family: Family) -> None:
    if format not in family.formats:
        names = [f"'{one}'" for one in family.formats]
        instead = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        raise ApiError(
            400,
            f"response_format '{format}' is not compatible with model '{name}'. Use {instead} instead.",
            param="response_format",
            code="unsupported_value",
        )
