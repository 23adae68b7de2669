"""The [dcgm] section."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from fakeai_proxy.core.errors import nearest
from fakeai_proxy.engine.hardware import gpu

from .fields import SETS, chosen

INTENSITIES = {"idle": 0.0, "low": 0.2, "medium": 0.5, "high": 0.85}
"""Names for the share of time that a synthetic background load keeps each GPU busy."""


def _intensity(value: Any) -> Any:
    if not isinstance(value, str) or value in INTENSITIES:
        return INTENSITIES.get(value, value)
    try:
        return float(value)
    except ValueError:
        raise ValueError(
            f"{value!r} is neither a share (0 to 1) nor one of {', '.join(INTENSITIES)}"
            f"{nearest(value, INTENSITIES)}"
        ) from None


class GpuSettings(BaseModel):
    """The GPUs whose telemetry is shown, as DCGM would."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gpu_model: str = Field(default="H100-80GB", description="The card that every GPU of the node is.")
    gpu_count: int = Field(
        default=8, ge=1, le=72, description="GPUs of the node; workers share them when they need more."
    )
    workload_intensity: Annotated[float, BeforeValidator(_intensity)] = Field(
        default=0.0,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="Background load beside the requests: 0 to 1, or idle, low, medium, high.",
    )
    ambient_c: float = Field(
        default=24.0, ge=-20, le=100, allow_inf_nan=False, description="Air at the inlet, in degrees Celsius."
    )
    hostname: str = Field(
        default="fakeai-node-0",
        pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$",
        description="Name of the node in labels.",
    )
    hostname_label: Literal["Hostname", "hostname"] = Field(
        default="Hostname",
        description="Label that holds it: Hostname up to dcgm-exporter 4.8.2, hostname after it.",
    )
    driver_version: str = Field(
        default="580.95.05",
        pattern=r"^\d{3}(\.\d{1,3}){1,2}$",
        description="Version of the NVIDIA driver that is told.",
    )
    fields: tuple[str, ...] = Field(
        default=("default",),
        description="Fields to export: `default` (as dcgm-exporter does), `all`, or names.",
        examples=[["default", "DCGM_FI_PROF_SM_ACTIVE"]],
    )

    @field_validator("gpu_model")
    @classmethod
    def _card_is_known(cls, name: str) -> str:
        return gpu(name).name

    @field_validator("fields")
    @classmethod
    def _fields_are_known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if not set(names) <= set(SETS):  # else there is no need to read the table yet
            chosen(names)
        return names
