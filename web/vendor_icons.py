"""Build signs and pictures of food, vendor the fonts and the camera's reader from npm packages.

Run by a maintainer, never by the station: the outputs are committed.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

STATIC = Path(__file__).parent / "static"
FONT_WEIGHTS = (400, 700)
FONTS = {
    "atkinson-hyperlegible-next": ("latin", "OFL.txt"),
    "noto-sans": ("cyrillic", "OFL-noto-sans.txt"),
    "noto-sans-arabic": ("arabic", "OFL-noto-sans-arabic.txt"),
}
"""Each typeface: the script we take of it, and where its licence is kept."""

ARABIC = (
    *(0x60C, 0x61B, 0x61F, 0x670),
    *range(0x621, 0x63B),
    *range(0x640, 0x653),
    *range(0x660, 0x66D),
)
"""Letters, vowel signs, digits and punctuation of Arabic."""

UI_ICONS = """
arrow-clockwise arrow-counter-clockwise arrow-down arrow-left arrow-right backspace bell
broadcast calendar check-fat circle clipboard-text clock copy cpu cube desktop
door-open eye file-arrow-up file-pdf flask gear hand-palm hand-pointing house
identification-badge identification-card
keyboard lightning list-checks lock lock-open magnifying-glass map-pin package path pause
plant play plugs plugs-connected printer prohibit question receipt scales scan
shield-warning shopping-cart sign-out siren snowflake speaker-high stack steering-wheel
storefront sun-dim tag thermometer thermometer-cold translate trash truck user users van warehouse
warning wifi-high wifi-slash wrench
""".split()

BOLD_ICONS = "barcode check checks minus plus x".split()  # their filled form is a box

FOOD_ICONS = """
bacon baguette-bread beans beer-mug bell-pepper blueberries bread broccoli brown-mushroom butter
canned-food carrot cheese-wedge cherries chestnut cow-face cucumber custard
cut-of-meat department-store ear-of-corn egg eggplant ewe fork-and-knife-with-plate garlic
glass-of-milk goat grapes herb honey-pot hospital house-with-garden ice-cream jar
kiwi-fruit leafy-green man-farmer meat-on-bone onion package pea-pod peach pear
person pig pot-of-food potato poultry-leg rabbit-face red-apple roasted-sweet-potato rooster
school seedling shopping-cart strawberry tomato watermelon wine-glass
""".split()


def symbol(name: str, body: str, view_box: str) -> str:
    """Wrap one drawing as a symbol other pages can refer to by name."""
    return f'<symbol id="{name}" viewBox="{view_box}">{body}</symbol>'


def rounded(body: str) -> str:
    """Keep one decimal in the paths of a drawing: a tenth of a unit is less than a pixel here.

    A fraction of .95 and more stays .9, because a carry could run into the flags of an arc,
    which stand before a number without a space.
    """

    def shorter(fraction: re.Match[str]) -> str:
        first, second = int(fraction[1]), int(fraction[2][0])
        return f".{min(first + (second >= 5), 9)}"

    def path(found: re.Match[str]) -> str:
        return re.sub(r"\.(\d)(\d+)", shorter, found[0])

    return re.sub(r'\bd="[^"]*"', path, body)


def from_iconify(package: Path, names: list[str], suffix: str = "") -> dict[str, str]:
    """Take the named drawings of one iconify package: name and what it draws."""
    icons = json.loads((package / "icons.json").read_text(encoding="utf-8"))["icons"]
    return {name: rounded(icons[name + suffix]["body"]) for name in names}


def write_pictures(folder: Path, package: Path) -> None:
    """Write each picture into its own file, beside ours: a screen loads those it shows."""
    for name, body in from_iconify(package, FOOD_ICONS).items():
        text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">{body}</svg>\n'
        (folder / f"{name}.svg").write_text(text, encoding="utf-8")


def write_sprite(path: Path, drawings: dict[str, str]) -> None:
    """Write one sprite file, one symbol a line so that a change can be reviewed."""
    symbols = [symbol(name, body, "0 0 256 256") for name, body in drawings.items()]
    text = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    path.write_text(text, encoding="utf-8")


def keep_letters(font: Path) -> None:
    """Leave in a font the letters of Arabic alone: a fifth of the bytes, loaded over weak Wi-Fi.

    Letters of Persian, Urdu and others are then drawn by the tablet's own font.
    """
    from fontTools import subset  # needs the package brotli beside it

    options = subset.Options(flavor="woff2", layout_features=["*"], hinting=False)
    loaded = subset.load_font(font, options)
    kept = subset.Subsetter(options)
    kept.populate(unicodes=ARABIC)
    kept.subset(loaded)
    subset.save_font(loaded, font, options)


READER = {
    "dist/es/share.js": "share.js",
    "dist/es/reader/index.js": "reader/index.js",
    "dist/reader/zxing_reader.wasm": "reader/zxing_reader.wasm",
    "LICENSE": "LICENSE",
}
"""The files of `zxing-wasm` that the camera's screen loads, from the station and nowhere else."""


def vendor_reader(package: Path) -> None:
    """Copy the reader of barcodes as it is."""
    for source, name in READER.items():
        target = STATIC / "vendor" / "zxing-wasm" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package / source, target)


def vendor_fonts(packages: Path) -> None:
    """Copy one script of each typeface, with its licence."""
    for font, (script, licence) in FONTS.items():
        for weight in FONT_WEIGHTS:
            name = f"{font}-{script}-{weight}-normal.woff2"
            shutil.copyfile(packages / font / "files" / name, STATIC / "fonts" / name)
            if script == "arabic":
                keep_letters(STATIC / "fonts" / name)
        shutil.copyfile(packages / font / "LICENSE", STATIC / "fonts" / licence)


def write_checksums() -> None:
    """List the checksum of every vendored file, which a test compares."""
    files = [STATIC / "sprite-ui.svg", *(STATIC / "food" / f"{name}.svg" for name in FOOD_ICONS)]
    files += sorted((STATIC / "fonts").glob("*.woff2"))
    files += sorted(path for path in (STATIC / "vendor").rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(STATIC).as_posix()}"
        for file in files
    ]
    (STATIC / "checksums.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(node_modules: Path) -> None:
    """Rebuild every vendored file from a folder where npm put its packages."""
    ui = from_iconify(node_modules / "@iconify-json/ph", UI_ICONS, "-fill")
    ui |= from_iconify(node_modules / "@iconify-json/ph", BOLD_ICONS, "-bold")
    write_sprite(STATIC / "sprite-ui.svg", ui)
    write_pictures(STATIC / "food", node_modules / "@iconify-json/noto")
    vendor_fonts(node_modules / "@fontsource")
    vendor_reader(node_modules / "zxing-wasm")
    write_checksums()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m web.vendor_icons NODE_MODULES")
    main(Path(sys.argv[1]))
