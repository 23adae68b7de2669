"""For every setting: another value than its default, as text, as TOML and as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from fakeai_proxy.cassette.matching.rule import MatchRule
from fakeai_proxy.catalog import UserModel
from fakeai_proxy.gate.tiers import Tier
from fakeai_proxy.modes.rules import Rule
from fakeai_proxy.mutations.rule import rule_given


@dataclass(frozen=True)
class Example:
    text: str
    """For options and the environment."""
    toml: str
    value: Any


EXAMPLES = {
    "seed": Example("7", "7", 7),
    "mode": Example("passthrough", '"passthrough"', "passthrough"),
    "hosts": Example("nim.test:8000, *.test", '["nim.test:8000", "*.test"]', ("nim.test:8000", "*.test")),
    "server.host": Example("127.0.0.2", '"127.0.0.2"', "127.0.0.2"),
    "server.port": Example("9001", "9001", 9001),
    "server.reverse_port": Example("9002", "9002", 9002),
    "server.metrics_port": Example("9003", "9003", 9003),
    "server.confdir": Example("/tmp/ca", '"/tmp/ca"', Path("/tmp/ca")),
    "server.max_request_size": Example("1000", "1000", 1000),
    "server.debug": Example("true", "true", True),
    "generation.ttft_ms": Example("1.5", "1.5", 1.5),
    "generation.ttft_variance_percent": Example("3", "3", 3.0),
    "generation.itl_ms": Example("0", "0", 0.0),
    "generation.itl_variance_percent": Example("4", "4.0", 4.0),
    "generation.time_scale": Example("0.5", "0.5", 0.5),
    "generation.response_delay": Example("0.5", "0.5", 0.5),
    "generation.random_delay": Example("false", "false", False),
    "generation.max_variance": Example("0.1", "0.1", 0.1),
    "engine.gpu": Example("H200-141GB", '"H200-141GB"', "H200-141GB"),
    "engine.gpus": Example("2", "2", 2),
    "engine.precision": Example("fp8", '"fp8"', "fp8"),
    "engine.backend": Example("sglang", '"sglang"', "sglang"),
    "engine.max_num_seqs": Example("4", "4", 4),
    "engine.max_num_batched_tokens": Example("512", "512", 512),
    "engine.chunked_prefill": Example("false", "false", False),
    "engine.preemption": Example("fifo", '"fifo"', "fifo"),
    "engine.max_waiting": Example("2", "2", 2),
    "engine.disaggregated": Example("true", "true", True),
    "engine.prefill_workers": Example("1", "1", 1),
    "engine.transfer_gbps": Example("25", "25.0", 25.0),
    "kv_cache.enabled": Example("false", "false", False),
    "kv_cache.block_size": Example("64", "64", 64),
    "kv_cache.num_workers": Example("8", "8", 8),
    "kv_cache.blocks": Example("100", "100", 100),
    "kv_cache.watermark": Example("0.05", "0.05", 0.05),
    "kv_cache.eviction": Example("lfu", '"lfu"', "lfu"),
    "kv_cache.ttl_seconds": Example("0.1", "0.1", 0.1),
    "kv_cache.routing": Example("round-robin", '"round-robin"', "round-robin"),
    "kv_cache.overlap_weight": Example("0.1", "0.1", 0.1),
    "kv_cache.load_balance_weight": Example("5", "5.0", 5.0),
    "kv_cache.prefill_load_scale": Example("2", "2.0", 2.0),
    "kv_cache.credit_decay": Example("1", "1.0", 1.0),
    "kv_cache.temperature": Example("0.7", "0.7", 0.7),
    "kv_cache.breaker_failures": Example("3", "3", 3),
    "kv_cache.breaker_seconds": Example("10", "10.0", 10.0),
    "kv_cache.prompt_caching": Example("false", "false", False),
    "kv_cache.min_tokens": Example("0", "0", 0),
    "dcgm.gpu_model": Example("B200", '"B200"', "B200"),
    "dcgm.gpu_count": Example("4", "4", 4),
    "dcgm.workload_intensity": Example("high", '"high"', 0.85),
    "dcgm.ambient_c": Example("35", "35.0", 35.0),
    "dcgm.hostname": Example("node-7", '"node-7"', "node-7"),
    "dcgm.hostname_label": Example("hostname", '"hostname"', "hostname"),
    "dcgm.driver_version": Example("550.54.15", '"550.54.15"', "550.54.15"),
    "dcgm.fields": Example("all", '["all"]', ("all",)),
    "telemetry.enabled": Example("false", "false", False),
    "telemetry.capacity": Example("1000", "1000", 1000),
    "telemetry.window_seconds": Example("30", "30.0", 30.0),
    "telemetry.path": Example("/dev/null/t.db", '"/dev/null/t.db"', Path("/dev/null/t.db")),
    "telemetry.retention_hours": Example("24", "24.0", 24.0),
    "auth.require_api_key": Example("true", "true", True),
    "auth.api_keys": Example(
        "sk-a,sk-c@free", '["sk-a", "sk-c@free"]', (SecretStr("sk-a"), SecretStr("sk-c@free"))
    ),
    "rate_limits.enabled": Example("true", "true", True),
    "rate_limits.tier": Example("free", '"free"', "free"),
    "rate_limits.rpm": Example("1", "1", 1),
    "rate_limits.tpm": Example("100", "100", 100),
    "rate_limits.rpd": Example("1", "1", 1),
    "rate_limits.tpd": Example("5", "5", 5),
    "rate_limits.quota_tokens": Example("1", "1", 1),
    "rate_limits.tiers": Example('{"tier-1": {"rpm": 7}}', '{"tier-1" = {rpm = 7}}', {"tier-1": Tier(rpm=7)}),
    "security.cors_allowed_origins": Example("*", '["*"]', ("*",)),
    "security.cors_allow_credentials": Example("false", "false", False),
    "security.injection_detection": Example("true", "true", True),
    "security.prompt_moderation": Example("true", "true", True),
    "security.patterns": Example("Ignore", '["Ignore"]', ("Ignore",)),
    "security.abuse_detection": Example("true", "true", True),
    "security.abuse_threshold": Example("1", "1", 1),
    "security.abuse_seconds": Example("5", "5.0", 5.0),
    "security.ban_seconds": Example("20", "20.0", 20.0),
    "security.ban_loopback": Example("true", "true", True),
    "moderation.threshold": Example("0.97", "0.97", 0.97),
    "moderation.thresholds": Example("violence=1.0", '{ "violence" = 1.0 }', {"violence": 1.0}),
    "resources.path": Example("/dev/null/r.db", '"/dev/null/r.db"', Path("/dev/null/r.db")),
    "resources.max_objects": Example("1", "1", 1),
    "resources.max_bytes": Example("10", "10", 10),
    "resources.batch_seconds": Example("0", "0.0", 0.0),
    "resources.batch_request_seconds": Example("0.5", "0.5", 0.5),
    "resources.batch_window_seconds": Example("2", "2.0", 2.0),
    "resources.response_queue_seconds": Example("2", "2.0", 2.0),
    "resources.vector_store_file_seconds": Example("2", "2.0", 2.0),
    "resources.vector_engine": Example("faiss", '"faiss"', "faiss"),
    "resources.invite_seconds": Example("1", "1.0", 1.0),
    "cassette.profile": Example("exact@1", '"exact@1"', "exact@1"),
    "cassette.cross_form": Example("false", "false", False),
    "cassette.near": Example("0.5", "0.5", 0.5),
    "cassette.mark": Example("false", "false", False),
    "cassette.match": Example(
        '[{"path": "/v1/*", "ignore": ["/seed"]}]',
        '[{ path = "/v1/*", ignore = ["/seed"] }]',
        (MatchRule(path="/v1/*", ignore=("/seed",)),),
    ),
    "cassette.path": Example("/tmp/a.db", '"/tmp/a.db"', Path("/tmp/a.db")),
    "cassette.record_mode": Example("once", '"once"', "once"),
    "cassette.lookup": Example("never", '"never"', "never"),
    "cassette.on_miss": Example("synthesize", '"synthesize"', "synthesize"),
    "cassette.on_exhausted": Example("cycle", '"cycle"', "cycle"),
    "cassette.on_expired": Example("fail", '"fail"', "fail"),
    "cassette.write": Example("replace", '"replace"', "replace"),
    "cassette.answer": Example("live", '"live"', "live"),
    "cassette.max_age": Example("30d", '"30d"', 2_592_000.0),
    "cassette.scopes": Example("none", '"none"', "none"),
    "cassette.folder": Example("/tmp/tapes", '"/tmp/tapes"', Path("/tmp/tapes")),
    "cassette.max_open": Example("1", "1", 1),
    "cassette.speed": Example("2", "2", 2.0),
    "cassette.pace": Example("instant", '"instant"', "instant"),
    "cassette.on_message_miss": Example("event", '"event"', "event"),
    "cassette.writer": Example("thread", '"thread"', "thread"),
    "cassette.record_strict": Example("true", "true", True),
    "cassette.redact.enabled": Example("false", "false", False),
    "cassette.redact.pointers": Example("/user,/n", '["/user", "/n"]', ("/user", "/n")),
    "cassette.redact.names": Example("badge", '["badge"]', ("badge",)),
    "cassette.redact.patterns": Example("acme-[0-9]+", '["acme-[0-9]+"]', ("acme-[0-9]+",)),
    "cassette.redact.personal": Example("email,phone", '["email", "phone"]', ("email", "phone")),
    "cassette.redact.ignore": Example("sk-none.*", '["sk-none.*"]', ("sk-none.*",)),
    "cassette.redact.keep_headers": Example("x-mine,x-a-*", '["X-Mine", "x-a-*"]', ("x-mine", "x-a-*")),
    "cassette.redact.drop_headers": Example("accept", '["accept"]', ("accept",)),
    "chaos.experiment": Example("/tmp/chaos.yaml", '"/tmp/chaos.yaml"', Path("/tmp/chaos.yaml")),
    "chaos.observe": Example("true", "true", True),
    "chaos.mark": Example("true", "true", True),
    "chaos.token": Example("0123456789abcdef", '"0123456789abcdef"', SecretStr("0123456789abcdef")),
    "chaos.allow_header": Example("true", "true", True),
    "chaos.header_faults": Example(
        "stream.*,http.error", '["stream.*", "http.error"]', ("stream.*", "http.error")
    ),
    "chaos.header_percent": Example("25", "25", 25.0),
    "chaos.allow_hosts": Example("*.test", '["*.test"]', ("*.test",)),
    "chaos.max_active": Example("5", "5", 5),
    "chaos.max_share": Example("0.5", "0.5", 0.5),
    "chaos.journal": Example("100", "100", 100),
    "error_injection.enabled": Example("true", "true", True),
    "error_injection.rate": Example("0.5", "0.5", 0.5),
    "error_injection.types": Example(
        "429,rate_limit_quota", '[429, "rate_limit_quota"]', ("429", "rate_limit_quota")
    ),
    "upstreams": Example(
        "api.openai.com=http://127.0.0.1:8001",
        '{ "api.openai.com" = "http://127.0.0.1:8001" }',
        {"api.openai.com": "http://127.0.0.1:8001"},
    ),
    "models": Example(
        '{"mine": {"like": "gpt-4o"}}',
        '{ mine = { like = "gpt-4o" } }',
        {"mine": UserModel(like="gpt-4o")},
    ),
    "routes": Example(
        '[{"mode": "replay", "model": "gpt-4o*"}]',
        '[{ mode = "replay", model = "gpt-4o*" }]',
        (Rule(mode="replay", model="gpt-4o*"),),
    ),
    "mutations": Example(
        '[{"type": "truncate", "tokens": 2, "match": {"path": "/v1/chat/*"}}]',
        '[{ type = "truncate", tokens = 2, match = { path = "/v1/chat/*" } }]',
        (rule_given({"type": "truncate", "tokens": 2, "match": {"path": "/v1/chat/*"}}),),
    ),
}
