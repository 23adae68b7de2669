from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest

from fakeai_proxy.core.exchange import Injected, Request
from tests.admin.asking import simulator, steps
from tests.cli.answering import answering, pages
from tests.cli.conftest import Run

CHAT = b'{"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}'


@pytest.fixture
def experiment() -> Path:
    path = Path("mine.yaml")
    path.write_text(
        "experiment: mine\n"
        "rules: [{id: a, trigger: {first: 1}, fault: {type: http.error, name: overloaded}}]\n"
    )
    return path


def test_nothing_was_tested(run: Run, experiment: Path) -> None:
    with simulator(chaos={"experiment": experiment}) as running, answering(pages(running)) as (base, _):
        ran = run("chaos", "report", "--url", base)
    assert ran.code == 3
    assert "untested: 0 requests" in ran.out
    assert "warning: no request matched mine" in ran.out


def test_a_client_that_gives_up_at_once_fails(run: Run, experiment: Path) -> None:
    with simulator(chaos={"experiment": experiment}) as running, answering(pages(running)) as (base, _):
        touched = running.handle(Request("POST", "/v1/chat/completions", body=CHAT))
        assert isinstance(touched, Injected)
        list(steps(touched.answer))
        files = ("--junit", "a.xml", "--html", "out/a.html")
        ran = run("chaos", "report", "--over", *files, "--url", base)
        told = json.loads(run("chaos", "report", "--over", "--json", "--url", base).out)
    assert ran.code == told["exit_code"] == 1
    assert "no_retry" in ran.out
    assert [fault["fault"] for fault in told["verdict"]["faults"]] == ["http.error"]
    assert xml.parse("a.xml").getroot().get("failures") == "1"
    assert "http.error" in Path("out/a.html").read_text()


def test_a_proxy_without_experiments(run: Run) -> None:
    with simulator() as running, answering(pages(running)) as (base, _):
        refused = run("chaos", "report", "--url", base)
    assert refused.code == 1
    assert "No experiment runs here" in refused.err
