"""`fakeai-proxy chaos status`, `add`, `change`, `remove` and `stop`: experiments of a proxy that runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import rich_click as click

from fakeai_proxy.cli.running import Running, asks, where_it_is
from fakeai_proxy.cli.shown import console, number, percent

PAGE = "/_fakeai/chaos"


@click.command()
@asks
def status(proxy: Running, as_json: bool) -> None:
    """Show the experiments of a running proxy, and what they did."""
    told = proxy.ask(PAGE)
    if as_json:
        click.echo(json.dumps(told, indent=2))
    else:
        show(told)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@where_it_is
def add(proxy: Running, file: Path) -> None:
    """Start the experiment of FILE, or a preset, in a running proxy; needs its chaos.token."""
    proxy.ask(PAGE, "POST", written(file))
    show(proxy.ask(PAGE))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@where_it_is
def change(proxy: Running, file: Path) -> None:
    """Let the experiment of that name go on as FILE says; needs chaos.token."""
    fresh = written(file)
    proxy.ask(of(fresh["experiment"]), "PATCH", in_place_of_all(fresh))
    show(proxy.ask(PAGE))


@click.command()
@click.argument("experiment")
@where_it_is
def remove(proxy: Running, experiment: str) -> None:
    """End EXPERIMENT and forget it; needs chaos.token."""
    proxy.ask(of(experiment), "DELETE")
    show(proxy.ask(PAGE))


@click.command()
@where_it_is
def stop(proxy: Running) -> None:
    """The kill switch: from now on nothing is touched, whatever runs."""
    show(proxy.ask(f"{PAGE}/stop", "POST", {}))


def of(experiment: str) -> str:
    return f"{PAGE}?experiment={quote(experiment, safe='')}"


def written(file: Path) -> dict[str, Any]:
    """The experiment of `file`, or of a preset, as calls take it. Raises SettingsError."""
    from fakeai_proxy.chaos.reading import experiment_of

    given = experiment_of(file)
    told = given.model_dump(mode="json", by_alias=True, exclude_unset=True, serialize_as_any=True)
    return {**told, "experiment": given.experiment}


def in_place_of_all(fresh: Mapping[str, Any]) -> dict[str, Any]:
    """The merge patch (RFC 7396) that leaves nothing of what an experiment was before."""
    from fakeai_proxy.chaos.experiment import Experiment, Report
    from fakeai_proxy.chaos.safety import Safety

    patch = dict.fromkeys(Experiment.model_fields) | dict(fresh)
    for name, part in (("safety", Safety), ("report", Report)):
        if name in fresh:
            patch[name] = dict.fromkeys(part.model_fields) | fresh[name]
    return patch


def show(told: Mapping[str, Any]) -> None:
    """Experiment by experiment, rule by rule."""
    from rich.table import Table
    from rich.text import Text

    out = console()
    if not told["experiments"]:
        out.print(
            "no experiment" if not told["armed"] else "no experiment; requests may ask by x-fakeai-fault"
        )
        return
    table = Table("experiment", "state", "rule")
    for name in ("matched", "hits", "share"):
        table.add_column(name, justify="right")
    table.add_column("injected")
    for one in told["experiments"]:
        for rule in one["rules"]:
            share = percent(rule["hits"] / rule["matched"]) if rule["matched"] else "-"
            faults = ", ".join(f"{fault} {count}" for fault, count in rule["injected"].items())
            cells = (one["experiment"], state(one), rule["id"])
            counts = (number(rule["matched"]), number(rule["hits"]), share)
            table.add_row(*map(Text, cells), *counts, Text(faults))
    out.print(table)


def state(one: Mapping[str, Any]) -> str:
    """`running`, `observing`, `ended: max_duration`."""
    if one["ended"]:
        return f"ended: {one['ended']}"
    return "observing" if one["mode"] == "observe" and one["state"] == "running" else str(one["state"])
