"""`fakeai-proxy doctor`: what is in force, and what stands in the way."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import rich_click as click

from fakeai_proxy.core.errors import SettingsError

from .options import Chosen, settings_flags

if TYPE_CHECKING:
    from rich.table import Table

    from fakeai_proxy.settings import Settings

    from .checks import Finding

COLOURS = {"ok": "green", "note": "yellow", "broken": "red"}


@click.command()
@settings_flags
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def doctor(chosen: Chosen, as_json: bool) -> int:
    """Check versions, CA, ports, client environment and settings; exit 1 when something is broken."""
    from .checks import Finding, findings, installed

    try:
        settings = chosen.settings()
        found, in_force = list(findings(settings, os.environ)), rows(settings)
    except SettingsError as why:
        found, in_force = [Finding("settings", "broken", str(why))], []
    healthy = all(finding.state != "broken" for finding in found)
    if as_json:
        click.echo(report(healthy, found, in_force, installed()))
    else:
        show(found, in_force, installed())
    return 0 if healthy else 1


def rows(settings: Settings) -> list[dict[str, Any]]:
    """Each setting: key, value in force, where it came from."""
    values = settings.model_dump(mode="json")
    return [
        {"key": key, "value": value_at(values, key), "origin": origin}
        for key, origin in settings.origins.items()
    ]


def value_at(values: Mapping[str, Any], key: str) -> Any:
    """The value at dotted `key`; what follows the name of a table is one name, dots and all."""
    name, _, rest = key.partition(".")
    if key in values or not rest:
        return values[key]
    return value_at(values[name], rest)


def report(
    healthy: bool,
    found: Sequence[Finding],
    in_force: Sequence[Mapping[str, Any]],
    versions: Mapping[str, str],
) -> str:
    """The same as the tables, for programs."""
    checks = [dataclasses.asdict(finding) for finding in found]
    return json.dumps({"ok": healthy, "versions": versions, "checks": checks, "settings": in_force}, indent=2)


def show(
    found: Sequence[Finding], in_force: Sequence[Mapping[str, Any]], versions: Mapping[str, str]
) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(", ".join(f"{name} {number or '-'}" for name, number in versions.items()), soft_wrap=True)
    console.print(checks_table(found))
    if in_force:
        console.print(settings_table(in_force))


def checks_table(found: Sequence[Finding]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table("check", "", "found", "what helps")
    for one in found:
        table.add_row(one.name, Text(one.state, COLOURS[one.state]), Text(one.detail), Text(one.advice))
    return table


def settings_table(in_force: Sequence[Mapping[str, Any]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table("setting", "value", "from")
    for row in in_force:
        style = "dim" if row["origin"] == "default" else ""
        table.add_row(
            *(Text(text) for text in (row["key"], json.dumps(row["value"]), row["origin"])), style=style
        )
    return table
