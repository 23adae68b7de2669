"""Pictures: painted from a prompt, edited, varied, read and written. Only who imports it loads Pillow."""

from .codec import Format, Unreadable, decoded, described, encoded
from .edit import edited, preview, varied
from .paint import paint

__all__ = ["Format", "Unreadable", "decoded", "described", "edited", "encoded", "paint", "preview", "varied"]
