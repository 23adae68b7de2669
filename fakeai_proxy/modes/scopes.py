"""Which scope a request belongs to, and what answers it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from threading import RLock  # noqa: TID251 - no thread is started here
from typing import Any, NamedTuple, get_args

from pydantic import ValidationError

from fakeai_proxy.cassette.settings import CassetteSettings
from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import ApiError, SettingsError, nearest
from fakeai_proxy.core.exchange import Request

from .axes import Axes
from .presets import AXES, axes_of
from .rules import ModeName
from .scope import Outcome, Scope, checked
from .shelf import Open
from .tapes import Tapes, check

OWN = ("path", "mode", "record_mode", *AXES, "speed", "pace", "max_age")
"""What a scope may have of its own."""
MOST = 4096
"""Scopes that are kept; of those that no call began, the one used longest ago is forgotten first."""


class Playing(NamedTuple):
    """What answers one request."""

    scope: Scope
    axes: Axes
    held: Open | None
    """None: it needs no cassette."""


class Scopes:
    """Safe to use from any thread."""

    def __init__(self, settings: CassetteSettings, modes: tuple[ModeName, ...], clock: Clock) -> None:
        """`modes`: all that answer requests, the first where neither a route nor the scope says otherwise.

        Raises SettingsError where their choices contradict each other, or the cassette cannot be used.
        """
        check(settings, modes)
        self.settings, self._modes = settings, modes
        self._lock = RLock()
        self._scopes: OrderedDict[str, Scope] = OrderedDict()
        self.tapes = Tapes(settings, clock)
        if settings.path and settings.scopes != "cassette":
            self._open_first()

    # ── requests ───────────────────────────────────────────────────────────────────────────────

    def of(self, request: Request) -> Scope:
        """The scope that `request` names. Raises ApiError 400 where it cannot be a name."""
        name = "" if self.settings.scopes == "none" else request.scope
        with self._lock:
            scope = self._scopes.get(name)
            if scope is None:
                scope = self._scopes[name] = Scope(name and checked(name), self.settings)
                self._make_place()
            self._scopes.move_to_end(name)
            return scope

    def mode(self, request: Request) -> ModeName | None:
        """What the request's scope has in place of the proxy's mode."""
        scope = self._scopes.get(request.scope)
        return scope.mode if scope else None

    def asks_upstream(self, request: Request, mode: ModeName) -> bool:
        """Whether `request` may leave for upstream in `mode`."""
        scope = self._scopes.get(request.scope)
        return axes_of(mode, scope.settings if scope else self.settings).live

    def playing(self, request: Request, mode: ModeName) -> Playing:
        """What answers `request` in `mode`; the cassette stays open until `played`. Raises ApiError."""
        scope = self.of(request)
        try:
            axes = self.tapes.axes(scope, mode)
            held = self.tapes.take(scope, axes) if axes.taped else None
        except SettingsError as why:
            never = (("x-should-retry", "false"),)
            raise ApiError(500, f"{why}.", code="cassette_unusable", headers=never) from None
        return Playing(scope, axes, held)

    def played(self, playing: Playing) -> None:
        """It is decided what the answer is."""
        if playing.held:
            self.tapes.shelf.give(playing.held)

    # ── life of a scope ────────────────────────────────────────────────────────────────────────

    def begin(self, name: str, **own: Any) -> Scope:
        """A scope with choices of its own (see `OWN`), from the first repeats on, its counts at zero.

        Raises SettingsError, naming what is wrong; KeyError where it has begun and was not ended; ApiError
        400 for what cannot be a name.
        """
        settings, mode = self._with(own), own.get("mode")
        check(settings, (mode or self._modes[0], *self._modes[1:]))
        scope = Scope(checked(name), settings, mode, begun=True)
        with self._lock:
            known = self._scopes.get(name)
            if known and known.begun:
                raise KeyError(f"scope {name} has begun, and was not ended")
            if sum(one.begun for one in self._scopes.values()) >= MOST:
                raise SettingsError(f"scope: {MOST} have begun; end some first")
            self.tapes.rewind(scope)
            self._scopes[name] = scope
            self._make_place()
        return scope

    def find(self, name: str) -> Scope:
        """Raises KeyError."""
        with self._lock:
            if name not in self._scopes:
                raise KeyError(f"there is no scope '{name}'{nearest(name, self._scopes)}")
            return self._scopes[name]

    def judge(self, name: str, outcome: Outcome) -> Scope:
        """Tell how it went; what a failed one rewrites does not take the place of what was there.

        Raises KeyError.
        """
        scope = self.find(name)
        scope.outcome = outcome
        if scope.path and (held := self.tapes.shelf.find(scope.path)):
            held.cassette.judge(outcome)
        return scope

    def rewind(self, name: str) -> Scope:
        """Its requests are answered by the first repeats again. Raises KeyError."""
        scope = self.find(name)
        self.tapes.rewind(scope)
        return scope

    def end(self, name: str, outcome: Outcome | None = None) -> Scope:
        """Forget it. Its cassette is closed and whole, unless another scope uses it too. Raises KeyError."""
        scope = self.judge(name, outcome) if outcome else self.find(name)
        scope.unused = self.tapes.unplayed(scope)
        if scope.path:
            self.tapes.shelf.leave(scope.path, name)
        with self._lock:
            self._scopes.pop(name, None)
            self.tapes.rewind(scope)
        return scope

    def all(self) -> tuple[Scope, ...]:
        """Those that are known, the one used last at the end."""
        with self._lock:
            return tuple(self._scopes.values())

    def close(self) -> None:
        """Close every cassette."""
        self.tapes.shelf.close()

    def _open_first(self) -> None:
        """What all scopes share is opened at start, where it can still be refused."""
        shared = Scope("", self.settings)
        found = [self.tapes.axes(shared, mode) for mode in self._modes]
        for axes in sorted((axes for axes in found if axes.taped), key=lambda axes: axes.write == "none")[:1]:
            self.tapes.shelf.give(self.tapes.take(shared, axes))

    def _make_place(self) -> None:
        for name in [name for name, scope in self._scopes.items() if not scope.begun]:
            if len(self._scopes) <= MOST:
                return
            del self._scopes[name]

    def _with(self, own: Mapping[str, Any]) -> CassetteSettings:
        """The settings with those of one scope. Raises SettingsError."""
        for name in own:
            if name not in OWN:
                raise SettingsError(f"{name}: unknown{nearest(name, OWN)}; there are {', '.join(OWN)}")
        given = {name: value for name, value in own.items() if value is not None}
        mode = given.pop("mode", None)
        if mode not in (None, *get_args(ModeName)):
            raise SettingsError(f"mode: '{mode}' is not one of {', '.join(get_args(ModeName))}")
        if "path" in given:
            given |= {"path": self._within(Path(given["path"])), "scopes": "cassette"}
        try:
            return CassetteSettings.model_validate({**dict(self.settings), **given})
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise SettingsError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None

    def _within(self, path: Path) -> Path:
        """`path`, below the folder that the settings allow. Raises SettingsError."""
        folder = self.settings.folder
        if folder is None:
            raise SettingsError("path: a call names one only where cassette.folder is set")
        found = (folder / path).resolve()
        if not found.is_relative_to(folder.resolve()):
            raise SettingsError(f"path: {path} is not below cassette.folder ({folder})")
        return found
