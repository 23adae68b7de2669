"""Cassettes as scopes use them: which file, opened how, from which repeat on."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fakeai_proxy.cassette.cursor import Cursors
from fakeai_proxy.cassette.settings import CassetteSettings, Write
from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import SettingsError

from .axes import Axes
from .presets import axes_of
from .rules import ModeName
from .scope import Scope
from .shelf import Open, Shelf, Use

if TYPE_CHECKING:
    from fakeai_proxy.cassette.apart.process import Process

REMEMBERED = 4096
"""Cassettes whose places in repeats outlive their being closed."""

WRITES = Use(writes=True)
USES: dict[Write, Use] = {"none": Use(), "new_generation": Use(writes=True, rewrites=True)}
"""What a cassette is opened for; for all other ways to write as WRITES."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a cassette was played."""

    cursors: Cursors = field(default_factory=Cursors)
    played: set[int] = field(default_factory=set)


class Tapes:
    """Opens, shares and closes the cassettes of scopes. Safe to use from any thread."""

    def __init__(self, settings: CassetteSettings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._places: OrderedDict[Path, Place] = OrderedDict()
        self._process: Process | None = None
        self.shelf = Shelf(self._opened, settings.max_open)

    def axes(self, scope: Scope, mode: ModeName) -> Axes:
        """The choices of `mode` for `scope`. Raises SettingsError."""
        return scope.axes.get(mode) or scope.axes.setdefault(mode, self._settled(scope, mode))

    def _settled(self, scope: Scope, mode: ModeName) -> Axes:
        axes = axes_of(mode, scope.settings)
        if axes.lookup == "sealed" and scope.sealed is None:
            scope.sealed = self._sealed(path_of(scope))
        return axes.settled(bool(scope.sealed))

    def take(self, scope: Scope, axes: Axes) -> Open:
        """The cassette of `scope`, in use until `shelf.give`. Raises SettingsError."""
        use = USES.get(axes.write, WRITES)
        held = self.shelf.take(scope.path or path_of(scope), use, scope.name)
        held.cassette.cursors.follow(scope.name, axes.on_exhausted)
        if scope.outcome:  # judged before it was opened
            held.cassette.judge(scope.outcome)
        return held

    def unplayed(self, scope: Scope) -> list[str] | None:
        """Recordings of its cassette that answered nobody; None where that is not open."""
        held = self.shelf.find(scope.path) if scope.path else None
        return held.cassette.unplayed(held.played) if held else None

    def rewind(self, scope: Scope) -> None:
        """From the first repeats on."""
        if scope.path and (place := self._places.get(scope.path)):
            place.cursors.rewind(scope.name)

    def _sealed(self, path: Path) -> bool:
        """An earlier session had recorded all of it when it was opened, or is now to be."""
        if held := self.shelf.find(path):
            return held.cassette.sealed
        if not path.exists():
            return False
        from fakeai_proxy.cassette.reading import reading

        with reading(path) as tape:
            return tape.sealed

    def _apart(self) -> Process:
        """The process that writes all of them. It starts when there is something to write."""
        from fakeai_proxy.cassette.apart.process import Process

        self._process = self._process or Process()
        return self._process

    def _opened(self, path: Path, use: Use) -> Open:
        from fakeai_proxy.cassette import Cassette

        place = self._places.setdefault(path, Place())
        self._places.move_to_end(path)
        if len(self._places) > REMEMBERED:
            self._places.popitem(last=False)
        cassette = Cassette.open(
            path,
            readonly=not use.writes,
            clock=self._clock,
            redact=self._settings.redact,
            matching=self._settings,
            cursors=place.cursors,
            rewrite=use.rewrites,
            max_age=self._settings.max_age,
            apart=self._apart() if use.writes and self._settings.writer == "process" else None,
        )
        return Open(path, cassette, use, place.played)


def path_of(scope: Scope) -> Path:
    """Raises SettingsError where it has none."""
    if scope.path is None:
        raise SettingsError(
            f"scope '{scope.name}' has no cassette: begin it with a path, or set cassette.path"
        )
    return scope.path


def check(settings: CassetteSettings, modes: tuple[ModeName, ...]) -> None:
    """Raises SettingsError where choices of `modes` contradict each other, or a cassette is missing."""
    found = {mode: axes_of(mode, settings) for mode in modes}
    taped = {mode: axes for mode, axes in found.items() if axes.taped}
    if taped and settings.path is None and settings.folder is None:
        raise SettingsError(f"cassette.path: mode '{next(iter(taped))}' needs a cassette file")
    if len({axes.write == "new_generation" for axes in taped.values()}) > 1:
        raise SettingsError(
            f"cassette.write: 'new_generation' leaves nothing of what other modes use ({', '.join(taped)})"
        )
