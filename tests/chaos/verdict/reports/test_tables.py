from fakeai_proxy.chaos.verdict.reports import tables
from tests.chaos.verdict.reports.parts import empty, sample


def test_faults_and_findings() -> None:
    faults, findings = tables(sample())
    assert faults.title == "failed (strict)"
    assert faults.rows[0][:4] == ("http.error", "4", "1", "0")
    assert faults.severities == ("bad", "good", "unknown", "good", "warn")
    assert [row[2] for row in findings.rows][:2] == ["retried_hopeless", "hot_loop"]
    assert set(findings.severities) == {"bad", "warn", "unknown"}


def test_rows_are_as_wide_as_their_columns() -> None:
    for table in (*tables(sample()), *tables(empty())):
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(table.rows) == len(table.severities)
