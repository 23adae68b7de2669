from fakeai_proxy.telemetry.chaos_counts import ChaosCounts


def test_without_experiments_there_is_nothing():
    counts = ChaosCounts()
    fields = ("injected", "skipped", "decisions", "active", "overflow", "under_way")
    assert [getattr(counts, name) for name in fields] == [{}] * 6
