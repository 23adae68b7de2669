from contextlib import closing

from fakeai_proxy.cassette.database import open_database
from fakeai_proxy.cassette.identity import FORMAT, format_of
from fakeai_proxy.cassette.schema import migrations


def test_the_format_number_is_that_of_the_last_migration(tmp_path):
    with closing(open_database(tmp_path / "a.db")) as connection:
        applied = connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
        assert format_of(connection) == FORMAT == applied
    assert migrations.name == "fakeai_proxy.cassette"


def test_every_table_is_strict(tmp_path):
    with closing(open_database(tmp_path / "a.db")) as connection:
        tables = dict(connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
    ours = {name for name in tables if not name.startswith(("sqlite_", "_sqlite_"))}
    assert ours == {
        "blob",
        "cassette",
        "chunk",
        "interaction",
        "match_key",
        "message",
        "redaction",
        "reply",
        "req_feature",
        "secret",
        "session",
    }
    assert all(tables[name] for name in ours)
