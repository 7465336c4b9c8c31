"""Reads what only some scales have: a refusal's reason, a line's pattern, a check weight.

Must not know how a pattern is used: `drivers.scales.line_pattern` judges it.
"""

from __future__ import annotations

from station.config.model import DeviceConfig
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


def check_weight_rule(table: TableReader, device: DeviceConfig) -> None:
    """Note a fault of a check weight that this scale cannot weigh: too light, or too heavy."""
    weight_g, max_g, division_g = device.check_weight_g, device.max_g, device.division_g
    if weight_g is None or max_g is None or division_g is None:
        return
    if not 20 * division_g <= weight_g <= max_g:
        table.fault(
            "check_weight_g",
            expected="from 20 divisions to max_g",
            remedy_fr="Prenez un poids étalon plus lourd, sans dépasser la portée.",
        )
