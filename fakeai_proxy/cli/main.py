"""Entry point: the group of commands, and every failure as one line on stderr."""

from __future__ import annotations

import gc
import sys

import rich_click as click

from fakeai_proxy import __version__
from fakeai_proxy.core.errors import SettingsError, nearest
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
}
"""Module and name of each command; imported when it is asked for."""

USAGE, FAILED = 2, 1
INTERRUPTED = 130
"""Exit codes: the command line or a setting is wrong; the work failed; stopped by ^C."""


class Commands(click.RichGroup):
    """In the order declared; names the nearest command when there is none of the name given."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return load_command(name) if name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            valid = ", ".join(COMMANDS)
            ctx.fail(f"no command '{args[0]}'{nearest(args[0], COMMANDS)}; there are {valid}.")
        return super().resolve_command(ctx, args)


def load_command(name: str) -> click.Command:
    """One of `COMMANDS`."""
    found: click.Command = load("fakeai_proxy.cli", COMMANDS[name])
    return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fakeai-proxy")
def cli() -> None:
    """Simulate, record and replay LLM API traffic behind an unmodified app."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit: 0 done, 1 failed, 2 wrong command line or setting."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = cli.main(given or ["--help"], prog_name="fakeai-proxy", standalone_mode=False)
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
