from __future__ import annotations

import pytest

from fakeai_proxy.pytest_plugin.options import others_read_vcr, report


@pytest.mark.parametrize(
    ("text", "form"),
    [("term", ("term", "")), ("md", ("md", "cassette-report.md")), ("json:x/y.json", ("json", "x/y.json"))],
)
def test_a_report_and_its_file(text: str, form: tuple[str, str]) -> None:
    assert report(text) == form


@pytest.mark.parametrize("text", ["html", "term:x", ""])
def test_no_report(text: str) -> None:
    with pytest.raises(ValueError, match="none of term, json, md"):
        report(text)


def test_other_plugins_that_are_there_but_blocked_read_nothing(pytester: pytest.Pytester) -> None:
    plugins = pytest.PytestPluginManager()
    assert not others_read_vcr(plugins)
    pytester.makepyfile(pytest_recording="")
    pytester.syspathinsert()
    assert others_read_vcr(plugins)
    plugins.set_blocked("recording")
    assert not others_read_vcr(plugins)
