"""Requests for the tests of profiles."""

from __future__ import annotations

import json
from typing import Any

from fakeai_proxy.cassette.canonical import Canonical, canonicalize, redactor_for
from fakeai_proxy.core.exchange import Request

JSON = (("content-type", "application/json"),)


def post(body: Any, path: str = "/v1/chat/completions", **fields: Any) -> Canonical:
    """The exact form of a request with a JSON body."""
    request = Request("POST", path, headers=JSON, body=json.dumps(body).encode(), **fields)
    return canonicalize(request, redactor_for(request))


def chat(*messages: Any, **fields: Any) -> Canonical:
    """A chat completion; texts are what the user says."""
    turns = [{"role": "user", "content": one} if isinstance(one, str) else one for one in messages]
    return post({"model": "gpt-4o", "messages": turns, **fields})
