"""Fields that clients do not know yet."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Hit

from .values import ValueMutation

OPAQUE = ("input", "arguments", "metadata", "parameters", "input_schema", "schema", "logit_bias", "tools")
"""Members whose content is the user's own, not the provider's."""
SAMPLES: tuple[Any, ...] = ({"nested": [1, None]}, "new", None, True, [])


class AddFields(ValueMutation):
    """A field that is in no documentation: clients should take no notice of it.

    What the user gave, such as metadata, JSON schemas and the arguments of tools, is left alone.
    """

    type: Literal["add_fields"] = "add_fields"
    name: str = Field(default="x_unknown", min_length=1, max_length=256, description="Its name.")
    value: Any = Field(default={"nested": [1, None]}, description="Its value.")
    where: Literal["top", "every"] = Field(
        default="every", description="In the outermost object (top), or in each (every)."
    )

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        where: Literal["top", "every"] = "top" if rng.random() < 0.5 else "every"
        return cls(value=SAMPLES[int(rng.integers(len(SAMPLES)))], where=where)

    def changed(self, value: Any, hit: Hit) -> Any:
        holders = [value] if self.where == "top" else [*objects_in(value)]
        for holder in holders:
            if isinstance(holder, dict):
                holder[self.name] = deepcopy(self.value)
        return value


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of the provider's making."""
    if isinstance(value, dict):
        yield value
        for name, member in value.items():
            if name not in OPAQUE:
                yield from objects_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from objects_in(member)
