"""What the tables of the code hold is in the docs, in the words of the code; links lead somewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest
import rich_click as click

from fakeai_proxy.admin import ADMIN_ROUTES
from fakeai_proxy.admin.dimensions import DIMENSIONS
from fakeai_proxy.admin.models import FIGURES, ORDERS
from fakeai_proxy.admin.prometheus import ALL as FAMILIES
from fakeai_proxy.admin.server import METRICS as METRICS_SHOWN
from fakeai_proxy.cassette import headers
from fakeai_proxy.cassette.diff.difference import KINDS
from fakeai_proxy.cassette.interaction import Ending, Kind
from fakeai_proxy.cassette.redaction.numbers import GUESSED
from fakeai_proxy.cassette.redaction.shapes import SHAPES
from fakeai_proxy.cassette.redaction.span import BY_PLACE
from fakeai_proxy.cassette.settings import RecordMode
from fakeai_proxy.cli.main import COMMANDS, load_command
from fakeai_proxy.core.codings import CODINGS
from fakeai_proxy.endpoints import ROUTES
from fakeai_proxy.modes import MODES, Rule
from fakeai_proxy.proxy.client_environment import by_base_url, by_proxy
from fakeai_proxy.proxy.options import OPTIONS
from fakeai_proxy.settings import FLAT, Settings, settings_of
from fakeai_proxy.settings.keys import Setting, variables
from fakeai_proxy.settings.template import toml

from .api_page import meaning
from .cassette.tape import answer, ask, made, rows
from .markdown import PAGES, ROOT, anchors, links

NAMES = ("cli", "settings", "certificates", "modes", "cassettes", "metrics", "architecture")
CLI, SETTINGS, CERTIFICATES, MODE, CASSETTES, METRICS, ARCHITECTURE = (
    ROOT / "docs" / f"{name}.md" for name in NAMES
)
REDACTION, DRIFT = ROOT / "docs" / "redaction.md", ROOT / "docs" / "diff-and-drift.md"


def section(command: str) -> str:
    """What cli.md says below the heading of `command`."""
    return CLI.read_text().partition(f"\n## fakeai-proxy {command}\n")[2].partition("\n## ")[0]


def row(setting: Setting) -> str:
    """The line of settings.md about `setting`."""
    default = setting.info.get_default(call_default_factory=True)
    shown = "" if default in (None, (), {}) else f"`{toml(default)}`"
    names = ", ".join(f"`{name}`" for name in reversed(variables(setting.key)))
    return f"| `{setting.key}` | {shown} | {names} | {setting.info.description} |"


def test_every_command_has_its_section() -> None:
    assert [command for command in COMMANDS if not section(command)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_flag_is_in_it(name: str) -> None:
    command = load_command(name)
    said = section(name) + (shared() if takes_settings(command) else "")
    flags = [flag for option in parameters(command) if visible(option) for flag in option.opts]
    assert [flag for flag in flags if f"`{flag}" not in said] == []


def parameters(command: click.Command) -> list[click.Parameter]:
    """Its own, and those of the commands in a group."""
    within = command.commands.values() if isinstance(command, click.Group) else ()
    return [*command.params, *(option for inner in within for option in parameters(inner))]


def visible(option: click.Parameter) -> bool:
    return isinstance(option, click.Option) and not option.hidden


def takes_settings(command: click.Command) -> bool:
    return any("--set" in option.opts for option in parameters(command))


def shared() -> str:
    """The flags that several commands take, told once."""
    return CLI.read_text().partition("\n## Flags that stand for settings\n")[2].partition("\n## ")[0]


def absent(named: Iterable[str], page: Path) -> list[str]:
    """Those of `named` that do not stand on `page` in backticks."""
    said = page.read_text()
    return [name for name in named if f"`{name}`" not in said]


def lineless(lines: Iterable[str], page: Path) -> list[str]:
    """Those of `lines` that are not on `page`."""
    said = page.read_text().splitlines()
    return [line for line in lines if line not in said]


def rowless(named: Iterable[str], page: Path) -> list[str]:
    """Those of `named` that have no row of their own on `page`."""
    said = page.read_text()
    return [name for name in named if f"\n| `{name}` | " not in said]


def test_every_setting_has_its_line() -> None:
    assert lineless(map(row, settings_of(Settings).values()), SETTINGS) == []


def test_every_field_of_a_rule_has_its_line() -> None:
    fields = Rule.model_fields.items()
    assert lineless((f"| `{name}` | {field.description} |" for name, field in fields), MODE) == []


def test_every_other_name_of_a_setting_is_there() -> None:
    options = [*(name for name, *_ in OPTIONS), "fakeai_config", "fakeai_set", "fakeai_fast_hooks"]
    assert absent([*(f"FAKEAI_{name.upper()}" for name in FLAT), *options], SETTINGS) == []


def test_every_variable_for_clients_is_there() -> None:
    assert absent([*by_proxy("", Path()), *by_base_url(""), "OPENAI_API_KEY"], CERTIFICATES) == []


def test_every_kind_of_difference_has_its_line() -> None:
    lines = (f"| `{name}` | {' | '.join(told)} |" for name, told in KINDS.items())
    assert lineless(lines, DRIFT) == []


def test_every_mode_has_its_line() -> None:
    assert rowless([*MODES, *get_args(RecordMode)], MODE) == []


def test_every_route_says_what_it_answers() -> None:
    assert [route for route in ROUTES if not meaning(route)] == []


def test_every_page_of_our_own_has_its_line() -> None:
    said = METRICS.read_text().splitlines()
    for route in ADMIN_ROUTES:
        parameters = ", ".join(f"`{name}`" for name in route.query)
        begin = f"| `{route.method} {route.path.replace(':path}', '}')}` | {parameters}".rstrip()
        (line,) = (line for line in said if line.startswith(begin + " |"))
        assert [alias for alias in route.aliases if f"`{alias.replace(':path}', '}')}`" not in line] == []


def test_every_metric_has_its_line() -> None:
    assert rowless(METRICS_SHOWN, METRICS) == []
    assert absent([*FIGURES, *ORDERS, *DIMENSIONS, *FAMILIES], METRICS) == []


def test_every_room_has_its_line_in_its_place() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rooms = [room for layer in contracts[0]["layers"] for room in layer.split(" | ")]
    lines = ARCHITECTURE.read_text().partition("\n## Rooms\n")[2].partition("\n## ")[0].splitlines()
    assert [line.split("`")[1] for line in lines if line.startswith("| `")] == rooms


@pytest.fixture(scope="module")
def cassette(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("cassette") / "a.db", (ask(), answer()))


def test_every_table_and_column_of_a_cassette_is_there(cassette: Path) -> None:
    columns = """SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
                 WHERE t.type = 'table' AND t.name NOT LIKE '\\_%' ESCAPE '\\'"""
    told = {part.partition("**")[0]: part for part in CASSETTES.read_text().split("\n**")[1:]}
    found = rows(cassette, columns)
    assert {table for table, _ in found} == set(told)
    assert [(table, column) for table, column in found if f"`{column}`" not in told[table]] == []


def test_what_a_cassette_keeps_is_there() -> None:
    kept = [*headers.REQUEST_KEPT.names, *headers.RESPONSE_KEPT.names]
    kept += [
        f"{prefix}*" for lists in (headers.REQUEST_KEPT, headers.RESPONSE_KEPT) for prefix in lists.prefixes
    ]
    assert [name for name in kept if f"`{name}`" not in REDACTION.read_text()] == []


def test_what_a_cassette_leaves_out_is_there() -> None:
    left = [*headers.CREDENTIAL_HEADERS, *(shape.kind for shape in SHAPES), *BY_PLACE, *GUESSED]
    assert [name for name in left if f"`{name}`" not in REDACTION.read_text()] == []


def test_what_a_reply_can_be_is_there() -> None:
    words = [*get_args(Kind), *get_args(Ending)]
    assert [word for word in words if f"`{word}`" not in CASSETTES.read_text()] == []
    assert [
        coding for coding in set(CODINGS) - {"identity", "x-gzip"} if coding not in CASSETTES.read_text()
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in links(page):
        assert target.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {target.name}#{anchor}"


def test_the_overview_and_the_readme_lead_to_every_page() -> None:
    for start in (ROOT / "README.md", ROOT / "docs" / "index.md"):
        reached = {target for target, _ in links(start)} | {start}
        assert [page.name for page in PAGES if page not in reached and page != ROOT / "README.md"] == []
