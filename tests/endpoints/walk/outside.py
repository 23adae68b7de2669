"""What the SDK has, and this simulator answers with 501 or not over HTTP, and why."""

from __future__ import annotations

AGENTS = "hosted agents and what they run in: nobody's API but OpenAI's own, and nothing promised"
ACCESS = "who may do what within an organization: nothing here would ask for it"
SPENDING = "limits of money: nothing here costs any"

OUTSIDE: dict[str, str] = {
    "admin.organization.certificates": ACCESS,
    "admin.organization.data_retention": ACCESS,
    "admin.organization.external_keys": ACCESS,
    "admin.organization.external_storage": ACCESS,
    "admin.organization.groups": ACCESS,
    "admin.organization.projects.api_keys.update": ACCESS,
    "admin.organization.projects.certificates": ACCESS,
    "admin.organization.projects.data_retention": ACCESS,
    "admin.organization.projects.groups": ACCESS,
    "admin.organization.projects.hosted_tool_permissions": ACCESS,
    "admin.organization.projects.model_permissions": ACCESS,
    "admin.organization.projects.roles": ACCESS,
    "admin.organization.projects.service_tier_settings": ACCESS,
    "admin.organization.projects.spend_alerts": SPENDING,
    "admin.organization.projects.spend_limit": SPENDING,
    "admin.organization.projects.users.roles": ACCESS,
    "admin.organization.roles": ACCESS,
    "admin.organization.usage.decisions": AGENTS,
    "admin.organization.spend_alerts": SPENDING,
    "admin.organization.spend_limit": SPENDING,
    "admin.organization.users.roles": ACCESS,
    "admin.organization.workload_identity_providers": ACCESS,
    "audio.voice_consents": "voices of one's own are made of recordings of people",
    "audio.voices": "voices of one's own are made of recordings of people",
    "beta.agents": AGENTS,
    "beta.chatkit": AGENTS,
    "containers": AGENTS,
    "content_provenance_checks": "tells where pictures came from: there is nothing to look up",
    "decisions": AGENTS,
    "evals": "evaluations of models",
    "live": "the successor of Realtime over WebRTC",
    "realtime.calls": "calls come by WebRTC or SIP, which are no HTTP",
    "realtime.translations": "over WebRTC",
    "safety": "OpenAI's own files on its customers",
    "skills": AGENTS,
    "videos": "no model here makes any",
    "webhooks": "nothing is sent to anybody unasked; what verifies a signature asks nobody",
}
"""A resource with all below it, or one method."""

ELSEWHERE: dict[str, str] = {
    "beta.realtime.connect": "tests/end_to_end/test_realtime.py",
    "realtime.connect": "tests/end_to_end/test_realtime.py",
    "responses.connect": "tests/end_to_end/test_realtime.py",
}
"""Over WebSocket: the test that does so."""


def outside(method: str) -> bool:
    """Whether it is not answered here."""
    return any(method == name or method.startswith(f"{name}.") for name in OUTSIDE)
