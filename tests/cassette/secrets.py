"""Credentials of every kind, none of them real."""

from __future__ import annotations

import string
from collections.abc import Iterator

import numpy as np

from fakeai_proxy.core.seeding import rng_for

B62 = string.ascii_letters + string.digits
B64URL = B62 + "_-"
HEX = "0123456789abcdef"
LOWER = string.ascii_lowercase + string.digits
UPPER = string.ascii_uppercase + string.digits

FORMS: dict[str, list[tuple[str, str, int, str]]] = {
    "anthropic_key": [("sk-ant-api03-", B64URL, 93, "AA"), ("sk-ant-admin01-", B64URL, 93, "AA")],
    "openai_key": [
        ("sk-", B62, 48, ""),
        ("sk-proj-", B64URL, 150, "A"),
        ("sk-svcacct-", B64URL, 150, "A"),
        ("sk-admin-", B64URL, 80, "A"),
        ("sk-or-v1-", HEX, 64, ""),
        ("sk-lf-", HEX, 32, ""),
    ],
    "openai_session": [("sess-", B62, 40, ""), ("ek_", B62, 32, "")],
    "nvidia_key": [("nvapi-", B64URL, 64, "")],
    "azure_key": [("", B62, 52, "JQQJ99BAACYeBjFXJ3w3AAABACOGaB1c")],
    "google_key": [("AIzaSy", B64URL, 33, "")],
    "google_oauth": [("ya29.a0", B64URL, 120, "")],
    "google_secret": [("GOCSPX-", B64URL, 28, "")],
    "github_token": [
        ("ghp_", B62, 36, ""),
        ("gho_", B62, 36, ""),
        ("ghs_", B62, 36, ""),
        ("github_pat_11ABCDEFG0", B62, 60, ""),
    ],
    "gitlab_token": [("glpat-", B64URL, 20, ""), ("glrt-", B64URL, 20, "")],
    "aws_access_key": [("AKIA", UPPER, 16, ""), ("ASIA", UPPER, 16, "")],
    "aws_bedrock_key": [("ABSK", B62, 128, "=")],
    "huggingface_token": [("hf_", string.ascii_letters, 34, "")],
    "groq_key": [("gsk_", B62, 52, "")],
    "perplexity_key": [("pplx-", B62, 48, "")],
    "xai_key": [("xai-", B62, 80, "")],
    "replicate_token": [("r8_", B62, 37, "")],
    "cerebras_key": [("csk-", LOWER, 48, "")],
    "fireworks_key": [("fw_", B62, 22, "")],
    "elevenlabs_key": [("sk_", HEX, 48, "")],
    "langchain_key": [("lsv2_pt_", HEX, 32, "_0123456789")],
    "tavily_key": [("tvly-", B62, 32, ""), ("tvly-dev-", B62, 32, "")],
    "pinecone_key": [("pcsk_6abcd_", B62, 60, "")],
    "slack_token": [("xoxb-123456789012-1234567890123-", B62, 24, ""), ("xapp-1-A012345678-", B62, 40, "")],
    "stripe_key": [("sk_live_", B62, 24, ""), ("rk_test_", B62, 24, ""), ("whsec_", B62, 32, "")],
    "sendgrid_key": [("SG.abcdefghij0123456789xy.", B64URL, 43, "")],
    "twilio_key": [("SK", HEX, 32, "")],
    "npm_token": [("npm_", B62, 36, "")],
    "pypi_token": [("pypi-AgEIcHlwaS5vcmc", B64URL, 120, "")],
    "docker_token": [("dckr_pat_", B64URL, 27, "")],
    "databricks_token": [("dapi", HEX, 32, "")],
    "digitalocean_token": [("dop_v1_", HEX, 64, "")],
    "shopify_token": [("shpat_", HEX, 32, "")],
    "vault_token": [("hvs.", B64URL, 90, "")],
    "grafana_token": [("glsa_", B62, 32, "_0a1b2c3d")],
    "notion_token": [("ntn_", B62, 46, "")],
    "linear_key": [("lin_api_", B62, 40, "")],
    "telegram_token": [("123456789:AA", B64URL, 33, "")],
    "jwt": [("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.", B64URL, 43, "")],
}
"""Kind -> how its keys are written: beginning, alphabet and length of what is drawn, end."""


def drawn(kind: str, number: int) -> str:
    """The same for the same arguments."""
    begin, alphabet, length, end = FORMS[kind][number % len(FORMS[kind])]
    rng = rng_for(0, kind.encode(), number)
    middle = "".join(rng.choice(np.array(list(alphabet)), length))
    # Ends and borders of alphabets with - and _ would be cut by whoever looks for words.
    return begin + "a" + middle[1:-1] + "z" + end if alphabet is B64URL else begin + middle + end


PLANTED: dict[str, str] = {kind: drawn(kind, 0) for kind in FORMS} | {
    "openai_key short": "sk-planted1",
    "openai_key of a project": drawn("openai_key", 1),
    "github_token fine": drawn("github_token", 3),
    "stripe_key of webhooks": drawn("stripe_key", 2),
}


def corpus(count: int) -> Iterator[tuple[str, str]]:
    """(kind, credential), all kinds in turn."""
    kinds = list(FORMS)
    return ((kinds[n % len(kinds)], drawn(kinds[n % len(kinds)], n // len(kinds))) for n in range(count))
