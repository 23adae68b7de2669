from fakeai_proxy.gate import counts as module
from fakeai_proxy.gate.counts import Counts
from fakeai_proxy.gate.ticket import Ticket


def test_what_became_of_a_key():
    counts = Counts()
    for now in (0.0, 5.0, 20.0):
        counts.arrived("u-1", "free", now)
        counts.throttled("u-1", "requests_per_minute", 10.0, now)
    counts.admitted("u-1", "m", Ticket(b"", "free", 3, ()))
    counts.spent("u-1", 7)
    count = counts.keys["u-1"]
    assert (count.tier, count.admitted, count.tokens, count.waits) == ("free", 1, 7, 30.0)
    assert count.early == 1  # at 5, told at 0 to come back at 10
    assert dict(count.throttled) == {"requests_per_minute": 3}
    assert [*count.models] == ["m"]


def test_the_latest_keys_are_remembered(monkeypatch):
    monkeypatch.setattr(module, "KEYS", 2)
    counts = Counts()
    for key in "aabac":
        counts.admitted(key, "m", None)
    assert [*counts.keys] == ["a", "c"]
