"""`fakeai-proxy chaos list` and `explain`: which faults there are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import rich_click as click

from fakeai_proxy.cli.shown import console
from fakeai_proxy.core.errors import nearest

if TYPE_CHECKING:
    from rich.table import Table

    from .described import Described, Parameter


FOR = {"stream": "streams", "json": "whole ones of JSON"}


@click.command("list")
@click.option("--family", metavar="NAME", help="Only those of one family: http, stream, payload, ...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with all there is to know.")
def list_faults(family: str | None, as_json: bool) -> None:
    """List every fault with its parameters."""
    from fakeai_proxy.faults import FAULTS

    from .described import described

    families = dict.fromkeys(family_of(name) for name in FAULTS)
    if family is not None and family not in families:
        valid = ", ".join(families)
        raise click.UsageError(f"no family '{family}'{nearest(family, families)}; there are {valid}.")
    faults = [described(name) for name in FAULTS if family in (None, family_of(name))]
    if as_json:
        click.echo(json.dumps([fault.told() for fault in faults], indent=2))
    else:
        console().print(listing(faults))


def family_of(name: str) -> str:
    return name.partition(".")[0]


def listing(faults: list[Described], what: str = "fault") -> Table:
    """One line a fault, or what else is described."""
    from rich.table import Table
    from rich.text import Text

    table = Table(what, "kind", "what happens", "parameters")
    for fault in faults:
        given = ", ".join(setting(parameter) for parameter in fault.parameters)
        table.add_row(fault.type, kind(fault), Text(fault.summary), Text(given))
    return table


def kind(fault: Described) -> str:
    return f"{fault.kind}, when" if fault.timed else fault.kind


def setting(parameter: Parameter) -> str:
    """`name`, or `name=default`."""
    return parameter.name if parameter.default is None else f"{parameter.name}={value(parameter.default)}"


def value(default: object) -> str:
    return default if isinstance(default, str) else json.dumps(default, ensure_ascii=False)


@click.command()
@click.argument("fault")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(fault: str, as_json: bool) -> None:
    """Say all that is known of one FAULT, and how to ask for it."""
    from .described import described

    found = described(fault)
    if as_json:
        click.echo(json.dumps(found.told(), indent=2))
        return
    show(found, example(found))


def show(fault: Described, examples: list[str]) -> None:
    """All that is said of it, and how to ask for it."""
    from rich.table import Table
    from rich.text import Text

    from .described import MEANT, OR

    out = console()
    out.print(Text(fault.type, "bold"))
    out.print(Text(fault.text))
    moment = "; `when` tells the moment" if fault.timed else ""
    needs = f"; of no meaning for other replies than {FOR[fault.needs]}" if fault.needs else ""
    meant = f", {OR.strip()} ".join(MEANT[kind] for kind in fault.kind.split(OR))
    out.print(Text(f"\nKind: {fault.kind}: {meant}{moment}{needs}.\n"))
    if fault.parameters:
        table = Table("parameter", "takes", "default", "")
        for one in fault.parameters:
            default = "needed" if one.required else "" if one.default is None else value(one.default)
            table.add_row(one.name, Text(one.takes), Text(default), Text(one.description))
        out.print(table)
    out.print(Text("\n".join(examples)))


def example(fault: Described) -> list[str]:
    """A rule of an experiment, and where it can be, the header of one request."""
    needed = "".join(f", {one.name}: ..." for one in fault.parameters if one.required)
    when = ", when: {after_events: 3}" if fault.timed else ""
    rule = f"- {{id: mine, trigger: {{percent: 10}}{when}, fault: {{type: {fault.type}{needed}}}}}"
    header = [] if fault.kind == "connection" else ["One request:", f"  x-fakeai-fault: {fault.type}"]
    return ["A rule of an experiment:", f"  {rule}", *([] if needed else header)]
