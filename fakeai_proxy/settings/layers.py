"""Where values come from: the file, the environment, options. Each layer lists what it sets."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakeai_proxy.core.errors import SettingsError, nearest

from .assignment import parse
from .keys import FLAT, Setting, find, variables

CONFIG_FILE = "fakeai.toml"
CONFIG_VARIABLE = "FAKEAI_CONFIG"


@dataclass(frozen=True, slots=True)
class Given:
    """One value, as some layer gave it."""

    key: str
    value: Any
    origin: str
    entry: str = ""
    """The entry of a table; "" gives the whole setting."""

    @property
    def name(self) -> str:
        """Dotted, with the entry."""
        return f"{self.key}.{self.entry}" if self.entry else self.key


def config_path(config: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The file to read: the one named, else `FAKEAI_CONFIG`, else `fakeai.toml` where there is one."""
    named = config or environ.get(CONFIG_VARIABLE)
    if named:
        return Path(named).expanduser()
    return Path(CONFIG_FILE) if Path(CONFIG_FILE).is_file() else None


def from_file(path: Path, known: Mapping[str, Setting]) -> Iterator[Given]:
    """The values of a TOML file; relative paths in it are relative to its folder."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as why:
        raise SettingsError(f"{path}: cannot be read ({why.strerror})") from None
    except ValueError as why:
        raise SettingsError(f"{path}: not valid TOML ({why})") from None
    for key, value in _leaves(content, known, path):
        setting = known[key]
        if isinstance(value, bool) and setting.kind == "value" and setting.type is not bool:
            raise SettingsError(f"{path}: {key} takes no true or false")
        yield from _give(setting, _anchored(setting, value, path.parent), f"file {path}")


def _leaves(
    content: Mapping[str, Any], known: Mapping[str, Setting], path: Path, prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    for name, value in content.items():
        key = prefix + name
        if key in known:
            yield key, value
        elif key not in sections(known):
            raise SettingsError(f"{path}: unknown setting '{key}'{_meant(key, known)}")
        elif isinstance(value, dict):
            yield from _leaves(value, known, path, f"{key}.")
        else:
            raise SettingsError(f"{path}: '{key}' is a section: write [{key}] and its settings below")


def _meant(key: str, known: Mapping[str, Setting]) -> str:
    """The key meant: a misspelt one, or one in a section that was left out."""
    moved = FLAT.get(key.rpartition(".")[2])
    return f" (did you mean '{moved}'?)" if moved else nearest(key, (*known, *sections(known)))


def sections(known: Mapping[str, Setting]) -> dict[str, None]:
    """The names of the tables that hold settings, in order."""
    return {key.rpartition(".")[0]: None for key in known if "." in key}


def _anchored(setting: Setting, value: Any, folder: Path) -> Any:
    if setting.type is not Path or not isinstance(value, str):
        return value
    return str(folder / Path(value).expanduser())


def from_environment(environ: Mapping[str, str], known: Mapping[str, Setting]) -> Iterator[Given]:
    """The `FAKEAI_*` variables. An empty one is not set; one that no setting has is an error."""
    setters = {variable: setting for setting in known.values() for variable in variables(setting.key)}
    for name in environ:
        if name.startswith("FAKEAI_") and name not in setters and name != CONFIG_VARIABLE:
            raise SettingsError(
                f"unknown environment variable {name}{nearest(name, (*setters, CONFIG_VARIABLE))}"
            )
    for name, setting in setters.items():
        if environ.get(name):
            yield from _give(setting, parse(setting, environ[name]), f"environment {name}")


def from_options(overrides: Mapping[str, Any], known: Mapping[str, Setting]) -> Iterator[Given]:
    """Options and flags, by dotted or flat name; `upstreams.HOST` sets one entry of a table."""
    for name, value in overrides.items():
        match find(name, known):
            case None:
                raise SettingsError(f"unknown setting '{name}'{nearest(name, (*known, *FLAT))}")
            case setting, "":
                parsed = parse(setting, value) if isinstance(value, str) else value
                yield from _give(setting, parsed, "option")
            case setting, entry:
                table = setting.tables and isinstance(value, str) and value.startswith("{")
                yield Given(setting.key, parse(setting, value) if table else value, "option", entry)


def _give(setting: Setting, value: Any, origin: str) -> Iterator[Given]:
    """Tables are given entry by entry, so that a layer adds to those below it."""
    if setting.kind != "table":
        yield Given(setting.key, value, origin)
    elif isinstance(value, Mapping):
        yield from (Given(setting.key, item, origin, entry) for entry, item in value.items())
    else:
        raise SettingsError(f"{setting.key} ({origin}): is a table, NAME = VALUE")
