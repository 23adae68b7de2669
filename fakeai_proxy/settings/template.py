"""A commented `fakeai.toml`, from the settings' own descriptions and defaults."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .keys import Setting, settings_of

WIDTH = 96


def render(model: type[BaseModel]) -> str:
    """TOML that names every setting and sets none: each `#key = value` waits to be uncommented."""
    lines = ["# Settings of fakeai-proxy. To change one, take the # off its line and write your value."]
    section = ""
    for setting in settings_of(model).values():
        above, _, name = setting.key.rpartition(".")
        if above != section:
            section = above
            lines += ["", f"[{section}]"] if section else []
        lines += ["", *_comment(setting.info), *_lines(setting, name)]
    return "\n".join(lines) + "\n"


def _comment(info: FieldInfo) -> Iterator[str]:
    for line in textwrap.wrap(info.description or "", WIDTH):
        yield f"# {line}"


def _lines(setting: Setting, name: str) -> Iterable[str]:
    """The setting itself, commented out; its example where it has no default to show."""
    value = setting.info.get_default(call_default_factory=True)
    if not value and setting.info.examples:
        value = setting.info.examples[0]
    if not isinstance(value, Mapping):
        return (f"#{name} = {toml(value)}",)
    if setting.tables:
        return [
            line
            for entry, item in value.items()
            for line in _table(f"{setting.key}.{json.dumps(entry)}", item)
        ]
    return _table(setting.key if setting.kind == "table" else f"[{setting.key}]", value)


def _table(name: str, items: Mapping[str, Any]) -> Iterator[str]:
    yield f"#[{name}]"
    yield from (f"#{_key(entry)} = {toml(item)}" for entry, item in items.items())


def _key(name: str) -> str:
    return name if name.isidentifier() else json.dumps(name)


def toml(value: Any) -> str:
    """`value` as TOML writes it; JSON's scalars and arrays are TOML's."""
    match value:
        case Path():
            return json.dumps(value.as_posix())
        case list() | tuple():
            return f"[{', '.join(map(toml, value))}]"
        case Mapping():
            return f"{{ {', '.join(f'{_key(name)} = {toml(item)}' for name, item in value.items())} }}"
        case _:
            return json.dumps(value)
