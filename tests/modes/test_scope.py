from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.cassette.settings import CassetteSettings
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.modes.scope import Scope, checked

TEMPLATE = CassetteSettings(path=Path("a/{scope}.db"), scopes="cassette")


def test_the_name_stands_in_the_path() -> None:
    assert Scope("test-17", TEMPLATE).path == Path("a/test-17.db")
    assert Scope("", TEMPLATE).path == Path("a/default.db")
    assert Scope("x", CassetteSettings(path=Path("a.db"))).path == Path("a.db")
    assert Scope("x", CassetteSettings()).path is None


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\\b", ".hidden", "a..b", "a\n", "ä", "a:b", "x" * 129])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ApiError, match="scope: ") as refused:
        checked(name)
    assert (refused.value.status, refused.value.code) == (400, "invalid_scope")


@settings(max_examples=25, deadline=None)
@given(st.text("ab.-_@/\\ \n:%é", max_size=12))
def test_no_name_leaves_the_folder(name: str) -> None:
    try:
        path = Scope(checked(name), TEMPLATE).path
    except ApiError:
        return
    assert path
    assert Path("a", path.name) == path
    assert path.name not in (".db", "..db")
