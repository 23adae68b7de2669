"""Personal data by rules, each of them off until it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .borders import begins

EMAIL = re.compile(rb"@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9_-]|\.[A-Za-z0-9])")
LOCAL = re.compile(rb"[A-Za-z0-9_][A-Za-z0-9.!#$&'*+=?^_`{|}~-]{0,63}\Z")
ESCAPED = re.compile(rb"(?:n|r|t|b|f|u[0-9A-Fa-f]{4})")
PHONE = re.compile(
    rb"(?:\+[1-9][0-9]{0,2}[ .-]?(?:\([0-9]{1,4}\)[ .-]?)?[0-9]{1,4}(?:[ .-]?[0-9]{2,4}){2,4}"
    rb"|\(?[2-9][0-9]{2}\)?[ .-][2-9][0-9]{2}[ .-][0-9]{4})(?![0-9A-Za-z_]|[.-][0-9])"
)
"""International with its +, or as in North America in three groups."""
IBAN = re.compile(rb"[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
US_SSN = re.compile(rb"(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![0-9A-Za-z_]|-[0-9])")
OCTET = rb"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
IP_ADDRESS = re.compile(OCTET + rb"(?:\." + OCTET + rb"){3}(?![0-9A-Za-z_-]|\.[0-9A-Za-z])")
OURS = (b"127.", b"0.0.0.0", b"255.")
"""Addresses that are nobody's."""


def emails(text: bytes) -> Iterator[tuple[int, int]]:
    """`local@domain.tld` (RFC 5321, unquoted local parts)."""
    for hit in EMAIL.finditer(text):
        local = LOCAL.search(text, max(hit.start() - 64, 0), hit.start())
        if local:
            start = local.start()
            if text[start - 1 : start] == b"\\" and (escape := ESCAPED.match(text, start)):
                start = escape.end()
            if start < hit.start():
                yield start, hit.end()


def ibans(text: bytes) -> Iterator[tuple[int, int]]:
    """By the check digits (ISO 13616)."""
    for start, end in _whole(IBAN, text):
        number = text[start:end].replace(b" ", b"")
        if (
            15 <= len(number) <= 34
            and int("".join(str(int(chr(c), 36)) for c in number[4:] + number[:4])) % 97 == 1
        ):
            yield start, end


def _whole(pattern: re.Pattern[bytes], text: bytes) -> Iterator[tuple[int, int]]:
    for hit in pattern.finditer(text):
        before = text[hit.start() - 1 : hit.start()]
        if begins(text, hit.start()) and before not in (b".", b"-", b"_", b"/", b"+"):
            yield hit.span()


def _addresses(text: bytes) -> Iterator[tuple[int, int]]:
    return (span for span in _whole(IP_ADDRESS, text) if not text.startswith(OURS, span[0]))


PERSONAL: dict[str, Callable[[bytes], Iterator[tuple[int, int]]]] = {
    "email": emails,
    "phone": lambda text: _whole(PHONE, text),
    "iban": ibans,
    "us_ssn": lambda text: _whole(US_SSN, text),
    "ip_address": _addresses,
}
"""Kind -> where it is in a text."""
