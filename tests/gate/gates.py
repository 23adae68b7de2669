"""Gates and requests as the tests of this room write them."""

from __future__ import annotations

import json
from typing import Any

from pydantic import SecretStr

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Answer, Request
from fakeai_proxy.endpoints import Services, dispatch
from fakeai_proxy.gate import AuthSettings, RateLimitSettings, SecuritySettings
from fakeai_proxy.gate.gate import Gate
from fakeai_proxy.resources import ResourceSettings, Store
from fakeai_proxy.synth.moderation.settings import ModerationSettings
from tests.endpoints.asking import services

CHAT = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 10}


def gated(*keys: str, required: bool = False, security: Any = None, **limits: Any) -> Services:
    """A simulator behind a gate; its clock is a ManualClock."""
    clock = ManualClock()
    auth = AuthSettings(require_api_key=required, api_keys=tuple(map(SecretStr, keys)))
    safe = SecuritySettings(**(security or {}))
    store = Store(ResourceSettings(), clock)
    gate = Gate(auth, RateLimitSettings(**limits), safe, clock, store, moderation=ModerationSettings())
    return services(clock=clock, gate=gate, resources=store)


def asked(to: Services, key: str = "sk-a", host: str = "api.openai.com", **fields: Any) -> Answer:
    """A chat, in the name of `key`."""
    name = "api-key" if "azure" in host else "authorization"
    headers = ((name, key if "azure" in host else f"Bearer {key}"),) if key else ()
    body = json.dumps(CHAT | fields).encode()
    path = "/openai/deployments/gpt-4o-mini/chat/completions" if "azure" in host else "/v1/chat/completions"
    version = "api-version=2024-10-21" if "azure" in host else ""
    return dispatch(Request("POST", path, host, version, headers, body), to)
