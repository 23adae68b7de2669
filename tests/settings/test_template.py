from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from fakeai_proxy.modes.rules import Rule
from fakeai_proxy.settings import Settings, render, settings_of
from fakeai_proxy.settings.template import toml

TEMPLATE = render(Settings)
UNCOMMENTED = re.sub(r"^#(?! )", "", TEMPLATE, flags=re.MULTILINE)


def test_it_sets_nothing() -> None:
    sections = ("server", "generation", "engine", "kv_cache", "dcgm", "telemetry")
    sections += ("auth", "rate_limits", "security", "moderation", "text", "resources", "cassette")
    sections += ("chaos", "error_injection")
    assert tomllib.loads(TEMPLATE) == {section: {} for section in sections} | {"cassette": {"redact": {}}}


def test_every_setting_is_in_it_with_its_meaning() -> None:
    lines = TEMPLATE.splitlines()
    for setting in settings_of(Settings).values():
        name = setting.key.rpartition(".")[2]
        assert [line for line in lines if re.match(rf"#\[*(\w+\.)*{name}\b", line)], setting.key
        assert setting.info.description
        assert setting.info.description.split(".")[0][:60] in TEMPLATE.replace("\n# ", " ")


def test_uncommented_it_is_valid_and_says_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fakeai.toml").write_text(UNCOMMENTED)
    settings = Settings.load(None, {}, {})
    assert set(settings_of(Settings)) - {
        "upstreams",
        "models",
        "rate_limits.tiers",
        "moderation.thresholds",
        "text.models",
        "text.lengths",
    } <= {key for key, origin in settings.origins.items() if origin != "default"}
    shown = {
        "semantic_model",
        "server",
        "generation",
        "engine",
        "kv_cache",
        "telemetry",
        "rate_limits",
        "moderation",
        "text",
        "resources",
        "cassette",
        "chaos",
        "upstreams",
        "models",
        "routes",
        "mutations",
    }
    assert settings.model_dump(exclude=shown) == Settings().model_dump(exclude=shown)


def test_the_example_of_a_rule_shows_every_field() -> None:
    assert list(tomllib.loads(UNCOMMENTED)["routes"][0]) == list(Rule.model_fields)


def test_the_example_of_a_model_is_one() -> None:
    assert Settings.model_validate({"models": tomllib.loads(UNCOMMENTED)["models"]}).models["my-model"].like


def test_values_as_toml_writes_them() -> None:
    values = {"text": 'a"b\\c', "number": 1.5, "yes": True, "list": ["a"], "path": Path("a/b")}
    text = "\n".join(f"{name} = {toml(value)}" for name, value in values.items())
    assert tomllib.loads(text) == values | {"path": "a/b"}
