"""Arrays: their length, and what is in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .document import Unsatisfiable
from .merge import Flat, every

if TYPE_CHECKING:
    from .instance import Values

USUAL = 3
"""Items of an array, at most, unless it must have more."""
LONGEST = 10_000
TRIES = 20


class Arrays:
    """Of one instance."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def made(self, flat: Flat, depth: int, name: str) -> list[Any]:
        """An array for the field called `name`. Raises Unsatisfiable."""
        fixed, rest = layout(flat)
        wanted = self._length(flat, len(fixed), rest, depth)
        contained = flat.get("contains")
        demanded = flat.get("minContains", 1) if contained is not None else 0
        items: list[Any] = []
        for at in range(max(wanted, demanded)):
            schema = fixed[at] if at < len(fixed) else rest
            if at < demanded:
                schema = every(schema, contained)
            try:
                items.append(self._item(schema, items, flat, depth, singular(name)))
            except Unsatisfiable:
                if at < max(flat.get("minItems", 0), demanded):
                    raise
                break
        return items

    def _length(self, flat: Flat, fixed: int, rest: Any, depth: int) -> int:
        least, most = flat.get("minItems", 0), min(flat.get("maxItems", LONGEST), LONGEST)
        if rest is False:
            most = min(most, fixed)
        if least > most:
            raise Unsatisfiable(f"no array has from {least} to {most} items")
        if self._values.branches.short(depth):
            return int(least)
        usual = max(least, min(most, max(fixed, 1)))
        return (
            int(usual + self._values.rng.integers(min(most - usual, USUAL - 1) + 1))
            if not fixed
            else int(usual)
        )

    def _item(self, schema: Any, before: list[Any], flat: Flat, depth: int, name: str) -> Any:
        if not flat.get("uniqueItems"):
            return self._values.value(schema, depth + 1, name)
        seen = {identity(one) for one in before}
        for _ in range(TRIES):
            item = self._values.value(schema, depth + 1, name)
            if identity(item) not in seen:
                return item
        raise Unsatisfiable("there are not so many different items")


def layout(flat: Flat) -> tuple[list[Any], Any]:
    """Schemas of the first items, and of those after them, in any draft."""
    if isinstance(items := flat.get("items"), list):
        return items, flat.get("additionalItems", True)
    return list(flat.get("prefixItems", ())), True if items is None else items


def identity(value: Any) -> str:
    """Equal for values that are one and the same to JSON Schema: 1 and 1.0 are, 1 and true are not."""
    plain = int(value) if isinstance(value, float) and value.is_integer() else value
    return json.dumps(plain, sort_keys=True)


def singular(name: str) -> str:
    """Of what `name` are many."""
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
