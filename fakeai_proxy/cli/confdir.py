"""What goes wrong with the folder of the certificate authority, as commands say it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import rich_click as click


@contextmanager
def confdir_errors(confdir: Path) -> Iterator[None]:
    """What the system says against a CA in `confdir`, in one line."""
    try:
        yield
    except OSError as why:
        raise click.ClickException(f"{confdir} cannot hold the CA ({why.strerror}); see --confdir") from None
