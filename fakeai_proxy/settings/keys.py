"""The names of all settings: dotted keys, and the flat names of the environment."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Kind = Literal["value", "list", "table"]

REQUIRED = "auth.require_api_key"
"""Apart, as what stands beside such a name in a table is taken for a key."""
FLAT: Mapping[str, str] = types.MappingProxyType(
    {
        "host": "server.host",
        "port": "server.port",
        "reverse_port": "server.reverse_port",
        "metrics_port": "server.metrics_port",
        "confdir": "server.confdir",
        "max_request_size": "server.max_request_size",
        "debug": "server.debug",
        "ttft_ms": "generation.ttft_ms",
        "ttft_variance_percent": "generation.ttft_variance_percent",
        "itl_ms": "generation.itl_ms",
        "itl_variance_percent": "generation.itl_variance_percent",
        "time_scale": "generation.time_scale",
        "response_delay": "generation.response_delay",
        "random_delay": "generation.random_delay",
        "max_variance": "generation.max_variance",
        "kv_cache_enabled": "kv_cache.enabled",
        "kv_cache_block_size": "kv_cache.block_size",
        "kv_cache_num_workers": "kv_cache.num_workers",
        "kv_overlap_weight": "kv_cache.overlap_weight",
        "enable_prompt_caching": "kv_cache.prompt_caching",
        "cache_ttl_seconds": "kv_cache.ttl_seconds",
        "min_tokens_for_cache": "kv_cache.min_tokens",
        "dcgm_gpu_model": "dcgm.gpu_model",
        "dcgm_gpu_count": "dcgm.gpu_count",
        "dcgm_workload_intensity": "dcgm.workload_intensity",
        "require_api_key": REQUIRED,
        "api_keys": "auth.api_keys",
        "rate_limit_enabled": "rate_limits.enabled",
        "rate_limit_tier": "rate_limits.tier",
        "rate_limit_rpm": "rate_limits.rpm",
        "rate_limit_tpm": "rate_limits.tpm",
        "requests_per_minute": "rate_limits.rpm",
        "cors_allowed_origins": "security.cors_allowed_origins",
        "cors_allow_credentials": "security.cors_allow_credentials",
        "enable_injection_detection": "security.injection_detection",
        "enable_jailbreak_detection": "security.injection_detection",
        "enable_input_validation": "security.input_validation",
        "enable_refusals": "security.refusals",
        "enable_abuse_detection": "security.abuse_detection",
        "moderation_threshold": "moderation.threshold",
        "cassette": "cassette.path",
        "record_mode": "cassette.record_mode",
        "record_strict": "cassette.record_strict",
        "speed": "cassette.speed",
        "chaos_experiment": "chaos.experiment",
        "chaos_observe": "chaos.observe",
        "chaos_mark": "chaos.mark",
        "chaos_token": "chaos.token",
        "chaos_allow_header": "chaos.allow_header",
        "chaos_header_faults": "chaos.header_faults",
        "chaos_header_percent": "chaos.header_percent",
        "chaos_allow_hosts": "chaos.allow_hosts",
        "chaos_max_active": "chaos.max_active",
        "chaos_max_share": "chaos.max_share",
        "chaos_journal": "chaos.journal",
        "error_injection_enabled": "error_injection.enabled",
        "error_injection_rate": "error_injection.rate",
        "error_injection_types": "error_injection.types",
    }
)
"""Short names for the environment and for options: `FAKEAI_TTFT_MS`, `--set ttft_ms=0`."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One leaf of the settings tree."""

    key: str
    """Dotted: `generation.ttft_ms`."""
    info: FieldInfo

    @property
    def kind(self) -> Kind:
        origin = get_origin(without_none(self.info.annotation))
        if origin in (tuple, list):
            return "list"
        return "table" if isinstance(origin, type) and issubclass(origin, Mapping) else "value"

    @property
    def item(self) -> object:
        """What a list or a table holds."""
        return get_args(self.type)[-1 if self.kind == "table" else 0]

    @property
    def tables(self) -> bool:
        """Whether it is a table of tables."""
        item = self.item if self.kind == "table" else None
        return isinstance(item, type) and issubclass(item, BaseModel)

    @property
    def optional(self) -> bool:
        return type(None) in get_args(self.info.annotation)

    @property
    def type(self) -> object:
        """The annotation, without `None`."""
        return without_none(self.info.annotation)


def without_none(annotation: object) -> object:
    """`X | None` as X."""
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation
    rest = [part for part in get_args(annotation) if part is not type(None)]
    return rest[0] if len(rest) == 1 else annotation


def settings_of(model: type[BaseModel], prefix: str = "") -> dict[str, Setting]:
    """Every leaf below `model`, in the order declared; a field that is itself a model is a section."""
    found: dict[str, Setting] = {}
    for name, info in model.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            found |= settings_of(info.annotation, f"{prefix}{name}.")
        else:
            found[prefix + name] = Setting(prefix + name, info)
    return found


def find(name: str, known: Mapping[str, Setting]) -> tuple[Setting, str] | None:
    """The setting that `name` means, and the entry of a table it points into ("" for the whole setting)."""
    name = FLAT.get(name, name)
    if name in known:
        return known[name], ""
    table, _, entry = name.partition(".")
    if entry and table in known and known[table].kind == "table":
        return known[table], entry
    return None


def variables(key: str) -> tuple[str, ...]:
    """The environment variables that set `key`; the later wins."""
    flat = [f"FAKEAI_{name.upper()}" for name, target in FLAT.items() if target == key]
    return (*flat, "FAKEAI_" + key.upper().replace(".", "__"))
