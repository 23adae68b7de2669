import pytest
from prometheus_client import Metric, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from fakeai_proxy.telemetry.exposition import FAMILIES, Families, exposition, text

from .parts import ANSWER, Timeline, made, serve, shot, view


@pytest.fixture(scope="module")
def snapshot():
    telemetry = made()
    for worker in (0, 1):
        serve(telemetry, Timeline(worker), steps=ANSWER, cached_tokens=32)
    serve(telemetry, Timeline(gaps=[]), model="llama", prompt_tokens=2_500_000)
    serve(telemetry, source="live")
    return shot(telemetry, view(), view(index=1), view("llama"))


def test_the_text_is_that_of_prometheus_client(snapshot):
    assert exposition(snapshot, *FAMILIES) == generate_latest(Families(snapshot, *FAMILIES))


@pytest.mark.parametrize("family", FAMILIES)
def test_prometheus_reads_it(snapshot, family):
    families = [*text_string_to_metric_families(exposition(snapshot, family).decode())]
    series = [(sample.name, *sample.labels.items()) for one in families for sample in one.samples]
    assert len(series) == len(set(series))
    assert all(one.documentation for one in families)
    assert not [name for name, *_ in series if name.endswith("_created")]


def test_counters_keep_the_names_they_have():
    metrics = [Metric(name, "help", "counter") for name in ("events", "requests", "nothing")]
    metrics[0].add_sample("events", {}, 1)
    metrics[1].add_sample("requests_total", {}, 2)
    assert text(metrics).decode().splitlines() == [
        *("# HELP events help", "# TYPE events counter", "events 1.0"),
        *("# HELP requests_total help", "# TYPE requests_total counter", "requests_total 2.0"),
        *("# HELP nothing_total help", "# TYPE nothing_total counter"),
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1, "1.0"),
        (0.25, "0.25"),
        (12_345_678, "1.2345678e+07"),
        (float("inf"), "+Inf"),
        (float("nan"), "NaN"),
    ],
)
def test_numbers_are_as_go_writes_them(value, shown):
    metric = Metric("m", "help", "gauge")
    metric.add_sample("m", {"a": 'quo"te\\and\nline'}, value)
    assert text([metric]).decode().splitlines()[-1] == f'm{{a="quo\\"te\\\\and\\nline"}} {shown}'
    assert text([metric]) == generate_latest(type("One", (), {"collect": lambda self: [metric]})())
