"""Answers that are said aloud (`modalities`), and heard again when they are spoken of later."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.resources.resource import numbered
from fakeai_proxy.synth.speech import VOICES, MissingExtra, encode, speak
from fakeai_proxy.tokens.media import spoken_tokens
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.chat_options import AudioFormat

from .context import Context
from .sampling import Choice
from .support import is_hosted

KEPT = 3_600
"""Seconds for which an answer can be spoken of by its id."""
RATE = 24_000
TOKEN = RATE // spoken_tokens(1) * 2
"""Bytes of one token of sound: a multiple of three, so that the base64 of its pieces joins to that of all."""


class Utterance(NamedTuple):
    """What was said."""

    id: str
    transcript: str
    samples: bytes
    """16 bits each, little-endian, RATE a second."""
    data: str
    """Base64 of the file that was asked for."""
    expires_at: int

    @property
    def tokens(self) -> int:
        """Those of sound."""
        return -(-len(self.samples) // TOKEN)

    @property
    def shown(self) -> dict[str, Any]:
        """As a message has it."""
        return {
            "id": self.id,
            "data": self.data,
            "expires_at": self.expires_at,
            "transcript": self.transcript,
        }

    def parts(self, pieces: Sequence[str]) -> Iterator[tuple[str, str, int]]:
        """Each of `pieces` with the base64 of the sound that comes with it, and how many tokens that has."""
        ends = [self.tokens * (at + 1) // len(pieces) for at in range(len(pieces))]
        for piece, start, end in zip(pieces, [0, *ends], ends, strict=False):
            yield piece, b64encode(self.samples[start * TOKEN : end * TOKEN]).decode(), end - start


def refuse_sound(body: ChatRequest, model: Model) -> None:
    """Raise ApiError 400 where no answer to `body` can be said."""
    if is_hosted(model) and "audio" not in model.output_modalities:
        given = f"'modalities' does not support {body.modalities} with this model."
        raise unsupported("modalities", f"{given} Supported values are: ['text'].")
    if body.audio is None:
        message = "Missing required parameter: 'audio'."
        raise ApiError(400, message, param="audio", code="missing_required_parameter")
    voice, form = body.audio["voice"], body.audio["format"]
    if is_hosted(model) and isinstance(voice, str) and voice not in VOICES:
        names = ", ".join(f"'{name}'" for name in VOICES)
        message = f"Invalid value: '{voice[:100]}'. Supported values are: {names}."
        raise ApiError(400, message, param="audio.voice", code="invalid_value")
    if body.stream and form != "pcm16":
        message = f"'audio.format' does not support '{form}' when stream=true. Supported values are: 'pcm16'."
        raise unsupported("audio.format", message)


def unsupported(param: str, message: str) -> ApiError:
    return ApiError(400, f"Unsupported value: {message}", param=param, code="unsupported_value")


def voiced(choice: Choice, body: ChatRequest, context: Context) -> Choice:
    """`choice`, said as `body` asks; calls and refusals stay as they are."""
    assert body.audio is not None
    if choice.calls or choice.refused or not choice.pieces:
        return choice
    voice = body.audio["voice"]
    samples = speak(choice.text, voice if isinstance(voice, str) else voice["id"])
    suffix = numbered(context.identity.suffix, choice.number) if choice.number else context.identity.suffix
    said = Utterance(
        context.services.resources.unused("chat.audio", suffix),
        choice.text,
        encode(samples, "pcm"),
        b64encode(filed(samples, body.audio["format"])).decode(),
        context.created + KEPT,
    )
    return choice._replace(utterance=said)


def filed(samples: Any, form: AudioFormat) -> bytes:
    """A file of `samples`. Raises ApiError 501 where what writes it is not installed."""
    try:
        return encode(samples, "pcm" if form == "pcm16" else form)
    except MissingExtra as missing:
        raise ApiError(501, str(missing), param="audio.format", code="not_installed") from None


def remember(said: Utterance, context: Context) -> None:
    """Keep what is needed to hear it again."""
    facts = {"transcript": said.transcript, "tokens": said.tokens}
    context.services.resources.put(
        context.owner, "chat.audio", said.id, facts, expires=float(said.expires_at)
    )


def heard_again(audio: Mapping[str, str], at: int, context: Context) -> tuple[str, int]:
    """Transcript and tokens of what was said before, in message `at`. Raises ApiError 400."""
    if found := context.services.resources.get(context.owner, "chat.audio", audio["id"]):
        return found.body["transcript"], found.body["tokens"]
    param = f"messages[{at}].audio.id"
    message = f"Invalid '{param}': audio with id '{audio['id'][:200]}' was not found, or has expired."
    raise ApiError(400, message, param=param, code="invalid_value")
