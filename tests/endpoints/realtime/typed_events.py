"""Server events against the types of the SDK."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from openai.types.beta.realtime import realtime_server_event as beta
from openai.types.realtime import realtime_server_event as today
from pydantic import TypeAdapter

from tests.endpoints.typed import extras

BESIDE = {"object", "id", "expires_at", "message"}
"""What the API sends, and the types of its events do not have: of sessions; of errors, in older types."""


def check(events: Iterable[Any], older: bool = False) -> None:
    """Nothing is missing, coerced, or beside what the types have."""
    seen: set[str] = set()
    for event in events:
        if event["type"] not in seen:
            value = adapter(older).validate_json(json.dumps(event), strict=True)
            assert set(extras(value)) <= BESIDE, (event["type"], extras(value))
        seen.add(event["type"])


@cache
def adapter(older: bool) -> TypeAdapter[Any]:
    return TypeAdapter((beta if older else today).RealtimeServerEvent)
