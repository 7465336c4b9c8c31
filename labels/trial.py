"""Draw a template that nobody knows yet and say what is wrong with it, in a process of its own.

`python -m labels.trial SECONDS` reads one JSON object from standard input and writes one. The
process gives itself little memory and time before it looks at the template, because somebody made
it in a browser; it must not read or write a file.

In: {"name", "text", "fields": {…} or null, "dpi"}.
Out: {"faults": [{"line", "element", "key", "fr", "en"}], "png": base64 or null, "hash": or null}.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

MEMORY_BYTES = 512 << 20
"""An A4 sheet at 300 dpi with every element drawn alone takes 120 MB."""
CPU_S = 20
"""The heaviest template we ship takes 0.6 s on a PC, about 3 s on a Pi."""
WALL_S = 40
"""On a busy Pi the same CPU time takes longer."""
MOST_OUTPUT_BYTES = 8 << 20

TOO_HEAVY = {
    "line": None,
    "element": None,
    "key": "",
    "fr": "ce modèle est trop lourd à dessiner : moins d'éléments, moins de mots",
    "en": "this template takes too much time or memory to draw",
}


def judged(name: str, text: str, fields: Mapping[str, str] | None, dpi: int) -> dict[str, Any]:
    """Judge and draw a template in this process: of one's own hand, or behind `main`'s limits."""
    from labels import checking, languages, template
    from labels.content import LabelRefused
    from labels.drawing import render
    from labels.template_lines import line_of

    def plain(faults: Any) -> list[dict[str, Any]]:
        return [
            {
                "line": line_of(text, fault),
                "element": fault.element,
                "key": fault.key,
                "fr": fault.said(),
                "en": str(fault),
            }
            for fault in faults
        ]

    try:
        made = template.parse(name, text.encode("utf-8"))
    except template.TemplateError as error:
        return {"faults": plain(error.faults), "png": None, "hash": None}
    shown = made.sample if fields is None else fields
    try:
        png = languages.encode(render(made, shown, dpi), "png")
    except LabelRefused:
        png = None  # the check says why, with its element
    found = plain(checking.own_faults(made))
    return {
        "faults": found,
        "png": base64.b64encode(png).decode("ascii") if png else None,
        "hash": None if found else made.hash,
    }


def tried(
    name: str,
    text: str,
    fields: Mapping[str, str] | None = None,
    *,
    dpi: int = 203,
    cpu_s: int = CPU_S,
) -> dict[str, Any]:
    """Judge and draw a template in a limited process; being too heavy is a fault like others."""
    asked = json.dumps({"name": name, "text": text, "fields": fields, "dpi": dpi})
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "labels.trial", str(cpu_s)],
            input=asked.encode("utf-8", "replace"),
            capture_output=True,
            timeout=WALL_S,
            check=True,
            start_new_session=True,
        ).stdout
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return {"faults": [dict(TOO_HEAVY)], "png": None, "hash": None}
    if len(answer) > MOST_OUTPUT_BYTES:
        return {"faults": [dict(TOO_HEAVY)], "png": None, "hash": None}
    found: dict[str, Any] = json.loads(answer)
    return found


def main(cpu_s: int) -> int:
    """Answer one trial; the limits come before the template."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        os.nice(5)
    except OSError:
        pass  # a wish: a service may not be allowed to be nicer
    asked = json.load(sys.stdin)
    answer = judged(asked["name"], asked["text"], asked["fields"], asked["dpi"])
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
