"""The subcommands of `hangar`, one file a group; each has `add(commands)`. Imports are lazy."""
