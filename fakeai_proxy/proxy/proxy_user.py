"""The user that a client was given in its proxy URL: `http://test-17:x@127.0.0.1:8080`."""

from __future__ import annotations

import binascii
from base64 import b64decode

from mitmproxy import http

HEADER = b"proxy-authorization"
SCOPE = "x-fakeai-scope"
"""Names the scope of a client that has no proxy URL."""
LONGEST = 256
"""Characters of a user that are kept."""


def take_user(headers: http.Headers) -> str:
    """The user of Basic credentials (RFC 7617, section 2), "" where there is none.

    The header is for us alone, and is taken away whatever it holds.
    """
    if not has_user(headers):
        return ""
    given = headers.pop(HEADER.decode())
    scheme, _, credentials = given.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        user = b64decode(credentials.strip(), validate=True).decode().partition(":")[0][:LONGEST]
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return user if user.isprintable() else ""


def take_scope(headers: http.Headers) -> str:
    """What SCOPE names, "" where it is not there. It is taken away: it is for us alone."""
    given = headers.pop(SCOPE, "")
    return given[:LONGEST] if given.isprintable() else ""


def has_user(headers: http.Headers) -> bool:
    """The header is there. By hand, since every request is asked: mitmproxy would fold each name in turn."""
    for name, _ in headers.fields:  # noqa: SIM110
        if len(name) == len(HEADER) and name.lower() == HEADER:
            return True
    return False
