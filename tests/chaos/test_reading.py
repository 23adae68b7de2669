from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.chaos.experiment import Experiment
from fakeai_proxy.chaos.reading import experiment_of, parsed, preset, presets, timely, told
from fakeai_proxy.core.errors import SettingsError

NAMES = (
    "azure-retry-after-a-day",
    "broken-tool-calls",
    "cdn-html-errors",
    "flaky",
    "provider-outage",
    "rate-limit-storm",
    "realistic",
    "region-failover",
    "silent-truncation",
    "slow-tokens",
)
YAML = "experiment: a\nrules:\n- {id: r, fault: stream.cut, trigger: {percent: 5 %}}\n"
TOML = 'experiment = "a"\n[[rules]]\nid = "r"\nfault = "stream.cut"\ntrigger.percent = 5\n'


def test_both_formats_say_the_same() -> None:
    assert parsed(YAML, "x.yaml") == parsed(TOML, "x.toml")
    assert told(
        {"experiment": "a", "rules": [{"id": "r", "fault": "stream.cut", "trigger": {"percent": 5}}]}
    ) == parsed(YAML, "x.yml")


def test_the_presets_that_come_along() -> None:
    assert presets() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_is_an_experiment_of_its_name(name: str) -> None:
    found = preset(name)
    assert found.experiment == name
    assert found.description
    assert found.safety.max_duration


def test_seventeen_ways_to_look_complete() -> None:
    assert len(preset("silent-truncation").rules) == 17


def test_the_realistic_rates_are_those_of_their_sources() -> None:
    shares = {rule.id: rule.trigger.percent for rule in preset("realistic").rules}
    limits = [share for name, share in shares.items() if name.startswith("rate-limit")]
    servers = ("unavailable", "bad-gateway", "overloaded", "internal-error", "gateway-timeout")
    assert sum(limits) == 0.6 * 5  # type: ignore[arg-type]
    assert sum(shares[name] for name in servers) == pytest.approx(0.56)  # type: ignore[misc]


def test_a_file_wins_over_a_preset_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert experiment_of(Path("flaky")).experiment == "flaky"
    assert experiment_of(tmp_path / "flaky").experiment == "flaky"  # as fakeai.toml makes it absolute
    Path("mine.toml").write_text(TOML)
    assert experiment_of(Path("mine.toml")).experiment == "a"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("flakey", r"unknown preset 'flakey' \(did you mean 'flaky'\?\); there are azure-retry"),
        ("none.yaml", "none.yaml: there is no such file"),
    ],
)
def test_what_is_not_there_is_refused(given: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        experiment_of(Path(given))


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="cannot be read"):
        experiment_of(path)
    path.write_text("- 1\n")
    with pytest.raises(SettingsError, match=r"x.yaml:1: an experiment is a table"):
        experiment_of(path)
    with pytest.raises(SettingsError, match=r"^an experiment is a table"):
        told([])


def test_a_preset_is_a_value_like_any_other() -> None:
    assert isinstance(preset("flaky"), Experiment)


def test_a_moment_that_is_over_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "past.yaml"
    trigger = '{window: {to: "2020-02-01T00:00:00Z"}}'
    file.write_text(
        f"experiment: a\nrules:\n  - id: x\n    trigger: {trigger}\n    fault: connection.reset\n"
    )
    assert timely(file, 0).experiment == "a"
    with pytest.raises(
        SettingsError, match=r"past\.yaml:4: rules\[0\]\.trigger\.window\.to: .* is in the past"
    ):
        timely(file, 1.8e9)
