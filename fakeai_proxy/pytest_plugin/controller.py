"""The process that started the run: it hears of every test, writes the cassettes and tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from .keys import TOLD
from .ledger import Ledger
from .report import FORMS, lines, summary


class Controller:
    """Hooks of pytest, in the process that has the terminal."""

    def __init__(self, config: pytest.Config) -> None:
        self.config, self.ledger = config, Ledger()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if told := getattr(report, TOLD, None):
            self.ledger.add(report.nodeid, told)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self.ledger.tests:
            return
        try:
            self.ledger.write()
        except (ValueError, OSError) as problem:
            self.ledger.problem = str(problem)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        reports = dict(self.config.getoption("cassette_report"))
        if not (self.ledger.tests or self.ledger.leaks or reports):
            return
        terminalreporter.section("fakeai_proxy")
        for line in [*(lines(self.ledger) if "term" in reports else ()), *summary(self.ledger)]:
            terminalreporter.write_line(line)
        for form, file in reports.items():
            if form in FORMS:
                Path(file).write_text(FORMS[form](self.ledger), "utf-8")
                terminalreporter.write_line(f"report: {file}")
