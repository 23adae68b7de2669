from __future__ import annotations

import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mitmproxy import exceptions
from mitmproxy.addonmanager import Loader
from mitmproxy.options import Options

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.proxy.options import OPTIONS, add_options, config_path, overrides
from fakeai_proxy.settings import Settings, settings_of


def options(*sets: str, **given: Any) -> Options:
    """mitmproxy's options with ours among them; `sets` as `--set` takes them."""
    made = Options()
    declare(made)
    made.update(**given)
    made.set(*sets)
    return made


def declare(made: Options) -> None:
    add_options(Loader(SimpleNamespace(options=made)))  # type: ignore[arg-type]


def test_each_option_stands_for_a_setting() -> None:
    assert {setting for _, setting, _, _ in OPTIONS} <= set(settings_of(Settings))


def test_they_can_all_be_given_with_set() -> None:
    """mitmproxy refuses `--set` on options of other types."""
    ours = [option for name, option in options().items() if name.startswith("fakeai_")]
    assert {option.typespec for option in ours} <= {str | None, int | None, bool, OPTIONS[-1][2]}


def test_what_was_not_given_is_not_a_setting() -> None:
    assert overrides(options()) == {}
    assert config_path(options()) is None


@pytest.mark.parametrize(
    ("spec", "given"),
    [
        ("fakeai_mode=replay", {"mode": "replay"}),
        ("fakeai_cassette=a.db", {"cassette.path": "a.db"}),
        ("fakeai_record_mode=once", {"cassette.record_mode": "once"}),
        ("fakeai_seed=0", {"seed": 0}),
        ("fakeai_seed=-3", {"seed": -3}),
        ("fakeai_hosts=nim.test:8000", {"hosts": ["nim.test:8000"]}),
        ("fakeai_set=generation.ttft_ms=1.5", {"generation.ttft_ms": "1.5"}),
        ("fakeai_set=upstreams.a.test=http://b/c=d", {"upstreams.a.test": "http://b/c=d"}),
        ("fakeai_set= seed =1", {"seed": "1"}),
        ("fakeai_set=cassette.path=", {"cassette.path": ""}),
    ],
)
def test_an_option_that_was_given_is(spec: str, given: dict[str, object]) -> None:
    assert overrides(options(spec)) == given
    assert Settings.load(None, given, {}).origins[next(iter(given))] == "option"


def test_several_may_be_given() -> None:
    given = options("fakeai_set=seed=1", "fakeai_set=mode=spy", "fakeai_hosts=a.test", "fakeai_hosts=b.test")
    assert overrides(given) == {"seed": "1", "mode": "spy", "hosts": ["a.test", "b.test"]}


def test_an_option_of_its_own_wins_over_fakeai_set() -> None:
    assert overrides(options("fakeai_set=seed=1", "fakeai_seed=2")) == {"seed": 2}


@pytest.mark.parametrize("pair", ["seed", "", "generation.ttft_ms:1"])
def test_a_pair_without_equals_is_refused(pair: str) -> None:
    with pytest.raises(SettingsError, match=f"fakeai_set: '{pair}' is not key=value"):
        overrides(options(fakeai_set=[pair]))


def test_a_number_is_a_number() -> None:
    with pytest.raises(exceptions.OptionsError, match="seven"):
        options("fakeai_seed=seven")


def test_the_file_that_was_named() -> None:
    assert config_path(options("fakeai_config=other.toml")) == Path("other.toml")


@pytest.mark.parametrize(
    ("specs", "said"),
    [
        (["fakeai_seed=x"], ["fakeai_seed: ", "ot an integer: x"]),
        (["fakeai_fast_hooks=maybe"], ["fakeai_fast_hooks: ", '"true", "false"']),
        (["fakeai_mode=spy", "fakeai_mode=replay"], ["fakeai_mode: Received multiple values"]),
        (["fakeai_modus=spy"], ["no option fakeai_modus (did you mean 'fakeai_mode'?)", "fakeai_cassette, "]),
    ],
)
def test_what_was_given_before_we_were_there_and_is_wrong_is_said(
    specs: list[str], said: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """As `mitmdump -s` gives it; an error in the log at start stops mitmproxy."""
    made = Options()
    made.set(*specs, defer=True)
    with caplog.at_level(logging.ERROR):
        declare(made)
    assert all(part in caplog.text for part in said)


def test_what_was_given_before_we_were_there_and_is_right(caplog: pytest.LogCaptureFixture) -> None:
    made = Options()
    made.set("fakeai_seed=3", "of_another_addon=1", defer=True)
    declare(made)
    assert (overrides(made), caplog.text) == ({"seed": 3}, "")
