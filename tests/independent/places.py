"""Where `make independent` puts programs of others, and what to say where they are not.

Must install nothing: a test run never fetches a program.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
NODE_MODULES = CHECKOUT / ".venv" / "npm" / "node_modules"
EMUPOS = CHECKOUT / ".venv" / "emupos" / "bin" / "emupos"


def needs_npm(package: str) -> pytest.MarkDecorator:
    """Skip where a package of npm, or node itself, is not there."""
    missing = "node" if shutil.which("node") is None else ""
    if not missing and not (NODE_MODULES / package).is_dir():
        missing = package
    why = f"{missing} is not installed: `make independent` does it where node and npm are"
    return pytest.mark.skipif(bool(missing), reason=why)


def needs_emupos() -> pytest.MarkDecorator:
    """Skip where emupos is not there."""
    why = "emupos is not installed: `make independent` does it where Python 3.13 is"
    return pytest.mark.skipif(not EMUPOS.exists(), reason=why)
