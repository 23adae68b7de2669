"""What clients note down with things that are kept."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Key = Annotated[str, Field(max_length=64)]
Note = Annotated[str, Field(max_length=512)]
Metadata = Annotated[dict[Key, Note], Field(max_length=16)]
"""At most 16 pairs."""
