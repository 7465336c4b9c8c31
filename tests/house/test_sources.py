"""What no file of the house may hold: one machine's paths, registries, unfinished work."""

import re
from pathlib import Path

import pytest

# Written in pieces, so that this file does not name what it forbids.
MACHINE_PATHS = re.compile("|".join(f"(?<![\\w.$}}])/{name}/" for name in ("work", "tmp", "root")))
REGISTRIES = re.compile(
    "py" + r"pi\.org|python" + r"hosted\.org|registry\." + r"npmjs|npm" + r"js\.com"
)
UNFINISHED = re.compile("TO" + "DO|FIX" + "ME|NotImplemented" + "Error|unittest" + r"\.mock")
TEXT = {
    *(".py", ".md", ".toml", ".js", ".css", ".html", ".sh", ".service", ".rules", ".csv", ".json"),
    "",
}


def offences(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    found = []
    for path in files:
        if path.suffix in TEXT and path.name != "LICENSE":
            lines = path.read_text("utf-8", errors="replace").splitlines()
            found += [
                f"{path}:{n}: {line}" for n, line in enumerate(lines, 1) if pattern.search(line)
            ]
    return found


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES, UNFINISHED])
def test_no_file_holds_what_belongs_elsewhere(
    committed_files: list[Path], pattern: re.Pattern[str]
) -> None:
    assert committed_files
    assert offences(pattern, committed_files) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MACHINE_PATHS, "open('/wo" + "rk/main/x')"),
        (REGISTRIES, "https://py" + "pi.org/simple"),
        (UNFINISHED, "# TO" + "DO later"),
    ],
)
def test_an_offence_is_seen(tmp_path: Path, pattern: re.Pattern[str], line: str) -> None:
    offender = tmp_path / "offender.py"
    offender.write_text(f"fine\n{line}\n", encoding="utf-8")

    assert offences(pattern, [offender]) == [f"{offender}:2: {line}"]
