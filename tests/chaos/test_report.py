from __future__ import annotations

from fakeai_proxy.chaos.report import POLICIES, report

from .asking import chaos, hits


def test_experiments_and_verdict_in_one() -> None:
    running = chaos({"trigger": {"first": 1}}, {"match": {"model": "none"}})
    hits(running, 3)
    told = report(running, POLICIES["strict"], over=True)
    assert told["status"]["experiments"][0]["injected"] == 1
    assert told["unmatched"] == ["x/r2"]
    assert told["verdict"]["attempts"] == 3
    assert told["exit_code"] in (0, 1)


def test_of_nothing_nothing_is_said() -> None:
    told = report(chaos({}), POLICIES["lenient"], over=False)
    assert (told["verdict"]["outcome"], told["exit_code"], told["unmatched"]) == ("untested", 3, ["x"])
