"""The cassettes that are open, each once, however many scopes and requests use it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, RLock  # noqa: TID251 - no thread is started here
from typing import TYPE_CHECKING, NamedTuple

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.transform import Transform

if TYPE_CHECKING:
    from fakeai_proxy.cassette import Cassette

PATIENCE = 5.0
"""Seconds that closing waits for replies that are still being recorded."""


class Use(NamedTuple):
    """What a cassette is opened for."""

    writes: bool = False
    rewrites: bool = False
    """What is written is a new generation."""


@dataclass(eq=False, slots=True)
class Open:
    """One cassette on the shelf."""

    path: Path
    cassette: Cassette
    use: Use
    played: set[int] = field(default_factory=set)
    """Numbers of the recordings that answered somebody, since the proxy began."""
    scopes: set[str] = field(default_factory=set)
    users: int = 0
    """Requests under way that need it."""


class Shelf:
    """Safe to use from any thread. Of those that nobody uses, the one used longest ago is closed first."""

    def __init__(self, opened: Callable[[Path, Use], Open], most: int) -> None:
        """`opened` raises CassetteError. `most` are open at once; more only while all are in use."""
        self._opened, self._most = opened, most
        self._open: OrderedDict[Path, Open] = OrderedDict()
        self._lock, self._over = RLock(), False
        self._changed = Condition(self._lock)
        self._closing = set[Path]()

    def take(self, path: Path, use: Use, scope: str) -> Open:
        """The cassette at `path`, in use until `give`. Raises CassetteError."""
        with self._lock:
            if self._over:
                raise refusal(path, "was closed with the proxy")
            held = self._open.get(path)
            if held is None or held.use != use:
                held = self._for(path, use)
            if len(self._open) > 1:
                self._open.move_to_end(path)
            held.scopes.add(scope)
            held.users += 1
            return held

    def give(self, held: Open) -> None:
        """A request needs it no more."""
        with self._lock:
            held.users -= 1
            if not (held.users or held.scopes):  # it is being left
                self._changed.notify_all()

    def lent(self, held: Open, listener: Transform) -> Transform:
        """`listener`, for which the cassette stays open until the reply is over."""
        with self._lock:
            held.users += 1
        return Lent(listener, self, held)

    def leave(self, path: Path, scope: str) -> None:
        """`scope` is over: close the cassette where no other uses it, once replies under way are recorded.

        Meanwhile other cassettes can be used.
        """
        with self._lock:
            held = self._open.get(path)
            if held is None:
                return
            held.scopes.discard(scope)
            if not held.scopes:
                self._changed.wait_for(lambda: not held.users, PATIENCE)
            if held.scopes or self._open.get(path) is not held:
                return
            del self._open[path]
            self._closing.add(path)
        try:
            held.cassette.close()
        finally:
            with self._lock:
                self._closing.discard(path)
                self._changed.notify_all()

    def close(self) -> None:
        """All of them, as they are; none is opened any more."""
        with self._lock:
            self._over = True
            self._changed.wait_for(lambda: not self._closing)
            for held in [*self._open.values()]:
                self._close(held)

    def all(self) -> tuple[Open, ...]:
        """Those that are open, the one used last at the end."""
        with self._lock:
            return tuple(self._open.values())

    def find(self, path: Path) -> Open | None:
        """The one at `path`, if it is open."""
        return self._open.get(path)

    def _for(self, path: Path, use: Use) -> Open:
        """The one that is open, if it serves; else it is opened, once it is closed."""
        if path in self._closing:
            self._changed.wait_for(lambda: path not in self._closing)
        held = self._open.get(path)
        if held and not serves(held.use, use):
            self._close_unused(held)
            held = None
        if held is None:
            self._make_place()
            held = self._open[path] = self._opened(path, use)
        return held

    def _make_place(self) -> None:
        for held in [held for held in self._open.values() if not held.users]:
            if len(self._open) < self._most:
                return
            self._close(held)

    def _close_unused(self, held: Open) -> None:
        if held.users:
            raise refusal(held.path, "is in use in another way: replayed, recorded, or rewritten")
        self._close(held)

    def _close(self, held: Open) -> None:
        if self._open.get(held.path) is held:
            del self._open[held.path]
            held.cassette.close()


class Lent:
    """A Transform for which a cassette is kept open."""

    __slots__ = ("_held", "_inner", "_shelf", "feed")

    def __init__(self, inner: Transform, shelf: Shelf, held: Open) -> None:
        self._inner, self._shelf, self._held, self.feed = inner, shelf, held, inner.feed

    def close(self) -> None:
        try:
            self._inner.close()
        finally:
            self._shelf.give(self._held)


def refusal(path: Path, why: str) -> SettingsError:
    """A CassetteError, imported only now."""
    from fakeai_proxy.cassette import CassetteError

    return CassetteError(path, why)


def serves(have: Use, wanted: Use) -> bool:
    """A cassette that is open for `have` will do for `wanted`."""
    return have == wanted or (have.writes and not have.rewrites and not wanted.writes)
