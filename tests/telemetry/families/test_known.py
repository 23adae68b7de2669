"""Names, types, labels and buckets are those that the servers themselves have."""

import json
from pathlib import Path

import pytest

from fakeai_proxy.telemetry.exposition import FAMILIES, family
from tests.markdown import ROOT

from .scene import scene

KNOWN = json.loads((Path(__file__).parent / "known.json").read_text())
DOCS = (ROOT / "docs" / "telemetry.md").read_text()
MORE_LABELS = {
    "vllm:cache_config_info": {"model_name", "block_size", "num_gpu_blocks"},
    "request_finish_total": {"finished_reason"},
}
"""Whose list is not fixed, or not published."""


def shown(name):
    """By name on the wire: type, labels and buckets."""
    found = {}
    for metric in family(name)(scene()):
        full = metric.samples[0].name.removesuffix("_bucket") if metric.samples else metric.name
        labels = {label for sample in metric.samples for label in sample.labels} - {"le"}
        bounds = [sample.labels["le"] for sample in metric.samples if "le" in sample.labels]
        buckets = list(dict.fromkeys(float(bound) for bound in bounds if bound != "+Inf"))
        found[full] = (metric.type, labels, buckets, metric.documentation)
    return found


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_shown_is_as_it_is_there(name):
    for metric, (kind, labels, buckets, _) in shown(name).items():
        known = KNOWN[name].get(metric)
        if known is None:
            continue
        assert kind == known["type"], metric
        assert labels == set(known["labels"]) | MORE_LABELS.get(metric, set()), metric
        assert "buckets" not in known or buckets == known["buckets"], metric


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_not_shown_is_listed(name):
    absent = DOCS.partition("\n## What is left out\n")[2]
    assert [metric for metric in KNOWN[name].keys() - shown(name).keys() if f"`{metric}`" not in absent] == []
    assert [metric for metric in shown(name) if f"`{metric}`" in absent] == []


@pytest.mark.parametrize("name", FAMILIES)
def test_every_metric_has_a_sample_and_its_line(name):
    lines = DOCS.splitlines()
    for metric, (kind, labels, _, help) in shown(name).items():
        told = ", ".join(f"`{label}`" for label in sorted(labels))
        assert f"| `{metric}` | {kind} | {told} | {help} |" in lines
