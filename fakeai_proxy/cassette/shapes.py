"""What credentials look like. A cheap literal says where looking closer is worth it.

A new provider is a new row. Patterns are for bytes; the last group of one, where it has any, is the secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

OPAQUE = rb"(?:[A-Za-z0-9._~+/=-]{20,}|(?=[A-Za-z._~+/=-]*[0-9])[A-Za-z0-9._~+/=-]{8,})"
"""Long, or shorter with a digit: tells a token from a word after `Bearer `."""

NAMES = (
    rb"(?:x[-_]?)?(?:xi|goog)?[-_]?api[-_]?key|(?:proxy[-_]?)?authorization|password|passwd|secret"
    rb"|(?:aws[-_]?)?secret[-_]?(?:access[-_]?)?key|(?:access|refresh|auth|bearer|session|id|api)[-_]?token"
    rb"|aws[-_]?session[-_]?token|client[-_]?secret|private[-_]?key"
)
"""Of JSON members and parameters whose text is a credential whatever it looks like."""

MEMBER = rb'(\\{0,7})"(?i:' + NAMES + rb')\1"\s*:\s*\1"((?:(?!\1")(?:\\.|[^"\\])){6,})'
"""A JSON member; also inside a JSON text that is itself a JSON string (group 1 is the escape)."""

PARAMETER = re.compile(
    rb"(?:^|(?<=[?&;\n]))(?i:key|sig|signature|token|subscription-key|x-amz-[a-z-]+|"
    + NAMES
    + rb")=([^&;\s]+)"
)
"""A parameter of a query or of a form body."""


ESCAPE = re.compile(rb"(?:\\[bfnrt]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2})\Z")
"""Letters and digits before a credential that are not part of a word: of a JSON `\\n`, of `%20`."""


class Shape(NamedTuple):
    """`pattern` is tried only in texts that contain one of `literals` (in lower case when `folded`)."""

    kind: str
    literals: tuple[bytes, ...]
    pattern: re.Pattern[bytes]
    folded: bool = False

    def hits(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Where the secrets are. `re` is fast with what begins with a literal, so borders come later."""
        at = 0
        while hit := self.pattern.search(text, at):
            if _begins(text, hit.start()):
                yield hit.span(hit.lastindex or 0)
                at = hit.end()
            else:
                at = hit.start() + 1


def _begins(text: bytes, at: int) -> bool:
    """Not inside a word."""
    inside = text[at - 1 : at].isalnum() and text[at : at + 1].isalnum()
    return not inside or ESCAPE.search(text, max(at - 6, 0), at) is not None


def _shape(kind: str, literals: tuple[bytes, ...], pattern: bytes, *, folded: bool = False) -> Shape:
    return Shape(kind, literals, re.compile(pattern), folded)


SHAPES: tuple[Shape, ...] = (
    _shape("anthropic_key", (b"sk-",), rb"sk-ant-[A-Za-z0-9_-]{8,}"),
    _shape("openai_key", (b"sk-",), rb"sk-(?:[A-Za-z0-9_-]{20,}|(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{8,})"),
    _shape("openai_session", (b"sess-", b"ek_"), rb"(?:sess-|ek_)[A-Za-z0-9]{20,}"),
    _shape("nvidia_key", (b"nvapi-",), rb"nvapi-[A-Za-z0-9_-]{8,}"),
    _shape("google_key", (b"AIza",), rb"AIza[A-Za-z0-9_-]{16,}"),
    _shape("google_oauth", (b"ya29.",), rb"ya29\.[A-Za-z0-9_-]{16,}"),
    _shape("github_token", (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_"), rb"gh[pousr]_[A-Za-z0-9]{16,}"),
    _shape("github_token", (b"github_",), rb"github_pat_[A-Za-z0-9_]{16,}"),
    _shape("gitlab_token", (b"glpat-",), rb"glpat-[A-Za-z0-9_-]{16,}"),
    _shape("aws_access_key", (b"AKIA", b"ASIA"), rb"(?:AKIA|ASIA)[A-Z0-9]{12,}"),
    _shape("huggingface_token", (b"hf_",), rb"hf_[A-Za-z0-9]{16,}"),
    _shape("groq_key", (b"gsk_",), rb"gsk_[A-Za-z0-9]{16,}"),
    _shape("perplexity_key", (b"pplx-",), rb"pplx-[A-Za-z0-9]{16,}"),
    _shape("xai_key", (b"xai-",), rb"xai-[A-Za-z0-9]{16,}"),
    _shape("replicate_token", (b"r8_",), rb"r8_[A-Za-z0-9]{16,}"),
    _shape("slack_token", (b"xoxb-", b"xoxp-", b"xoxa-", b"xoxe-", b"xoxs-"), rb"xox[a-z]-[A-Za-z0-9-]{10,}"),
    _shape("stripe_key", (b"sk_", b"rk_"), rb"[sr]k_(?:live|test)_[A-Za-z0-9]{10,}"),
    _shape("sendgrid_key", (b"SG.",), rb"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    _shape("npm_token", (b"npm_",), rb"npm_[A-Za-z0-9]{20,}"),
    _shape("jwt", (b"eyJ",), rb"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    _shape("bearer_token", (b"bearer",), rb"(?i:bearer)(?:\s|%20|\+)+(" + OPAQUE + rb")", folded=True),
    _shape(
        "basic_credentials",
        (b"basic ",),
        rb"(?i:basic)\s+((?=[A-Za-z+/]*[0-9=])[A-Za-z0-9+/]{12,}={0,2})",
        folded=True,
    ),
    _shape(
        "private_key",
        (b"PRIVATE KEY-",),
        rb"-----BEGIN [A-Z ]*PRIVATE KEY-----[^\"]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=\")|\Z)",
    ),
    _shape("url_password", (b"://",), rb"://[^\s/:@\"'\\?#]{0,64}:([^\s/@\"'\\]{4,})@"),
    _shape(
        "member",
        (b'key"', b"key\\", b'token"', b"token\\", b"passw", b"secret", b"authorization"),
        MEMBER,
        folded=True,
    ),
)


def _ending(separator: bytes) -> tuple[bytes, ...]:
    literals = {literal for shape in SHAPES for literal in shape.literals if literal.endswith(separator)}
    return tuple(sorted(literal[:-1] for literal in literals))


def _others(folded: bool) -> tuple[bytes, ...]:
    literals = {literal for shape in SHAPES if shape.folded == folded for literal in shape.literals}
    return tuple(sorted(literal for literal in literals if not literal.endswith((b"-", b"_"))))


DASHED, SCORED = _ending(b"-"), _ending(b"_")
EXACT, FOLDED = _others(False), _others(True)


def suspicious(text: bytes) -> bool:
    """Whether `text` contains any literal of SHAPES; errs only on the side of yes.

    Runs for every text of every request. Most literals end in a separator that is rare in ordinary text, and
    splitting at one byte is far cheaper than one search per literal.
    """
    for piece in text.split(b"-"):
        if piece.endswith(DASHED):
            return True
    for piece in text.split(b"_"):
        if piece.endswith(SCORED):
            return True
    for literal in EXACT:
        if literal in text:
            return True
    lower = text.lower()
    return any(literal in lower for literal in FOLDED)
