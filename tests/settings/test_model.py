"""Every setting, each way, and which way wins."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.settings import FLAT, Settings, settings_of

from .examples import EXAMPLES

KEYS = tuple(EXAMPLES)


def value(settings: Settings, key: str) -> Any:
    return reduce(getattr, key.split("."), settings)


def variable(key: str) -> str:
    return "FAKEAI_" + key.upper().replace(".", "__")


def toml(key: str) -> str:
    section, _, name = key.rpartition(".")
    return (f"[{section}]\n" if section else "") + f"{name} = {EXAMPLES[key].toml}\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_setting_has_an_example_that_is_not_its_default() -> None:
    assert list(settings_of(Settings)) == list(EXAMPLES)
    assert not [key for key in KEYS if value(Settings(), key) == EXAMPLES[key].value]


def test_an_option_sets_each() -> None:
    for key in KEYS:
        settings = Settings.load(None, {key: EXAMPLES[key].text}, {})
        assert value(settings, key) == EXAMPLES[key].value, key
        assert "option" in {origin for name, origin in settings.origins.items() if name.startswith(key)}, key


def test_the_environment_sets_each() -> None:
    for key in KEYS:
        settings = Settings.load(None, {}, {variable(key): EXAMPLES[key].text, "PATH": "/bin"})
        assert value(settings, key) == EXAMPLES[key].value, key
        assert f"environment {variable(key)}" in settings.origins.values(), key


def test_both_set_some_by_a_flat_name() -> None:
    for flat, key in FLAT.items():
        assert value(Settings.load(None, {flat: EXAMPLES[key].text}, {}), key) == EXAMPLES[key].value, key
        settings = Settings.load(None, {}, {f"FAKEAI_{flat.upper()}": EXAMPLES[key].text})
        assert value(settings, key) == EXAMPLES[key].value, key
        assert settings.origins[key] == f"environment FAKEAI_{flat.upper()}", key


def test_the_file_sets_each(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    for key in KEYS:
        path.write_text(toml(key))
        settings = Settings.load(path, {}, {})
        assert value(settings, key) == EXAMPLES[key].value, key
        assert f"file {path}" in settings.origins.values(), key


def test_nothing_sets_any() -> None:
    settings = Settings.load(None, {}, {})
    assert {settings.origins[key] for key in KEYS} == {"default"}
    assert [key for key in KEYS if value(settings, key) != value(Settings(), key)] == []


def test_an_option_wins_over_the_environment_and_that_over_the_file() -> None:
    Path("fakeai.toml").write_text("seed = 1\n[server]\nport = 1\n[generation]\nttft_ms = 1\nitl_ms = 1\n")
    environ = {"FAKEAI_PORT": "2", "FAKEAI_TTFT_MS": "2"}
    settings = Settings.load(None, {"ttft_ms": "3"}, environ)
    in_force = {key: value(settings, key) for key in settings.origins}
    assert [in_force[key] for key in ("seed", "server.port", "generation.ttft_ms")] == [1, 2, 3.0]
    assert {key: origin for key, origin in settings.origins.items() if origin != "default"} == {
        "seed": "file fakeai.toml",
        "server.port": "environment FAKEAI_PORT",
        "generation.ttft_ms": "option",
        "generation.itl_ms": "file fakeai.toml",
    }


def test_a_nested_variable_wins_over_the_flat_one() -> None:
    settings = Settings.load(None, {}, {"FAKEAI_GENERATION__TTFT_MS": "1", "FAKEAI_TTFT_MS": "2"})
    assert settings.generation.ttft_ms == 1


def test_layers_add_to_a_table() -> None:
    Path("fakeai.toml").write_text('[upstreams]\n"a.test" = "http://file"\n"b.test" = "http://file"\n')
    overrides = {"upstreams.api.openai.com": "http://option/v1/"}
    settings = Settings.load(
        None, overrides, {"FAKEAI_UPSTREAMS": '{"b.test:81": "http://env:1", "b.test": "https://env"}'}
    )
    assert settings.upstreams == {
        "a.test": "http://file",
        "b.test": "https://env",
        "b.test:81": "http://env:1",
        "api.openai.com": "http://option/v1",
    }
    assert settings.origins["upstreams.b.test"] == "environment FAKEAI_UPSTREAMS"
    assert settings.origins["upstreams.api.openai.com"] == "option"


def test_options_may_come_with_their_own_types() -> None:
    settings = Settings.load(None, {"seed": 3, "hosts": ["a.test"], "cassette.path": Path("a.db")}, {})
    assert (settings.seed, settings.hosts, settings.cassette.path) == (3, ("a.test",), Path("a.db"))


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().seed = 1


def test_the_home_folder_is_known() -> None:
    assert Settings().server.confdir == Path.home() / ".mitmproxy"


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"mode": "synthesise"}, "mode (option): 'synthesise' is not one of 'synthesize', "),
        ({"mode": "synthesise"}, "(did you mean 'synthesize'?)"),
        (
            {"port": "70000"},
            "server.port (option): '70000' is refused: it must be less than or equal to 65535",
        ),
        (
            {"ttft_ms": "-1"},
            "generation.ttft_ms (option): '-1' is refused: it must be greater than or equal to 0",
        ),
        ({"ttft_ms": "nan"}, "generation.ttft_ms (option): 'nan' is refused: it must be a finite number"),
        ({"port": "1", "reverse_port": "1"}, "server.port and server.reverse_port are both 1"),
        ({"port": "1", "metrics_port": "1"}, "server.port and server.metrics_port are both 1"),
        (
            {"reverse_port": "1", "metrics_port": "1"},
            "server.reverse_port and server.metrics_port are both 1",
        ),
        ({"upstreams.a.test": "ftp://b"}, "upstreams.a.test (option): not a base URL; write http://"),
        ({"hosts": "https://a.test"}, "hosts.0 (option): 'https://a.test' is not a host"),
        (
            {"routes": '[{"mode": "spy", "hots": "a"}]'},
            "routes.0.hots (option): unknown setting (did you mean 'host'?)",
        ),
        ({"ttft": "1"}, "unknown setting 'ttft' (did you mean 'ttft_ms'?)"),
    ],
)
def test_what_is_wrong_is_refused_in_one_line(overrides: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.load(None, overrides, {})
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.load(None, {"upstreams.a.test": "http://me:hush@b"}, {})
    assert "hush" not in str(refused.value)
