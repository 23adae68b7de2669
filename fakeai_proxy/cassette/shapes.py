"""What credentials look like. A cheap literal says where looking closer is worth it.

A new provider is a new row. Patterns are for bytes; where one has a group, the group is the secret.
"""

from __future__ import annotations

import re
from typing import NamedTuple

START = rb"(?:(?<![A-Za-z0-9])|(?<=\\[bfnrt])|(?<=\\u[0-9A-Fa-f]{4})|(?<=%[0-9A-Fa-f]{2}))"
"""Not inside a word; the `n` of a JSON `\\n` and the digits of `%20` are no word."""

OPAQUE = rb"(?:[A-Za-z0-9._~+/=-]{20,}|(?=[A-Za-z._~+/=-]*[0-9])[A-Za-z0-9._~+/=-]{8,})"
"""Long, or shorter with a digit: tells a token from a word after `Bearer `."""

FIELDS = (
    rb"(?:x[-_]?)?(?:xi|goog)?[-_]?api[-_]?key|(?:proxy[-_]?)?authorization|password|passwd|secret"
    rb"|(?:aws[-_]?)?secret[-_]?(?:access[-_]?)?key|(?:access|refresh|auth|bearer|session|id|api)[-_]?token"
    rb"|aws[-_]?session[-_]?token|client[-_]?secret|private[-_]?key"
)
"""Names of JSON members and parameters whose text value is a credential whatever it looks like."""


class Shape(NamedTuple):
    """`pattern` is tried only in texts that contain one of `literals`."""

    kind: str
    literals: tuple[bytes, ...]
    pattern: re.Pattern[bytes]


def _shape(kind: str, literals: tuple[bytes, ...], pattern: bytes) -> Shape:
    return Shape(kind, literals, re.compile(START + pattern))


SHAPES: tuple[Shape, ...] = (
    _shape("anthropic_key", (b"sk-ant-",), rb"sk-ant-[A-Za-z0-9_-]{8,}"),
    _shape("openai_key", (b"sk-",), rb"sk-(?:[A-Za-z0-9_-]{20,}|(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{8,})"),
    _shape("openai_session", (b"sess-", b"ek_"), rb"(?:sess-|ek_)[A-Za-z0-9]{20,}"),
    _shape("nvidia_key", (b"nvapi-",), rb"nvapi-[A-Za-z0-9_-]{8,}"),
    _shape("google_key", (b"AIza",), rb"AIza[A-Za-z0-9_-]{16,}"),
    _shape("google_oauth", (b"ya29.",), rb"ya29\.[A-Za-z0-9_-]{16,}"),
    _shape(
        "github_token",
        (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"github_pat_"),
        rb"(?:gh[pousr]|github_pat)_[A-Za-z0-9_]{16,}",
    ),
    _shape("gitlab_token", (b"glpat-",), rb"glpat-[A-Za-z0-9_-]{16,}"),
    _shape("aws_access_key", (b"AKIA", b"ASIA"), rb"(?:AKIA|ASIA)[A-Z0-9]{12,}"),
    _shape("huggingface_token", (b"hf_",), rb"hf_[A-Za-z0-9]{16,}"),
    _shape("groq_key", (b"gsk_",), rb"gsk_[A-Za-z0-9]{16,}"),
    _shape("perplexity_key", (b"pplx-",), rb"pplx-[A-Za-z0-9]{16,}"),
    _shape("xai_key", (b"xai-",), rb"xai-[A-Za-z0-9]{16,}"),
    _shape("replicate_token", (b"r8_",), rb"r8_[A-Za-z0-9]{16,}"),
    _shape("slack_token", (b"xox",), rb"xox[abeoprs]-[A-Za-z0-9-]{10,}"),
    _shape("stripe_key", (b"k_live_", b"k_test_"), rb"[sr]k_(?:live|test)_[A-Za-z0-9]{10,}"),
    _shape("sendgrid_key", (b"SG.",), rb"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    _shape("npm_token", (b"npm_",), rb"npm_[A-Za-z0-9]{20,}"),
    _shape("jwt", (b"eyJ",), rb"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    _shape("bearer_token", (b"earer", b"EARER"), rb"(?i:bearer)(?:\s|%20|\+)+(" + OPAQUE + rb")"),
    _shape(
        "basic_credentials",
        (b"asic ", b"BASIC "),
        rb"(?i:basic)\s+((?=[A-Za-z+/]*[0-9=])[A-Za-z0-9+/]{12,}={0,2})",
    ),
    _shape(
        "private_key",
        (b"PRIVATE KEY-----",),
        rb"-----BEGIN [A-Z ]*PRIVATE KEY-----[^\"]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=\")|\Z)",
    ),
    Shape(
        "url_password",
        (b"://",),
        re.compile(rb"://[^\s/:@\"'\\?#]{0,64}:([^\s/@\"'\\]{4,})@"),
    ),
)

FIELD = re.compile(rb'(\\*)"(?i:' + FIELDS + rb')\1"\s*:\s*\1"((?:(?!\1")(?:\\.|[^"\\])){6,})')
"""A JSON member with its value; also inside a JSON text that is itself a JSON string (`\1` is the escape)."""
FIELD_HINTS = tuple(
    word + quote
    for word in (b"key", b"token", b"secret", b"password", b"passwd", b"authorization")
    for quote in (b'"', b"\\")
)
"""One of these, in lower case, is in every text that FIELD matches."""

PARAMETER = re.compile(
    rb"(?:^|(?<=[?&;\n]))(?i:key|code|sig|signature|token|subscription-key|x-amz-[a-z-]+|" + FIELDS + rb")="
    rb"([^&;\s]+)"
)
"""A parameter of a query or of a form body."""
