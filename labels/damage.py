"""Measure how often damaged labels still read: `python -m labels.damage`, one table from one run.

It must not touch a printer or a ledger; it prints, and the templates' defaults are chosen by it.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import zxingcpp
from PIL import Image

from labels import second_opinion, symbols, template
from labels.damages import DAMAGES, seen
from labels.drawing import Picture, render
from labels.parts import MM_PER_INCH

DPI = 203
"""The coarser head: what reads at 203 dpi reads at 300."""

CAMERA_DOTS_PER_MM = 6
"""A 1 megapixel imager that sees a label of 150 mm whole, from half an arm's length."""

RUNS = 40

READERS = ("zxing matrix", "zxing bars", "zbar bars", "either")

_FORMATS = zxingcpp.BarcodeFormats(
    [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.DataMatrix]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many symbols of a template were read by a reader under one damage, of how many shown."""

    template: str
    damage: str
    reader: str
    read: int
    shown: int
    wrong: int


def rates(name: str, *, runs: int, seed: int, only: Sequence[str] | None = None) -> Iterator[Rate]:
    """Damage a template's sample `runs` times by each damage (or only some), count what reads."""
    shown = template.load(name)
    picture = render(shown, shown.sample, DPI)
    view = seen(as_seen(picture.image), CAMERA_DOTS_PER_MM)
    for damage in DAMAGES if only is None else only:
        chosen = random.Random(f"{seed} {name} {damage}")
        tally = _Tally(picture)
        for _ in range(runs):
            tally.add(DAMAGES[damage](view, chosen))
        yield from tally.rates(name, damage, runs)


def as_seen(label: Image.Image) -> Image.Image:
    """Bring a label's dots to the camera's."""
    scale = CAMERA_DOTS_PER_MM * MM_PER_INCH / DPI
    size = (round(label.width * scale), round(label.height * scale))
    return label.convert("L").resize(size, Image.Resampling.LANCZOS)


class _Tally:
    """Count the reads of one template under one damage."""

    def __init__(self, picture: Picture) -> None:
        self.meant = {
            shape: {item.content.expected for item in picture.symbols if item.shape == shape}
            for shape in (symbols.MATRIX, symbols.LINEAR)
        }
        self.read = dict.fromkeys(READERS, 0)
        self.wrong = dict.fromkeys(READERS, 0)

    def add(self, image: Image.Image) -> None:
        """Read one damaged picture by every reader."""
        found = zxingcpp.read_barcodes(image, formats=_FORMATS)
        of_matrix = zxingcpp.BarcodeFormat.DataMatrix
        matrix = {bytes(one.bytes) for one in found if one.format == of_matrix}
        bars = {bytes(one.bytes) for one in found if one.format != of_matrix}
        zbar = set(second_opinion.all_linear(image))
        self._count("zxing matrix", matrix, self.meant[symbols.MATRIX])
        self._count("zxing bars", bars, self.meant[symbols.LINEAR])
        self._count("zbar bars", zbar, self.meant[symbols.LINEAR])
        self._count(
            "either", matrix | bars, self.meant[symbols.MATRIX] | self.meant[symbols.LINEAR]
        )

    def _count(self, reader: str, came: set[bytes], meant: set[bytes]) -> None:
        self.wrong[reader] += len(came - meant)
        if reader == "either" and self.meant[symbols.LINEAR]:
            self.read[reader] += bool(came & meant)
        else:
            self.read[reader] += len(came & meant)

    def rates(self, name: str, damage: str, runs: int) -> Iterator[Rate]:
        """Give the counts; a reader that has nothing to read on this template has no rate."""
        bars, matrix = (len(self.meant[shape]) for shape in (symbols.LINEAR, symbols.MATRIX))
        shown = dict(zip(READERS, (matrix, bars, bars, 1 if bars else matrix), strict=True))
        if not second_opinion.available():
            shown["zbar bars"] = 0
        for reader in READERS:
            if shown[reader]:
                yield Rate(
                    template=name,
                    damage=damage,
                    reader=reader,
                    read=self.read[reader],
                    shown=shown[reader] * runs,
                    wrong=self.wrong[reader],
                )


def table(found: Sequence[Rate]) -> str:
    """Write the rates as a Markdown table: percent read, a line for each template and reader."""
    rows = [
        f"| template | reader | {' | '.join(DAMAGES)} | all |",
        "|---|---|" + "---|" * (len(DAMAGES) + 1),
    ]
    for key in dict.fromkeys((rate.template, rate.reader) for rate in found):
        line = [rate for rate in found if (rate.template, rate.reader) == key]
        percents = [f"{_percent([rate])}" for rate in line]
        rows.append(f"| `{key[0]}` | {key[1]} | {' | '.join(percents)} | {_percent(line)} |")
    wrong = sum(rate.wrong for rate in found)
    rows.append(f"\n{wrong} wrong reads in {sum(rate.shown for rate in found)} chances.")
    return "\n".join(rows)


def _percent(line: Sequence[Rate]) -> int:
    return round(100 * sum(rate.read for rate in line) / sum(rate.shown for rate in line))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bench and print its table (or JSON, one rate a line)."""
    parser = argparse.ArgumentParser(prog="python -m labels.damage", description=__doc__)
    parser.add_argument("templates", nargs="*", help="templates, all by default")
    parser.add_argument("--runs", type=int, default=RUNS, help="pictures for each damage")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    found = [
        rate
        for name in asked.templates or template.names()
        for rate in rates(name, runs=asked.runs, seed=asked.seed)
    ]
    if asked.json:
        for rate in found:
            print(json.dumps({slot: getattr(rate, slot) for slot in Rate.__slots__}))
    else:
        print(table(found))


if __name__ == "__main__":
    main()
