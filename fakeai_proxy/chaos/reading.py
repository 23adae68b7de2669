"""From a file, the name of a preset or the body of a call to an experiment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fakeai_proxy.core.errors import SettingsError, nearest

from .document import Document, document
from .experiment import Experiment
from .refusal import refusal

PRESETS = Path(__file__).parent / "presets"


def presets() -> tuple[str, ...]:
    """Names of the experiments that come along."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.toml")))


def preset(name: str) -> Experiment:
    """The one called `name`. Raises SettingsError with the nearest name."""
    if name not in presets():
        raise SettingsError(
            f"unknown preset '{name}'{nearest(name, presets())}; there are {', '.join(presets())}"
        )
    return read(PRESETS / f"{name}.toml")


def experiment_of(given: Path) -> Experiment:
    """What a file or, where there is none, the preset of that name says. Raises SettingsError."""
    if given.is_file():
        return read(given)
    if given.suffix in (".yaml", ".yml", ".json", ".toml"):
        raise SettingsError(f"{given}: there is no such file")
    return preset(given.name)


def timely(given: Path, wall: float) -> Experiment:
    """The same at the second `wall` of the epoch: raises SettingsError where a moment of it is over."""
    experiment = experiment_of(given)
    if over := experiment.over_by(wall):
        raise SettingsError(f"{place(given, over)}{over}")
    return experiment


def place(path: Path, problem: str) -> str:
    """File and line of the field that `problem` begins with."""
    found = document(path.read_text("utf-8"), str(path))
    parts = re.findall(r"\w+", problem.partition(":")[0])
    return found.place(found.line(tuple(int(part) if part.isdigit() else part for part in parts)))


def read(path: Path) -> Experiment:
    """Raises SettingsError: every problem with file, line and field."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as why:
        told = why.strerror if isinstance(why, OSError) else "it is not UTF-8"
        raise SettingsError(f"{path}: cannot be read ({told})") from None
    return parsed(text, str(path))


def parsed(text: str, name: str) -> Experiment:
    """`text`, whose format the suffix of `name` tells. Raises SettingsError."""
    return validated(document(text, name))


def told(value: Any) -> Experiment:
    """`value` as it came by a call. Raises SettingsError."""
    return validated(Document("", value, lambda path: 0))


def validated(given: Document) -> Experiment:
    if not isinstance(given.value, Mapping):
        raise SettingsError(
            f"{given.place(given.line(()))}an experiment is a table; experiment and rules are needed"
        )
    try:
        return Experiment.model_validate(given.value)
    except ValidationError as error:
        raise refusal(error, given) from None
