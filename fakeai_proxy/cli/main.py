"""Entry point: the table of commands, and every failure as one line on stderr."""

from __future__ import annotations

import gc
import sys

import click

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.lazy import load

COMMANDS = {
    "run": "run.run",
    "exec": "exec.exec_",
    "env": "env.env",
    "init": "init.init",
    "script": "script.script",
    "demo": "demo.demo",
    "doctor": "doctor.doctor",
    "models": "models.models",
    "status": "status.status",
    "metrics": "metrics.metrics",
    "cache-stats": "cache_stats.cache_stats",
    "simulate": "simulate.simulate",
    "chaos": "chaos.chaos",
    "cassette": "cassette.cassette",
    "mutations": "mutations.mutations",
}
"""Module and name of each command; imported when it is asked for."""

USAGE, FAILED = 2, 1
INTERRUPTED = 130
"""Exit codes: the command line or a setting is wrong; the work failed; stopped by ^C."""
HELP = {"-h", "--help"}


def load_command(name: str) -> click.Command:
    """One of `COMMANDS`."""
    found: click.Command = load("fakeai_proxy.cli", COMMANDS[name])
    return found


def called(given: list[str]) -> int:
    """A command without the group around it, unless one is to be explained: rich takes long to import."""
    name, prog = (given or [""])[0], "fakeai-proxy"
    if name in COMMANDS and not HELP & {*given}:
        return int(load_command(name).main(given[1:], f"{prog} {name}", standalone_mode=False) or 0)
    from .group import cli

    return int(cli.main(given or ["--help"], prog, standalone_mode=False) or 0)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit: 0 done, 1 failed, 2 wrong command line or setting."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = called(given)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "fakeai-proxy"
        code = complain(f"{error.format_message()} See '{command} --help'.", USAGE)
    except click.ClickException as error:
        code = complain(error.format_message(), error.exit_code)
    except SettingsError as error:
        code = complain(str(error), USAGE)
    except OSError as error:
        code = complain(f"{error.filename or 'the system'}: {error.strerror}", FAILED)
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    finally:
        gc.enable()
    sys.exit(code)


def complain(message: str, code: int) -> int:
    """One line on stderr, whatever `message` holds."""
    print(f"fakeai-proxy: {' '.join(message.split())}", file=sys.stderr)
    return code
