"""The tools around the house: make targets, set-up script, settings that must stay strict."""

import subprocess
import tomllib
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def settings(checkout: Path) -> dict[str, object]:
    return tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))


TARGETS = ["setup", "run", "test", "torture", "bench", "independent", "hardware-in-qemu"]


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_sets_the_machine_up(checkout: Path, target: str) -> None:
    plan = subprocess.run(
        ["make", "--no-print-directory", "-n", target],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    )

    assert plan.stdout.startswith(".ci/setup")


def test_run_takes_port_and_folder(checkout: Path) -> None:
    plan = subprocess.run(
        ["make", "--no-print-directory", "-n", "run", "PORT=8091", "DIR=un dossier"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    )

    assert 'hangar demo --port 8091 --dir "un dossier"' in plan.stdout


@pytest.mark.parametrize(
    "script", [".ci/setup", ".ci/run", ".ci/independent", ".ci/hardware-in-qemu"]
)
def test_scripts_parse_and_may_be_run(checkout: Path, script: str) -> None:
    subprocess.run(["bash", "-n", script], cwd=checkout, check=True)

    assert (checkout / script).stat().st_mode & 0o111


def test_each_dependency_says_why_it_is_there(checkout: Path) -> None:
    lines = (checkout / "pyproject.toml").read_text("utf-8").splitlines()
    start = lines.index("dependencies = [")
    block = lines[start + 1 : lines.index("]", start)]

    reasons = [line.strip().startswith("#") for line in block]

    assert reasons == [True, False] * (len(block) // 2)


def test_warnings_are_errors_and_types_are_strict(settings: dict[str, dict[str, object]]) -> None:
    tool: dict[str, dict[str, object]] = settings["tool"]  # type: ignore[assignment]

    assert tool["pytest"]["ini_options"]["filterwarnings"][0] == "error"  # type: ignore[index]
    assert tool["mypy"]["strict"] is True
    assert tool["ruff"]["line-length"] == 100
