"""`fakeai-proxy chaos report`: what clients of a running proxy have made of faults so far."""

from __future__ import annotations

import json
from pathlib import Path

import rich_click as click

from fakeai_proxy.cli.running import Running, asks

from .control import PAGE

FILE = click.Path(path_type=Path)


@click.command()
@click.option(
    "--policy",
    type=click.Choice(["strict", "lenient"]),
    default="strict",
    show_default=True,
    help="How clients are judged.",
)
@click.option("--over", is_flag=True, help="The clients have ended: what they did not do they will not do.")
@click.option("--junit", type=FILE, metavar="FILE", help="Write it here too, as JUnit XML.")
@click.option("--html", type=FILE, metavar="FILE", help="Write it here too, as one HTML page.")
@asks
def report(
    proxy: Running, policy: str, over: bool, junit: Path | None, html: Path | None, as_json: bool
) -> int:
    """Show the verdict on the clients of a running proxy; exit 0 passed, 1 failed, 3 nothing was tested."""
    from .outcome import Outcome, to_text

    told = proxy.ask(f"{PAGE}/report?policy={policy}&over={json.dumps(over)}")
    outcome = Outcome(told)
    if as_json:
        click.echo(to_text(told, indent=2))
    else:
        outcome.show(stderr=False)
    outcome.write({kind: path for kind, path in {"junit": junit, "html": html}.items() if path})
    return outcome.exit_code
