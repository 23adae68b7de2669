from fakeai_proxy.telemetry.exposition import exposition

from .golden import check
from .scene import scene


def test_the_text_without_experiments():
    check("chaos")


def test_the_text_with_one():
    lines = exposition(scene(), "chaos").decode().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        'fakeai_proxy_chaos_injected_total{experiment="flaky",fault="stream.cut",rule="cut"} 3.0',
        'fakeai_proxy_chaos_skipped_total{experiment="flaky",why="max_active"} 2.0',
        'fakeai_proxy_chaos_decisions_total{experiment="flaky",result="injected"} 3.0',
        'fakeai_proxy_chaos_decisions_total{experiment="flaky",result="missed"} 95.0',
        'fakeai_proxy_chaos_active{experiment="flaky"} 1.0',
        'fakeai_proxy_chaos_overflow_total{experiment="flaky"} 2.0',
        'fakeai_proxy_chaos_experiment_running{experiment="flaky"} 1.0',
    ]
