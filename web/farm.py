"""A producer's own pages behind a private link: what to bring, its papers, what will come.

Must hold no rule of the hangar; the link says whose pages these are, and nothing else does.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from station import documents, label_sheets
from station.domain.words import Role, Unit
from station.links import Link
from station.messages import Sender
from station.reading import Present
from station.views import farm
from web.api.documents import CSV, PDF, file_answer
from web.guard import hangar
from web.pages import words
from web.private_links import behind_link

View = Callable[..., Any]


def register(app: Flask) -> None:
    """Add the pages; each opens with a signed link alone."""
    for rule, view, method in (
        ("/farm/<link>", page, "GET"),
        ("/farm/<link>/<date>/feuille.pdf", sheet_pdf, "GET"),
        ("/farm/<link>/<date>/feuille.csv", sheet_csv, "GET"),
        ("/farm/<link>/<date>/etiquettes.pdf", labels_pdf, "GET"),
        ("/farm/<link>/bons/<intake>.pdf", intake_pdf, "GET"),
        ("/farm/<link>/announcements", announce, "POST"),
    ):
        name = f"farm_{view.__name__}"
        app.add_url_rule(rule, endpoint=name, view_func=by_link(view), methods=[method])


def by_link(view: View) -> View:
    """Let in whoever holds a good link; the view gets it in place of its text."""

    def opened(present: Present, text: str) -> Link | None:
        return hangar().correspondence.opened(present, text)

    return behind_link(view, opened)


def page(link: Link, text: str) -> str:
    """Show what a farm is to bring, day by day, and take what it expects to have."""
    return _shown(link, text)


def _shown(link: Link, text: str, *, refusal: dict[str, Any] | None = None, said: str = "") -> str:
    """Draw the page; an announcement that was not taken with the reason, and as it was typed."""
    station = hangar()
    with station.readers.present() as present:
        shown = farm.page(present, link.producer, station.config.hub, station.clock.today())
    return render_template(
        "farm.html",
        w=words(),
        hub=station.config.hub.name,
        link=text,
        said=said or request.args.get("said", ""),
        refusal=refusal,
        typed=request.form,
        **shown,
    )


def sheet_pdf(link: Link, text: str, date: str) -> Response:
    """Return the preparation sheet of a day, to print."""
    with hangar().readers.present() as present:
        made = documents.sheet_pdf(present, link.producer, date, hangar().config.hub)
    return file_answer(made, PDF, f"feuille-{link.producer}-{date}.pdf")


def sheet_csv(link: Link, text: str, date: str) -> Response:
    """Return the preparation sheet of a day for a spreadsheet."""
    with hangar().readers.present() as present:
        made = documents.sheet_csv(present, link.producer, date, hangar().config.hub)
    return file_answer(made, CSV, f"feuille-{link.producer}-{date}.csv")


def labels_pdf(link: Link, text: str, date: str) -> Response:
    """Return the sheets of ready-made labels of a day."""
    press = hangar().correspondence.press(request.args.get("sheet"))
    with hangar().readers.present() as present:
        made = label_sheets.ready_pdf(present, link.producer, date, press) if press else None
    return file_answer(made, PDF, f"etiquettes-{link.producer}-{date}.pdf")


def intake_pdf(link: Link, text: str, intake: str) -> Response:
    """Return one of the farm's own intake notes; another farm's is not there."""
    with hangar().readers.present() as present:
        found = present.world.intakes.get(intake)
        own = found is not None and found.producer == link.producer
        made = documents.intake_pdf(present, intake, hangar().config.hub) if own else None
    return file_answer(made, PDF, f"{intake}.pdf")


def announce(link: Link, text: str) -> AnyResponse | tuple[str, int]:
    """Take an announcement of the farm's own goods; any other product is not its to announce."""
    station, form = hangar(), request.form
    with station.readers.present() as present:
        product = present.world.products.get(form.get("product", ""))
    milli = _milli(form.get("quantity", ""), product.unit if product else Unit.PIECE)
    if product is None or product.producer != link.producer or milli is None:
        return _shown(link, text, said="no"), 422
    body = {
        "command_id": f"lien-{uuid.uuid4()}",
        "type": "AnnounceGoods",
        "data": {"product": product.code, "day": form.get("day", ""), "quantity_milli": milli},
    }
    sender = Sender(name=f"lien-{link.producer}", role=Role.PRODUCER)
    answer = station.command(body, sender).answer
    if answer["outcome"] == "refused":
        return _shown(link, text, refusal=answer["refusal"]), 422
    return redirect(url_for("farm_page", link=text, said="yes"), 303)


def _milli(text: str, unit: Unit) -> int | None:
    """Read a number of units as a person types it; weights may have a comma."""
    return farm.milli(text, whole=unit is not Unit.KG)
