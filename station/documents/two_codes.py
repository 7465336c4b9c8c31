"""The page « Pourquoi votre étiquette a deux codes » for producers: one A4 with the hub's label.

Must not say what the hub's labels do not do: without a GS1 prefix its words are others.
"""

from __future__ import annotations

import re
from io import BytesIO

from labels.identity import CodeKind, internal_code
from labels.parts import Template
from station.config.model import Hub
from station.documents.sheet import MARGIN_MM, TITLE_PT, WIDTH_MM, Head, Sheet

TITLE = "Pourquoi votre étiquette a deux codes"
PICTURE_WIDTH_MM, PICTURE_HEIGHT_MM = 76.0, 120.0
"""The largest room for the label."""
GUTTER_MM = 8.0
DPI = 300
WORDS_PT, HEADING_PT = 13.0, 15.0
SENTENCES = re.compile(r"(?<=[.?]) ")
SAMPLE_CODE = internal_code(CodeKind.CRATE, "A1B2", 77)
"""For the label of a hub without a GS1 prefix."""

BARS = (
    "Les barres : le numéro de la caisse",
    "Un numéro pour une caisse, jamais redonné à une autre. Ce sont des barres GS1 (SSCC) : "
    "la douchette d’un client, d’un transporteur ou d’une autre plateforme les lit aussi.",
)
MATRIX = (
    "Le carré : le même numéro, et le reste",
    "Il porte le numéro de la caisse, le lot, le produit et le poids net. Un lecteur 2D le "
    "lit, même de travers. Il ne porte ni prix, ni nom de client, ni adresse.",
)
BARS_INTERNAL = (
    "Les barres : le code de la caisse",
    "Un code pour une caisse, jamais redonné à une autre. Il ne vaut que pour la plateforme "
    ": elle n’a pas de licence GS1, et ne fait pas semblant d’en avoir une.",
)
MATRIX_INTERNAL = (
    "Le carré : le même code",
    "Il se lit de travers, et de plus loin. Il ne porte ni prix, ni nom de client, ni "
    "adresse. Le lot et le poids sont écrits à côté, en clair.",
)
BOTH = (
    "Pourquoi les deux ?",
    "Un seul suffit. La caisse vit au froid, à l’eau et sous les gants : quand l’un est "
    "givré, mouillé ou déchiré, l’autre se lit encore. Les barres tiennent mieux le givre, "
    "le carré mieux le flou.",
)
LICENCE = (
    "Et vous, faut-il une licence GS1 ?",
    "Non. C’est la plateforme qui fait la caisse : elle lui donne son numéro. Votre nom et "
    "votre lot restent écrits en clair, et votre propre étiquette reste sur vos produits.",
)
ADVICE = (
    "Pour qu’elle se lise",
    "Collez-la à plat, sur un petit côté de la caisse. Laissez le blanc autour des codes. "
    "Ne collez rien dessus. Abîmée ? Demandez une copie : même caisse, même numéro.",
)


def draw_two_codes(sheet: Sheet, hub: Hub, shape: Template) -> None:
    """Draw the page: the label on the left, what it says on the right."""
    about = Head(
        issuer=hub.name, issuer_address=hub.address, title="", reference="", date="", about=TITLE
    )
    sheet.paper(about)
    sheet.write_words(TITLE, WIDTH_MM, size=TITLE_PT, bold=True)
    top = sheet.get_y() + 4
    width, height = _picture_size(shape)
    label = BytesIO(_label(hub, shape))
    sheet.image(label, MARGIN_MM, top, width, height, alt_text="Une étiquette de caisse")
    sheet.rect(MARGIN_MM, top, width, height)
    x = MARGIN_MM + width + GUTTER_MM
    parts = (BARS, MATRIX) if hub.gs1_company_prefix else (BARS_INTERNAL, MATRIX_INTERNAL)
    sheet.set_xy(x, top)
    for heading, words in (*parts, BOTH, LICENCE, ADVICE):
        _part(sheet, heading, words, x)
    sheet.set_y(max(sheet.get_y(), top + height))


def _part(sheet: Sheet, heading: str, words: str, x: float) -> None:
    width = MARGIN_MM + WIDTH_MM - x
    sheet.write_words(heading, width, size=HEADING_PT, bold=True, x=x)
    for sentence in SENTENCES.split(words):  # a longer text is taken for a name, and cut
        sheet.write_words(sentence, width, size=WORDS_PT, x=x)
    sheet.set_xy(x, sheet.get_y() + 5)


def _picture_size(shape: Template) -> tuple[float, float]:
    scale = min(PICTURE_WIDTH_MM / shape.width_mm, PICTURE_HEIGHT_MM / shape.height_mm, 1)
    return shape.width_mm * scale, shape.height_mm * scale


def _label(hub: Hub, shape: Template) -> bytes:
    """Draw a real label, decoded as every label is: the sample of the hub's own template."""
    import labels

    fields = {**shape.sample, "hub": hub.name}
    if not hub.gs1_company_prefix:
        fields |= {"sscc": "", "crate_code": SAMPLE_CODE}
    return labels.make(shape, fields, dpi=DPI, language="png").payload
