"""Papers and cards to print: delivery notes, intake notes, round papers, scannable cards.

Must not draw nor word anything: the station's documents do.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request

from labels.shelf import Shelf
from station import cards, label_sheets
from station.clock import instant_text
from station.config.model import Hub
from station.reading import Present
from web.guard import ANY, FLOOR, OFFICE, PUBLIC, READING, allow, hangar
from web.problems import problem

NOTES = ANY - {"producer", "worker"}
"""Delivery notes name customers, with address and phone."""
INTAKES = FLOOR | READING
"""An intake note is handed to the producer at reception."""

PDF, CSV, PNG = "application/pdf", "text/csv; charset=utf-8", "image/png"
PDF_POLICY = "default-src 'self'; object-src 'self'; frame-ancestors 'none'"
"""A browser shows a PDF in a viewer of its own, as an object; nothing in it can run here."""

MOST_LABELS = 200
"""Emergency labels on one file, as many as one command makes."""

Made = bytes | str | None
Maker = Callable[[Present, str, Hub], Made]


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    note, intake = "/documents/delivery-note/<id>", "/documents/intake-note/<id>"
    blueprint.get(f"{note}.pdf")(allow(NOTES)(note_pdf))
    blueprint.get(f"{note}.json")(allow(NOTES)(note_json))
    blueprint.get(f"{note}.csv")(allow(NOTES)(note_csv))
    blueprint.get("/documents/round/<id>.pdf")(allow(NOTES)(round_pdf))
    blueprint.get("/documents/pickup/<id>.pdf")(allow(NOTES)(pickup_pdf))
    blueprint.get("/documents/day/<date>.pdf")(allow(OFFICE)(day_pdf))
    blueprint.get("/documents/weights/<date>.csv")(allow(READING)(weights_csv))
    blueprint.get(f"{intake}.pdf")(allow(INTAKES)(intake_pdf))
    blueprint.get(f"{intake}.json")(allow(INTAKES)(intake_json))
    blueprint.get("/documents/ready-labels/<producer>/<date>.pdf")(allow(OFFICE)(ready_labels_pdf))
    blueprint.get("/documents/emergency-labels.pdf")(allow(FLOOR)(emergency_labels_pdf))
    blueprint.get("/documents/crate-tags/<crate_type>.pdf")(allow(OFFICE)(crate_tags_pdf))
    blueprint.get("/documents/two-codes.pdf")(allow(PUBLIC)(two_codes_pdf))
    blueprint.get("/cards/<code>.png")(allow(OFFICE)(card_png))
    blueprint.get("/cards/<code>/symbol.png")(allow(OFFICE)(symbol_png))
    blueprint.get("/cards.pdf")(allow(OFFICE)(cards_pdf))


def note_pdf(id: str) -> Response:
    """Return a delivery note to print."""
    from station import documents

    station = hangar()
    claim_url = station.correspondence.claim_url
    with station.readers.present() as present:
        made = documents.note_pdf(present, id, station.config.hub, claim_url)
    return file_answer(made, PDF, f"{id}.pdf")


def note_csv(id: str) -> Response:
    """Return a delivery note's lines as CSV."""
    from station import documents

    return file_answer(_made(documents.note_csv, id), CSV, f"{id}.csv")


def note_json(id: str) -> Response:
    """Return a delivery note's data: four parties, lines, lots, crates."""
    from station import documents

    with hangar().readers.present() as present:
        found = documents.note_json(present, id, hangar().config.hub)
    return jsonify(found) if found else _absent(id)


def round_pdf(id: str) -> Response:
    """Return a round's sheet and, once it has left, its notes behind it."""
    from station import documents

    printed_at = instant_text(hangar().clock.now())
    with hangar().readers.present() as present:
        made = documents.round_pdf(
            present,
            id,
            hangar().config.hub,
            printed_at=printed_at,
            claim_url=hangar().correspondence.claim_url,
        )
    return file_answer(made, PDF, f"{id}.pdf")


def pickup_pdf(id: str) -> Response:
    """Return what a round is to collect at farms, with room for a pen."""
    from station import documents

    station = hangar()
    settings, printed_at = station.bus.settings, instant_text(station.clock.now())
    with station.readers.present() as present:
        made = documents.pickup_pdf(
            present, id, station.config.hub, settings=settings, printed_at=printed_at
        )
    return file_answer(made, PDF, f"ramassage-{id}.pdf")


def day_pdf(date: str) -> Response:
    """Return all papers of a day in one file: intake notes, rounds, weights to correct."""
    from station.documents.day_papers import day_pdf

    printed_at = instant_text(hangar().clock.now())
    with hangar().readers.present() as present:
        made = day_pdf(
            present,
            date,
            hangar().config.hub,
            printed_at=printed_at,
            claim_url=hangar().correspondence.claim_url,
        )
    return file_answer(made, PDF, f"papiers-{date}.pdf")


def weights_csv(date: str) -> Response:
    """Return what each order line of a day became, in the shop's order, as CSV."""
    from station.documents.weights_sheet import weight_lines, weights_csv

    with hangar().readers.present() as present:
        lines = weight_lines(present, date)
    return file_answer(weights_csv(lines) if lines else None, CSV, f"poids-{date}.csv")


def intake_pdf(id: str) -> Response:
    """Return an intake note to print."""
    from station import documents

    return file_answer(_made(documents.intake_pdf, id), PDF, f"{id}.pdf")


def intake_json(id: str) -> Response:
    """Return an intake note's data: lots and crates as received."""
    from station import documents

    with hangar().readers.present() as present:
        found = documents.intake_json(present, id, hangar().config.hub)
    return jsonify(found) if found else _absent(id)


def ready_labels_pdf(producer: str, date: str) -> Response:
    """Return the sheets of labels made for a producer's crates of a day (`sheet=a4-8`)."""
    press = _press()
    if press is None:
        return _no_stock()
    with hangar().readers.present() as present:
        made = label_sheets.ready_pdf(present, producer, date, press)
    return file_answer(made, PDF, f"etiquettes-{producer}-{date}.pdf")


def emergency_labels_pdf() -> Response:
    """Return sheets of the emergency labels named by `code`, as far as they are still blank."""
    press = _press()
    if press is None:
        return _no_stock()
    with hangar().readers.present() as present:
        codes = label_sheets.blank_codes(present, request.args.getlist("code")[:MOST_LABELS])
    hub = hangar().config.hub.name
    made = label_sheets.emergency_pdf(codes, hub, press) if codes else None
    return file_answer(made, PDF, "etiquettes-de-secours.pdf")


def crate_tags_pdf(crate_type: str) -> Response:
    """Return sheets of the tags named by `code`, as far as they were given to this crate type."""
    press = _press()
    if press is None:
        return _no_stock()
    with hangar().readers.present() as present:
        asked = request.args.getlist("code")[:MOST_LABELS]
        codes = label_sheets.unused_tags(present, asked, crate_type)
    hub = hangar().config.hub.name
    made = label_sheets.tags_pdf(codes, crate_type, hub, press) if codes else None
    return file_answer(made, PDF, f"plaques-{crate_type}.pdf")


def _press() -> label_sheets.Press | None:
    config, shelf = hangar().config, hangar().shelf
    stock = label_sheets.STOCKS.get(request.args.get("sheet") or config.papers.label_sheet)
    if stock is None:
        return None
    return label_sheets.Press(stock=stock, shelf=shelf, mark=config.label_mark)


def _no_stock() -> Response:
    known = ", ".join(label_sheets.STOCKS)
    return problem(404, "not_found", f"sheet: expected one of {known}", "Choisissez une planche.")


def two_codes_pdf() -> Response:
    """Return the page « Pourquoi votre étiquette a deux codes », for producers."""
    at = hangar()
    media = next((one.media for one in at.config.devices if one.kind == "printer"), None) or "a6"
    made = _two_codes(at.config.hub, at.shelf, media, at.shelf.load(media).hash)
    return file_answer(made, PDF, "deux-codes.pdf")


@functools.lru_cache(1)
def _two_codes(hub: Hub, shelf: Shelf, media: str, hash: str) -> bytes:
    """Draw the page once for each version of the label: it is open to all, and asked in a row."""
    from station import documents

    return documents.two_codes_pdf(hub, shelf.load(media))


def card_png(code: str) -> Response:
    """Return the card of a registered thing, in its printed size."""
    with hangar().readers.present() as present:
        card = cards.card_of(present, code)
    made = cards.card_png(card, hangar().config.hub.name, hangar().shelf) if card else None
    return file_answer(made, PNG, f"{code}.png")


def symbol_png(code: str) -> Response:
    """Return the Data Matrix of a registered thing's card alone."""
    with hangar().readers.present() as present:
        card = cards.card_of(present, code)
    return file_answer(cards.symbol_png(card.code) if card else None, PNG, f"{code}.png")


def cards_pdf() -> Response:
    """Return A4 sheets with all cards of a kind (`kind=zones`), each kind by its own template."""
    kind = request.args.get("kind", "")
    with hangar().readers.present() as present:
        found = cards.cards_of(present, kind)
    if found is None:
        known = ", ".join(cards.KIND_WORDS)
        return problem(404, "not_found", f"kind: expected one of {known}, got {kind!r}")
    make = cards.gestures_pdf if kind.startswith("action") else cards.card_sheet_pdf
    sheet = make(found, hangar().config.hub.name, hangar().shelf)
    return file_answer(sheet, PDF, f"{kind}.pdf")


def _made(make: Maker, id: str) -> Made:
    with hangar().readers.present() as present:
        return make(present, id, hangar().config.hub)


def file_answer(content: Made, mimetype: str, name: str) -> Response:
    """Answer a file under its name, shown where the browser can show it."""
    if content is None:
        return _absent(name)
    response = Response(content, mimetype=mimetype)
    how = "attachment" if mimetype == CSV else "inline"
    response.headers.set("Content-Disposition", how, filename=name)
    if mimetype == PDF:
        response.headers["Content-Security-Policy"] = PDF_POLICY
    return response


def _absent(name: str) -> Response:
    return problem(404, "not_found", f"no paper {name!r}", "Vérifiez le numéro.")
