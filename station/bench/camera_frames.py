"""Made-up pictures of crate labels as a camera in a hangar gets them, good and hard.

Must not decode: it gives a picture, what is wrong with it, and what its symbols say.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from labels import template
from labels.drawing import Picture as Label
from labels.drawing import render
from labels.identity import sscc

Frame = NDArray[np.uint8]

SIZE = (1280, 720)
LABELS = 24
"""Labels drawn once; every picture shows one of them, spoilt in its own way."""
DPI = 203
PREFIX = "9521234"
PAPER, CRATE, INK = 235, 90, 25
FILL = (0.45, 0.75)
"""How much of the picture's height a label takes, held in front of the camera."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One picture; `meant` are the bytes of every symbol on the label."""

    picture: Frame
    hardship: str
    meant: frozenset[bytes]


def frames(count: int, seed: int) -> Iterator[Shown]:
    """Give pictures of all hardships in turn, two of one label at a time, as a camera does."""
    chosen = random.Random(seed)
    grains = np.random.default_rng(seed)
    drawn = [_label(number) for number in range(LABELS)]
    names = list(HARDSHIPS)
    label = drawn[0]
    for number in range(count):
        if number % 2 == 0:
            label = chosen.choice(drawn)
        name = names[number // 2 % len(names)]
        picture = HARDSHIPS[name](_grey(label), chosen, grains)
        meant = frozenset(one.content.expected for one in label.symbols)
        yield Shown(picture=picture, hardship=name, meant=meant)


def _label(number: int) -> Label:
    shape = template.load("100x60")
    fields = {**shape.sample, "sscc": sscc(3, PREFIX, 41_000 + 977 * number)}
    return render(shape, fields, DPI)


def _grey(label: Label) -> Frame:
    black = np.asarray(label.image.convert("L"))
    return (INK + (PAPER - INK) * (black.astype(np.uint16) // 255)).astype(np.uint8)


def _placed(
    paper: Frame,
    chosen: random.Random,
    *,
    degrees: float | None = None,
    fill: tuple[float, float] = FILL,
    tilt: float = 0.0,
) -> Frame:
    """Lay the label into the picture: turned, at a distance, tilted by parts of its size."""
    height, width = paper.shape
    angle = chosen.uniform(-4, 4) if degrees is None else degrees
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    spread = corners @ turn[:, :2].T + turn[:, 2]
    spread += np.array([[chosen.uniform(0, tilt) * width for _ in "xy"] for _ in spread])
    low, high = spread.min(axis=0), spread.max(axis=0)
    scale = min(SIZE[0] / (high - low)[0], SIZE[1] / (high - low)[1]) * chosen.uniform(*fill)
    middle = np.array(SIZE) / 2 - (low + high) / 2 * scale
    target = (spread * scale + middle).astype(np.float32)
    way = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return cv2.warpPerspective(  # type: ignore[return-value]
        paper, way, SIZE, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_CONSTANT, borderValue=CRATE
    )


def _noisy(picture: Frame, grains: np.random.Generator, sigma: float) -> Frame:
    spoilt = picture.astype(np.float32) + grains.normal(0, sigma, picture.shape)
    return np.clip(spoilt, 0, 255).astype(np.uint8)


def _sensor(picture: Frame, grains: np.random.Generator) -> Frame:
    return _noisy(picture, grains, 3)


def _clean(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    return _sensor(_placed(paper, chosen), grains)


def _rotation(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    angle = chosen.choice((-1, 1)) * chosen.uniform(10, 80)
    return _sensor(_placed(paper, chosen, degrees=angle), grains)


def _upright(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    return _sensor(_placed(paper, chosen, degrees=90 + chosen.uniform(-4, 4)), grains)


def _perspective(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    return _sensor(_placed(paper, chosen, tilt=0.18), grains)


def _blur(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    blurred = cv2.GaussianBlur(_placed(paper, chosen), (0, 0), chosen.uniform(1.0, 3.0))
    return _sensor(blurred, grains)  # type: ignore[arg-type]


def _motion(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    length, angle = chosen.randint(5, 15), chosen.uniform(0, 180)
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1
    turn = cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), angle, 1.0)
    kernel = cv2.warpAffine(kernel, turn, (length, length))  # type: ignore[assignment]
    moved = cv2.filter2D(_placed(paper, chosen), -1, kernel / max(float(kernel.sum()), 0.01))
    return _sensor(moved, grains)  # type: ignore[arg-type]


def _noise(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    return _noisy(_placed(paper, chosen), grains, chosen.uniform(20, 60))


def _low_contrast(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    picture, kept = _placed(paper, chosen), chosen.uniform(0.06, 0.25)
    shadow = np.linspace(70, 190, SIZE[0], dtype=np.float32)[None, :]
    faded = shadow + (picture.astype(np.float32) - 128) * kept
    return _sensor(np.clip(faded, 0, 255).astype(np.uint8), grains)


def _glare(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    picture = _placed(paper, chosen).astype(np.float32)
    light = np.zeros(picture.shape, np.float32)
    at = (chosen.randint(300, 980), chosen.randint(180, 540))
    cv2.circle(light, at, chosen.randint(40, 140), 255, -1)
    lit = picture + cv2.GaussianBlur(light, (0, 0), 30)
    return _sensor(np.clip(lit, 0, 255).astype(np.uint8), grains)


def _jpeg(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    picture = _sensor(_placed(paper, chosen), grains)
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 30])
    return cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)  # type: ignore[return-value]


def _small(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    return _sensor(_placed(paper, chosen, fill=(0.22, 0.34)), grains)


def _torn(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    torn = paper.copy()
    height, width = torn.shape
    right, low = chosen.choice((0, width)), chosen.choice((0, height))
    along = abs(right - round(width * chosen.uniform(0.15, 0.45)))
    down = abs(low - round(height * chosen.uniform(0.15, 0.45)))
    cv2.fillPoly(torn, [np.array([[right, low], [along, low], [right, down]], np.int32)], CRATE)
    return _sensor(_placed(torn, chosen), grains)


def _dock(paper: Frame, chosen: random.Random, grains: np.random.Generator) -> Frame:
    """A bit of everything at once."""
    picture = _placed(paper, chosen, degrees=chosen.uniform(-25, 25), fill=(0.4, 0.65), tilt=0.08)
    blurred = cv2.GaussianBlur(picture, (0, 0), chosen.uniform(0.6, 1.4))
    dim = 40 + blurred.astype(np.float32) * chosen.uniform(0.25, 0.6)
    return _noisy(dim.astype(np.uint8), grains, chosen.uniform(4, 14))


HARDSHIPS: dict[str, Callable[[Frame, random.Random, np.random.Generator], Frame]] = {
    "clean": _clean,
    "rotation": _rotation,
    "upright": _upright,
    "perspective": _perspective,
    "blur": _blur,
    "motion": _motion,
    "noise": _noise,
    "low contrast": _low_contrast,
    "glare": _glare,
    "jpeg": _jpeg,
    "small": _small,
    "torn": _torn,
    "dock": _dock,
}
"""To add a hardship: a function above and a line here."""
