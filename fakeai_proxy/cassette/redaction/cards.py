"""Numbers of payment cards: by issuer, length and check digit (ISO/IEC 7812-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .borders import begins

LEAST = b"0" * 13
DIGITS = bytes(48 if 48 <= byte <= 57 else 120 for byte in range(256))
"""Every digit becomes 0, everything else x."""
WRITTEN = re.compile(
    rb"(?<![0-9])(?:[0-9]{13,19}|[0-9]{4}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{3})?"
    rb"|[0-9]{4}([ -])[0-9]{6}\2[0-9]{4,5})(?![0-9])"
)
"""In one piece, in groups of four, or in groups of four, six and the rest."""
BEFORE = re.compile(rb"[.+/=:_#-]\Z")
AFTER = re.compile(rb"[A-Za-z_+/=#]|[.,:-][0-9A-Za-z]")
"""What makes it a part of something longer: an id, a fraction, base64."""
WORD = re.compile(
    rb"(?i)card|credit|debit|visa|amex|american express|discover|diners|jcb|\bpan\b|payment|\bcc"
)
NEAR = 64
"""Bytes before a number without groups, one in forty of which would pass, in which it is said what it is."""
ISSUERS: tuple[tuple[re.Pattern[bytes], tuple[int, ...]], ...] = (
    (re.compile(rb"4"), (13, 16, 19)),  # Visa
    (re.compile(rb"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),  # Mastercard
    (re.compile(rb"3[47]"), (15,)),  # American Express
    (re.compile(rb"6011|64[4-9]|65"), (16, 19)),  # Discover
    (re.compile(rb"35(?:2[89]|[3-8])"), (16,)),  # JCB
    (re.compile(rb"3(?:0[0-5]|[68])"), (14,)),  # Diners Club
)


def cards(text: bytes) -> Iterator[tuple[int, int]]:
    """Where they are."""
    if LEAST not in text.translate(DIGITS, b" -"):
        return
    for hit in WRITTEN.finditer(text):
        if _stands_alone(text, *hit.span()) and is_card(hit[0].translate(None, b" -")):
            if hit.lastindex is None and not WORD.search(text, max(hit.start() - NEAR, 0), hit.start()):
                continue
            yield hit.span()


def _stands_alone(text: bytes, start: int, end: int) -> bool:
    before = BEFORE.search(text, max(start - 1, 0), start)
    return begins(text, start) and not before and not AFTER.match(text, end)


def is_card(digits: bytes) -> bool:
    """An issuer's beginning, a length it uses, and the check digit of Luhn's formula."""
    issued = any(begin.match(digits) and len(digits) in lengths for begin, lengths in ISSUERS)
    return issued and len(set(digits)) > 1 and luhn(digits)


def luhn(digits: bytes) -> bool:
    """Every second digit from the right doubled, the sum of all digits is a multiple of ten."""
    doubled = sum(sum(divmod(2 * (byte - 48), 10)) for byte in digits[-2::-2])
    return (doubled + sum(byte - 48 for byte in digits[-1::-2])) % 10 == 0
