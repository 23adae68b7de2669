"""`fakeai-proxy status`: is a proxy up, and is it well?"""

from __future__ import annotations

import json
from typing import Any

import rich_click as click

from .running import Running, asks
from .shown import console

COLOURS = {"healthy": "green", "degraded": "yellow"}


@click.command()
@asks
def status(proxy: Running, as_json: bool) -> int:
    """Ask a running proxy how it is; exit 1 when there is none, or when it is not well."""
    health = proxy.ask("/health/detailed")
    if as_json:
        click.echo(json.dumps(health, indent=2))
    else:
        show(health, str(proxy))
    return 0 if health["status"] == "healthy" else 1


def show(health: dict[str, Any], where: str) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    said = health["status"]
    out.print(Text(said, COLOURS.get(said, "red")), Text(f"at {where}, version {health['version']}"))
    table = Table("check", "", "found")
    for check in health["checks"]:
        table.add_row(
            check["name"], Text(check["status"], COLOURS.get(check["status"], "red")), Text(check["detail"])
        )
    out.print(table)
