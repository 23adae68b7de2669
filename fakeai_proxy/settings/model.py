"""Settings: what can be set, with its default and its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from fakeai_proxy.cassette.settings import CassetteSettings
from fakeai_proxy.catalog import UserModel
from fakeai_proxy.chaos.error_injection import ErrorInjectionSettings
from fakeai_proxy.chaos.settings import ChaosSettings
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.hosts import upstream_url
from fakeai_proxy.core.lazy import load
from fakeai_proxy.engine import EngineSettings, LatencySettings
from fakeai_proxy.engine.gpu.settings import GpuSettings
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.gate import AuthSettings, RateLimitSettings, SecuritySettings
from fakeai_proxy.modes.rules import ModeName, Rule
from fakeai_proxy.resources import ResourceSettings
from fakeai_proxy.synth.moderation.settings import ModerationSettings
from fakeai_proxy.synth.text import TextSettings
from fakeai_proxy.telemetry.settings import TelemetrySettings

from .hosts import host_pattern
from .keys import settings_of
from .layers import Given, config_path, from_environment, from_file, from_options
from .refusal import refusal

PROVIDERS = (
    "api.openai.com",
    "*.openai.azure.com",
    "integrate.api.nvidia.com",
    "ai.api.nvidia.com",
    "api.anthropic.com",
)

Port = Annotated[int, Field(ge=0, le=65535)]
Host = Annotated[str, AfterValidator(host_pattern)]
ModelName = Annotated[str, Field(min_length=1, max_length=200)]


def mutation_rule(given: Any) -> Any:
    """A MutationRule; nothing of mutations is imported where none is given. Raises SettingsError."""
    return load("fakeai_proxy.mutations", "rule.rule_given")(given)


GivenMutation = Annotated[Any, AfterValidator(mutation_rule)]


class ServerSettings(BaseModel):
    """Where the proxy listens, and what it accepts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(default="127.0.0.1", min_length=1, description="Address to listen on.")
    port: Port = Field(default=8080, description="Port of the forward proxy; 0 takes a free one.")
    reverse_port: Port | None = Field(
        default=None,
        description="Port of the drop-in base URL (http://HOST:PORT/v1); 0 takes a free one.",
        examples=[8000],
    )
    metrics_port: Port | None = Field(
        default=None,
        description="Port on 127.0.0.1 for health and metrics alone (Prometheus); 0 takes a free one.",
        examples=[9400],
    )
    confdir: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        default=Path("~/.mitmproxy"),
        validate_default=True,
        description="Folder of the certificate authority, made at the first start.",
    )
    max_request_size: int = Field(
        default=10 * 1024 * 1024,
        ge=1,
        description="Largest request body in bytes; a larger one is answered with 413.",
    )
    debug: bool = Field(default=False, description="Log what the proxy does, not only what goes wrong.")


class Settings(BaseModel):
    """Everything that can be set, validated and frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = Field(
        0, ge=-(2**63), lt=2**63, description="Seed of all that is made up: the same seed, the same answers."
    )
    mode: ModeName = Field(
        default="synthesize", description="Where replies come from, where no route says otherwise."
    )
    hosts: tuple[Host, ...] = Field(
        default=PROVIDERS,
        description="Hosts whose traffic is ours: HOST, *.DOMAIN or HOST:PORT. All others are tunnelled.",
    )
    semantic_model: Path | None = Field(
        default=None,
        description="Folder of a model2vec model for embeddings (extra `semantic`); unset: hashed words.",
        examples=["models/potion-base-8M"],
    )
    server: ServerSettings = Field(default_factory=ServerSettings)
    generation: LatencySettings = Field(default_factory=LatencySettings)
    engine: EngineSettings = Field(default_factory=EngineSettings)
    kv_cache: KVCacheSettings = Field(default_factory=KVCacheSettings)
    dcgm: GpuSettings = Field(default_factory=GpuSettings)
    telemetry: TelemetrySettings = Field(default_factory=TelemetrySettings)
    auth: AuthSettings = Field(default_factory=AuthSettings)
    rate_limits: RateLimitSettings = Field(default_factory=RateLimitSettings)
    security: SecuritySettings = Field(default_factory=SecuritySettings)
    moderation: ModerationSettings = Field(default_factory=ModerationSettings)
    text: TextSettings = Field(default_factory=TextSettings)
    resources: ResourceSettings = Field(default_factory=ResourceSettings)
    cassette: CassetteSettings = Field(default_factory=CassetteSettings)
    chaos: ChaosSettings = Field(default_factory=ChaosSettings)
    error_injection: ErrorInjectionSettings = Field(default_factory=ErrorInjectionSettings)
    upstreams: Mapping[Host, Annotated[str, AfterValidator(upstream_url)]] = Field(
        default={},
        description="Base URL that a host is asked at, where a mode goes upstream.",
        examples=[{"api.openai.com": "http://127.0.0.1:8001"}],
    )
    models: Mapping[ModelName, UserModel] = Field(
        default={},
        description="Models of your own, and changes to those of the catalog.",
        examples=[{"my-model": {"like": "gpt-4o", "context_window": 32_000}}],
    )
    routes: tuple[Rule, ...] = Field(
        default=(),
        description="Another mode for some requests: the first rule whose every field fits decides.",
        examples=[
            {
                "mode": "passthrough",
                "host": "*.openai.azure.com",
                "path": "/v1/chat/*",
                "method": "POST",
                "model": "gpt-4o*",
                "header": "x-team: search",
            }
        ],
    )
    mutations: tuple[GivenMutation, ...] = Field(
        default=(),
        description="Changes to answers, wherever they come from: type and parameters, match, probability.",
        examples=[
            {
                "type": "truncate",
                "tokens": 20,
                "probability": 0.5,
                "match": {"model": "gpt-4o*", "source": "recorded"},
            }
        ],
    )

    _origins: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _ports_differ(self) -> Self:
        names = ("port", "reverse_port", "metrics_port")
        taken = {name: port for name in names if (port := getattr(self.server, name))}
        for one, other in combinations(taken, 2):
            if taken[one] == taken[other]:
                raise ValueError(f"server.{one} and server.{other} are both {taken[one]}")
        return self

    @property
    def origins(self) -> Mapping[str, str]:
        """Where each setting came from: `option`, `environment NAME`, `file PATH` or `default`."""
        return dict.fromkeys(settings_of(type(self)), "default") | dict(self._origins)

    @classmethod
    def load(cls, config: Path | None, overrides: Mapping[str, Any], environ: Mapping[str, str]) -> Settings:
        """Options over environment over file over defaults. Raises SettingsError.

        `config` None: the file that `FAKEAI_CONFIG` names, else `fakeai.toml` in the working folder, if any.
        """
        known = settings_of(cls)
        path = config_path(config, environ)
        given = [
            *(from_file(path, known) if path else ()),
            *from_environment(environ, known),
            *from_options(overrides, known),
        ]
        try:
            settings = cls.model_validate(_nested(given))
        except ValidationError as error:
            raise SettingsError(refusal(error, given, known)) from None
        settings._origins = {one.name: one.origin for one in given}
        return settings


def _nested(given: list[Given]) -> dict[str, Any]:
    """The tree that pydantic validates; what comes later replaces what came before."""
    tree: dict[str, Any] = {}
    for one in given:
        *sections, last = (*one.key.split("."), *([one.entry] if one.entry else []))
        branch = tree
        for section in sections:
            branch = branch.setdefault(section, {})
        branch[last] = one.value
    return tree
