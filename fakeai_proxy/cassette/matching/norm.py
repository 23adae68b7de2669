"""norm@1: llm@1 with what changes from run to run masked in its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from fakeai_proxy.core.canonical_json import canonical_json

from .form import Form
from .walk import changed, texts


class Mask(NamedTuple):
    """One kind of text that does not count."""

    kind: str
    likely: re.Pattern[bytes]
    """A quick look at a whole body, that may be wrong only by saying yes: it begins with a fixed byte."""
    pattern: re.Pattern[str]


class Masked(NamedTuple):
    """A text that was masked."""

    pointer: str
    kind: str
    text: str


def _mask(kind: str, likely: bytes, pattern: str) -> Mask:
    return Mask(kind, re.compile(likely), re.compile(pattern))


DATE = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
TIME = r"[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?"
MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
ZONE = r"(?: (?:[A-Z]{2,4}|[+-]\d{4}))?"
END = r"[^\s\"'`<>|:;,)\]}]+"
MASKS: tuple[Mask, ...] = (
    _mask("path", rb"/(?:tmp|folders|shm)/", rf"(?:/private)?/(?:tmp|var/folders|var/tmp|dev/shm)/{END}"),
    _mask("path", rb":\\", rf"[A-Za-z]:\\(?:[^\\\s\"'<>|]+\\)*(?i:temp|tmp)\\{END}"),
    _mask(
        "uuid",
        rb"-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-",
        r"\b[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b",
    ),
    _mask(
        "date",
        rb", \d\d? [A-Z][a-z][a-z] \d{4}",
        rf"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? {MONTH} \d{{4}}(?: \d\d:\d\d(?::\d\d)?{ZONE})?",
    ),
    _mask("date", rb"-[01]\d-[0-3]\d", rf"(?<![\d-]){DATE}(?:{TIME})?(?![\d-])"),
    _mask("epoch", rb"1\d{9}", r"(?<![\w.-])1\d{9}(?:\d{3}){0,3}(?:\.\d+)?(?![\w-])"),
    _mask("ulid", rb"01[0-9A-Z]{24}", r"\b01[0-9A-HJKMNP-TV-Z]{24}\b"),
)
"""In the order in which they are laid on: RFC 9562, RFC 5322 (3.3), ISO 8601, seconds to nanoseconds since
1970, ULIDs of 2004 to 2039."""


def norm(form: Form) -> Form:
    """`form`, an llm@1 one; itself where nothing of it is masked. Linear in the body."""
    likely = _likely(form)
    if not likely:
        return form

    def masked(_holder: dict[str, Any] | None, _name: str, text: str) -> str:
        for mask in likely:
            text = mask.pattern.sub(f"<{mask.kind}>", text)
        return text

    value = changed(form.value, masked)
    return form if value is form.value else replace(form, value=value, body=canonical_json(value))


def masks(form: Form) -> Iterator[Masked]:
    """What `norm` masks in `form`."""
    likely = _likely(form)
    for pointer, text in texts(form.value):
        for mask in likely:
            for found in mask.pattern.findall(text):
                yield Masked(pointer, mask.kind, found)
            text = mask.pattern.sub(f"<{mask.kind}>", text)


def _likely(form: Form) -> Sequence[Mask]:
    return [mask for mask in MASKS if mask.likely.search(form.body)] if form.value is not None else ()
