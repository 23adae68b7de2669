"""A file of an experiment: its value, and the line of every part of it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fakeai_proxy.core.errors import SettingsError

from .toml_lines import lines_of

Loc = tuple[str | int, ...]
LARGEST = 1024 * 1024
"""Characters of a file: one that is larger is none."""


@dataclass(frozen=True, slots=True)
class Document:
    """What was read, and where each part of it stands."""

    name: str
    """Of the file."""
    value: Any
    _line: Callable[[Loc], int]

    def place(self, line: int) -> str:
        """What stands before a message; nothing for what came by a call."""
        return f"{self.name}:{line}: " if line else ""

    def path(self, loc: Loc) -> Loc:
        """Those parts of `loc` that lead through the value, as far as they do: others name a choice."""
        found: list[str | int] = []
        here = self.value
        for part in loc:
            inside = isinstance(here, dict) and part in here
            within = isinstance(here, list) and isinstance(part, int) and part < len(here)
            if inside or within:
                here = here[part]
                found.append(part)
        return tuple(found)

    def at(self, path: Loc) -> Any:
        """The value at `path`."""
        here = self.value
        for part in path:
            here = here[part]
        return here

    def line(self, loc: Loc) -> int:
        """The line, from 1, of what `loc` leads to, or of the nearest thing around it."""
        return self._line(self.path(loc))


def document(text: str, name: str) -> Document:
    """`text` as the suffix of `name` says. Raises SettingsError with file and line."""
    if len(text) > LARGEST:
        raise SettingsError(f"{name}: larger than {LARGEST} characters")
    suffix = name.rpartition(".")[2].lower()
    if suffix == "toml":
        return of_toml(text, name)
    if suffix in ("yaml", "yml", "json"):
        return of_yaml(text, name)
    raise SettingsError(f"{name}: is none of .yaml, .yml, .json and .toml")


def of_toml(text: str, name: str) -> Document:
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise SettingsError(f"{name}: not valid TOML: {why}") from None
    lines = lines_of(text)
    return Document(name, value, lambda path: nearest_of(path, lines))


def nearest_of(path: Loc, lines: Mapping[Loc, int]) -> int:
    return next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), 1)


def of_yaml(text: str, name: str) -> Document:
    """YAML 1.2, of which JSON is a part. Tags make no objects; a key that is there twice is refused."""
    from ruamel.yaml import YAML  # comes with mitmproxy; few runs read YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        value = YAML(typ="rt").load(text)
    except MarkedYAMLError as why:
        mark = why.problem_mark or why.context_mark
        line = f"{mark.line + 1}:" if mark else ""
        told = (why.problem or why.context or "it breaks off").splitlines()[0]
        raise SettingsError(f"{name}:{line} not valid YAML: {told}") from None
    except (YAMLError, ValueError, RecursionError) as why:
        raise SettingsError(f"{name}: not valid YAML: {str(why).splitlines()[0]}") from None
    return Document(name, value, lambda path: line_in(value, path))


def line_in(value: Any, path: Loc) -> int:
    """Of a value that ruamel.yaml has read."""
    line = 0
    for part in path:
        if (marks := getattr(value, "lc", None)) is not None:
            line = (marks.key(part) if isinstance(value, dict) else marks.item(part))[0]
        value = value[part]
    return int(line) + 1
