"""Every command, flag, setting, variable and option is in the docs, in the words of the code."""

from __future__ import annotations

from pathlib import Path

import pytest
import rich_click as click

from fakeai_proxy.cli.client_environment import by_base_url, by_proxy
from fakeai_proxy.cli.main import COMMANDS
from fakeai_proxy.modes.rules import Rule
from fakeai_proxy.proxy.options import OPTIONS
from fakeai_proxy.settings import FLAT, Settings, settings_of
from fakeai_proxy.settings.keys import Setting, variables
from fakeai_proxy.settings.template import toml

DOCS = Path(__file__).parents[1] / "docs"
CLI, SETTINGS, CERTIFICATES = (DOCS / f"{name}.md" for name in ("cli", "settings", "certificates"))

COMMAND_NAMES = [str(command.name) for command in COMMANDS]


def section(command: str) -> str:
    """What cli.md says below the heading of `command`."""
    return CLI.read_text().partition(f"\n## fakeai-proxy {command}\n")[2].partition("\n## ")[0]


def row(setting: Setting) -> str:
    """The line of settings.md about `setting`."""
    default = setting.info.get_default(call_default_factory=True)
    shown = "" if default in (None, (), {}) else f"`{toml(default)}`"
    names = ", ".join(f"`{name}`" for name in reversed(variables(setting.key)))
    return f"| `{setting.key}` | {shown} | {names} | {setting.info.description} |"


@pytest.mark.parametrize("command", COMMAND_NAMES)
def test_every_command_has_its_section(command: str) -> None:
    assert section(command)


@pytest.mark.parametrize("command", COMMANDS, ids=COMMAND_NAMES)
def test_every_flag_is_in_it(command: click.Command) -> None:
    said = section(str(command.name)) + (shared() if takes_settings(command) else "")
    flags = [flag for option in command.params if visible(option) for flag in option.opts]
    assert [flag for flag in flags if f"`{flag}" not in said] == []


def visible(option: click.Parameter) -> bool:
    return isinstance(option, click.Option) and not option.hidden


def takes_settings(command: click.Command) -> bool:
    return any("--set" in option.opts for option in command.params)


def shared() -> str:
    """The flags that several commands take, told once."""
    return CLI.read_text().partition("\n## Flags that stand for settings\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("setting", settings_of(Settings).values(), ids=lambda setting: setting.key)
def test_every_setting_has_its_line(setting: Setting) -> None:
    assert row(setting) in SETTINGS.read_text().splitlines()


def test_the_example_of_a_file_is_valid(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(SETTINGS.read_text().partition("```toml\n")[2].partition("```")[0])
    assert Settings.load(tmp_path / "x.toml", {}, {}).routes


@pytest.mark.parametrize("name", Rule.model_fields)
def test_every_field_of_a_rule_has_its_line(name: str) -> None:
    assert f"| `{name}` | {Rule.model_fields[name].description} |" in SETTINGS.read_text().splitlines()


@pytest.mark.parametrize("name", FLAT)
def test_every_flat_name_is_there(name: str) -> None:
    assert f"`FAKEAI_{name.upper()}`" in SETTINGS.read_text()


@pytest.mark.parametrize(
    "name", [name for name, *_ in OPTIONS] + ["fakeai_config", "fakeai_set", "fakeai_fast_hooks"]
)
def test_every_mitmproxy_option_is_there(name: str) -> None:
    assert f"`{name}`" in SETTINGS.read_text()


@pytest.mark.parametrize("name", [*by_proxy("", Path()), *by_base_url(""), "OPENAI_API_KEY"])
def test_every_variable_for_clients_is_there(name: str) -> None:
    assert f"`{name}`" in CERTIFICATES.read_text()


def test_links_lead_somewhere() -> None:
    for page in (CLI, SETTINGS, CERTIFICATES):
        for link in page.read_text().split("](")[1:]:
            target = link.partition(")")[0].partition("#")[0]
            assert target.startswith("http") or (DOCS / target).exists(), f"{page.name}: {target}"
