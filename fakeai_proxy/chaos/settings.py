"""`[chaos]`: the experiment that runs from the start, and who may ask for faults."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from fakeai_proxy.core.hosts import HostPattern

HEADER = "x-fakeai-fault"
"""Header of a request by which it asks for a fault."""
TOKEN = re.compile(r"[\x21-\x7e]{16,}")


def _token(token: SecretStr) -> SecretStr:
    if not TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("at least 16 characters, without spaces")
    return token


def _host(pattern: str) -> str:
    HostPattern.parse(pattern)
    return pattern.lower()


class ChaosSettings(BaseModel):
    """Without `experiment` and `allow_header` no request is touched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    experiment: Path | None = Field(
        default=None,
        description="File of the experiment to run, YAML or TOML, or the name of a preset.",
        examples=["chaos.yaml"],
    )
    observe: bool = Field(
        default=False, description="Decide, count and report, but inject nothing, whatever experiments say."
    )
    mark: bool = Field(
        default=False, description="Mark replies with a fault in them by the header x-fakeai-chaos."
    )
    token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        default=None,
        description="Secret that calls must carry which change or stop experiments; without it none changes.",
        examples=["a-secret-of-your-own"],
    )
    allow_header: bool = Field(
        default=False, description="Let requests ask for a fault by the header x-fakeai-fault."
    )
    header_faults: tuple[str, ...] = Field(
        default=("*",), description="Faults that may be asked for by header (* is a wildcard)."
    )
    header_percent: float = Field(
        default=100, ge=0, le=100, description="Most percent of the requests with the header that get it."
    )
    allow_hosts: tuple[Annotated[str, AfterValidator(_host)], ...] = Field(
        default=(),
        description="Live hosts that may be disturbed, beside those that an experiment names itself.",
    )
    max_active: int = Field(
        default=1_000, ge=1, description="Most replies with a fault by header or error_injection at a time."
    )
    max_share: float = Field(
        default=1.0, ge=0, le=1, description="Largest share of the requests with the header that get a fault."
    )
    journal: int = Field(default=10_000, ge=1, description="Decisions that are remembered.")

    @property
    def armed(self) -> bool:
        """Whether any request can be touched from the start."""
        return self.experiment is not None or self.allow_header
