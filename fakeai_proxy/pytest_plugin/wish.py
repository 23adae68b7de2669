"""What one test asks for: marks, fixtures and the command line in one value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from fakeai_proxy.core.errors import SettingsError, nearest

from .options import MODES

ALIASES = {"replay": "none", "passthrough": "off", "record": "all"}
"""Modes by the names that the command line of the proxy has for them."""
OWN = "synthesize"
"""What a mark asks for whatever the command line says: such a test has nothing to record or to replay."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The arguments of the mark `fakeai`, each with its default."""

    mode: str = "none"
    """One of MODES."""
    cassette: str | None = None
    """Its name; None: that of the test."""
    faults: Sequence[Any] = ()
    """Each a fault (its name, or a table with `type`), or a table with `fault` or `sequence`: a rule."""
    mutations: Sequence[Any] = ()
    """Each a table with `type`."""
    timing: str | float = "instant"
    """instant, recorded, profile, or how many times faster than recorded."""
    max_age: str | float | None = None
    """Seconds, or text as in 30d, after which a recording is too old."""
    allow_misses: bool = False
    """A miss does not fail the test."""
    reverse: bool = False
    """The environment names a base URL in place of a proxy."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Any settings of fakeai_proxy, by their dotted names."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a test needs."""

    nodeid: str
    scope: str
    path: Path
    """Text of its cassette, which need not be there."""
    wish: Wish
    shared: bool = False
    """The cassette has not the name of the test, so that other tests may have it too."""
    extra: tuple[Path, ...] = ()
    """Further cassettes to replay from."""


KNOWN = tuple(one.name for one in fields(Wish))


def wish_of(given: Iterable[Mapping[str, Any]], mode: str | None) -> Wish:
    """What is `given`, each over those before it; `mode`: of the command line. Raises SettingsError."""
    wish = Wish()
    for one in given:
        for name in one:
            if name not in KNOWN:
                meant = f"{nearest(name, KNOWN)}; there are {', '.join(KNOWN)}"
                raise SettingsError(f"mark fakeai: unknown argument '{name}'{meant}")
        wish = replace(wish, **{**one, "settings": {**wish.settings, **one.get("settings", {})}})
    asked = wish.mode if mode is None or wish.mode == OWN else mode
    chosen = ALIASES.get(asked, asked)
    if chosen not in MODES:
        raise SettingsError(f"mode: '{chosen}' is not one of {', '.join(MODES)}{nearest(chosen, MODES)}")
    return replace(wish, mode=chosen)
