"""The query of a request, refused where it says something that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from urllib.parse import parse_qsl

from fakeai_proxy.core.errors import ApiError, nearest


class Query:
    """`name=value` pairs; of a name that is given twice the last counts. Each method raises ApiError 400."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        """`names` are those that mean something here."""
        self._given = dict(parse_qsl(text, keep_blank_values=True))
        for name in self._given:
            if name not in names:
                valid = f"there are {', '.join(names)}" if names else "there are none here"
                raise refusal(name, f"unknown parameter{nearest(name, names)}; {valid}")

    def text(self, name: str) -> str:
        """The value of `name`, "" where there is none."""
        return self._given.get(name, "")

    def required(self, name: str) -> str:
        """The value of `name`, which must be there."""
        if not (value := self.text(name)):
            raise refusal(name, "is required")
        return value

    def choice(self, name: str, valid: Iterable[str], default: str) -> str:
        """One of `valid`."""
        value, valid = self._given.get(name, default), tuple(valid)
        if value not in valid:
            raise refusal(name, f"'{value}' is not one of {', '.join(valid)}{nearest(value, valid)}")
        return value

    def choices(self, name: str, valid: Iterable[str]) -> tuple[str, ...]:
        """Several of `valid`, with commas between; all of them where none is given."""
        valid = tuple(valid)
        asked = [part.strip() for part in self.text(name).split(",") if part.strip()]
        for value in asked:
            if value not in valid:
                raise refusal(name, f"'{value}' is not one of {', '.join(valid)}{nearest(value, valid)}")
        return tuple(asked) or valid

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        try:
            value = float(self._given.get(name, default))
        except ValueError:
            value = float("nan")
        if not (isfinite(value) and low <= value <= high):
            raise refusal(name, f"'{self.text(name)}' is not a number from {low:g} to {high:g}")
        return value


def refusal(name: str, why: str) -> ApiError:
    """400, naming the parameter."""
    return ApiError(400, f"{name}: {why}.", param=name)
