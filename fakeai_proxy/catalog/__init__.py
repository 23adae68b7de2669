"""Models as data: one TOML file a provider."""

from .catalog import Catalog
from .model import Model

__all__ = ["Catalog", "Model"]
