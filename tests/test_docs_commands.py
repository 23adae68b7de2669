"""Every command line in the docs is one that the program takes, with values that the settings take."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import rich_click as click
from mitmproxy.options import Options
from mitmproxy.tools import cmdline

from fakeai_proxy.cli.main import load_command
from fakeai_proxy.cli.options import FLAGS, assigned, routed
from fakeai_proxy.proxy.options import OPTIONS
from fakeai_proxy.settings import Settings

from .markdown import PAGES, ROOT, all_blocks, spans

WITHIN = re.compile(r"\$\(([^()]*)\)")
"""A command whose output is an argument of another."""
OPERATORS = set("|&;()<>")
ADDON_OPTIONS = {name for name, *_ in OPTIONS} | {"fakeai_config", "fakeai_set", "fakeai_fast_hooks"}
TOOLS = {"mitmdump": cmdline.mitmdump, "mitmweb": cmdline.mitmweb, "mitmproxy": cmdline.mitmproxy}


def commands(script: str) -> Iterator[list[str]]:
    """The simple commands of a shell script, also those within others."""
    line = ""
    for one in script.splitlines():
        line += one.removesuffix("\\")
        if one.endswith("\\"):
            continue
        try:
            tokens = words(line)
        except ValueError:  # a quotation goes on
            line += "\n"
            continue
        yield from simple(tokens)
        line = ""


def words(line: str) -> list[str]:
    """The tokens of a line without its comment. Raises ValueError when a quotation is open at its end."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    return list(lexer)


def simple(tokens: list[str]) -> Iterator[list[str]]:
    """The commands of one line, without assignments before them."""
    command: list[str] = []
    for token in [*tokens, ";"]:
        for inner in WITHIN.findall(token):
            yield from commands(inner)
        if set(token) <= OPERATORS:
            yield from [command] if command else []
            command = []
        elif command or not re.match(r"\w+=", token):
            command.append(token)


def in_blocks() -> Iterator[list[str]]:
    """Every command of every shell block; also those behind `exec --`."""
    for block in all_blocks("sh", "console"):
        for command in commands(block.text if block.language == "sh" else typed(block.text)):
            yield command
            if "--" in command:
                yield command[command.index("--") + 1 :]


def typed(session: str) -> str:
    """What a reader types of a block that shows what is printed too."""
    return "".join(line[2:] for line in session.splitlines(keepends=True) if line.startswith("$ "))


def of(*programs: str) -> list[list[str]]:
    """Those commands that start one of `programs`."""
    return [command for command in in_blocks() if command and command[0] in programs]


def ids(command: list[str]) -> str:
    return " ".join(command)


def test_our_own() -> None:
    for _, name, *arguments in of("fakeai-proxy"):
        found, arguments = within(load_command(name), arguments)
        context = found.make_context(name, arguments)
        if "set_" in context.params:
            assert Settings.load(None, overrides(context), {})


def within(command: click.Command, arguments: list[str]) -> tuple[click.Command, list[str]]:
    """The command of a group that `arguments` begin with, and the rest of them."""
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        command, arguments = command.commands[arguments[0]], arguments[1:]
    return command, arguments


def overrides(context: click.Context) -> dict[str, str]:
    """What the flags of a command line say of the settings."""
    given = context.params
    flags = {flag.key: given[flag.parameter] for flag in FLAGS if given.get(flag.parameter) is not None}
    return assigned(given["set_"]) | routed(given.get("upstream", ())) | flags


@pytest.mark.parametrize("command", of(*TOOLS), ids=ids)
def test_those_of_mitmproxy(command: list[str]) -> None:
    """Flags by mitmproxy's own parser, options by name, addons of the checkout by path."""
    tool, *arguments = command
    options = Options()
    options.add_option("scripts", Sequence[str], [], "of mitmproxy's script loader")
    given = TOOLS[tool](options).parse_args(arguments)
    names = {pair.partition("=")[0] for pair in given.setoptions}
    assert names <= ADDON_OPTIONS | {name for name, _ in options.items()}
    assert [script for script in given.scripts or () if script.startswith("addons/")] == [
        script for script in given.scripts or () if (ROOT / script).is_file()
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_within_the_text(page: Path) -> None:
    """They may be cut short, so only their names and flags are looked at."""
    for command in (command for span in spans(page) for command in commands(span)):
        if command[0] == "fakeai-proxy" and len(command) > 1:
            given = command[2 : command.index("--")] if "--" in command else command[2:]
            found, given = within(load_command(command[1]), given)
            known = {flag for option in found.params for flag in option.opts}
            assert {flag for flag in given if flag.startswith("-")} <= known
        named = {word.partition("=")[0] for word in command if word.startswith("fakeai_") and "=" in word}
        assert named <= ADDON_OPTIONS


def test_make_has_every_target() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {command[1] for command in of("make")} <= set(targets)
