"""Judge GS1 elements: the format of each value, and the rules between elements of one item.

It must not parse carriers; limits of a symbol or a use are warnings, kept apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from labels.gs1 import table
from labels.gs1.elements import Element, bracketed
from labels.gs1.linters import LINTERS, base64url, digits
from labels.gs1.table import Component

LONGEST_GS1_128 = 48
LONGEST_GS1_128_MM = 165.10
"""GS1 General Specifications R18, 5.4.4: quiet zones included."""
SMALLEST_GS1_128_MODULE_MM = 0.495
"""GS1 General Specifications: general distribution and logistic units."""

KEY_LENGTHS_WITHOUT_SERIAL = {"253": 13, "255": 13, "8003": 14}

_SETS = {"N": digits, "X": LINTERS["cset82"], "Y": LINTERS["cset39"], "Z": base64url}


def format_fault(ai: str, value: str) -> str | None:
    """Say what is wrong with one value; None when it has the AI's format."""
    known = table.identifiers().get(ai)
    if known is None:
        return f"({ai}) is not an AI that is known"
    rest = value
    for component in known.components:
        if component.optional and not rest:
            break
        part, rest = rest[: component.longest], rest[component.longest :]
        if fault := _component_fault(component, part):
            return f"({ai}) {value!r}: {fault}"
    return f"({ai}) {value!r}: {rest!r} is too much" if rest else None


def _component_fault(component: Component, part: str) -> str | None:
    if len(part) < component.shortest:
        return f"at least {component.shortest} characters are expected, got {part!r}"
    if fault := _SETS[component.kind](part):
        return fault
    for name in component.linters:
        if fault := LINTERS[name](part):
            return fault
    return None


def association_fault(elements: Sequence[Element]) -> str | None:
    """Say which rule between elements is broken: repeats, exclusions, missing companions."""
    return (
        _repeat_fault(elements)
        or _exclusion_fault(elements)
        or _missing_fault(elements)
        or _signature_fault(elements)
    )


def _repeat_fault(elements: Sequence[Element]) -> str | None:
    seen: dict[str, str] = {}
    for ai, value in elements:
        if seen.setdefault(ai, value) != value:
            return f"({ai}) comes twice with different values: {seen[ai]!r}, {value!r}"
    return None


def _exclusion_fault(elements: Sequence[Element]) -> str | None:
    present = {ai for ai, _ in elements}
    for ai in present:
        known = table.identifiers().get(ai)
        for pattern in known.excludes if known else ():
            for other in present - {ai}:
                if table.matching(pattern).fullmatch(other):
                    return f"({ai}) may not stand beside ({other})"
    return None


def _missing_fault(elements: Sequence[Element]) -> str | None:
    present = {ai for ai, _ in elements}
    for ai in present:
        known = table.identifiers().get(ai)
        for any_of in known.needs if known else ():
            if not any(all(_is_present(part, present) for part in group) for group in any_of):
                wanted = " or ".join("+".join(f"({part})" for part in group) for group in any_of)
                return f"({ai}) needs {wanted} beside it"
    return None


def _signature_fault(elements: Sequence[Element]) -> str | None:
    """A digital signature (8030) signs one thing: a key beside it must carry its serial."""
    if not any(ai == "8030" for ai, _ in elements):
        return None
    for ai, value in elements:
        if len(value) <= KEY_LENGTHS_WITHOUT_SERIAL.get(ai, 0):
            return f"({ai}) needs its serial part beside (8030)"
    return None


def _is_present(pattern: str, present: set[str]) -> bool:
    return any(table.matching(pattern).fullmatch(ai) for ai in present)


def warnings(elements: Sequence[Element], data_length: int) -> list[str]:
    """List what GS1 syntax allows but a carrier or a use does not."""
    found = []
    if data_length > LONGEST_GS1_128:
        found.append(
            f"{data_length} characters: a GS1-128 symbol holds {LONGEST_GS1_128}; use a matrix"
        )
    elif (long_mm := _bars_mm(elements)) and long_mm > LONGEST_GS1_128_MM:
        found.append(
            f"bars of {long_mm:.1f} mm at the smallest module of trade ("
            f"{SMALLEST_GS1_128_MODULE_MM} mm): GS1-128 may have {LONGEST_GS1_128_MM} mm; "
            "use a matrix"
        )
    trade = next((value for ai, value in elements if ai in ("01", "02")), "")
    weighed = any(ai.startswith("31") and len(ai) == 4 for ai, _ in elements)
    if weighed and trade and not trade.startswith("9"):
        found.append("a measured item (31nn) has a GTIN-14 that begins with 9")
    if trade.startswith("9") and not weighed and any(ai == "01" for ai, _ in elements):
        found.append("a GTIN that begins with 9 needs its measure (31nn)")
    found += [warning for ai, value in elements if (warning := _prefix_warning(ai, value))]
    return found


def _bars_mm(elements: Sequence[Element]) -> float | None:
    from labels.symbols import bars_mm  # the encoder is loaded by who asks about a symbol only

    return bars_mm(bracketed(elements), SMALLEST_GS1_128_MODULE_MM) if elements else None


def _prefix_warning(ai: str, value: str) -> str | None:
    """Warn of numbers that no licence can have issued; (00) and (01) have one digit in front."""
    start = {"00": 1, "01": 1, "02": 1, "8003": 1, "410": 0, "414": 0, "417": 0}.get(ai)
    if start is None:
        return None
    prefix = value[start:]
    if prefix.startswith("952"):
        return f"({ai}) carries 952, the prefix of demonstrations"
    if prefix.startswith(("02", "04", "2", "977", "978", "979", "98", "99")):
        return f"({ai}) carries {prefix[:3]}…, a prefix that cannot be a licence"
    return None
