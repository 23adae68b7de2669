"""Familiar names for what is done with a request: each is one choice on every axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType

from fakeai_proxy.cassette.settings import CassetteSettings
from fakeai_proxy.core.errors import SettingsError

from .axes import Axes, contradiction
from .rules import ModeName

PRESETS: Mapping[str, Axes] = MappingProxyType(
    {
        "none": Axes("always", "fail"),
        "once": Axes("sealed", "record", write="append"),
        "new_episodes": Axes("always", "record", "as_miss", write="append"),
        "all": Axes("never", "record", write="replace"),
        "rewrite": Axes("never", "record", write="new_generation"),
        "spy": Axes("always", "forward", "as_miss"),
        "diff": Axes("always", "forward", "as_miss", answer="live"),
        "off": Axes("never", "forward"),
        "synthesize": Axes("never", "synthesize"),
    }
)
"""lookup, on_miss, on_exhausted (fail), on_expired (warn), write (none), answer (recorded)."""
ALIASES: Mapping[ModeName, str] = MappingProxyType({"replay": "none", "passthrough": "off"})
"""Modes that are presets by another name."""
AXES = tuple(field.name for field in fields(Axes))


def axes_of(mode: ModeName, cassette: CassetteSettings) -> Axes:
    """The choices of `mode`, with those that the settings make themselves where it needs a cassette.

    Raises SettingsError, naming the setting, where they contradict each other.
    """
    preset = PRESETS[cassette.record_mode if mode == "record" else ALIASES.get(mode, mode)]
    if not preset.taped:
        return preset
    given = {name: value for name in AXES if (value := getattr(cassette, name)) is not None}
    axes = replace(preset, **given)
    if why := contradiction(axes):
        raise SettingsError(why)
    if mode == "replay" and axes.live:
        raise SettingsError(
            f"cassette.{_live(axes)}: mode 'replay' never goes upstream; take mode 'spy' or 'record'"
        )
    return axes


def _live(axes: Axes) -> str:
    """Which choice goes upstream."""
    if axes.answer == "live":
        return "answer"
    return "on_miss" if axes.on_miss in ("forward", "record") else "on_expired"
