"""The flags that stand for settings, shared by the commands that read them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from fakeai_proxy.settings import Settings


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag, the setting it sets, what it takes and what it is for."""

    name: str
    key: str
    metavar: str
    """"": it takes nothing, and says yes."""
    help: str
    alias: tuple[str, ...] = ()

    @property
    def parameter(self) -> str:
        return self.name.lstrip("-").replace("-", "_")

    @property
    def option(self) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """What click makes of it: a text, or None where it is not given."""
        names = (self.name, *self.alias, self.parameter)
        if not self.metavar:
            return click.option(*names, flag_value="true", is_flag=True, default=None, help=self.help)
        return click.option(*names, metavar=self.metavar, help=self.help)


FLAGS = (
    Flag("--host", "server.host", "ADDRESS", "Address to listen on."),
    Flag("--port", "server.port", "PORT", "Port of the forward proxy; 0 takes a free one."),
    Flag("--reverse-port", "server.reverse_port", "PORT", "Also serve a drop-in base URL on this port."),
    Flag("--metrics-port", "server.metrics_port", "PORT", "Also serve health and metrics on this port."),
    Flag(
        "--mode",
        "mode",
        "MODE",
        "Where replies come from: synthesize, record, replay, spy, passthrough, none, once, new_episodes, "
        "all, rewrite, diff, off.",
    ),
    Flag("--cassette", "cassette.path", "FILE", "The cassette to record to or replay from."),
    Flag(
        "--record-mode",
        "cassette.record_mode",
        "MODE",
        "What is recorded: all, new_episodes, once, none, rewrite, spy, diff, off.",
    ),
    Flag("--speed", "cassette.speed", "FACTOR", "Speed of replay; 2 is twice as fast, 0 is instant."),
    Flag("--seed", "seed", "INTEGER", "The same seed, the same answers."),
    Flag("--ttft-ms", "generation.ttft_ms", "MS", "Time to first token.", ("--ttft",)),
    Flag("--itl-ms", "generation.itl_ms", "MS", "Inter-token latency.", ("--itl",)),
    Flag("--response-delay", "generation.response_delay", "SECONDS", "Added before the first token."),
    Flag("--time-scale", "generation.time_scale", "FACTOR", "Speed of all waits; 0.1 is ten times as fast."),
    Flag("--kv-cache-block-size", "kv_cache.block_size", "TOKENS", "Tokens of a block of the KV cache."),
    Flag("--kv-cache-num-workers", "kv_cache.num_workers", "N", "Workers of each model."),
    Flag("--kv-overlap-weight", "kv_cache.overlap_weight", "WEIGHT", "Of blocks to prefill, in routing."),
    Flag(
        "--require-api-key", "auth.require_api_key", "BOOLEAN", "Answer 401 to requests without an API key."
    ),
    Flag("--api-keys", "auth.api_keys", "KEY,...", "The API keys that are accepted.", ("--api-key",)),
    Flag("--rate-limit-enabled", "rate_limits.enabled", "", "Keep limits for each key and model."),
    Flag("--rate-limit-tier", "rate_limits.tier", "TIER", "The tier of keys that name none."),
    Flag("--rate-limit-rpm", "rate_limits.rpm", "N", "Requests a minute, in place of the tier's."),
    Flag("--rate-limit-tpm", "rate_limits.tpm", "N", "Tokens a minute, in place of the tier's."),
    Flag("--moderation-threshold", "moderation.threshold", "SCORE", "Score from which on a text is flagged."),
    Flag("--enable-refusals", "security.refusals", "", "Let models refuse harmful prompts."),
    Flag(
        "--enable-jailbreak-detection",
        "security.injection_detection",
        "",
        "Refuse prompts that try to talk a model out of its instructions.",
    ),
    Flag(
        "--enable-input-validation",
        "security.input_validation",
        "",
        "Refuse prompts with SQL, HTML or shell injected.",
    ),
    Flag("--hosts", "hosts", "HOST,...", "Hosts whose traffic is ours, in place of the defaults."),
    Flag("--confdir", "server.confdir", "FOLDER", "Folder of the certificate authority."),
    Flag("--debug", "server.debug", "", "Log what the proxy does, not only what goes wrong."),
)
"""In the order of the help text. Values are checked by Settings, which names what is valid."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the command line says of the settings."""

    config: Path | None
    overrides: dict[str, str]
    """Dotted key to text."""

    def but(self, **defaults: str) -> Chosen:
        """With `defaults` (`server__port="0"`) for what the command line leaves open."""
        keys = {name.replace("__", "."): value for name, value in defaults.items()}
        return Chosen(self.config, keys | self.overrides)

    def settings(self) -> Settings:
        """All layers merged. Raises SettingsError."""
        from fakeai_proxy.settings import Settings

        return Settings.load(self.config, self.overrides, os.environ)

    def arguments(self) -> list[str]:
        """The flags that say the same to another process."""
        config = ["--config", str(self.config)] if self.config else []
        return config + [part for pair in self.overrides.items() for part in ("--set", "=".join(pair))]


def settings_flags(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give `function` a first argument `chosen`, from FLAGS, --upstream, --set and --config."""

    @wraps(function)
    def call(config: Path | None, upstream: tuple[str, ...], set_: tuple[str, ...], **others: Any) -> Any:
        flags = {flag.key: others.pop(flag.parameter) for flag in FLAGS}
        given = {key: value for key, value in flags.items() if value is not None}
        return function(Chosen(config, assigned(set_) | routed(upstream) | given), **others)

    options = [
        *(flag.option for flag in FLAGS),
        click.option(
            "--upstream", multiple=True, metavar="HOST=URL", help="Ask URL in place of HOST; repeatable."
        ),
        click.option("--set", "set_", multiple=True, metavar="KEY=VALUE", help="Any setting; repeatable."),
        click.option(
            "--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings file [fakeai.toml]."
        ),
    ]
    for option in reversed(options):
        call = option(call)
    return call


def assigned(pairs: tuple[str, ...]) -> dict[str, str]:
    """`--set` pairs, under their dotted keys."""
    if not pairs:
        return {}
    from fakeai_proxy.settings import FLAT, assignment

    return {FLAT.get(key, key): value for key, value in map(assignment, pairs)}


def routed(pairs: tuple[str, ...]) -> dict[str, str]:
    """`--upstream` pairs, as settings."""
    if not pairs:
        return {}
    from fakeai_proxy.settings import assignment

    return {f"upstreams.{host}": url for host, url in (assignment(pair, "HOST=URL") for pair in pairs)}
