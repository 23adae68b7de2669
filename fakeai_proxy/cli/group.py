"""The group of all commands, which explains them."""

from __future__ import annotations

import rich_click as click
from rich_click.patch import patch

from fakeai_proxy import __version__
from fakeai_proxy.core.errors import nearest

from .main import COMMANDS, HELP, load_command

patch()  # commands that are imported from here on show their help as the group does


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


@click.group(cls=Commands, context_settings={"help_option_names": sorted(HELP)})
@click.version_option(__version__, prog_name="fakeai-proxy")
def cli() -> None:
    """Simulate, record and replay LLM API traffic behind an unmodified app."""
