"""Spoil the picture of a label as a hangar does: turned, blurred, noisy, faded, torn, frosted.

Each damage takes a grey picture and a seeded random source and gives a new picture, so that a run
can be repeated. It must not decode; lengths are millimetres on the label.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

PAPER, CRATE = 235, 90
"""Grey of the paper in a dim hall and of the plastic behind it."""

INK = 25

MARGIN_MM = 6
"""Of the crate around the label that the scanner sees too."""

HAND_DEGREES, HAND_BLUR_MM = 4, 0.06
"""What every picture has: nobody holds a scanner straight and still."""

FROST_GRAIN_MM = 5
FROST_WHITE = 245


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A picture with its scale."""

    image: Image.Image
    dots_per_mm: float


Damage = Callable[[View, random.Random], Image.Image]


def seen(label: Image.Image, dots_per_mm: float) -> View:
    """Show a black and white label as a camera does: grey paper on a darker crate."""
    grey = label.convert("L").point([INK + (PAPER - INK) * value // 255 for value in range(256)])
    margin = round(MARGIN_MM * dots_per_mm)
    page = Image.new("L", (grey.width + 2 * margin, grey.height + 2 * margin), CRATE)
    page.paste(grey, (margin, margin))
    return View(image=page, dots_per_mm=dots_per_mm)


def in_the_hand(view: View, chosen: random.Random) -> Image.Image:
    """Add what every picture has, and nothing more."""
    turned = _turned(view.image, chosen.uniform(-HAND_DEGREES, HAND_DEGREES))
    return _blurred(turned, HAND_BLUR_MM * view.dots_per_mm)


def rotation(view: View, chosen: random.Random) -> Image.Image:
    """Turn by 10 to 80 degrees, either way."""
    angle = chosen.choice((-1, 1)) * chosen.uniform(10, 80)
    return _blurred(_turned(view.image, angle), HAND_BLUR_MM * view.dots_per_mm)


def blur(view: View, chosen: random.Random) -> Image.Image:
    """Lose focus: a Gaussian of 0.12 to 0.36 mm."""
    return _blurred(in_the_hand(view, chosen), chosen.uniform(0.12, 0.36) * view.dots_per_mm)


def noise(view: View, chosen: random.Random) -> Image.Image:
    """Mix with 30 to 65 % of random grey, dot by dot."""
    image = in_the_hand(view, chosen)
    grains = Image.frombytes("L", image.size, chosen.randbytes(image.width * image.height))
    return Image.blend(image, grains, chosen.uniform(0.30, 0.65))


def low_contrast(view: View, chosen: random.Random) -> Image.Image:
    """Keep 5 to 25 % of the contrast, with a shadow across and a little noise of the sensor."""
    image = in_the_hand(view, chosen)
    shadow = Image.linear_gradient("L").rotate(chosen.choice((0, 90, 180, 270)))
    faded = Image.blend(shadow.resize(image.size), image, chosen.uniform(0.05, 0.25))
    grains = Image.frombytes("L", image.size, chosen.randbytes(image.width * image.height))
    return Image.blend(faded, grains, 0.03)


def torn_corner(view: View, chosen: random.Random) -> Image.Image:
    """Tear off one corner along a jagged line, 15 to 45 % of each side."""
    image = view.image.copy()
    across, down = (
        image.width * chosen.uniform(0.15, 0.45),
        image.height * chosen.uniform(0.15, 0.45),
    )
    jag = 2 * view.dots_per_mm
    edge = [
        (
            across * (1 - step / 8) + chosen.uniform(-jag, jag),
            down * step / 8 + chosen.uniform(0, jag),
        )
        for step in range(9)
    ]
    right, low = chosen.choice((False, True)), chosen.choice((False, True))
    corner = [
        (image.width - x if right else x, image.height - y if low else y)
        for x, y in [(0, 0), *edge]
    ]
    ImageDraw.Draw(image).polygon(corner, fill=CRATE)
    return in_the_hand(View(image=image, dots_per_mm=view.dots_per_mm), chosen)


def frost(view: View, chosen: random.Random) -> Image.Image:
    """Cover 20 to 55 % with half-opaque rime in soft patches and blur the whole a little."""
    image = in_the_hand(view, chosen)
    grain = FROST_GRAIN_MM * view.dots_per_mm
    coarse = (max(2, round(image.width / grain)), max(2, round(image.height / grain)))
    patches = Image.frombytes("L", coarse, chosen.randbytes(coarse[0] * coarse[1]))
    smooth = patches.resize(image.size, Image.Resampling.BICUBIC)
    covered, opacity = chosen.uniform(0.20, 0.55), chosen.uniform(0.75, 0.95)
    level = 255 * (1 - covered)
    mask = smooth.point(
        [round(255 * opacity * min(1.0, max(0.0, (value - level) / 40))) for value in range(256)]
    )
    iced = Image.composite(Image.new("L", image.size, FROST_WHITE), image, mask)
    return _blurred(iced, 0.10 * view.dots_per_mm)


def _turned(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=CRATE)


def _blurred(image: Image.Image, radius_dots: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius_dots))


DAMAGES: dict[str, Damage] = {
    "in the hand": in_the_hand,
    "rotation": rotation,
    "blur": blur,
    "noise": noise,
    "low contrast": low_contrast,
    "torn corner": torn_corner,
    "frost": frost,
}
"""To add a damage: a function above and a line here."""
