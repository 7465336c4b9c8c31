"""Count the bytes of each crate label in each printer language: `python -m labels.wire [--write]`.

It must not judge: what a printer takes compressed is the encoder's business. `--write` puts the
table into README.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from labels import languages, template
from labels.drawing import render
from labels.parts import Template

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- wire -->\n", "<!-- /wire -->\n"
DPI = 203


def crate_templates() -> Iterator[Template]:
    """Give the shipped templates that name a crate."""
    for name in template.names():
        shown = template.load(name)
        if "sscc" in shown.sample:
            yield shown


def bytes_of(shown: Template, language: str) -> int | None:
    """Count the bytes of the sample; None where a printer of that language takes no such size."""
    picture = render(shown, shown.sample, languages.ONLY_DPI.get(language, DPI))
    try:
        return len(languages.encode(picture, language))
    except template.TemplateError:
        return None


def table() -> Iterator[str]:
    """Give the lines of the table: bare dots, then each language."""
    known = [name for name in languages.LANGUAGES if name != "cups"]
    yield f"| template | dots | {' | '.join(f'`{name}`' for name in known)} |"
    yield "|---" * (len(known) + 2) + "|"
    for shown in crate_templates():
        image = render(shown, shown.sample, DPI).image
        counts = [(image.width + 7) // 8 * image.height, *(bytes_of(shown, one) for one in known)]
        yield f"| `{shown.name}` | {' | '.join(_said(count) for count in counts)} |"


def _said(count: int | None) -> str:
    return "—" if count is None else f"{count:,}"


def main(words: list[str]) -> int:
    """Print the table, or write it into the README between its marks."""
    lines = "\n".join(table()) + "\n"
    if words != ["--write"]:
        print(lines, end="")
        return 0
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(before + BEGIN + lines + END + after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
