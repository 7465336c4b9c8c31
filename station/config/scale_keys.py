"""Reads what only some scales have: a refused protocol's reason, a line protocol's pattern.

Must not know how a pattern is used: `drivers.scales.line_pattern` judges it.
"""

from __future__ import annotations

from station.config.reader import TableReader

LINE_PROTOCOL = "line-regex"
EXAMPLE = r"(?P<weight>-?[0-9.]+) *(?P<unit>kg|g)"


def refused_protocol(table: TableReader, kind: str) -> bool:
    """Note a fault when the protocol is known by name and refused; tell whether it is."""
    from drivers.registry import PROTOCOLS  # only here: a check of a file needs no driver

    name = table.raw_text("protocol")
    for entry in PROTOCOLS:
        if (entry.kind, entry.protocol) == (kind, name) and entry.refused is not None:
            expected = f"another protocol ({entry.refused.reason})"
            table.fault("protocol", expected=expected, remedy_fr=entry.refused.remedy_fr)
            return True
    return False


def line_keys(table: TableReader, protocol: str) -> tuple[str | None, str | None]:
    """Return the pattern and the request of a line protocol; None for every other."""
    if protocol != LINE_PROTOCOL:
        return None, None
    from drivers.scales.line_pattern import BadPattern, compile_pattern, request_bytes

    pattern, request = table.optional_text("pattern"), table.optional_text("request")
    try:
        compile_pattern(pattern or EXAMPLE)
    except BadPattern as problem:
        remedy = f"Écrivez entre apostrophes, par exemple '{EXAMPLE}'."
        table.fault("pattern", expected=str(problem), remedy_fr=remedy)
    try:
        request_bytes(request or "")
    except BadPattern as problem:
        remedy = "Écrivez entre apostrophes, par exemple 'W\\r\\n'."
        table.fault("request", expected=str(problem), remedy_fr=remedy)
    return pattern, request
