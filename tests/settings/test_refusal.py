from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from fakeai_proxy.settings.keys import settings_of
from fakeai_proxy.settings.layers import Given
from fakeai_proxy.settings.refusal import SHOWN, refusal


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    path: str


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid")
    level: int = Field(1, ge=0, description="how much")
    mode: Literal["fast", "slow"] = Field("fast", description="which way")
    items: tuple[Item, ...] = Field((), description="more of them")

    @field_validator("level")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2 and value > 10:
            raise ValueError("Odd levels end at 10")
        return value


def refused(**values: Any) -> str:
    given = [Given(name, value, f"environment X_{name.upper()}") for name, value in values.items()]
    with pytest.raises(ValidationError) as error:
        Section(**values)
    return refusal(error.value, given, settings_of(Section))


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (
            {"level": -1},
            "level (environment X_LEVEL): -1 is refused: it must be greater than or equal to 0",
        ),
        ({"level": 11}, "level (environment X_LEVEL): odd levels end at 10"),
        (
            {"mode": "fats"},
            "mode (environment X_MODE): 'fats' is not one of 'fast' or 'slow' (did you mean 'fast'?)",
        ),
        ({"items": [{}]}, "items.0.path (environment X_ITEMS): field required"),
        (
            {"items": [{"path": "a", "paht": "b"}]},
            "items.0.paht (environment X_ITEMS): unknown setting (did you mean 'path'?)",
        ),
    ],
)
def test_one_line_names_the_setting_its_origin_and_what_is_valid(values: dict[str, Any], line: str) -> None:
    assert refused(**values) == line


def test_a_long_value_is_not_repeated_whole() -> None:
    line = refused(level="x" * 1000)
    assert len(line) < SHOWN + 150
    assert "xxx... is refused" in line
