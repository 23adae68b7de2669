"""Batches as the tests write and read them."""

from __future__ import annotations

import json
from typing import Any

from fakeai_proxy.endpoints import Services
from tests.endpoints.asking import ask, told
from tests.endpoints.forms import send

CHAT = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 3}


def line(name: str = "a", body: Any = None, **fields: Any) -> bytes:
    whole = {
        "custom_id": name,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": body or CHAT,
    } | fields
    return json.dumps(whole).encode() + b"\n"


def uploaded(to: Services, text: bytes) -> str:
    """The id of a file of that text."""
    id: str = told(send("/v1/files", to, file=("in.jsonl", text), purpose="batch"))["id"]
    return id


def begun(to: Services, text: bytes, **fields: Any) -> str:
    """The id of a batch of that text."""
    asked = {
        "endpoint": "/v1/chat/completions",
        "completion_window": "24h",
        "input_file_id": uploaded(to, text),
    }
    id: str = told(ask("/v1/batches", asked | fields, to))["id"]
    return id


def seen(to: Services, batch: str) -> Any:
    return told(ask(f"/v1/batches/{batch}", to=to))


def read(to: Services, file: str) -> list[Any]:
    """The lines of an output file."""
    blobs = to.resources.blobs
    return [json.loads(one) for one in blobs.read(file).splitlines()]
