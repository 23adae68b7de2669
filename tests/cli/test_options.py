from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import rich_click as click

from fakeai_proxy.cli.options import FLAGS, Chosen, settings_flags
from fakeai_proxy.core.errors import SettingsError
from tests.settings.examples import EXAMPLES


def chosen(*arguments: str) -> Chosen:
    """What a command with the shared flags is given."""

    @click.command()
    @settings_flags
    def command(chosen: Chosen) -> Chosen:
        return chosen

    given = command.main(list(arguments), standalone_mode=False)
    assert isinstance(given, Chosen)
    return given


def value(given: Chosen, key: str) -> Any:
    return reduce(getattr, key.split("."), given.settings())


def test_each_flag_sets_its_setting() -> None:
    names = [(name, flag) for flag in FLAGS for name in (flag.name, *flag.alias)]
    for name, flag in names:
        given = chosen(name, *([EXAMPLES[flag.key].text] if flag.metavar else []))
        assert value(given, flag.key) == EXAMPLES[flag.key].value, name
        assert given.settings().origins[flag.key] == "option", name


def test_set_sets_any() -> None:
    for key, example in EXAMPLES.items():
        assert value(chosen("--set", f"{key}={example.text}"), key) == example.value, key


def test_flags_that_repeat() -> None:
    given = chosen(
        "--upstream",
        "a.test=http://1.test",
        "--upstream",
        "b.test=http://2.test",
        "--set",
        "ttft_ms=1",
        "--set",
        "seed=2",
    )
    assert given.overrides == {
        "generation.ttft_ms": "1",
        "seed": "2",
        "upstreams.a.test": "http://1.test",
        "upstreams.b.test": "http://2.test",
    }


def test_a_flag_wins_over_set() -> None:
    assert chosen("--port", "1", "--set", "port=2").overrides == {"server.port": "1"}


def test_the_file_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("seed = 9")
    assert value(chosen("--config", str(tmp_path / "x.toml")), "seed") == 9


def test_nothing_said_is_nothing_overridden() -> None:
    assert chosen() == Chosen(None, {})


def test_defaults_give_way() -> None:
    assert chosen("--port", "1").but(server__port="0", seed="3").overrides == {
        "server.port": "1",
        "seed": "3",
    }


def test_another_process_can_be_told_the_same() -> None:
    given = chosen("--config", "x.toml", "--upstream", "a.test=http://1.test/?", "--hosts", "a.test,b.test")
    assert chosen(*given.arguments()) == given


def test_help_names_the_valid_modes() -> None:
    helps = {flag.key: flag.help for flag in FLAGS}
    for key in ("mode", "cassette.record_mode"):
        with pytest.raises(SettingsError) as refused:
            Chosen(None, {key: "?"}).settings()
        listed = helps[key].partition(": ")[2].rstrip(".").split(", ")
        assert all(f"'{name}'" in str(refused.value) for name in listed)
        assert str(refused.value).count("'") == 2 * (len(listed) + 1)
