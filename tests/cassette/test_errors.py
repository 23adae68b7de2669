from __future__ import annotations

from pathlib import Path

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.core.errors import SettingsError


def test_it_names_the_file_and_what_is_wrong_with_it() -> None:
    error = CassetteError(Path("a.db"), "is open read-only")
    assert isinstance(error, SettingsError)
    assert str(error) == "cassette a.db: is open read-only"
    assert (error.path, error.reason) == (Path("a.db"), "is open read-only")
