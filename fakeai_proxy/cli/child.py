"""A command run as if we were not there: its signals, its exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

NOT_EXECUTABLE, NOT_FOUND, BY_SIGNAL = 126, 127, 128
"""Exit codes as shells give them; a signal adds its number."""
FORWARDED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2")
FROM_THE_TERMINAL = ("SIGINT", "SIGQUIT")


def run_child(command: Sequence[str], environ: Mapping[str, str], but: Collection[str] = ()) -> int:
    """Run `command` to its end; its exit code, or the shell's for one that cannot be run.

    Our signals are its signals, `but` these.
    """
    with signals_to_child(but) as started:
        try:
            child = subprocess.Popen(command, env=dict(environ))
        except FileNotFoundError:
            return refuse(f"{command[0]}: command not found", NOT_FOUND)
        except OSError as why:
            return refuse(f"{command[0]}: {why.strerror}", NOT_EXECUTABLE)
        started.append(child)
        code = child.wait()
    return code if code >= 0 else BY_SIGNAL - code


def refuse(message: str, code: int) -> int:
    print(f"fakeai-proxy: {message}", file=sys.stderr)
    return code


@contextmanager
def signals_to_child(but: Collection[str] = ()) -> Iterator[list[subprocess.Popen[bytes]]]:
    """While this lasts, our signals, `but` some, go to the children in the list it gives."""
    children: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        if not children:
            raise SystemExit(BY_SIGNAL + number)
        if number in typed and at_the_terminal():
            return  # the kernel gave it to the whole foreground group already
        for child in children:
            child.send_signal(number)

    numbers = [getattr(signal, name) for name in FORWARDED if hasattr(signal, name) and name not in but]
    typed = [getattr(signal, name) for name in FROM_THE_TERMINAL if hasattr(signal, name)]
    # What is ignored (by nohup, say) stays so: the command inherits that.
    heard = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, pass_on) for number in heard}
    try:
        yield children
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def at_the_terminal() -> bool:
    """We are in the foreground group of a terminal, so ^C reaches the command without us."""
    try:
        with open("/dev/tty", "rb") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except (OSError, AttributeError):
        return False
