from fakeai_proxy.cassette.diff.difference import AREAS, KINDS, SEVERITIES, Difference, worst


def test_a_difference_tells_itself_in_a_line() -> None:
    one = Difference("text_changed", "assistant", "Hello", None, alike=0.25)
    assert str(one) == "info text_changed assistant: Hello -> nothing (25% alike)"
    assert (one.area, one.severity) == ("text", "info")


def test_the_worst_counts() -> None:
    mild, bad = Difference("field_added", "/a"), Difference("type_changed", "/b")
    assert worst([]) is None
    assert worst([mild]) == "info"
    assert worst([mild, bad, mild]) == "error"


def test_every_kind_has_a_severity_and_a_meaning() -> None:
    assert all(kind.severity in SEVERITIES and kind.meaning for kind in KINDS.values())
    assert {"schema", "stream", "tools", "usage", "latency", "text", "status", "headers"} <= set(AREAS)
