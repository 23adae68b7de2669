from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.cassette.chosen import Chosen
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cli.cassette.deriving import parents_of
from fakeai_proxy.core.errors import SettingsError
from tests.cassette.tape import answer, ask, made


def test_those_that_are_named_else_those_that_are_replayed(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("a"), answer()), (ask("b", model="o3"), answer()))
    with reading(path) as tape:
        one, two = tape.uids()
        assert [found.uid for found in parents_of(tape, Chosen(), [])] == [one, two]
        assert [found.uid for found in parents_of(tape, Chosen(model="o*"), [])] == [two]
        assert [found.uid for found in parents_of(tape, Chosen(), [two, one])] == [two, one]
        assert parents_of(tape, Chosen(state="disabled"), []) == []
        with pytest.raises(SettingsError, match="holds no recording 'x'"):
            parents_of(tape, Chosen(), ["x"])
