"""`fakeai-proxy chaos presets` and `validate`: experiments before they run."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from fakeai_proxy.cli.shown import console
from fakeai_proxy.core.errors import SettingsError

if TYPE_CHECKING:
    from fakeai_proxy.chaos.experiment import Experiment

USAGE = 2


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def presets(as_json: bool) -> None:
    """List the experiments that come along, and what they are for."""
    from fakeai_proxy.chaos import reading

    found = [reading.preset(name) for name in reading.presets()]
    if as_json:
        told = [{"name": one.experiment, "description": one.description} for one in found]
        click.echo(json.dumps(told, indent=2))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table("preset", "", "faults")
    for one in found:
        table.add_row(one.experiment, Text(one.description), ", ".join(faults_of(one)))
    console().print(table)


@click.command()
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path))
def validate(file: tuple[Path, ...]) -> int:
    """Check experiments, each a FILE or the name of a preset; exit 2 when one cannot be run."""
    problems = [problem for path in file for problem in checked(path)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return USAGE if problems else 0


def checked(path: Path) -> list[str]:
    """What is wrong with the experiment of `path`; where nothing is, what it does is printed."""
    from fakeai_proxy.chaos.reading import timely
    from fakeai_proxy.core.clock import SystemClock

    try:
        experiment = timely(path, SystemClock().wall())
    except SettingsError as why:
        return str(why).splitlines()
    click.echo(f"{path}: {summary(experiment)}")
    return []


def summary(experiment: Experiment) -> str:
    """`overload: 2 rules: http.error, stream.cut`."""
    count = len(experiment.rules)
    rules = f"{count} rule{'' if count == 1 else 's'}"
    observes = ", observes only" if experiment.mode == "observe" else ""
    return f"{experiment.experiment}: {rules}{observes}: {', '.join(faults_of(experiment))}"


def faults_of(experiment: Experiment) -> list[str]:
    """The names of its faults, each once."""
    return [*dict.fromkeys(fault.type for rule in experiment.rules for fault in rule.faults)]
