"""A browser in which a person has put the station's root: nothing about certificates is off."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from station.authority.keeping import Authority
from tests.chromium import browsing

NEEDED = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("certutil") is None, reason="no certutil: apt-get install libnss3-tools"
    ),
]


@contextmanager
def trusting_browser(home: Path, made: Authority) -> Iterator[Browser]:
    """A browser with this home, which trusts the root; every name leads to this machine."""
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    root = str(made.folder / "racine.pem")
    for asked in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "hangar", "-i", root]):
        subprocess.run(["certutil", "-d", f"sql:{store}", *asked], check=True, timeout=60)
    away = "--host-resolver-rules=MAP * 127.0.0.1"
    with browsing(away, env={**os.environ, "HOME": str(home)}) as browser:
        yield browser
