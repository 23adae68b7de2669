"""Run the tests that touch mitmproxy once more, on a Python that gets the other supported mitmproxy.

Python 3.11 resolves mitmproxy 11.0, Python 3.12 and later 12.x. Looks on PATH and among pyenv's versions;
says plainly which pairs ran and which could not. With `--prepare` it only makes the environment, so that
this can be done beside something else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ("tests/proxy", "tests/end_to_end")
ALIKE = (
    "chaos",
    "verdict",
    "test_crash.py",
    "test_demo.py",
    "test_doctor.py",
    "test_exec.py",
    "test_matching.py",
    "test_metrics.py",
    "test_metrics_cli.py",
    "test_modes.py",
    "test_mutations.py",
    "test_record_replay.py",
    "test_sample.py",
    "test_sample_app.py",
    "test_scopes.py",
    "test_sdk_errors.py",
    "test_secrets.py",
)
"""Of the latter: what programs of ours say and do, whichever mitmproxy is inside."""
OLD, NEW = "mitmproxy 11.0 (Python 3.11)", "mitmproxy 12 (Python >= 3.12)"
SHOW = "import sys, mitmproxy.version as v; print(f'Python {sys.version.split()[0]}, mitmproxy {v.VERSION}')"
HERE = sys.version_info >= (3, 12)


def main(arguments: list[str]) -> int:
    """0 where the second pair passed or no interpreter for it is to be had, else pytest's exit code."""
    python = next(interpreters(old=HERE), None)
    if arguments != ["--prepare"]:
        return test(python)
    if python is not None:
        install(python)
    return 0


def test(python: str | None) -> int:
    mine, other = (NEW, OLD) if HERE else (OLD, NEW)
    print(f"ran: {mine} [{says(sys.executable)}]")
    if python is None:
        print(f"could not run: {other}; no such interpreter on PATH or in pyenv")
        return 0
    environment = install(python)
    left_out = [f"--ignore=tests/end_to_end/{name}" for name in ALIKE]
    result = subprocess.run([environment / "bin" / "pytest", "-n", "2", *left_out, *TESTS], cwd=ROOT)
    print(
        f"{'ran' if result.returncode == 0 else 'failed'}: {other} [{says(environment / 'bin' / 'python')}]"
    )
    return result.returncode


def interpreters(*, old: bool) -> Iterator[str]:
    """Pythons of the other side, newest known first; those that do not start are passed over."""
    minors = (11,) if old else (13, 12)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for minor in minors:
        found = [
            *sorted(pyenv.glob(f"3.{minor}.*/bin/python"), reverse=True),
            shutil.which(f"python3.{minor}"),
        ]
        yield from (str(path) for path in found if path and starts(str(path), minor))


def starts(python: str, minor: int) -> bool:
    """`python` runs, is 3.`minor`, and can make environments."""
    probe = f"import ensurepip, sys; sys.exit(sys.version_info[:2] != (3, {minor}))"
    return subprocess.run([python, "-c", probe], capture_output=True).returncode == 0


def install(python: str) -> Path:
    """An environment for `python` with our dev extra, made anew when pyproject.toml changes."""
    tag = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + python.encode()).hexdigest()[:12]
    environment = ROOT / f".venv-second-{tag}"
    if not (environment / "installed").exists():
        subprocess.run([python, "-m", "venv", environment], check=True)
        pip = [environment / "bin" / "python", "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--upgrade", "pip"], check=True)
        subprocess.run([*pip, "--editable", f"{ROOT}[dev]"], check=True)
        (environment / "installed").touch()
    return environment


def says(python: str | Path) -> str:
    return subprocess.run([python, "-c", SHOW], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
