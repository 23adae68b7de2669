"""Settings of every test."""

from __future__ import annotations

from hypothesis import settings

pytest_plugins = ["pytester"]

# No deadline, since the first example may load a vocabulary; the same examples in every run, and few enough.
settings.register_profile("suite", deadline=None, derandomize=True, max_examples=40)
settings.load_profile("suite")
