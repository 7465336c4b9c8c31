"""The source is in the shape that ruff gives it."""

import subprocess
import sys
from pathlib import Path

import pytest


def ruff(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "."],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("arguments", [("check",), ("format", "--check")])
def test_ruff_finds_nothing(checkout: Path, arguments: tuple[str, ...]) -> None:
    result = ruff(checkout, *arguments)

    assert result.returncode == 0, result.stdout + result.stderr
