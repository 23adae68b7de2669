import sqlite3
from math import nan

import numpy as np
import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.telemetry.archive import Archive, records
from fakeai_proxy.telemetry.columns import ROW
from fakeai_proxy.telemetry.snapshot import Taken

from .parts import KEY, Timeline, made, serve

HOUR = 3600.0


def stored(path, columns):
    connection = sqlite3.connect(path)
    rows = connection.execute(f"SELECT {columns} FROM exchange ORDER BY id").fetchall()
    connection.close()
    return rows


def test_rows_are_in_the_file_after_a_clean_stop(tmp_path):
    path = tmp_path / "telemetry.db"
    telemetry = made(path=path)
    for model in ("gpt-4o", "llama"):
        serve(telemetry, Timeline(), model=model)
    telemetry.close()
    assert stored(path, "model, endpoint, source, outcome, ttft, prompt_tokens") == [
        (model, "/chat/completions", "synthesized", "ok", 0.25, 100) for model in ("gpt-4o", "llama")
    ]
    assert telemetry.lost == 0
    assert [file.name for file in tmp_path.iterdir()] == ["telemetry.db"]
    assert KEY.encode() not in path.read_bytes()


def test_a_second_run_adds_to_it(tmp_path):
    for start in (0.0, 60.0):
        telemetry = made(ManualClock(start, 1_700_000_000.0 + start), path=tmp_path / "a.db")
        serve(telemetry)
        assert sum(sums.requests for sums in telemetry.totals().exchanges.cells().values()) == 1
        telemetry.close()
    assert stored(tmp_path / "a.db", "run") == [("1700000000.000",), ("1700000060.000",)]


def test_what_is_not_known_is_null(tmp_path):
    telemetry = made(path=tmp_path / "a.db")
    serve(telemetry)
    telemetry.close()
    assert stored(tmp_path / "a.db", "queue, worker") == [(None, -1)]


def test_old_rows_are_deleted(tmp_path):
    clock = ManualClock()
    for hours in (0.0, 2.0, 2.0):
        clock.advance(hours * HOUR)
        telemetry = made(clock, path=tmp_path / "a.db", retention_hours=3.0)
        serve(telemetry)
        telemetry.close()
    assert stored(tmp_path / "a.db", "at") == [(2 * HOUR,), (4 * HOUR,)]


def test_what_the_ring_no_longer_holds_is_lost_and_told(tmp_path, caplog):
    def take(number):
        rows = np.zeros(2 if number < 5 else 0, ROW)
        return Taken(rows, 3 if number < 5 else 0, 5, {})

    archive = Archive(tmp_path / "a.db", 1.0, ManualClock(), take)
    archive.close()
    assert archive.lost == 3
    assert "slower than the traffic" in caplog.text
    assert "3 rows were lost" in caplog.text


def test_a_file_that_cannot_be_written_is_told_and_all_else_goes_on(tmp_path, caplog):
    telemetry = made(path=tmp_path / "a.db")
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("DROP TABLE exchange")
    connection.close()
    serve(telemetry)
    telemetry.close()
    assert telemetry.lost == 1
    assert "rows of telemetry are not written" in caplog.text
    assert len(telemetry.rows()) == 1


@pytest.mark.parametrize("enabled", [True, False])
def test_a_file_is_only_opened_where_rows_are_kept(tmp_path, enabled):
    made(path=tmp_path / "a.db", enabled=enabled).close()
    assert (tmp_path / "a.db").exists() is enabled


def test_a_record_has_names_in_place_of_numbers():
    row = np.zeros(1, ROW)
    row["model"], row["ttft"] = 1, nan
    (record,) = records(Taken(row, 0, 1, {"model": ["other", "gpt-4o"]}), "run")
    assert record[0] == "run"
    assert record[1 + ROW.names.index("model")] == "gpt-4o"
