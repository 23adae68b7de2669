"""The cassette as the modes use it: find, replay, record."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.core.transform import Transform

from . import identity
from .about import Name, name_of, unplayed
from .canonical import Canonical, canonicalize, redactor_for
from .cursor import Cursors
from .database import recover
from .errors import CassetteError
from .miss import Miss
from .nearest import Nearest, nearest
from .recorder import Recorder
from .redaction.rules import Rules, default_rules, rules_of
from .redaction.settings import RedactionSettings
from .replay import replay
from .store import Store
from .writer import Writer

if TYPE_CHECKING:
    from .apart.process import Process
    from .apart.writer import WriterApart
    from .diff.difference import Difference


@dataclass(frozen=True, slots=True)
class Match:
    """A recording, claimed for one request: it will not be found again."""

    number: int


class Cassette:
    """One open file. `find` and `holds` see what it held when it was opened, from any thread."""

    def __init__(self, store: Store, writer: Writer | WriterApart | None, clock: Clock, rules: Rules | None = None) -> None:
        self._store, self._writer, self._clock = store, writer, clock
        self._rules = rules or store.rules
        self._orders = count()

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        readonly: bool,
        clock: Clock,
        redact: RedactionSettings | None = None,
        cursors: Cursors | None = None,
        rewrite: bool = False,
        max_age: float | None = None,
        apart: Process | None = None,
    ) -> Cassette:
        """Read-only it must exist, else it is made. `redact`: of what is recorded.

        cursors: how far each scope has read it, where it was open before.
        rewrite: what is recorded is a new generation, which is replayed once this one was closed in order.
        max_age: seconds after which recordings expire, for whoever replays them.
        apart: the process that writes; None: a thread of this one does.

        Raises CassetteError, with the file left as it was; also where its recordings were redacted otherwise.
        """
        if readonly:
            recover(path)
            identity.check(path)
            return cls(Store(path, immutable=True, cursors=cursors), None, clock)
        rules = rules_of(redact or RedactionSettings())
        how: dict[str, Any] = {"rewrite": rewrite, "max_age": max_age}
        writer = _apart(apart, path, clock, rules, **how) if apart else Writer(path, clock, rules, **how)
        try:
            store = _agreeing(Store(path, immutable=False, cursors=cursors), rules)
            return cls(store, writer, clock, rules)
        except BaseException:
            writer.close()
            raise

    @property
    def sealed(self) -> bool:
        """When it was opened, an earlier session had recorded into it and stopped cleanly."""
        return self._store.about.sealed

    @property
    def max_age(self) -> int | None:
        """Seconds after which its recordings expire, where it says so."""
        return self._store.about.max_age

    @property
    def failed(self) -> str | None:
        """Why a recording of this session was lost, if one was."""
        return self._writer.failed if self._writer else None

    @property
    def cursors(self) -> Cursors:
        """How far each scope has read."""
        return self._store.cursors

    def judge(self, outcome: str) -> None:
        """How the run went that is recorded; once it was `failed`, that stays."""
        if self._writer:
            self._writer.judge(outcome)

    def holds(self, request: Request) -> bool:
        """Whether `find` would match now; claims nothing. Linear in the body."""
        return self._store.holds(request.scope, self._canonical(request).key)

    def find(self, request: Request) -> Match | Miss:
        """Claim the next recording of `request`, in the order they were asked. Linear in the body."""
        canonical = self._canonical(request)
        number = self._store.claim(request.scope, canonical.key)
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

    def name(self, match: Match) -> Name:
        """What the recording is called, and when it was made."""
        with self._store.connection() as connection:
            return name_of(connection, match.number)

    def unplayed(self, played: Collection[int]) -> list[str]:
        """The names of recordings that it held when it was opened, and that are not among `played`."""
        with self._store.connection() as connection:
            return unplayed(connection, self._store.about.newest, played)

    def comparing(
        self, request: Request, match: Match, report: Callable[[tuple[Difference, ...]], None]
    ) -> Transform:
        """A transform that changes nothing; `report` is told how the live reply differs from the recorded.

        Raises CassetteError when the file turns out to be damaged.
        """
        from .comparing import comparing

        rules = self._rules or default_rules()
        return comparing(self._store.answered(match.number), request, rules, self._clock, report)

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


def _apart(process: Process, path: Path, clock: Clock, rules: Rules, **how: Any) -> WriterApart:
    from .apart.writer import WriterApart

    return WriterApart(process, path, clock, rules, **how)
