import sqlite3

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.resources.database import connect


def test_what_is_not_ours_is_left_alone(tmp_path):
    other, newer, folder = tmp_path / "other.db", tmp_path / "newer.db", tmp_path / "folder"
    sqlite3.connect(other).execute("CREATE TABLE theirs(a)").connection.close()
    made = connect(newer)
    made.execute("PRAGMA user_version = 99")
    made.close()
    folder.mkdir()
    for path, why in ((other, "something else"), (newer, "format 99"), (folder, "unable to open")):
        with pytest.raises(SettingsError, match=why):
            connect(path)


def test_a_file_is_opened_again(tmp_path):
    for _ in range(2):
        connection = connect(tmp_path / "deep" / "r.db")
        assert connection.execute("SELECT count(*) FROM resource").fetchone() == (0,)
        connection.close()
