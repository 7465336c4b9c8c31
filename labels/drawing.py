"""Draw a template with its fields as a black and white picture at a printer's resolution.

It must not send or encode anything, and it never scales a symbol: modules are whole dots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from labels import fitting, pictograms, symbols, typeface, wording
from labels.content import LabelRefused, asset_contents, crate_contents, human_readable, plain
from labels.parts import Area, Box, Pictogram, Symbol, Template, Text, dots
from labels.symbols import Content

BLACK, WHITE = 0, 1

ASCENT = 0.86
"""Of the size: room above the baseline, an accented capital included."""

DESCENT = 0.20

CAPTION_MM = 2.5
"""Size of the small words above a value, and the height they take."""

LONGEST_FIELD = 400
"""A name longer than this is cut before it is drawn; no box of any label holds more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A symbol on the picture: its rectangle with quiet zones, in dots, and its element."""

    shape: str
    content: Content
    left: int
    top: int
    right: int
    bottom: int
    turned: bool
    module_dots: int
    element: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawn label. `cut` counts (from 1) the elements whose words did not all fit."""

    image: Image.Image
    dpi: int
    template: str
    template_hash: str
    symbols: tuple[Placed, ...]
    cut: tuple[int, ...]


def render(template: Template, fields: Mapping[str, str], dpi: int) -> Picture:
    """Draw one label; raise `LabelRefused` when an identity or a bounded field does not fit."""
    contents = _contents(template, fields)
    shown = _shown(fields, contents)
    size = (dots(template.width_mm, dpi), dots(template.height_mm, dpi))
    image = Image.new("1", size, WHITE)
    canvas = ImageDraw.Draw(image)
    canvas.fontmode = "1"
    placed: list[Placed] = []
    cut: list[int] = []
    for number, element in enumerate(template.elements, 1):
        try:
            match element:
                case Area() if element.condition.holds(shown):
                    _draw_area(canvas, element, dpi)
                case Pictogram() if element.condition.holds(shown):
                    _draw_pictogram(canvas, element, shown.get(element.field, ""), dpi)
                case Text() if element.condition.holds(shown) and all(
                    shown.get(name) for name in element.fields
                ):
                    if not _draw_text(image, element, shown, dpi):
                        cut.append(number)
                case Symbol() if element.encodes in contents:
                    drawn = _draw_symbol(image, element, contents[element.encodes], dpi)
                    placed.append(replace(drawn, element=number))
        except LabelRefused as refused:
            refused.element = number
            raise
    return Picture(
        image=image,
        dpi=dpi,
        template=template.name,
        template_hash=template.hash,
        symbols=tuple(placed),
        cut=tuple(cut),
    )


def on_page(picture: Picture, page: Template) -> Picture:
    """Put a label in the corner of a larger one's paper; raise `LabelRefused` when it is larger."""
    size = (dots(page.width_mm, picture.dpi), dots(page.height_mm, picture.dpi))
    if picture.image.width > size[0] or picture.image.height > size[1]:
        raise LabelRefused(
            f"template {picture.template} is larger than {page.name}, which the printer holds",
            fr=f"{picture.template} est plus grand que {page.name}, le papier de l'imprimante",
        )
    image = Image.new("1", size, WHITE)
    image.paste(picture.image, (0, 0))
    return replace(picture, image=image)


def _contents(template: Template, fields: Mapping[str, str]) -> dict[str, dict[str, Content]]:
    """Give what each symbol of the template encodes: crate, returnable asset or one plain field."""
    wanted = {element.encodes for element in template.elements if isinstance(element, Symbol)}
    contents: dict[str, dict[str, Content]] = {}
    for name in wanted:
        if name == "crate":
            if not typeface.printable(fields.get("product", "")).strip():
                raise LabelRefused("field product: expected the name of the goods, got nothing")
            contents[name] = crate_contents(fields)
        elif name == "asset":
            contents[name] = asset_contents(fields)
        elif fields.get(name):
            code = plain(fields[name])
            contents[name] = {symbols.LINEAR: code, symbols.MATRIX: code}
    return contents


def _shown(fields: Mapping[str, str], contents: dict[str, dict[str, Content]]) -> dict[str, str]:
    """Clean the fields for drawing and add what stands beside the symbols."""
    shown = {
        name: wording.on_label(name, typeface.printable(str(value)[:LONGEST_FIELD]).strip())
        for name, value in fields.items()
        if value
    }
    if not shown.get("product_icon"):
        shown["product_icon"] = pictograms.for_product(shown.get("product", "")) or ""
    for by_shape in contents.values():
        shown["linear_text"] = human_readable(by_shape[symbols.LINEAR])
        shown["matrix_text"] = human_readable(by_shape[symbols.MATRIX])
    return shown


def _rectangle(box: Box, dpi: int) -> tuple[int, int, int, int]:
    return (
        dots(box.x_mm, dpi),
        dots(box.y_mm, dpi),
        dots(box.x_mm + box.width_mm, dpi),
        dots(box.y_mm + box.height_mm, dpi),
    )


def _draw_area(canvas: ImageDraw.ImageDraw, area: Area, dpi: int) -> None:
    left, top, right, bottom = _rectangle(area.box, dpi)
    edge = (left, top, right - 1, bottom - 1)
    if area.outline_mm:
        canvas.rectangle(edge, outline=BLACK, width=max(1, dots(area.outline_mm, dpi)))
    else:
        canvas.rectangle(edge, fill=BLACK)


def _draw_pictogram(canvas: ImageDraw.ImageDraw, element: Pictogram, name: str, dpi: int) -> None:
    char = typeface.pictogram(name)
    if char is not None:
        left, top, right, bottom = _rectangle(element.box, dpi)
        size = int(min(right - left, bottom - top) * 0.84)
        typeface.draw_pictogram(canvas, ((left + right) // 2, (top + bottom) // 2), char, size)


def _draw_text(image: Image.Image, text: Text, shown: Mapping[str, str], dpi: int) -> bool:
    """Draw words in their box; tell whether all of them fit."""
    left, top, right, bottom = _rectangle(text.box, dpi)
    if not text.turned:
        return _draw_upright(image, text, shown, (left, top, right, bottom), dpi)
    page = Image.new("1", (bottom - top, right - left), WHITE)
    whole = _draw_upright(page, text, shown, (0, 0, page.width, page.height), dpi)
    image.paste(page.transpose(Image.Transpose.ROTATE_90), (left, top))
    return whole


def _draw_upright(
    image: Image.Image,
    text: Text,
    shown: Mapping[str, str],
    rectangle: tuple[int, int, int, int],
    dpi: int,
) -> bool:
    left, top, right, bottom = rectangle
    canvas = ImageDraw.Draw(image)
    canvas.fontmode = "1"
    ink = WHITE if text.ink == "white" else BLACK
    if text.caption:
        size = dots(CAPTION_MM, dpi)
        at = (left, top + round(size * ASCENT))
        typeface.draw_line(canvas, at, text.caption, typeface.BOLD, size, ink)
        top += size
    face = typeface.BOLD if text.bold else typeface.REGULAR
    fitted = fitting.fit(
        text.text.format_map(shown),
        face,
        width=right - left,
        height=bottom - top,
        largest=dots(text.size_mm, dpi),
        smallest=dots(text.smallest_mm, dpi),
        lines=text.lines,
    )
    if not fitted.whole and text.overflow == "refuse":
        words = text.text.format_map(shown)
        raise LabelRefused(
            f"text {text.text!r} does not fit: {words!r}",
            fr=f"le texte ne tient pas dans son cadre : {words}",
        )
    _draw_lines(canvas, fitted, text, face, (left, top, right, bottom), ink)
    return fitted.whole


def _draw_lines(
    canvas: ImageDraw.ImageDraw,
    fitted: fitting.Fitted,
    text: Text,
    face: str,
    rectangle: tuple[int, int, int, int],
    ink: int,
) -> None:
    left, top, right, bottom = rectangle
    size = fitted.size_dots
    pitch = size * typeface.LINE_HEIGHT
    free = bottom - top - ((len(fitted.lines) - 1) * pitch + size * (ASCENT + DESCENT))
    baseline = top + size * ASCENT + {"top": 0, "middle": free / 2, "bottom": free}[text.vertical]
    for line in fitted.lines:
        spare = right - left - typeface.width_dots(line, face, size)
        x = left + {"left": 0, "center": spare // 2, "right": spare}[text.align]
        right_to_left = text.direction == "rtl"
        at = (x, round(baseline))
        typeface.draw_line(canvas, at, line, face, size, ink, right_to_left=right_to_left)
        baseline += pitch


def _draw_symbol(
    image: Image.Image, symbol: Symbol, by_shape: Mapping[str, Content], dpi: int
) -> Placed:
    """Draw a symbol in the middle of its box at the widest module that fits."""
    content = by_shape[symbol.shape]
    left, top, right, bottom = _rectangle(symbol.box, dpi)
    along, across = (bottom - top, right - left) if symbol.turned else (right - left, bottom - top)
    encoded = symbols.modules(symbol.shape, content)
    module = _module_dots(symbol, encoded, along, across, dpi)
    height = across if symbol.shape == symbols.LINEAR else None
    drawn = symbols.drawn(encoded, module, height)
    if symbol.turned:
        drawn = drawn.transpose(Image.Transpose.ROTATE_90)
    x = left + (right - left - drawn.width) // 2
    y = top + (bottom - top - drawn.height) // 2
    image.paste(drawn, (x, y))
    return Placed(
        shape=symbol.shape,
        content=content,
        left=x,
        top=y,
        right=x + drawn.width,
        bottom=y + drawn.height,
        turned=symbol.turned,
        module_dots=module,
    )


def _module_dots(
    symbol: Symbol, encoded: symbols.Modules, along: int, across: int, dpi: int
) -> int:
    for module_mm in symbol.modules_mm:
        module = dots(module_mm, dpi)
        if encoded.columns * module <= along and (
            symbol.shape == symbols.LINEAR or encoded.rows * module <= across
        ):
            return module
    raise LabelRefused(
        f"{symbol.shape} symbol of {encoded.columns} modules does not fit {along} dots: "
        "shorten the lot or the product code",
        fr=f"le code ({encoded.columns} modules) ne tient pas dans son cadre",
    )
