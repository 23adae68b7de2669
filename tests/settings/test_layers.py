from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.settings import Settings, settings_of
from fakeai_proxy.settings.layers import Given, config_path, from_environment, from_file, from_options

KNOWN = settings_of(Settings)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_file_is_the_one_named_then_the_variable_then_the_folder() -> None:
    assert config_path(None, {}) is None
    Path("fakeai.toml").touch()
    assert config_path(None, {}) == Path("fakeai.toml")
    assert config_path(None, {"FAKEAI_CONFIG": "b.toml"}) == Path("b.toml")
    assert config_path(Path("a.toml"), {"FAKEAI_CONFIG": "b.toml"}) == Path("a.toml")


def test_the_folder_may_be_the_home() -> None:
    assert config_path(Path("~/a.toml"), {}) == Path.home() / "a.toml"


def test_paths_in_a_file_start_at_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "x.toml"
    path.parent.mkdir()
    path.write_text('[cassette]\npath = "a.db"\n[server]\nconfdir = "/ca"\n')
    assert [one.value for one in from_file(path, KNOWN)] == [str(path.parent / "a.db"), "/ca"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sed = 1", "unknown setting 'sed' (did you mean 'seed'?)"),
        ("ttft_ms = 1", "unknown setting 'ttft_ms' (did you mean 'generation.ttft_ms'?)"),
        ("[generation]\nttft = 1", "unknown setting 'generation.ttft' (did you mean 'generation.ttft_ms'?)"),
        ("[generatoin]\nttft_ms = 1", "unknown setting 'generatoin' (did you mean 'generation'?)"),
        ("server = 1", "'server' is a section: write [server] and its settings below"),
        ("upstreams = 1", "is a table, NAME = VALUE"),
        ("[server]\nport = true", "server.port takes no true or false"),
        ("seed = ", "not valid TOML"),
    ],
)
def test_what_a_file_says_wrong(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as refused:
        list(from_file(path, KNOWN))
    assert message in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.toml", tmp_path):
        with pytest.raises(SettingsError, match="cannot be read"):
            list(from_file(path, KNOWN))
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not valid TOML"):
        list(from_file(tmp_path / "x.toml", KNOWN))


def test_an_empty_variable_is_not_set() -> None:
    assert list(from_environment({"FAKEAI_PORT": "", "FAKEAI_CONFIG": "x", "OTHER": "y"}, KNOWN)) == []


def test_an_unknown_variable_is_an_error() -> None:
    with pytest.raises(SettingsError) as refused:
        list(from_environment({"FAKEAI_TTFT": "5"}, KNOWN))
    assert str(refused.value) == "unknown environment variable FAKEAI_TTFT (did you mean 'FAKEAI_TTFT_MS'?)"


def test_lists_come_with_commas_or_as_json() -> None:
    assert [
        next(from_environment({"FAKEAI_HOSTS": text}, KNOWN)).value for text in ("a, b,", '["a", "b"]')
    ] == [["a", "b"], ["a", "b"]]


def test_an_option_may_point_into_a_table() -> None:
    given = list(from_options({"upstreams.a.test": "http://b"}, KNOWN))
    assert given == [Given("upstreams", "http://b", "option", "a.test")]
    assert given[0].name == "upstreams.a.test"


@pytest.mark.parametrize("name", ["", "server", "server.", "seed.x", "generation.ttft_ms.x"])
def test_an_option_that_names_no_setting(name: str) -> None:
    with pytest.raises(SettingsError, match="unknown setting"):
        list(from_options({name: "1"}, KNOWN))


def test_an_entry_of_a_table_of_tables_is_json() -> None:
    overrides = {"models.my.model": '{"like": "gpt-4o"}', "upstreams.a.test": "http://b.test"}
    assert list(from_options(overrides, KNOWN)) == [
        Given("models", {"like": "gpt-4o"}, "option", "my.model"),
        Given("upstreams", "http://b.test", "option", "a.test"),
    ]
