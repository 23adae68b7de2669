"""What an error repeats of the request it answers."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.base import Hit

ORGANIZATION = "org-Vb3kQm8ZpT1xWc6RfLh9JsYd"
ACCOUNT = "5tVnq0WcZy2KfXjR7uHgPbLmEoDs4aAi"
"""Whose account the request is charged to, as OpenAI and NVIDIA name one. Made up."""
DEPLOYMENT = re.compile(r"/openai/deployments/([^/]+)")
SHOWN, MASKED = 4, 16
"""Characters that a masked key shows, and the least that it must have for that."""
REGIONS = ("IAD", "LHR", "FRA", "NRT", "SJC")
"""Airports: Cloudflare names its data centres so."""


def facts(hit: Hit) -> dict[str, str]:
    """Values for templates: what was asked, and ids drawn by `hit.rng`."""
    request, hexes = hit.request, hit.rng.bytes(40).hex()
    return {
        "model": model_of(request) or "unknown",
        "host": request.host,
        "api_version": dict(parse_qsl(request.query)).get("api-version", "2024-10-21"),
        "key": masked(request.key),
        "organization": ORGANIZATION,
        "account": ACCOUNT,
        "request_id": f"req_{hexes[:32]}",
        "uuid": "-".join((hexes[32:40], hexes[40:44], "4" + hexes[45:48], "a" + hexes[49:52], hexes[52:64])),
        "ray": f"{hexes[64:80]}-{REGIONS[hit.rng.integers(len(REGIONS))]}",
    }


def model_of(request: Request) -> str:
    """The model asked for: in the body, or in the path of Azure. Empty where there is none."""
    if deployment := DEPLOYMENT.match(request.path):
        return unquote(deployment[1])
    try:
        model = request.json.get("model") if isinstance(request.json, dict) else None
    except ApiError:
        return ""
    return model if isinstance(model, str) else ""


def masked(key: str) -> str:
    """`sk-proj-****MxYA`: the kind of key and its last characters, as OpenAI shows it."""
    if len(key) < MASKED:
        return "****"
    kind = re.match(r"(?:sk|nvapi|key)-(?:proj-|svcacct-|admin-|ant-|or-v1-)?", key)
    return f"{kind[0] if kind else ''}****{key[-SHOWN:]}"
