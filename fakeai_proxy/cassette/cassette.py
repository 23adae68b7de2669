"""The cassette as the modes use it: find, replay, record."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request, Session
from fakeai_proxy.core.steps import Headers, Reply
from fakeai_proxy.core.transform import Transform

from . import identity
from .about import name_of, unplayed
from .answer import Marked, mark
from .asking import Asking
from .canonical import canonicalize, redactor_for
from .cascade import Cascade, Claim, Group
from .crossing import crossed
from .cursor import Cursors
from .database import recover
from .errors import CassetteError
from .matching import Delivery
from .matching.norm import masks
from .matching.settings import MatchingSettings
from .miss import NEVER, Explanation, Miss
from .nearest import neighbours
from .recorder import Recorder
from .recording import Answered
from .redaction.rules import Rules, default_rules, rules_of
from .redaction.settings import RedactionSettings
from .replay import replay
from .store import Store
from .writer import Writer

if TYPE_CHECKING:
    from .apart.process import Process
    from .apart.writer import WriterApart
    from .diff.difference import Difference
    from .settings import Strict


@dataclass(frozen=True, slots=True)
class Match:
    """A recording, claimed for one request: its scope will not be given it again."""

    number: int
    uid: str
    profile: str
    """By which it was found; `accepted` or `rule` where the user has said so."""
    ordinal: int
    """1 for the first of those that it might have been."""
    age_s: float
    near: float | None = None
    """How much of the request is the same, where not all is."""
    delivered: tuple[str, Delivery] | None = None
    """The path asked and how it is to be delivered, where that is otherwise than recorded."""

    @property
    def crossed(self) -> bool:
        """A stream for a whole answer, or the other way round."""
        return self.delivered is not None

    def marks(self, cassette: str) -> Headers:
        """The header that says so."""
        score = None if self.near is None else f"{self.near:.4f}"
        flags = ("derived",) if self.crossed else ()
        return mark(
            "hit" if self.near is None else "near",
            cassette,
            *flags,
            id=self.uid,
            profile=self.profile,
            ordinal=self.ordinal,
            age=max(int(self.age_s), 0),
            score=score,
        )


class Cassette:
    """One open file. `find` and `holds` see what it held when it was opened, from any thread."""

    def __init__(
        self,
        store: Store,
        writer: Writer | WriterApart | None,
        clock: Clock,
        rules: Rules | None = None,
        matching: MatchingSettings | None = None,
    ) -> None:
        self._store, self._writer, self._clock = store, writer, clock
        self._rules = rules or store.rules
        self._orders = count()
        self._matching = matching or MatchingSettings()
        self._cascade = Cascade(store, self._matching)
        self.live = Marked(mark("live", store.path.name))
        """A transform that marks what upstream answers."""

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        readonly: bool,
        clock: Clock,
        redact: RedactionSettings | None = None,
        matching: MatchingSettings | None = None,
        cursors: Cursors | None = None,
        rewrite: bool = False,
        max_age: float | None = None,
        apart: Process | None = None,
    ) -> Cassette:
        """Read-only it must exist, else it is made. `redact`: of what is recorded.

        matching: which recording answers which request.
        cursors: how far each scope has read it, where it was open before.
        rewrite: what is recorded is a new generation, which is replayed once this one was closed in order.
        max_age: seconds after which recordings expire, for whoever replays them.
        apart: the process that writes; None: a thread of this one does.

        Raises CassetteError, with the file left as it was; also where its recordings were redacted otherwise.
        """
        if readonly:
            recover(path)
            identity.check(path)
            return cls(Store(path, immutable=True, cursors=cursors), None, clock, matching=matching)
        rules = rules_of(redact or RedactionSettings())
        how: dict[str, Any] = {"rewrite": rewrite, "max_age": max_age}
        writer = _apart(apart, path, clock, rules, **how) if apart else Writer(path, clock, rules, **how)
        try:
            store = _agreeing(Store(path, immutable=False, cursors=cursors), rules)
            return cls(store, writer, clock, rules, matching)
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
        """Whether `find` would find one that was not played yet; claims nothing. Linear in the body."""
        return self._cascade.fresh(self._asking(request))

    def find(self, request: Request) -> Match | Miss:
        """Claim the next recording of `request`, in the order they were asked. Linear in the body."""
        asked = self._asking(request)
        claim = self._cascade.claim(asked)
        return self._match(asked, claim) if isinstance(claim, Claim) else self._miss(asked, claim)

    def replay(self, match: Match, speed: float) -> Reply:
        """The recorded steps, read at once; waits are divided by `speed`, and 0 leaves them out.

        Raises CassetteError when the file turns out to be damaged.
        """
        interaction = self._store.read(match.number)
        if match.delivered:
            interaction = crossed(interaction, *match.delivered) or interaction
        if self._matching.mark:
            marks = match.marks(self._store.path.name)
            interaction = dataclasses.replace(interaction, headers=interaction.headers + marks)
        return replay(interaction, speed)

    def session(
        self, match: Match, speed: float, strict: Strict, missed: Callable[[str], None]
    ) -> Session | None:
        """A WebSocket as it was recorded, see `gated.Gated`; None where upstream answered otherwise.

        Raises CassetteError when the file turns out to be damaged.
        """
        from .gated import Gated

        interaction = self._store.read(match.number)
        if interaction.kind != "ws":
            return None
        return Gated(interaction, speed, strict, self._rules, missed)

    def recorder(self, request: Request, *, replace: bool) -> Recorder:
        """A transform that changes nothing and records the reply to `request`, which begins now.

        `replace`: recordings of this request made by earlier sessions are not replayed any more.
        """
        if self._writer is None:
            raise CassetteError(self._store.path, "is open read-only")
        return Recorder(
            request,
            order=next(self._orders),
            replace=self._matching.profile if replace else None,
            clock=self._clock,
            submit=self._writer.submit,
        )

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
        return comparing(self._answered(match), request, rules, self._clock, report)

    def _answered(self, match: Match) -> Answered:
        """As it is stored; delivered otherwise, if it is to be."""
        stored = self._store.answered(match.number)
        found = match.delivered and crossed(self._store.read(match.number), *match.delivered)
        if not found:
            return stored
        body = b"".join(chunk.body for chunk in found.chunks)
        as_asked = dataclasses.replace(stored, body=body, slices=(), headers=found.headers)
        return dataclasses.replace(as_asked, kind=found.kind, status=found.status)

    def close(self) -> None:
        """Wait until everything is written. Sealed, if this session recorded something and lost nothing."""
        self._store.close()
        if self._writer:
            self._writer.close()

    def _asking(self, request: Request) -> Asking:
        redactor = redactor_for(request, self._rules)
        return Asking(request, canonicalize(request, redactor), redactor)

    def _match(self, asked: Asking, claim: Claim) -> Match:
        group = claim.group
        with self._store.connection() as connection:
            uid, recorded = name_of(connection, claim.number)
        return Match(
            number=claim.number,
            uid=uid,
            profile=group.profile,
            ordinal=claim.ordinal,
            age_s=self._clock.wall() - recorded,
            near=group.near,
            delivered=group.delivery and (asked.request.path, group.delivery),
        )

    def _miss(self, asked: Asking, played: Group | None) -> Miss:
        total = len(played.numbers) if played else 0
        return Miss(
            verdict=f"consumed {total}/{total}" if total else NEVER,
            asked=f"{asked.exact.method} {asked.exact.path}",
            cassette=self._store.path.name,
            explain=partial(self._explained, asked),
            marked=self._matching.mark,
        )

    def _explained(self, asked: Asking) -> Explanation:
        profile = self._cascade.profile(asked)
        with self._store.connection() as connection:
            nearest = tuple(neighbours(connection, asked, profile))
        masked = tuple(masks(asked.llm)) if profile == "norm@1" else ()
        return Explanation(str(self._store.path), profile, asked.key(profile), nearest, masked)


def _apart(process: Process, path: Path, clock: Clock, rules: Rules, **how: Any) -> WriterApart:
    from .apart.writer import WriterApart

    return WriterApart(process, path, clock, rules, **how)


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
