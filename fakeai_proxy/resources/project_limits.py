"""Rate limits of a project for one model, as the organization has changed them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeai_proxy.core.exchange import Request

from .api_keys import project_of
from .owner import organization_of
from .store import Store

KIND = "project.rate_limit"
PREFIX = "rl-"


def changed_limits(store: Store, project: str, model: str, request: Request) -> Mapping[str, Any]:
    """What was changed of the limits of `project` for `model`, under the names of the API."""
    found = store.get(organization_of(request), KIND, PREFIX + model, project)
    return found.body if found else {}


def project_named(store: Store, request: Request) -> str:
    """The project that `request` names, else that of its key; "": neither."""
    return request.header("openai-project") or project_of(store, request.key)
