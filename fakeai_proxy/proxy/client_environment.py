"""The environment that sends an unmodified client to the proxy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

OFFLINE_MODES = ("synthesize", "replay")
PLACEHOLDER_KEY = "fakeai"
"""The SDKs do not start without a key; where nothing goes upstream any text will do."""


def by_proxy(proxy: str, bundle: Path) -> dict[str, str]:
    """For clients that honour the proxy variables; `bundle` holds every CA they are to trust."""
    return {
        "HTTPS_PROXY": proxy,
        "https_proxy": proxy,
        "HTTP_PROXY": proxy,
        "http_proxy": proxy,
        "NO_PROXY": "",
        "no_proxy": "",
        "SSL_CERT_FILE": str(bundle),
        "REQUESTS_CA_BUNDLE": str(bundle),
        "CURL_CA_BUNDLE": str(bundle),
        "NODE_EXTRA_CA_CERTS": str(bundle),
        "NODE_USE_ENV_PROXY": "1",
    }


def by_base_url(base: str) -> dict[str, str]:
    """For runtimes that ignore proxies: no CA is needed."""
    return {"OPENAI_BASE_URL": f"{base}/v1", "ANTHROPIC_BASE_URL": base}


def key_if_none(mode: str, environ: Mapping[str, str]) -> dict[str, str]:
    """A placeholder for an absent OPENAI_API_KEY, in the modes that ask no provider."""
    wanted = mode in OFFLINE_MODES and not environ.get("OPENAI_API_KEY")
    return {"OPENAI_API_KEY": PLACEHOLDER_KEY} if wanted else {}
