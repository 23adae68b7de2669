"""The user that a client was given in its proxy URL: `http://test-17:x@127.0.0.1:8080`."""

from __future__ import annotations

import binascii
from base64 import b64decode

from mitmproxy import http

HEADER = "proxy-authorization"
LONGEST = 256
"""Characters of a user that are kept."""


def take_user(headers: http.Headers) -> str:
    """The user of Basic credentials (RFC 7617, section 2), "" where there is none.

    The header is for us alone, and is taken away whatever it holds.
    """
    given = headers.pop(HEADER, "")
    scheme, _, credentials = given.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        user = b64decode(credentials.strip(), validate=True).decode().partition(":")[0][:LONGEST]
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return user if user.isprintable() else ""
