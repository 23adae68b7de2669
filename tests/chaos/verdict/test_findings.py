from fakeai_proxy.chaos.verdict.findings import CODES, Finding, worst
from fakeai_proxy.chaos.verdict.policy import SEVERITIES
from tests.markdown import ROOT


def test_a_finding_knows_what_it_says() -> None:
    finding = Finding("hot_loop", "5 attempts", (1, 2))
    assert (finding.severity, finding.title) == CODES["hot_loop"]


def test_codes_are_sorted_by_severity() -> None:
    ranks = [SEVERITIES.index(severity) for severity, _ in CODES.values()]
    assert ranks == sorted(ranks)


def test_codes_are_in_the_docs() -> None:
    page = (ROOT / "docs" / "verdict.md").read_text()
    for code, (severity, title) in CODES.items():
        assert f"| `{code}` | {severity} | {title} |" in page


def test_the_worst() -> None:
    assert worst([]) == "good"
    assert worst(["good", "warn", "unknown"]) == "warn"
    assert worst(["unknown", "good"]) == "unknown"
