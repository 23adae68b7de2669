import sqlite3

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.telemetry.columns import COLUMNS
from fakeai_proxy.telemetry.schema import APPLICATION_ID, ORIGINAL, open_file


def test_it_is_made_and_opened_again(tmp_path):
    path = tmp_path / "new" / "telemetry.db"
    for _ in range(2):
        connection = open_file(path)
        columns = [row[1] for row in connection.execute("PRAGMA table_info(exchange)")]
        assert columns == ["id", "run", *(name for name, _, _ in COLUMNS)]
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        connection.close()


def test_what_is_something_else_is_refused(tmp_path):
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE t(x)")
    other.close()
    with pytest.raises(SettingsError, match=r"telemetry\.path: .*other\.db holds something else"):
        open_file(tmp_path / "other.db")


def test_a_newer_format_is_refused(tmp_path):
    connection = open_file(tmp_path / "a.db")
    connection.execute("PRAGMA user_version = 3")
    connection.close()
    with pytest.raises(SettingsError, match="of format 3, newer"):
        open_file(tmp_path / "a.db")


@pytest.mark.parametrize("content", [b"no database, but long enough to be looked at" * 5])
def test_what_is_no_database_is_refused(tmp_path, content):
    (tmp_path / "a.db").write_bytes(content)
    with pytest.raises(SettingsError, match=r"telemetry\.path"):
        open_file(tmp_path / "a.db")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(SettingsError, match=r"telemetry\.path"):
        open_file(tmp_path)


def test_a_file_of_the_first_format_gets_what_it_lacks(tmp_path):
    path = tmp_path / "a.db"
    connection = open_file(path)
    for name, _, _ in COLUMNS[ORIGINAL:]:
        connection.execute(f"ALTER TABLE exchange DROP COLUMN {name}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm002_all_that_is_charged'")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    connection = open_file(path)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(exchange)")]
    connection.close()
    assert columns == ["id", "run", *(name for name, _, _ in COLUMNS)]
