"""Operations of the API that have no handler: they answer 501, and are never forwarded."""

from __future__ import annotations

UNBUILT: tuple[tuple[str, str], ...] = (
    ("POST", "/realtime/calls"),
    ("POST", "/realtime/calls/{call_id}/accept"),
    ("POST", "/realtime/calls/{call_id}/hangup"),
    ("POST", "/realtime/calls/{call_id}/refer"),
    ("POST", "/realtime/calls/{call_id}/reject"),
)
"""(methods, path template)."""

OUTSIDE: tuple[str, ...] = (
    "agents",
    "audio/voice_consents",
    "audio/voices",
    "chatkit",
    "containers",
    "content_provenance_checks",
    "decisions",
    "evals",
    "external_keys",
    "live",
    "organization",
    "projects",
    "safety",
    "skills",
    "vaults",
    "videos",
    "webhook_endpoints",
    "webhook_event_types",
)
"""Families that OpenAI has and this simulator leaves out: 501 for any path that begins with one."""
