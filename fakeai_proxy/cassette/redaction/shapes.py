"""What credentials look like. Each begins with a literal, and only where one stands is looked closer.

A new provider is a new row. Patterns are for bytes; the last group of one, where it has any, is the secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from .borders import begins

OPAQUE = rb"(?:[A-Za-z0-9._~+/=-]{20,}|(?=[A-Za-z._~+/=-]*[0-9])[A-Za-z0-9._~+/=-]{8,})"
"""Long, or shorter with a digit: tells a token from a word after `Bearer `."""
REACH = 128
"""Bytes from a literal to the end of a pattern that begins before it."""
END = rb"(?![A-Za-z0-9_-])"


@cache
def compiled(expression: bytes) -> re.Pattern[bytes]:
    """When it is first needed: most are not, and all of them take a tenth of a second."""
    return re.compile(expression)


class Shape(NamedTuple):
    """`expression` is tried where one of `literals` stands (in any case when `folded`)."""

    kind: str
    literals: tuple[bytes, ...]
    expression: bytes
    folded: bool = False
    before: int = 0
    """Bytes of the pattern that may stand before the literal."""

    @property
    def pattern(self) -> re.Pattern[bytes]:
        return compiled(self.expression)

    def hits(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Where the secrets are."""
        where = text.lower() if self.folded else text
        for literal in self.literals:
            at = where.find(literal)
            while at >= 0:
                hit = self._at(text, at)
                if hit:
                    yield hit.span(hit.lastindex or 0)
                    at = hit.end() - 1
                at = where.find(literal, at + 1)

    def _at(self, text: bytes, at: int) -> re.Match[bytes] | None:
        if not self.before:
            return self.pattern.match(text, at) if begins(text, at) else None
        hit = self.pattern.search(text, max(at - self.before, 0), at + REACH)
        while hit and not begins(text, hit.start()):
            hit = self.pattern.search(text, hit.start() + 1, at + REACH)
        return hit if hit and hit.start() <= at else None


def _shape(kind: str, literals: str, pattern: bytes, *, folded: bool = False, before: int = 0) -> Shape:
    return Shape(kind, tuple(literals.encode().split()), pattern, folded, before)


def _begun(kind: str, literals: str, rest: bytes) -> Shape:
    """One of `literals`, then `rest`."""
    begin = b"|".join(re.escape(literal) for literal in literals.encode().split())
    return _shape(kind, literals, rb"(?:" + begin + rb")" + rest)


SHAPES: tuple[Shape, ...] = (
    # providers of models, and what is around them
    _shape("anthropic_key", "sk-ant-", rb"sk-ant-[A-Za-z0-9_-]{8,}"),
    _shape(
        "openai_key",
        "sk-",
        rb"sk-(?!ant-)(?:(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{8,}|[A-Za-z_-]*[A-Za-z]{20}[A-Za-z0-9_-]*)",
    ),
    _begun("openai_session", "sess- ek_", rb"[A-Za-z0-9]{20,}" + END),
    _begun("nvidia_key", "nvapi-", rb"[A-Za-z0-9_-]{8,}"),
    _shape("azure_key", "JQQJ99", rb"[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}" + END, before=52),
    _shape(
        "azure_key",
        "AccountKey= SharedAccessKey=",
        rb"(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{40,}={0,2})",
    ),
    _begun("google_key", "AIza", rb"[A-Za-z0-9_-]{35}" + END),
    _begun("google_oauth", "ya29.", rb"[A-Za-z0-9_-]{16,}"),
    _begun("google_secret", "GOCSPX-", rb"[A-Za-z0-9_-]{20,}"),
    _begun("huggingface_token", "hf_", rb"[A-Za-z0-9]{30,}" + END),
    _begun("groq_key", "gsk_", rb"[A-Za-z0-9]{16,}"),
    _begun("perplexity_key", "pplx-", rb"[A-Za-z0-9]{16,}"),
    _begun("xai_key", "xai-", rb"[A-Za-z0-9]{16,}"),
    _begun("replicate_token", "r8_", rb"[A-Za-z0-9]{30,}" + END),
    _begun("cerebras_key", "csk-", rb"[a-z0-9]{32,}"),
    _begun("fireworks_key", "fw_", rb"[A-Za-z0-9]{20,28}" + END),
    _begun("elevenlabs_key", "sk_", rb"[0-9a-f]{40,}"),
    _begun("langchain_key", "lsv2_pt_ lsv2_sk_ ls__", rb"[0-9a-f]{16,}(?:_[0-9a-f]{6,})?"),
    _begun("tavily_key", "tvly-", rb"(?:dev-|prod-)?[A-Za-z0-9]{16,}"),
    _begun("pinecone_key", "pcsk_", rb"[A-Za-z0-9]+_[A-Za-z0-9]{20,}"),
    # clouds, code, payments, messages
    _begun("aws_access_key", "AKIA ASIA", rb"[A-Z0-9]{16}(?![A-Za-z0-9])"),
    _begun("aws_bedrock_key", "ABSK", rb"[A-Za-z0-9+/]{90,}={0,2}"),
    _begun("github_token", "ghp_ gho_ ghu_ ghs_ ghr_", rb"[A-Za-z0-9]{16,}"),
    _begun("github_token", "github_pat_", rb"[A-Za-z0-9_]{16,}"),
    _begun("gitlab_token", "glpat- gldt- glrt- glptt- glcbt- glsoat-", rb"[A-Za-z0-9_-]{16,}"),
    _begun("slack_token", "xoxb- xoxp- xoxa- xoxe- xoxs- xapp-", rb"[A-Za-z0-9-]{10,}"),
    _shape(
        "slack_webhook",
        "hooks.slack.com",
        rb"hooks\.slack\.com\\?/(?:services|workflows)\\?/([A-Za-z0-9+/\\]{30,})",
    ),
    _begun("stripe_key", "sk_live_ sk_test_ rk_live_ rk_test_ whsec_", rb"[A-Za-z0-9]{10,}"),
    _begun("sendgrid_key", "SG.", rb"[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    _shape("twilio_key", "SK", rb"SK[0-9a-f]{32}(?![0-9A-Za-z])"),
    _begun("npm_token", "npm_", rb"[A-Za-z0-9]{20,}"),
    _begun("pypi_token", "pypi-AgE", rb"[A-Za-z0-9_-]{20,}"),
    _begun("docker_token", "dckr_pat_ dckr_oat_", rb"[A-Za-z0-9_-]{20,}"),
    _begun("databricks_token", "dapi", rb"[0-9a-f]{32}(?:-[0-9])?" + END),
    _begun("digitalocean_token", "dop_v1_ doo_v1_ dor_v1_", rb"[0-9a-f]{32,}"),
    _begun("shopify_token", "shpat_ shpca_ shppa_ shpss_", rb"[0-9a-fA-F]{32}"),
    _begun("vault_token", "hvs. hvb.", rb"[A-Za-z0-9_-]{24,}"),
    _begun("grafana_token", "glsa_ glc_", rb"[A-Za-z0-9_+/=]{32,}"),
    _begun("notion_token", "ntn_", rb"[A-Za-z0-9]{40,}"),
    _begun("linear_key", "lin_api_", rb"[A-Za-z0-9]{32,}"),
    _shape("telegram_token", ":AA", rb"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}" + END, before=10),
    # formats that many use
    _shape("jwt", "eyJ", rb"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    _shape("bearer_token", "bearer", rb"(?i:bearer)(?:\s|%20|\+)+(" + OPAQUE + rb")", folded=True),
    _shape(
        "basic_credentials",
        "basic",
        rb"(?i:basic)(?:\s|%20|\+)+((?=[A-Za-z+/]*[0-9=])[A-Za-z0-9+/]{12,}={0,2})",
        folded=True,
    ),
    _shape(
        "private_key",
        "-----BEGIN",
        rb"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----"
        rb"[^\"]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|(?=\")|\Z)",
    ),
    _shape(
        "url_password",
        "://",
        rb":\\?/\\?/[^\s/:@\"'\\?#<>]{0,64}:(?!(?i:pass(?:word|wd)?|secret|x+|\*+)@)([^\s/@\"'\\<>{}$]{4,})@",
    ),
)
