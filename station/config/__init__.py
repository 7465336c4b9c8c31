"""The hub's one configuration file: `load_config` and the frozen values it answers.

Must not build anything from them: the composition root does.
"""

from station.config.gs1_keys import notices
from station.config.loading import load_config
from station.config.model import (
    Config,
    DeviceConfig,
    Hub,
    PostConfig,
    Storage,
    Web,
    ZoneConfig,
)
from station.errors import ConfigError, Fault

__all__ = [
    "Config",
    "ConfigError",
    "DeviceConfig",
    "Fault",
    "Hub",
    "PostConfig",
    "Storage",
    "Web",
    "ZoneConfig",
    "load_config",
    "notices",
]
