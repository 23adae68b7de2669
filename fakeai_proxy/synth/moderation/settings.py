"""The [moderation] section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from fakeai_proxy.core.errors import nearest

from .scores import CATEGORIES

Threshold = Annotated[float, Field(ge=0, le=1)]


def known(name: str) -> str:
    if name not in CATEGORIES:
        raise ValueError(f"there is no category '{name}' ({nearest(name, CATEGORIES)})")
    return name


class ModerationSettings(BaseModel):
    """From which score on a category is flagged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: Threshold = Field(default=0.5, description="Score from which on a category is flagged.")
    thresholds: Mapping[Annotated[str, AfterValidator(known)], Threshold] = Field(
        default={}, description="The same for single categories, by name.", examples=[{"violence": 0.7}]
    )

    def of(self, category: str) -> float:
        """The threshold of one category."""
        return self.thresholds.get(category, self.threshold)
