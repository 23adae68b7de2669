"""The query of a URL, read in the types that an operation takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import parse_qsl

from fakeai_proxy.core.errors import ApiError

from .wording import bound, listed, short

T = TypeVar("T", bound=str)


class Query:
    """`limit=2&order=asc&group_by[]=model&metadata[team]=a`: arrays also as a name that comes again."""

    def __init__(self, text: str) -> None:
        try:
            self._pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=1_000)
        except ValueError:
            raise ApiError(400, "Too many query parameters.") from None

    def text(self, name: str, default: str = "") -> str:
        """The last of that name."""
        return next((value for key, value in reversed(self._pairs) if key == name), default)

    def integer(self, name: str, default: int, least: int, most: int) -> int:
        """Raises ApiError 400 for what is no integer, or out of bounds."""
        text = self.text(name)
        if not text:
            return default
        try:
            value = int(text[:20])
        except ValueError:
            message = f"Invalid type for '{name}': expected an integer, but got a string instead."
            raise ApiError(400, message, param=name, code="invalid_type") from None
        if value < least:
            raise _refused(name, bound(name, value, least, "below_min_value", "below minimum", ">="))
        if value > most:
            raise _refused(name, bound(name, value, most, "above_max_value", "above maximum", "<="))
        return value

    def choice(self, name: str, names: Sequence[T], default: T) -> T:
        """Raises ApiError 400 for what is none of `names`."""
        text = self.text(name, default)
        if text in names:
            return names[names.index(text)]
        shown = listed([f"'{one}'" for one in names])
        raise _refused(
            name, ("invalid_value", f"Invalid value: '{short(text)}'. Supported values are: {shown}.")
        )

    def flag(self, name: str) -> bool:
        """True where it says so."""
        return self.text(name).lower() in ("true", "1")

    def texts(self, name: str) -> list[str]:
        """All of that name, with brackets and without."""
        return [value for key, value in self._pairs if key in (name, f"{name}[]")]

    def mapping(self, name: str) -> dict[str, str]:
        """`name[key]=value` as {key: value}."""
        begin = f"{name}["
        return {
            key[len(begin) : -1]: value
            for key, value in self._pairs
            if key.startswith(begin) and key.endswith("]") and len(key) > len(begin) + 1
        }


def _refused(name: str, words: tuple[str, str]) -> ApiError:
    code, message = words
    return ApiError(400, message, param=name, code=code)
