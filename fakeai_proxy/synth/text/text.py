"""Who writes the answers of each model."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import TypeVar

from fakeai_proxy.core.lazy import load
from fakeai_proxy.synth.brief import NATURAL, Length, Writer

from .script import Source
from .settings import TextSettings
from .table import FIRST, SOURCES, WRITERS

T = TypeVar("T")


class Text:
    """Thread-safe."""

    def __init__(self, settings: TextSettings) -> None:
        self.settings = settings
        wanted = {*settings.chosen, *([FIRST] if settings.fixtures else ())}
        self._sources: Mapping[str, Source] = {
            name: load(__package__, where)(settings) for name, where in SOURCES.items() if name in wanted
        }

    def first(self, model: str) -> str:
        """The name of what answers a request to `model`."""
        return FIRST if FIRST in self._sources else self.chosen(model)

    def chosen(self, model: str) -> str:
        """The name of what answers it where nothing came before."""
        return first_of(self.settings.models, model) or self.settings.generator

    def length(self, model: str) -> Length:
        """How long its answers are."""
        given = first_of(self.settings.lengths, model)
        return given.length if given else NATURAL

    def source(self, name: str) -> Source | None:
        """The generator `name`, where it decides all of an answer."""
        return self._sources.get(name)

    def writer(self, name: str, model: str) -> Writer:
        """The generator `name`, where it writes."""
        writer: Writer = load(__package__, WRITERS[name])(self.settings, model)
        return writer


def first_of(table: Mapping[str, T], model: str) -> T | None:
    """The value of the first pattern that fits."""
    return next((value for pattern, value in table.items() if fnmatchcase(model, pattern)), None)
