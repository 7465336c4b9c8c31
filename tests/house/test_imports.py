"""Imports point one way, and the domain needs nothing but the standard library."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# The domain has no clock, no files, no sockets and no chance: whoever calls it passes them in.
NOT_FOR_THE_DOMAIN = {
    *("asyncio", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets"),
    *("shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time"),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    lines = (
        "import sys",
        "sys.path.insert(0, '.')",
        "from importlinter.cli import lint_imports",
        "sys.exit(lint_imports(no_cache=True))",
    )
    return subprocess.run(
        [sys.executable, "-c", "; ".join(lines)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def foreign_imports(source: str) -> set[str]:
    """Top names that a domain module imports and may not."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module or "")
    outside = {name for name in names if not f"{name}.".startswith("station.domain.")}
    tops = {name.split(".")[0] for name in outside}
    return {top for top in tops if top not in sys.stdlib_module_names or top in NOT_FOR_THE_DOMAIN}


def test_imports_point_one_way(checkout: Path) -> None:
    result = lint_imports(checkout)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("drivers/port.py", "import labels.shape"),
        ("station/floor.py", "import web.page"),
        ("station/floor.py", "import sqlite_utils"),
    ],
)
def test_an_import_against_the_way_is_seen(
    checkout: Path, tmp_path: Path, module: str, line: str
) -> None:
    shutil.copy(checkout / "pyproject.toml", tmp_path)
    files = ("web/page", "station/floor", "drivers/port", "labels/shape", "station/main")
    inner = ("station/ledger/schema", "station/domain/model")
    for name in (*files, *inner):
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.touch()
    (tmp_path / "station/ledger/schema.py").write_text("import sqlite_utils\n", encoding="utf-8")
    clean = lint_imports(tmp_path)
    (tmp_path / module).write_text(f"{line}\n", encoding="utf-8")

    broken = lint_imports(tmp_path)

    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert broken.returncode == 1


def test_the_domain_imports_the_pure_standard_library_only(checkout: Path) -> None:
    modules = sorted((checkout / "station" / "domain").rglob("*.py"))
    foreign = {path.name: foreign_imports(path.read_text("utf-8")) for path in modules}

    assert modules
    assert {name: tops for name, tops in foreign.items() if tops} == {}


@pytest.mark.parametrize(
    "line", ["import flask", "from station.ledger import store", "import time"]
)
def test_a_foreign_import_in_the_domain_is_seen(line: str) -> None:
    assert foreign_imports(f"import json\nimport station.domain.model\n{line}\n")
