from __future__ import annotations

from fakeai_proxy.settings import FLAT, Settings, settings_of
from fakeai_proxy.settings.keys import find, variables

KNOWN = settings_of(Settings)


def test_every_flat_name_means_a_setting() -> None:
    assert set(FLAT.values()) <= set(KNOWN)


def test_settings_know_their_kind() -> None:
    assert {key: setting.kind for key, setting in KNOWN.items() if setting.kind != "value"} == {
        "hosts": "list",
        "dcgm.fields": "list",
        "auth.api_keys": "list",
        "rate_limits.tiers": "table",
        "security.cors_allowed_origins": "list",
        "security.patterns": "list",
        "cassette.match": "list",
        "cassette.redact.pointers": "list",
        "cassette.redact.names": "list",
        "cassette.redact.patterns": "list",
        "cassette.redact.personal": "list",
        "cassette.redact.ignore": "list",
        "cassette.redact.keep_headers": "list",
        "cassette.redact.drop_headers": "list",
        "chaos.header_faults": "list",
        "chaos.allow_hosts": "list",
        "error_injection.types": "list",
        "moderation.thresholds": "table",
        "text.templates": "list",
        "text.models": "table",
        "text.lengths": "table",
        "text.fixtures": "list",
        "upstreams": "table",
        "models": "table",
        "routes": "list",
        "mutations": "list",
    }
    assert {key for key, setting in KNOWN.items() if setting.optional} == {
        "text.upstream",
        "text.upstream_model",
        "text.upstream_key",
        "semantic_model",
        "server.reverse_port",
        "server.metrics_port",
        "generation.ttft_ms",
        "generation.itl_ms",
        "engine.gpu",
        "engine.gpus",
        "engine.precision",
        "engine.backend",
        "engine.prefill_workers",
        "kv_cache.blocks",
        "telemetry.path",
        "rate_limits.rpm",
        "rate_limits.tpm",
        "rate_limits.rpd",
        "rate_limits.tpd",
        "rate_limits.quota_tokens",
        "resources.path",
        "resources.invite_seconds",
        "cassette.path",
        "cassette.near",
        "cassette.lookup",
        "cassette.on_miss",
        "cassette.on_exhausted",
        "cassette.on_expired",
        "cassette.write",
        "cassette.answer",
        "cassette.max_age",
        "cassette.folder",
        "chaos.experiment",
        "chaos.token",
    }


def test_a_table_may_be_of_tables() -> None:
    assert [key for key, setting in KNOWN.items() if setting.tables] == ["rate_limits.tiers", "models"]


def test_names_lead_to_settings() -> None:
    assert find("ttft_ms", KNOWN) == (KNOWN["generation.ttft_ms"], "")
    assert find("upstreams.a.b:1", KNOWN) == (KNOWN["upstreams"], "a.b:1")
    assert find("upstreams.", KNOWN) is None
    assert find("nothing", KNOWN) is None


def test_variables_flat_first_nested_last() -> None:
    assert variables("generation.ttft_ms") == ("FAKEAI_TTFT_MS", "FAKEAI_GENERATION__TTFT_MS")
    assert variables("seed") == ("FAKEAI_SEED",)
