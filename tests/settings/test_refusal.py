from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from fakeai_proxy.settings.keys import settings_of
from fakeai_proxy.settings.layers import Given
from fakeai_proxy.settings.refusal import SHOWN, refusal


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    path: str


@dataclass
class Cost:
    __pydantic_config__ = ConfigDict(extra="forbid")
    input: float
    output: float = 0.0


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: int = Field(1, ge=1)
    mode: Literal["fast", "slow"] | None = None
    cost: Cost | None = None
    tags: tuple[str, ...] = ()


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid")
    level: int = Field(1, ge=0, description="how much")
    mode: Literal["fast", "slow"] = Field("fast", description="which way")
    items: tuple[Item, ...] = Field((), description="more of them")
    things: Mapping[str, Thing] = Field({}, description="by name")

    @field_validator("level")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2 and value > 10:
            raise ValueError("Odd levels end at 10")
        return value


def refused(**values: Any) -> str:
    given = [Given(name, value, f"environment X_{name.upper()}") for name, value in values.items()]
    given += [Given("things", item, "file a.toml", name) for name, item in values.get("things", {}).items()]
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


@pytest.mark.parametrize(
    ("thing", "line"),
    [
        ({"size": 0}, ".size (file a.toml): 0 is refused: it must be greater than or equal to 1"),
        ({"sise": 1}, ".sise (file a.toml): unknown setting (did you mean 'size'?)"),
        ({"zzz": 1}, ".zzz (file a.toml): unknown setting; there are size, mode, cost, tags"),
        (
            {"mode": "fats"},
            ".mode (file a.toml): 'fats' is not one of 'fast' or 'slow' (did you mean 'fast'?)",
        ),
        ({"tags": "a"}, ".tags (file a.toml): 'a' is refused: it must be a list, [\"a\"]"),
        ({"tags": {}}, ".tags (file a.toml): {} is refused: it must be a list, [VALUE, ...]"),
        ({"tags": [1]}, ".tags.0 (file a.toml): 1 is refused: it must be a valid string"),
        ({"cost": 1}, ".cost (file a.toml): 1 is refused: it must be a table, FIELD = VALUE"),
        ({"cost": {}}, ".cost.input (file a.toml): field required"),
        (
            {"cost": {"input": 1, "ouput": 1}},
            ".cost.ouput (file a.toml): unknown setting (did you mean 'output'?)",
        ),
        ({"cost": {"inptu": 1}}, ".cost.inptu (file a.toml): unknown setting (did you mean 'input'?)"),
        (1, " (file a.toml): 1 is refused: it must be a table, FIELD = VALUE"),
    ],
)
def test_a_table_of_tables_names_the_field_in_it(thing: object, line: str) -> None:
    assert refused(things={"my.thing": thing}) == f'things."my.thing"{line}'


def test_a_long_value_is_not_repeated_whole() -> None:
    line = refused(level="x" * 1000)
    assert len(line) < SHOWN + 150
    assert "xxx... is refused" in line
