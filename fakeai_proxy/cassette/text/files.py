"""The text of a cassette as a file, its large bodies in a folder beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from fakeai_proxy.cassette.errors import CassetteError
from fakeai_proxy.cassette.reading import Tape

from .body import Line
from .document import APART, SETTLED, tell
from .lines import line, record

Tick = Callable[[], None]
"""Called once a recording."""


def bodies(path: Path) -> Path:
    """`chat.jsonl` has its large bodies, each named by its SHA-256, in `chat.bodies/`."""
    return path.with_suffix(".bodies")


def write_text(tape: Tape, path: Path, tick: Tick) -> None:
    """`path` and its bodies, all or nothing. Bodies of before that nobody names any more go away.

    Raises OSError, ValueError and sqlite3.DatabaseError.
    """
    folder = bodies(path)
    kept = set[str]()

    def keep(name: str, body: bytes) -> None:
        kept.add(name)
        folder.mkdir(exist_ok=True)
        if not (folder / name).exists():
            replaced(folder / name, [body])

    replaced(path, _ticking(tell(tape, keep), tick))
    _forget(folder, kept)


def read_bodies(path: Path) -> Callable[[str], bytes]:
    """Finds the bodies of `path` by their hashes."""
    folder = bodies(path)

    def fetch(name: str) -> bytes:
        try:
            if not _is_hash(name):
                raise ValueError(f"{name!r} is no hash of a body")
            body = (folder / name).read_bytes()
        except OSError as failure:
            raise ValueError(f"the body {folder.name}/{name} cannot be read: {failure.strerror}") from failure
        if sha256(body).hexdigest() != name:
            raise ValueError(f"the body {folder.name}/{name} is damaged")
        return body

    return fetch


def substance(tape: Tape) -> Iterator[bytes]:
    """The lines without those that change with every recording, for `git diff`."""
    for one in tell(tape, lambda name, body: None):
        if next(iter(one)) not in APART:
            yield line(one)
        elif settled := {name: one[name] for name in SETTLED if name in one}:
            yield line(settled)


def records(path: Path) -> Iterator[tuple[int, Line]]:
    """The lines of `path` with their numbers. Raises CassetteError."""
    try:
        with path.open("rb") as file:
            for number, text in enumerate(file, 1):
                yield number, _record(path, number, text)
    except OSError as failure:
        raise CassetteError(path, failure.strerror or str(failure)) from failure


def _record(path: Path, number: int, text: bytes) -> Line:
    if not text.endswith(b"\n"):
        raise CassetteError(path, f"truncated in line {number}")
    try:
        return record(text)
    except (ValueError, RecursionError) as failure:
        raise CassetteError(path, f"line {number} {failure}") from failure


def replaced(path: Path, parts: Iterator[bytes] | list[bytes]) -> None:
    """`path` made of `parts`, or left as it was. Raises OSError."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.writelines(parts)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _ticking(lines: Iterator[Line], tick: Tick) -> Iterator[bytes]:
    for one in lines:
        if "timing" in one:
            tick()
        yield line(one)


def _forget(folder: Path, kept: set[str]) -> None:
    if not folder.is_dir():
        return
    for body in folder.iterdir():
        if _is_hash(body.name) and body.name not in kept:
            body.unlink()
    with suppress(OSError):  # not empty: somebody keeps more in it
        folder.rmdir()


def _is_hash(name: str) -> bool:
    return len(name) == 64 and not set(name) - set("0123456789abcdef")
