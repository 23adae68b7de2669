"""`fakeai-proxy chaos run` and `observe`: an experiment around one command, or around a proxy of its own."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from fakeai_proxy.cli.addresses import url
from fakeai_proxy.cli.behind import Behind, behind
from fakeai_proxy.cli.options import Chosen, settings_flags
from fakeai_proxy.cli.running import OWN, Running

from .control import PAGE

if TYPE_CHECKING:
    from fakeai_proxy.chaos.experiment import Experiment
    from fakeai_proxy.cli.proxy_process import ProxyProcess


FILE = click.Path(path_type=Path)
LOOK = 0.25
"""Seconds between two looks at whether an experiment without a command is over."""
KILL = "SIGUSR1"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says beside the settings."""

    file: Path
    command: tuple[str, ...]
    reverse: bool
    log: Path | None
    policy: str | None
    reports: Mapping[str, Path]


def takes_an_experiment(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give `function` the arguments `chosen` and `wishes`."""

    @settings_flags
    @click.option("--reverse", is_flag=True, help="Set base URLs of SDKs instead of the proxy variables.")
    @click.option("--log", type=FILE, metavar="FILE", help="Keep the log of the proxy here.")
    @click.option(
        "--policy", type=click.Choice(["strict", "lenient", "off"]), help="How the client is judged."
    )
    @click.option("--json", "json_", type=FILE, metavar="FILE", help="Write the report here, as JSON.")
    @click.option("--junit", type=FILE, metavar="FILE", help="Write the report here, as JUnit XML.")
    @click.option("--html", type=FILE, metavar="FILE", help="Write the report here, as one HTML page.")
    @click.argument("file", type=FILE)
    @click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="[-- CMD [ARGUMENTS]]")
    @wraps(function)
    def call(chosen: Chosen, json_: Path | None, junit: Path | None, html: Path | None, **others: Any) -> Any:
        named = {"json": json_, "junit": junit, "html": html}
        reports = {kind: path for kind, path in named.items() if path}
        return function(chosen, Wishes(reports=reports, **others))

    return call


@click.command()
@takes_an_experiment
def run(chosen: Chosen, wishes: Wishes) -> int:
    """Run CMD behind a proxy with the experiment of FILE, or a preset; judge how CMD takes it.

    Without CMD the proxy listens until ^C, SIGTERM or the end of the experiment. Exit code: 0 passed,
    1 failed, 3 nothing was tested; that of CMD where it fails and the verdict does not.
    """
    return carried_out(chosen, wishes, observe=False)


@click.command()
@takes_an_experiment
def observe(chosen: Chosen, wishes: Wishes) -> int:
    """The same without a fault: decide, count and report what would have been done."""
    return carried_out(chosen, wishes, observe=True)


def carried_out(chosen: Chosen, wishes: Wishes, *, observe: bool) -> int:
    """The exit code."""
    from fakeai_proxy.chaos.reading import experiment_of

    from .outcome import FAILED, PASSED, UNTESTED, Outcome

    experiment = experiment_of(wishes.file)
    policy = wishes.policy or experiment.report.verdict
    asked = "lenient" if policy == "lenient" else "strict"
    with behind(armed(chosen, wishes, observe), reverse=wishes.reverse, log=wishes.log) as ready:
        proxy = Running(OWN, url(*ready.proxy.proxy))
        code = to_its_end(wishes.command, ready, proxy)
        outcome = Outcome(proxy.ask(f"{PAGE}/report?over=true&policy={asked}"))
    outcome.show(stderr=True)
    outcome.write(files(experiment, wishes))
    judged = outcome.exit_code
    if (judged == UNTESTED and outcome.observed) or (judged == FAILED and policy == "off"):
        judged = PASSED
    return judged if judged == FAILED else code or judged


def armed(chosen: Chosen, wishes: Wishes, observe: bool) -> Chosen:
    """`chosen`, with the experiment; without a command on the usual ports."""
    file = str(wishes.file.resolve()) if wishes.file.is_file() else str(wishes.file)
    given = {"chaos.experiment": file} | ({"chaos.observe": "true"} if observe else {})
    return Chosen(chosen.config, ({} if wishes.command else ports(chosen)) | chosen.overrides | given)


def ports(chosen: Chosen) -> dict[str, str]:
    """Where a proxy without a command listens: as the settings say."""
    server = chosen.settings().server
    reverse = "" if server.reverse_port is None else str(server.reverse_port)
    return {"server.port": str(server.port), "server.reverse_port": reverse}


def to_its_end(command: tuple[str, ...], ready: Behind, proxy: Running) -> int:
    """Until the command is over, or without one the experiment; the exit code of the command."""
    from fakeai_proxy.cli.child import run_child

    with kill_switch(ready.proxy):
        if command:
            return run_child(command, ready.environ, but=(KILL,))
        wait(ready, proxy)
    return 0


def wait(ready: Behind, proxy: Running) -> None:
    """Say where the proxy is, until every experiment is over, or ^C, or SIGTERM."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # once it is told, it may be stopped
    try:
        print(f"forward proxy  {url(*ready.proxy.proxy)}", file=sys.stderr)
        if ready.proxy.reverse:
            print(f"base URL       {url(*ready.proxy.reverse)}/v1", file=sys.stderr)
        while any(one["state"] != "ended" for one in proxy.ask(PAGE)["experiments"]):
            time.sleep(LOOK)
    except KeyboardInterrupt:
        print(file=sys.stderr)
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def kill_switch(proxy: ProxyProcess) -> Iterator[None]:
    """While this lasts, SIGUSR1 stops all faults of `proxy`."""
    number = getattr(signal, KILL, None)
    before = number and signal.signal(number, lambda *_: proxy.signal(number))
    try:
        yield
    finally:
        if number:
            signal.signal(number, before)


def files(experiment: Experiment, wishes: Wishes) -> Mapping[str, Path]:
    """Where reports go: as flags say, else for formats that the experiment names, by its name, here."""
    from .outcome import SUFFIXES

    named = (kind for kind in experiment.report.format if kind in SUFFIXES)
    return {kind: Path(experiment.experiment + SUFFIXES[kind]) for kind in named} | dict(wishes.reports)
