"""One frozen `Settings`, composed of slices that the rooms below define, merged from four layers."""

from .assignment import assignment
from .keys import FLAT, settings_of
from .model import ServerSettings, Settings
from .template import render

__all__ = ["FLAT", "ServerSettings", "Settings", "assignment", "render", "settings_of"]
