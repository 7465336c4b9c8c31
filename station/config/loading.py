"""Opens `hangar.toml` and answers one `Config`, or every fault at once.

Must not open a device, a ledger or a socket, and never guesses: a doubtful file is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from station.config.gs1_keys import prefix_faults
from station.config.model import Config
from station.config.reader import TableReader
from station.config.references import reference_faults
from station.config.sections import read_sections
from station.config.template_files import template_faults
from station.errors import ConfigError, Fault

MAX_FILE_BYTES = 1_000_000
"""Largest file read; a hub with a hundred devices needs some 30 kB."""


def load_config(path: Path, *, protocols: Collection[tuple[str, str]] | None = None) -> Config:
    """Return the configuration, or raise `ConfigError` with every fault.

    `protocols` are the known (kind, protocol) pairs; by default those of `drivers.registry`.
    """
    path = Path(path).resolve()
    faults: list[Fault] = []
    root = TableReader(_parse(path), "", faults)
    config = read_sections(root, path, _known_protocols() if protocols is None else protocols)
    root.refuse_unknown()
    faults.extend([*prefix_faults(config), *reference_faults(config), *template_faults(config)])
    if faults:
        raise ConfigError(f"{path.name} has {len(faults)} fault(s)", faults)
    return config


def _parse(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES + 1)
        if len(raw) > MAX_FILE_BYTES:
            raise ValueError(f"more than {MAX_FILE_BYTES} bytes")
        return tomllib.loads(raw.decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        why, remedy = error.strerror or str(error), "Vérifiez le chemin et les droits du fichier."
    except UnicodeDecodeError as error:
        why = f"byte {error.object[error.start]:#04x} at {error.start}"
        remedy = "Enregistrez le fichier en UTF-8."
    except ValueError as error:  # TOMLDecodeError is one; its message names line and column
        why, remedy = str(error), "Corrigez la ligne indiquée."
    fault = Fault(key=path.name, value=why, expected="a TOML file in UTF-8", remedy_fr=remedy)
    raise ConfigError(f"{path} cannot be read", [fault])


def _known_protocols() -> Collection[tuple[str, str]]:
    from drivers.registry import PROTOCOLS  # only here: a check of a file needs no driver

    return [(entry.kind, entry.protocol) for entry in PROTOCOLS if entry.refused is None]
