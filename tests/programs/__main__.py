"""Install what each program needs, and run it behind the proxy: `make programs`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from .programs import HERE, KEYS, NODE, PROGRAMS, Program

EXEC = (sys.executable, "-m", "fakeai_proxy", "exec", "--")
PATIENCE = 900
"""Seconds of one command."""


def prepared(program: Program, folder: Path) -> list[str]:
    """Install what `program` needs into `folder`; the command that runs it."""
    if program.packages:
        run([sys.executable, "-m", "venv", str(folder)])
        python = str(folder / "bin" / "python")
        run([python, "-m", "pip", "install", "--quiet", *program.packages])
        return [python, str(HERE / program.file)]
    for file in (*NODE.glob("package*.json"), *HERE.glob("*.mjs")):
        shutil.copy(file, folder)
    run(["npm", "ci", "--silent"], cwd=folder)
    return ["node", "--import", str(folder / "proxied.mjs"), str(folder / program.file)]


def run(command: list[str], cwd: Path | None = None) -> None:
    subprocess.run(command, check=True, timeout=PATIENCE, cwd=cwd, env={**os.environ, **KEYS})


def measured(program: Program) -> str:
    """A line of the table in docs/programs.md."""
    with TemporaryDirectory(prefix="fakeai-program-") as name:
        begun = monotonic()
        command = prepared(program, Path(name))
        installed = monotonic()
        run([*EXEC, *command])
        return f"| {program.name} | {installed - begun:.0f} s | {monotonic() - installed:.0f} s |"


def main() -> None:
    lines = [measured(program) for program in PROGRAMS]
    print("| program | installed in | ran in |", "|---|---|---|", *lines, sep="\n")


if __name__ == "__main__":
    main()
