"""What the tests of the house look at: the checkout and the files that are in it."""

import subprocess
from pathlib import Path

import pytest

PACKAGES = ("station", "drivers", "labels", "web")


@pytest.fixture(scope="session")
def checkout() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture(scope="session")
def committed_files(checkout: Path) -> list[Path]:
    """Every file that git knows, or without git every file outside hidden and built folders."""
    if (checkout / ".git").exists():
        listing = subprocess.run(
            ["git", "ls-files", "-z"], cwd=checkout, capture_output=True, check=True, text=True
        )
        paths = [checkout / name for name in listing.stdout.split("\0") if name]
    else:
        paths = [path for path in checkout.rglob("*") if ".venv" not in path.parts]
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="session")
def modules(checkout: Path) -> list[Path]:
    """Every Python module of the four packages."""
    return sorted(path for name in PACKAGES for path in (checkout / name).rglob("*.py"))
