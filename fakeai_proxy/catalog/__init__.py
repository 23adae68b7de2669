"""Models as data: one TOML file a provider."""

from .architecture import Architecture, Deployment, Pace, Price
from .catalog import Catalog
from .model import Model
from .user import UserModel

__all__ = ["Architecture", "Catalog", "Deployment", "Model", "Pace", "Price", "UserModel"]
