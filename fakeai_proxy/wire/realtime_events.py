"""What a client of the Realtime API says: one model for each type of event."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from .base import RequestModel, Text
from .realtime import (
    Item,
    OlderResponse,
    OlderSession,
    OlderTranscriptionSession,
    Response,
    Session,
)


class ClientEvent(RequestModel, defer_build=False):
    """Without more than its type."""

    type: str
    event_id: Annotated[str, Field(max_length=512)] | None = None


class SessionUpdate(ClientEvent, defer_build=False):
    session: Session


class OlderSessionUpdate(ClientEvent, defer_build=False):
    """Of the beta."""

    session: OlderSession


class OlderTranscriptionUpdate(ClientEvent, defer_build=False):
    """Of the beta."""

    session: OlderTranscriptionSession


class Append(ClientEvent, defer_build=False):
    audio: str


class ItemCreate(ClientEvent, defer_build=False):
    item: Item
    previous_item_id: str | None = None


class ItemNamed(ClientEvent, defer_build=False):
    item_id: Text


class Truncate(ItemNamed, defer_build=False):
    content_index: Annotated[int, Field(ge=0)]
    audio_end_ms: Annotated[int, Field(ge=0)]


class ResponseCreate(ClientEvent, defer_build=False):
    response: Response | None = None


class OlderResponseCreate(ClientEvent, defer_build=False):
    """Of the beta."""

    response: OlderResponse | None = None


class ResponseCancel(ClientEvent, defer_build=False):
    response_id: str | None = None


EVENTS: Mapping[str, type[ClientEvent]] = MappingProxyType(
    {
        "session.update": SessionUpdate,
        "input_audio_buffer.append": Append,
        "input_audio_buffer.commit": ClientEvent,
        "input_audio_buffer.clear": ClientEvent,
        "conversation.item.create": ItemCreate,
        "conversation.item.retrieve": ItemNamed,
        "conversation.item.truncate": Truncate,
        "conversation.item.delete": ItemNamed,
        "response.create": ResponseCreate,
        "response.cancel": ResponseCancel,
        "output_audio_buffer.clear": ClientEvent,
    }
)
OLDER: Mapping[str, type[ClientEvent]] = MappingProxyType(
    {
        **EVENTS,
        "session.update": OlderSessionUpdate,
        "transcription_session.update": OlderTranscriptionUpdate,
        "response.create": OlderResponseCreate,
    }
)
"""Those of the beta."""
