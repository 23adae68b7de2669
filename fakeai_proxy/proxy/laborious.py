"""Requests that are handled in a thread, so that the event loop goes on."""

from __future__ import annotations

import re

from mitmproxy import http

from fakeai_proxy.endpoints.routes import takes_long

LARGE = 32 * 1024
"""Bytes of body from which on any request is."""
SCHEMA = re.compile(rb'"(?:json_schema|parameters)"')
"""What stands before a schema that the answer is to be valid by."""
LONG_SCHEMA = 4 * 1024
"""Bytes of body from which on one with a schema is; one with a `pattern` always is."""
MEDIA = re.compile(rb'"(?:file_id|file_data|input_audio|audio|image_generation)"')
"""Files to be read, sound to be heard or made, and pictures to be painted."""


def is_laborious(request: http.Request) -> bool:
    """Would an answer to `request` take long? Told by what its body looks like, which is not parsed here."""
    body = request.raw_content or b""
    if len(body) > LARGE or takes_long(request.path.partition("?")[0]):
        return True
    if not body:
        return False
    if MEDIA.search(body) or any(name.lower() == b"content-encoding" for name, _ in request.headers.fields):
        return True
    return (len(body) > LONG_SCHEMA or b'"pattern' in body) and SCHEMA.search(body) is not None
