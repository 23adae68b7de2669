"""Proxies in a thread that record and replay, and what is in their cassettes."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

from tests.proxy.serving import Serving, serving
from tests.proxy.test_addon import Watcher


def recording(
    confdir: Path, upstream: str, cassette: Path, **settings: object
) -> AbstractContextManager[Serving]:
    """Records what `upstream` answers in place of api.openai.com; the cassette is whole when this ends.

    A thread writes, which a test has not to wait for, unless the settings say otherwise.
    """
    written = {"cassette.path": cassette, "cassette.writer": "thread"}
    asked = {"mode": "record", **written, "upstreams.api.openai.com": upstream}
    return serving(confdir, **{**asked, **settings})


def replaying(
    confdir: Path, cassette: Path, watcher: Watcher | None = None, **settings: object
) -> AbstractContextManager[Serving]:
    """Replays at once, unless `cassette.speed` says otherwise."""
    asked = {"mode": "replay", "cassette.path": cassette, "cassette.speed": 0}
    return serving(confdir, after=(watcher,) if watcher else (), **{**asked, **settings})


def rows(cassette: Path, query: str) -> list[Any]:
    """What SQLite says of a cassette, without writing to it."""
    with closing(sqlite3.connect(f"{cassette.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()
