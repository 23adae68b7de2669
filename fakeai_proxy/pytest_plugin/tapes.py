"""Cassettes between their text, which is kept, and the databases that are played and recorded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from fakeai_proxy.core.errors import SettingsError

from .names import digest, readable
from .wish import Asked


@dataclass(frozen=True, slots=True)
class Tapes:
    """Texts are as they were when the run began: what is recorded is put there at its end."""

    cache: Path
    """Databases made of texts, for this run and later ones."""
    run: Path
    """What is recorded in this run."""

    def recorded(self, asked: Asked) -> bool:
        """There is something to replay."""
        return readable(asked.path) is not None

    def shard(self, asked: Asked) -> Path:
        """Where `asked` records; nothing is there yet, also where it is run once more."""
        path = self.run / f"{digest(asked.nodeid)}-{os.getpid()}" / f"{asked.path.stem}.db"
        if path.parent.exists():
            shutil.rmtree(path.parent)
        path.parent.mkdir(parents=True)
        return path

    def replayed(self, asked: Asked) -> Path:
        """A database, never written to, of its cassette and the further ones; its own recordings first.

        Raises SettingsError.
        """
        text = readable(asked.path)
        whole = self._made([*([text] if text else []), *map(_there, asked.extra)], asked.path.stem)
        if not asked.shared:
            return whole
        path = whole.parent / asked.scope / whole.name
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            own_first(whole, asked.scope, path)
        return path

    def copied(self, asked: Asked, target: Path) -> Path | None:
        """What was copied to `target`, to be written to; None: nothing. Raises SettingsError."""
        if not self.recorded(asked) and not asked.extra:
            return None
        source = self.replayed(asked)
        shutil.copyfile(source, target)
        return source

    def _made(self, sources: list[Path], stem: str) -> Path:
        """Of `sources` together; made once, whoever asks at the same time."""
        path = self.cache / _hash(sources) / f"{stem}.db"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            made(sources, path)
        return path


def made(sources: list[Path], path: Path) -> None:
    """The cassette `path` of all `sources`. Raises CassetteError."""
    from fakeai_proxy.cassette.made import making
    from fakeai_proxy.cassette.merge import merge

    if not sources:
        with making(path, replace=True):
            return
    if len(sources) == 1:
        imported(sources[0], path)
        return
    parts = [path.with_name(f"{number}-{os.getpid()}.part.db") for number, _ in enumerate(sources)]
    for source, part in zip(sources, parts, strict=True):
        imported(source, part)
    merge(parts, path, lambda: None, replaced=True)
    for part in parts:
        part.unlink()


def own_first(whole: Path, scope: str, path: Path) -> None:
    """The cassette `path`: of `whole`, what `scope` recorded stands before what others did."""
    from fakeai_proxy.cassette.merge import merge
    from fakeai_proxy.cassette.reading import Tape
    from fakeai_proxy.cassette.recording import Recording

    def part(number: int, kept: Callable[[Recording], bool]) -> Path:
        only = path.with_name(f"{number}-{os.getpid()}.part.db")

        def chosen(tape: Tape, recording: Recording) -> Recording | None:
            return recording if kept(recording) else None

        merge([whole], only, lambda: None, replaced=True, in_order=True, kept=chosen)
        return only

    parts = part(0, lambda one: one.scope == scope), part(1, lambda one: one.scope != scope)
    merge(parts, path, lambda: None, replaced=True, in_order=True)
    for one in parts:
        one.unlink()


def imported(source: Path, path: Path) -> None:
    """The cassette `path` made of a text, a cassette of vcrpy or a HAR. Raises CassetteError."""
    from fakeai_proxy.cassette.foreign.har import of_har
    from fakeai_proxy.cassette.foreign.imported import imported as of_others
    from fakeai_proxy.cassette.foreign.vcr import of_vcr
    from fakeai_proxy.cassette.redaction.rules import rules_of
    from fakeai_proxy.cassette.redaction.settings import RedactionSettings
    from fakeai_proxy.cassette.text.build import build

    if source.suffix == ".jsonl":
        build(source, path, lambda: None, replace=True)
        return
    captures = of_har(source) if source.suffix == ".har" else of_vcr(source)
    of_others(captures, path, rules_of(RedactionSettings()), lambda: None, source=source, replace=True)


def _there(path: Path) -> Path:
    found = readable(path)
    if found is None:
        raise SettingsError(f"mark vcr: there is no cassette {path}")
    return found


def _hash(sources: Iterable[Path]) -> str:
    """Of what the sources hold, and of what makes databases of it."""
    from importlib.metadata import version

    from fakeai_proxy.cassette.identity import FORMAT

    whole = sha256(f"{version('fakeai-proxy')} {FORMAT}".encode())
    for source in sources:
        whole.update(sha256(source.suffix.encode() + source.read_bytes()).digest())
    return whole.hexdigest()[:24]
