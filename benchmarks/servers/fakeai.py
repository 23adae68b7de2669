"""FakeAI 0.3.2 from the package index, in a virtual environment of its own that is built once."""

from __future__ import annotations

import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.servers.mitmdump import ROOT
from benchmarks.servers.process import Server, free_port, serve

REQUIREMENTS = ("fakeai==0.3.2", "pillow")
"""It imports Pillow without asking for it."""

ZERO_LATENCY = {"FAKEAI_GENERATION__TTFT_MS": "0", "FAKEAI_GENERATION__ITL_MS": "0"}
"""The only names that reach its settings; all else is left at its defaults."""

MAX_TOKENS = 40
"""It cuts at the last sentence below this limit, so that its answers to our prompts have about 33 tokens."""


def environment() -> Path:
    """The folder of its environment, installed if it is not there yet (half a minute, once)."""
    folder = ROOT / f".venv-fakeai-{sys.version_info.major}.{sys.version_info.minor}"
    installed = folder / "installed"
    if not installed.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run(
            [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True
        )
        installed.touch()
    return folder


def server() -> AbstractContextManager[Server]:
    port = free_port()
    script = environment() / "bin/fakeai-server"
    command = [str(script), "server", "--host", "127.0.0.1", "--port", str(port)]
    return serve("FakeAI", command, port, env=ZERO_LATENCY)
