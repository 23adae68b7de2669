"""The cassette as the modes use it: find, replay, record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Reply

from . import identity
from .canonical import Canonical, canonicalize, redactor_for
from .database import recover
from .errors import CassetteError
from .miss import Miss
from .nearest import Nearest, nearest
from .recorder import Recorder
from .redaction.rules import Rules, rules_of
from .redaction.settings import RedactionSettings
from .replay import replay
from .store import Store
from .writer import Writer


@dataclass(frozen=True, slots=True)
class Match:
    """A recording, claimed for one request: it will not be found again."""

    number: int


class Cassette:
    """One open file. `find` and `holds` see what it held when it was opened, from any thread."""

    def __init__(self, store: Store, writer: Writer | None, clock: Clock, rules: Rules | None = None) -> None:
        self._store, self._writer, self._clock = store, writer, clock
        self._rules = rules or store.rules
        self._orders = count()

    @classmethod
    def open(
        cls, path: Path, *, readonly: bool, clock: Clock, redact: RedactionSettings | None = None
    ) -> Cassette:
        """Read-only it must exist, else it is made. `redact`: of what is recorded.

        Raises CassetteError, with the file left as it was; also where its recordings were redacted otherwise.
        """
        if readonly:
            recover(path)
            identity.check(path)
            return cls(Store(path, immutable=True), None, clock)
        rules = rules_of(redact or RedactionSettings())
        writer = Writer(path, clock, rules)
        try:
            return cls(_agreeing(Store(path, immutable=False), rules), writer, clock, rules)
        except BaseException:
            writer.close()
            raise

    @property
    def sealed(self) -> bool:
        """When it was opened, an earlier session had recorded into it and stopped cleanly."""
        return self._store.sealed

    @property
    def failed(self) -> str | None:
        """Why a recording of this session was lost, if one was."""
        return self._writer.failed if self._writer else None

    def holds(self, request: Request) -> bool:
        """Whether `find` would match now; claims nothing. Linear in the body."""
        return self._store.holds(self._canonical(request).key)

    def find(self, request: Request) -> Match | Miss:
        """Claim the next recording of `request`, in the order they were asked. Linear in the body."""
        canonical = self._canonical(request)
        number = self._store.claim(canonical.key)
        return Match(number) if number is not None else self._miss(canonical)

    def replay(self, match: Match, speed: float) -> Reply:
        """The recorded steps, read at once; waits are divided by `speed`, and 0 leaves them out.

        Raises CassetteError when the file turns out to be damaged.
        """
        return replay(self._store.read(match.number), speed)

    def recorder(self, request: Request, *, replace: bool) -> Recorder:
        """A transform that changes nothing and records the reply to `request`, which begins now.

        `replace`: recordings of this request made by earlier sessions are not replayed any more.
        """
        if self._writer is None:
            raise CassetteError(self._store.path, "is open read-only")
        return Recorder(
            request,
            order=next(self._orders),
            replace=replace,
            clock=self._clock,
            submit=self._writer.submit,
        )

    def close(self) -> None:
        """Wait until everything is written. Sealed, if this session recorded something and lost nothing."""
        self._store.close()
        if self._writer:
            self._writer.close()

    def _canonical(self, request: Request) -> Canonical:
        return canonicalize(request, redactor_for(request, self._rules))

    def _miss(self, canonical: Canonical) -> Miss:
        total = self._store.count(canonical.key)
        return Miss(
            verdict=f"consumed {total}/{total}" if total else "never_recorded",
            asked=f"{canonical.method} {canonical.path}",
            cassette=self._store.path.name,
            explain=partial(self._nearest, canonical),
        )

    def _nearest(self, canonical: Canonical) -> Nearest | None:
        with self._store.connection() as connection:
            return nearest(connection, canonical)


def _agreeing(store: Store, wanted: Rules) -> Store:
    """Recordings of one cassette are redacted alike: else nobody could tell which request is which."""
    recorded = store.rules
    if recorded is None or recorded.added == wanted.added:
        return store
    store.close()
    raise CassetteError(
        store.path,
        f"was recorded with other redaction rules ({recorded.added or 'the defaults'});"
        f" take these for cassette.redact, or rewrite it with 'fakeai-proxy cassette redact {store.path}'",
    )
