"""The `api-version` that every request to Azure names, but for those to its `/openai/v1/`."""

from __future__ import annotations

import re

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.wire.query import Query

VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(-preview)?|preview|latest|v1")
RESPONSES = "2025-03-01-preview"
"""The first version with responses."""


def refuse_version(request: Request) -> None:
    """Raise ApiError where Azure has nothing under this path in this version, or in none."""
    if not request.path.startswith("/openai/") or not request.provider.endswith(".azure.com"):
        return
    version = Query(request.query).text("api-version")
    if not version and request.path.startswith("/openai/v1/"):
        return
    if not VERSION.fullmatch(version):
        raise ApiError(404, "Resource not found", code="404")
    if request.path.startswith("/openai/responses") and version < RESPONSES:
        raise ApiError(
            400, f"Azure OpenAI Responses API is enabled only for api-version {RESPONSES} and later"
        )
