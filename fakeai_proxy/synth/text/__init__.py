"""Where the text of answers comes from: a table of generators, and the settings that choose among them."""

from .settings import TextSettings

__all__ = ["TextSettings"]
