"""`python -m benchmarks.workers`: a suite of tests recorded and replayed by different numbers of workers.

Every test asks a question of its own and one that all tests ask, which the provider answers differently to
each: whoever is given another test's recording fails. A tenth of the tests share one cassette.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import perf_counter

MODULES = 10
TESTS = """
import json
import pytest
from urllib.request import Request, build_opener

def ask(text, test):
    body = json.dumps({{"model": "gpt-4o", "messages": [{{"role": "user", "content": text}}]}}).encode()
    headers = {{"content-type": "application/json", "x-test": test}}
    with build_opener().open(Request("https://api.openai.com/v1/chat/completions", body, headers)) as reply:
        return json.load(reply)["choices"][0]["message"]["content"]

@pytest.mark.parametrize("number", range({count}))
{mark}
def test_{name}(number):
    test = f"{module}-{name}-{{number}}"
    assert ask("Who asks?", test) == f"{{test}} asks: Who asks?"
    assert ask(f"I am {{test}}.", test) == f"{{test}} asks: I am {{test}}."
"""
OWN, SHARED = "@pytest.mark.vcr", "@pytest.mark.fakeai(cassette='shared')"
CHANGING = (b'{"salt"', b'{"session"', b'{"volatile"', b'{"timing"')
"""Beginnings of lines that differ at every recording."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", type=int, default=400)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 3, 8], help="the last one replays")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        project = Path(folder)
        write_tests(project, args.tests)
        contents = [record(project, workers) for workers in args.workers]
        same = all(one == contents[0] for one in contents)
        print(f"{len(contents[0])} cassettes, the same content for {args.workers} workers: {same}")
        return 0 if same and replay(project, args.workers[-1]) else 1


def write_tests(project: Path, tests: int) -> None:
    """`tests` of them in MODULES files."""
    each = tests // MODULES
    shared = max(1, each // 10)
    for module in range(MODULES):
        parts = (("own", OWN, each - shared), ("shared", SHARED, shared))
        texts = [
            TESTS.format(count=count, mark=mark, name=name, module=module) for name, mark, count in parts
        ]
        (project / f"test_{module}.py").write_text("\n".join(texts))


def record(project: Path, workers: int) -> Mapping[str, str]:
    """What is in each cassette, after a run that begins with none."""
    for path in project.rglob("*.jsonl"):
        path.unlink()
    with provider() as url:
        settings(project, url)
        told = run(project, workers, "--record-mode=once")
    print(f"recorded by {workers} workers: {told}")
    return {str(path.relative_to(project)): content(path) for path in sorted(project.rglob("*.jsonl"))}


def replay(project: Path, workers: int) -> bool:
    """Every test passes with nobody to ask, and every recording is played."""
    settings(project, "http://127.0.0.1:9")
    told = run(project, workers, "--block-network", "--cassette-unused=fail")
    print(f"replayed by {workers} workers: {told}")
    return " 0 misses, 0 live calls" in told and "failed" not in told and "error" not in told


def run(project: Path, workers: int, *flags: str) -> str:
    """The last lines of pytest, and how long it took."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(workers), *flags]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("FAKEAI_")}
    start = perf_counter()
    done = subprocess.run(command, cwd=project, env=environ, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if re.search(r"\d+ (tests:|passed|failed)", line)]
    return f"{'; '.join(lines) or done.stdout + done.stderr} ({perf_counter() - start:.1f} s)"


def content(path: Path) -> str:
    """A hash of what does not differ at every recording."""
    lines = (line for line in path.read_bytes().splitlines() if not line.startswith(CHANGING))
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


def settings(project: Path, upstream: str) -> None:
    (project / "fakeai.toml").write_text(f'[upstreams]\n"api.openai.com" = "{upstream}"\n')


@contextmanager
def provider() -> Iterator[str]:
    """Says who asks, by a header that is no part of what a request is known by."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            said = f"{self.headers['x-test']} asks: {asked['messages'][-1]['content']}"
            body = json.dumps({"choices": [{"index": 0, "message": {"content": said}}]}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


if __name__ == "__main__":
    raise SystemExit(main())
