"""What tests recorded, each on its own, into the texts of their cassettes: the same whoever was first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from .names import readable
from .tapes import imported

if TYPE_CHECKING:
    from fakeai_proxy.cassette.reading import Tape
    from fakeai_proxy.cassette.recording import Recording


@dataclass(frozen=True, slots=True)
class Shard:
    """What one test that passed recorded."""

    nodeid: str
    scope: str
    path: Path
    """The text that it is for."""
    db: Path
    write: str
    """append, replace (what was recorded of the same requests) or rewrite (all that was of the test)."""
    copied: Path | None = None
    """The cassette that `db` was a copy of when the test began."""


def written(shards: Iterable[Shard]) -> list[Path]:
    """The texts that `shards` are for, written anew. Raises CassetteError and OSError."""
    by_path: dict[Path, list[Shard]] = {}
    for shard in sorted(shards, key=lambda one: (one.path, one.nodeid)):
        by_path.setdefault(shard.path, []).append(shard)
    for path, own in by_path.items():
        write(path, own)
    return [*by_path]


def write(path: Path, shards: list[Shard]) -> None:
    """The text `path`: what of it is kept, then `shards` in their order; all or nothing."""
    from fakeai_proxy.cassette.merge import merge
    from fakeai_proxy.cassette.reading import reading
    from fakeai_proxy.cassette.text.files import write_text

    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="fakeai-proxy-") as folder:
        base, whole = Path(folder, "base.db"), Path(folder, "whole.db")
        former = readable(path)
        if former:
            imported(former, base)
        sources = [*([base] if former else []), *(shard.db for shard in shards)]
        merge(sources, whole, lambda: None, in_order=True, kept=Kept(base, shards))
        with reading(whole) as tape:
            write_text(tape, path, lambda: None)


class Kept:
    """What of a cassette stays, and whose its new recordings are."""

    def __init__(self, base: Path, shards: Sequence[Shard]) -> None:
        """base: what was recorded before."""
        self._base, self._scopes = base, {shard.db: shard.scope for shard in shards}
        self._known = {uid for shard in shards if shard.copied for uid in uids(shard.copied)}
        self._rewritten = {shard.scope for shard in shards if shard.write == "rewrite"}
        self._replaced = {key for shard in shards if shard.write == "replace" for key in keys(shard.db)}

    def __call__(self, tape: Tape, recording: Recording) -> Recording | None:
        if tape.path != self._base:
            if recording.uid in self._known:
                return None
            state = "active" if left(recording) else recording.state
            return replace(recording, scope=self._scopes[tape.path], state=state)
        rewritten = self._rewritten and recording.scope in (*self._rewritten, "")
        return None if rewritten or recording.known_by() in self._replaced else recording


def left(recording: Recording) -> bool:
    """A stream that the client did not hear to its end; the test passed, so it needs no more of it."""
    reply = recording.answered
    return reply.end == "client_abort" and reply.kind in ("sse", "ndjson")


def uids(db: Path) -> list[str]:
    """The names of the recordings of `db`."""
    from fakeai_proxy.cassette.reading import reading

    with reading(db) as tape:
        return tape.uids()


def keys(db: Path) -> set[bytes]:
    """By which the recordings of `db` are found."""
    from fakeai_proxy.cassette.reading import reading

    with reading(db) as tape:
        return {recording.known_by() for recording in tape.all()}
