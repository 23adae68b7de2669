"""For every setting: another value than its default, as text, as TOML and as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakeai_proxy.modes.rules import Rule


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
    "cassette.path": Example("/tmp/a.db", '"/tmp/a.db"', Path("/tmp/a.db")),
    "cassette.record_mode": Example("once", '"once"', "once"),
    "cassette.speed": Example("2", "2", 2.0),
    "cassette.record_strict": Example("true", "true", True),
    "upstreams": Example(
        "api.openai.com=http://127.0.0.1:8001",
        '{ "api.openai.com" = "http://127.0.0.1:8001" }',
        {"api.openai.com": "http://127.0.0.1:8001"},
    ),
    "routes": Example(
        '[{"mode": "replay", "model": "gpt-4o*"}]',
        '[{ mode = "replay", model = "gpt-4o*" }]',
        (Rule(mode="replay", model="gpt-4o*"),),
    ),
}
