"""Changes of what was asked, between two recordings."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.cassette.matching import Form, form_of
from fakeai_proxy.cassette.matching.comparison import compare
from fakeai_proxy.cassette.nearest import previews
from fakeai_proxy.cassette.recording import Recording
from fakeai_proxy.cassette.text.volatile import HEADER_PREFIXES, HEADERS

from .difference import Difference


def request(before: Recording, after: Recording) -> Iterator[Difference]:
    """By pointer into the body as the matcher knows it, then header by header.

    Raises ValueError where the rules by which one was redacted are not known.
    """
    for pointer, was, became, _ in compare(form(before), form(after)).changes:
        yield Difference("request_changed", pointer, *previews(was, became))
    had, has = _headers(before), _headers(after)
    for name in dict.fromkeys((*had, *has)):
        if had.get(name) != has.get(name):
            yield Difference("request_changed", f"header {name}", had.get(name), has.get(name))


def form(recording: Recording) -> Form:
    """All of the request. Raises ValueError when its rules are not known."""
    return form_of(recording.asked.canonical(recording.policy), "exact@1")


def _headers(recording: Recording) -> dict[str, str]:
    return {
        name: value
        for name, value in recording.asked.headers
        if name not in HEADERS and not name.startswith(HEADER_PREFIXES)
    }
