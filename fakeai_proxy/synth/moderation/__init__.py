"""How harmful a text is, by category."""

from .scores import CATEGORIES, TEXT_CATEGORIES, scores

__all__ = ["CATEGORIES", "TEXT_CATEGORIES", "scores"]
