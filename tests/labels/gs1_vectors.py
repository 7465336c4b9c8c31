"""GS1's own vectors and how ours answers each: for tests, and for the table of labels/README.md.

`python -m tests.labels.gs1_vectors` writes the table anew, where the vectors are beside the
checkout.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labels.gs1 import carriers, digital_link, elements, escaping, rules
from labels.gs1.check import check
from labels.gs1.linters import LINTERS

CHECKOUT = Path(__file__).parents[2]
VECTORS = CHECKOUT.parent / "shared" / "data" / "gs1"
README = CHECKOUT / "labels" / "README.md"
BEGIN, END = "<!-- vectors -->\n", "<!-- /vectors -->\n"

Vector = dict[str, Any]

ALPHAS = "words for AIs (`/gtin/`), deprecated by GS1 and on no label of this trade"
UNKNOWN = "lets an AI that does not exist be an attribute, which a hub must refuse"
LICENCES = "wants a list of licensed company prefixes plugged in; GS1 does not publish one"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of vectors: whether ours agrees with one, and why one it does not is left out."""

    agrees: Callable[[Vector], bool]
    out_of_scope: Callable[[Vector], str] = lambda vector: ""
    note: str = ""


def _component(vector: Vector) -> bool:
    return (LINTERS[vector["linter"]](vector["in"]) is None) == bool(vector["ok"])


def _unlicensed(vector: Vector) -> str:
    return LICENCES if (vector["linter"], vector["in"]) == ("gcppos1", "1234567") else ""


def _format(vector: Vector) -> bool:
    return bool(check(vector["in"], associations=False)["ok"]) == vector["ok"]


def _association(vector: Vector) -> bool:
    fault = rules.association_fault(elements.split_bracketed(vector["in"]))
    return (fault is None) == vector["ok"]


def _element_string(vector: Vector) -> bool:
    got = check(vector["in"], associations=False)
    same = got["element_string"] == vector["out"] if vector["ok"] and vector.get("out") else True
    return got["ok"] == vector["ok"] and same


def _link_read(vector: Vector) -> bool:
    if "permit_zero_suppressed_gtin" not in vector["opts"]:
        return _element_string(vector)
    try:
        found = digital_link.parse(vector["in"], zero_suppressed=True)
    except elements.Gs1Error:
        return not vector["ok"]
    return bool(vector["ok"]) and "^" + elements.join(found, separator="^") == vector["out"]


def _link_unsupported(vector: Vector) -> str:
    opts = vector.get("opts") or {}
    if "convenience_alphas_deprecated" in opts:
        return ALPHAS
    return UNKNOWN if opts.get("permit_unknown_ai_as_dl_attribute") else ""


def _link_written(vector: Vector) -> bool:
    stem = vector["stem"] or digital_link.CANONICAL_STEM
    try:
        link = digital_link.generate(elements.split_bracketed(vector["in"]), stem)
    except elements.Gs1Error:
        return not vector["ok"]
    return bool(vector["ok"]) and link == vector["out"]


def _scan_read(vector: Vector) -> bool:
    got = check(vector["in"], associations=False)
    if digital_link.is_link(vector["in"][3:]):
        return bool(got["ok"] == vector["ok"])
    return _element_string(vector)


def _scan_written(vector: Vector) -> bool:
    try:
        data = carriers.scan_data(vector["symbology"], vector["in"], **vector["opts"])
    except elements.Gs1Error:
        return not vector["ok"]
    return bool(vector["ok"]) and data == vector["out"]


def _escaped(vector: Vector) -> bool:
    return (escaping.escape_path(vector["in"]), escaping.escape_query(vector["in"])) == (
        vector["out_path"],
        vector["out_query"],
    )


def _unescaped(vector: Vector) -> bool:
    return (escaping.unescape_path(vector["in"]), escaping.unescape_query(vector["in"])) == (
        vector["out_path"],
        vector["out_query"],
    )


FILES: dict[str, File] = {
    "component_lint": File(agrees=_component, out_of_scope=_unlicensed),
    "ai_linter": File(agrees=_format),
    "ai_associations": File(agrees=_association),
    "ai_bracketed": File(agrees=_element_string),
    "ai_unbracketed": File(agrees=_element_string),
    "dl_parse": File(agrees=_link_read, out_of_scope=_link_unsupported),
    "dl_generate": File(agrees=_link_written, out_of_scope=_link_unsupported),
    "scandata_process": File(
        agrees=_scan_read,
        note="a link is answered as its elements, where GS1's tool gives it back as it came",
    ),
    "scandata_generate": File(agrees=_scan_written),
    "uri_escape": File(agrees=_escaped),
    "uri_unescape": File(agrees=_unescaped),
}
"""Every file of GS1's vectors; in-store codes have their own (test_rcn.py)."""


def vectors(name: str) -> list[Vector]:
    """Read one file of vectors."""
    with (VECTORS / f"{name}.jsonl").open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def table() -> Iterator[str]:
    """Give the lines of the README's table."""
    yield "| file | pass | of | the rest |"
    yield "|---|---|---|---|"
    for name, file in FILES.items():
        every = vectors(name)
        passed = [one for one in every if file.agrees(one)]
        reasons = [file.out_of_scope(one) for one in every if not file.agrees(one)]
        rest = [f"{reasons.count(why)} {why}" for why in dict.fromkeys(reasons)]
        rest += [file.note] if file.note else []
        yield f"| `{name}` | {len(passed)} | {len(every)} | {'; '.join(rest)} |"


def main() -> int:
    """Write the table into the README, between its marks."""
    if not VECTORS.is_dir():
        print(f"expected the vectors in {VECTORS}, found nothing", file=sys.stderr)
        return 1
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(before + BEGIN + "\n".join(table()) + "\n" + END + after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
