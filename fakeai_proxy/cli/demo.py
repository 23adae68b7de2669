"""`fakeai-proxy demo`: an unmodified client, recorded from one upstream, replayed without it."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from fakeai_proxy.proxy.client_environment import PLACEHOLDER_KEY, by_proxy

from .addresses import url
from .proxy_process import ProxyProcess

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

CLIENT = Path(__file__).with_name("demo_client.py")
PACE = ("--ttft-ms", "300", "--itl-ms", "30", "--seed", "7")
FOREIGN = ("FAKEAI_", "OPENAI_", "ALL_PROXY", "all_proxy", "PYTHONSTARTUP")
"""The user's own settings and keys stay out of the demo."""


@dataclass(frozen=True, slots=True)
class Run:
    """What the client saw of one streamed answer."""

    chunks: tuple[str, ...]
    """Each chunk, as JSON."""
    times: tuple[float, ...]
    """Seconds from the request to each token."""
    tokens: int
    """As the usage of the answer counts them."""

    @property
    def ttft(self) -> float:
        return self.times[0]

    @property
    def itl(self) -> float:
        """Mean seconds between tokens."""
        return (self.times[-1] - self.times[0]) / max(len(self.times) - 1, 1)


@click.command()
def demo() -> int:
    """Record a streaming client of the OpenAI SDK and replay it offline; needs no key and no network."""
    if importlib.util.find_spec("openai") is None:
        raise click.ClickException("the demo drives the OpenAI SDK: pip install -e '.[demo]' in the checkout")
    from rich.console import Console

    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="fakeai-proxy-demo-") as folder:
        stage = Stage(console, Path(folder))
        recorded, replayed = stage.record(), stage.replay()
    console.print(comparison(recorded, replayed))
    return 0 if recorded.chunks == replayed.chunks else 1


class Stage:
    """The demo's own folder: certificate authority, cassette and logs live and die there."""

    def __init__(self, console: Console, folder: Path) -> None:
        self.console, self.folder = console, folder
        self.environ = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}

    def record(self) -> Run:
        """The client, through a recording proxy, to a second simulator that plays the provider."""
        with self.proxy("upstream", "--reverse-port", "0", *PACE) as upstream:
            assert upstream.reverse is not None
            base = url(*upstream.reverse)
            target = f"api.openai.com={base}"
            with self.proxy("record", *self.cassette, "--upstream", target) as proxy:
                self.say(
                    f"Recording: client > https://api.openai.com > proxy > {base}, the simulated upstream"
                )
                return self.watch(proxy)

    def replay(self) -> Run:
        """The same client; the upstream is gone and the proxy opens no socket to any."""
        with self.proxy("replay", *self.cassette) as proxy:
            self.say("Replaying: the upstream is stopped, upstream sockets are forbidden")
            return self.watch(proxy)

    @property
    def cassette(self) -> tuple[str, str]:
        return "--cassette", str(self.folder / "demo.db")

    def proxy(self, role: str, *arguments: str) -> ProxyProcess:
        mode = "synthesize" if role == "upstream" else role
        fixed = ["--mode", mode, "--port", "0", "--confdir", str(self.folder / "ca")]
        log = self.folder / f"{role}.log"
        return ProxyProcess([*fixed, *arguments], log, folder=self.folder, environ=self.environ)

    def watch(self, proxy: ProxyProcess) -> Run:
        """Run the client and show its tokens as they arrive. Raises ClickException when it fails."""
        from fakeai_proxy.proxy.trust import BUNDLE_FILE, write_bundle

        bundle = write_bundle(self.folder / BUNDLE_FILE, self.folder / "ca", {})
        pointing = by_proxy(url(*proxy.proxy), bundle)
        environ = {**self.environ, **pointing, "OPENAI_API_KEY": PLACEHOLDER_KEY}
        run = told(self.show(lines_of_client(environ, self.folder)))
        self.console.print("\n")
        if not run.times:
            raise click.ClickException("the client read no tokens")
        return run

    def show(self, reports: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for report in reports:
            self.console.print(report["text"], end="", style="cyan", markup=False, soft_wrap=True)
            yield report

    def say(self, line: str) -> None:
        self.console.print(line, style="bold", soft_wrap=True)


def lines_of_client(environ: Mapping[str, str], folder: Path) -> Iterator[dict[str, Any]]:
    """What the client reports, a chunk a line, while it runs."""
    command = [sys.executable, "-P", str(CLIENT)]
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            command, env=dict(environ), cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as client,
    ):
        assert client.stdout is not None
        yield from map(json.loads, client.stdout)
        if client.wait() != 0:
            errors.seek(0)
            raise click.ClickException(
                f"the client failed: {(errors.read().splitlines() or ['silently'])[-1]}"
            )


def told(reports: Iterator[dict[str, Any]]) -> Run:
    """All reports of one answer."""
    heard = list(reports)
    return Run(
        chunks=tuple(report["chunk"] for report in heard),
        times=tuple(report["at"] for report in heard if report["text"]),
        tokens=max((report["tokens"] for report in heard), default=0),
    )


def comparison(recorded: Run, replayed: Run) -> Table:
    """The two runs side by side."""
    from rich.table import Table

    table = Table("", "TTFT", "ITL", "tokens", "chunks", "identical")
    for name, run in (("recorded", recorded), ("replayed", replayed)):
        same = "yes" if run.chunks == recorded.chunks else "NO"
        table.add_row(
            name,
            f"{run.ttft * 1e3:.0f} ms",
            f"{run.itl * 1e3:.1f} ms",
            str(run.tokens),
            str(len(run.chunks)),
            "" if run is recorded else same,
        )
    return table
