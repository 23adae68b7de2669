"""Which recordings answered nobody in a run, by what `GET /_fakeai/cassettes` said of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from fakeai_proxy.core.errors import SettingsError


def unused(cassette: Path, runs: Sequence[Path]) -> frozenset[str]:
    """The recordings of `cassette` that answered nobody in any scope of any of `runs`; of no runs none.

    Raises SettingsError for a file that is no such JSON, and where none of them tells of the cassette.
    """
    told = [frozenset(uids) for run in runs for uids in _told(cassette, run)]
    if runs and not told:
        files = ", ".join(map(str, runs))
        raise SettingsError(f"{files} tells of no scope that ended with {cassette}")
    return told[0].intersection(*told) if told else frozenset()


def _told(cassette: Path, run: Path) -> Iterator[list[str]]:
    try:
        answer = json.loads(run.read_text("utf-8"))
        for scope in answer.get("scopes", [answer]):  # that of a DELETE tells of one
            path, left = scope["path"], scope["unused"]
            if path is not None and left is not None and Path(path).resolve() == cassette.resolve():
                yield left
    except OSError as failure:
        raise SettingsError(f"{run}: {failure.strerror}") from failure
    except (ValueError, KeyError, TypeError, AttributeError) as failure:
        raise SettingsError(f"{run} is not what GET /_fakeai/cassettes answers: {failure!r}") from failure
