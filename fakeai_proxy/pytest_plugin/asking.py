"""What a test asks for, read from its marks and fixtures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from .names import cassette_name, cassette_path, scope_name
from .options import dest
from .vcr_words import translated
from .wish import KNOWN, Asked, wish_of

MARK, RECORDINGS_MARK = "fakeai", "vcr"
FIXTURES = ("fakeai", "cassette")


def is_ours(item: pytest.Item, *, shared: bool) -> bool:
    """It runs behind the proxy. `shared`: pytest-recording's names are ours too."""
    marks = (MARK, RECORDINGS_MARK) if shared else (MARK,)
    fixtures = (*FIXTURES, "vcr") if shared else FIXTURES
    return hasattr(item, "fixturenames") and (
        any(item.get_closest_marker(mark) for mark in marks) or any(_uses(item, name) for name in fixtures)
    )


def _uses(item: Any, name: str) -> bool:
    """The fixture called `name` that it asks for is this plugin's, or is made of that one."""
    if name not in item.fixturenames:
        return False
    for found in reversed(item._fixtureinfo.name2fixturedefs.get(name, ())):
        if found.func.__module__.startswith(__package__):
            return True
        if name not in found.argnames:
            return False
    return False


def asked_of(request: pytest.FixtureRequest, *, shared: bool) -> Asked:
    """Raises SettingsError where it asks for what there is not."""
    item, config = request.node, request.config
    words: Mapping[str, Any] = request.getfixturevalue("vcr_config") if shared else {}
    given = [translated(words), *_marked(item, shared=shared)]
    if shared:
        given.insert(0, {"mode": request.getfixturevalue("record_mode")})
    wish = wish_of(given, _mode(config))
    folder = words.get("cassette_library_dir") or _folder(request, shared=shared)
    name = wish.cassette or _name(request, shared=shared)
    return Asked(
        nodeid=item.nodeid,
        scope=scope_name(item.nodeid),
        path=cassette_path(folder, name),
        shared=name != cassette_name(request.cls, item.name),
        wish=wish,
        extra=tuple(cassette_path(folder, name) for name in _further(item, shared=shared)),
    )


def _mode(config: pytest.Config) -> str | None:
    """Of the command line."""
    if config.getoption(dest("disable-recording")):
        return "off"
    mode: str | None = config.getoption(dest("record-mode"))
    return mode


def _marked(item: pytest.Item, *, shared: bool) -> Iterator[Mapping[str, Any]]:
    """The arguments of the marks, the closest last."""
    for mark in reversed([*item.iter_markers()]):
        if mark.name == MARK:
            yield {**dict(zip(KNOWN, mark.args, strict=False)), **mark.kwargs}
        elif shared and mark.name == RECORDINGS_MARK:
            yield translated(mark.kwargs)


def _further(item: pytest.Item, *, shared: bool) -> list[str]:
    """Cassettes that marks `vcr` name."""
    marks = reversed([*item.iter_markers(RECORDINGS_MARK)]) if shared else ()
    return [name for mark in marks for name in mark.args]


def _folder(request: pytest.FixtureRequest, *, shared: bool) -> str | Path:
    return request.getfixturevalue("vcr_cassette_dir") if shared else default_folder(request.path)


def _name(request: pytest.FixtureRequest, *, shared: bool) -> str:
    name: str = request.getfixturevalue("default_cassette_name") if shared else default_name(request)
    return name


def default_folder(module: Path) -> Path:
    """Beside the file of the tests, one for each."""
    return module.parent / "cassettes" / module.stem


def default_name(request: pytest.FixtureRequest) -> str:
    """By the mark `default_cassette`, else by the name of the test."""
    mark = request.node.get_closest_marker("default_cassette")
    if mark is None:
        return cassette_name(request.cls, request.node.name)
    if not mark.args:
        raise pytest.UsageError("the mark default_cassette needs the name of a cassette")
    return str(mark.args[0])
