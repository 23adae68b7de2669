from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.modes.passthrough import Passthrough
from tests.cassette.tape import ask

from .parts import UPSTREAM, forwarded, parts, recorded


@pytest.mark.parametrize("request_", [ask(), Request("GET", "/v1/models"), Request("POST", "/x", body=b"{")])
def test_everything_goes_upstream_unrecorded(request_: Request, tmp_path: Path) -> None:
    with parts(tmp_path / "a.db", "passthrough") as given:
        answer = forwarded(Passthrough(given).decide(request_))
    assert (answer.upstream, recorded(answer)) == (UPSTREAM, False)
    assert list(tmp_path.iterdir()) == []


def test_without_an_upstream_of_its_own_it_goes_where_it_was_going(tmp_path: Path) -> None:
    with parts(tmp_path / "a.db", "passthrough", upstreams={}) as given:
        assert forwarded(Passthrough(given).decide(ask())).upstream is None
