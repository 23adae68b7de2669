"""Models as data: one TOML file a provider."""

from .architecture import Architecture, Deployment, Pace, Price
from .catalog import Catalog
from .model import Model

__all__ = ["Architecture", "Catalog", "Deployment", "Model", "Pace", "Price"]
