"""The words of vcrpy that its users have in `vcr_config` and in the mark `vcr`, in ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fakeai_proxy.core.errors import SettingsError, nearest

from .wish import KNOWN

Words = dict[str, Any]
REPEATS = "cassette.on_exhausted"
NAMES = "cassette.redact.names"
HEADERS = "cassette.redact.drop_headers"


def _names(value: Iterable[Any]) -> list[str]:
    """vcrpy takes names, and (name, replacement) pairs."""
    return [one if isinstance(one, str) else str(one[0]) for one in value]


WORDS: Mapping[str, Callable[[Any], Words]] = {
    "record_mode": lambda value: {"mode": str(getattr(value, "value", value))},
    "allow_playback_repeats": lambda value: {"settings": {REPEATS: "repeat_last"} if value else {}},
    "filter_headers": lambda value: {"settings": {HEADERS: _names(value)}},
    "filter_query_parameters": lambda value: {"settings": {NAMES: _names(value)}},
    "filter_post_data_parameters": lambda value: {"settings": {NAMES: _names(value)}},
    "decode_compressed_response": lambda value: {},  # always so
    "allowed_hosts": lambda value: {},  # of block_network
    "cassette_library_dir": lambda value: {},  # where the cassette is
}


def translated(given: Mapping[str, Any]) -> Words:
    """Arguments of the mark `fakeai`. Raises SettingsError for a word that has no meaning here."""
    words: Words = {}
    for name, value in given.items():
        if name in KNOWN:
            new: Words = {name: value}
        elif name in WORDS:
            new = WORDS[name](value)
        else:
            known = (*WORDS, *KNOWN)
            meant = f"{nearest(name, known)}; there are {', '.join(known)}"
            raise SettingsError(f"vcr: '{name}' has no meaning for fakeai_proxy{meant}")
        words = {**words, **new, "settings": _joined(words.get("settings", {}), new.get("settings", {}))}
    return words


def _joined(one: Words, other: Words) -> Words:
    both = {name: [*one[name], *other[name]] for name in one.keys() & other.keys() if name == NAMES}
    return {**one, **other, **both}
