"""What producers are to bring and are sent: expected goods, preparation sheets, mails, links.

Must not draw nor decide anything: the station's views and documents do.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from station import documents
from station.views import arrivals
from station.views.day_mail import day_mail
from web.api.documents import CSV, PDF, file_answer
from web.api.pages import collection
from web.guard import ANY, FLOOR, OFFICE, READING, allow, hangar
from web.problems import problem


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    sheet = "/documents/preparation-sheet/<producer>/<date>"
    blueprint.get("/producers/<producer>/expected")(allow(FLOOR | READING)(expected))
    blueprint.get("/producers/<producer>/link")(allow(OFFICE)(private_link))
    blueprint.get("/preparation-sheets")(allow(OFFICE)(sheets))
    blueprint.get("/announcements")(allow(ANY - {"producer"})(announcements))
    blueprint.get("/mail")(allow(OFFICE)(mail))
    blueprint.get("/mail/day")(allow(OFFICE)(mail_of_day))
    blueprint.get(f"{sheet}.pdf")(allow(OFFICE)(sheet_pdf))
    blueprint.get(f"{sheet}.csv")(allow(OFFICE)(sheet_csv))
    blueprint.get(f"{sheet}.json")(allow(OFFICE)(sheet_json))


def expected(producer: str) -> Response:
    """Return what a producer is to bring (`date`; else today and tomorrow), and what has come."""
    today, chosen = hangar().clock.today(), request.args.get("date")
    dates = [chosen] if chosen else [today, arrivals.day_after(today)]
    with hangar().readers.present() as present:
        rows = arrivals.expected(present, producer, dates, today)
    return collection(rows)


def sheets() -> Response:
    """Return each producer of a delivery day (`date`): labels made and come, versions, mails."""
    date = request.args.get("date") or hangar().clock.today()
    with hangar().readers.present() as present:
        return collection(arrivals.sheets(present, date))


def announcements() -> Response:
    """Return what producers said they will bring, from today on."""
    with hangar().readers.present() as present:
        return collection(arrivals.announcements(present, hangar().clock.today()))


def mail() -> Response:
    """Return whether mails leave, and why not; how many wait."""
    with hangar().readers.present() as present:
        waiting = present.world.mails.count(state="queued")
    mailer = hangar().correspondence.mailer
    return jsonify(
        {
            "configured": hangar().config.mail is not None,
            "problem": mailer.problem or None,
            "waiting": waiting,
        }
    )


def mail_of_day() -> Response:
    """Return who is sent which papers of a day (`date`; else today), and what became of it."""
    date = request.args.get("date") or hangar().clock.today()
    with hangar().readers.present() as present:
        return collection(day_mail(present, date))


def private_link(producer: str) -> Response:
    """Return a fresh private link of a producer, good for three weeks or until it is revoked."""
    with hangar().readers.present() as present:
        if present.world.producers.get(producer) is None:
            return problem(404, "not_found", f"no producer {producer!r}", "Vérifiez le code.")
        link = hangar().correspondence.link(present, producer)
    return jsonify({"producer": producer, "url": f"{farm_base()}/farm/{link}"})


def farm_base() -> str:
    """Return where farms reach this station: as configured, else as the caller did."""
    mail = hangar().config.mail
    return (mail.link_url if mail else None) or request.host_url.rstrip("/")


def sheet_pdf(producer: str, date: str) -> Response:
    """Return a producer's preparation sheet of a day to print."""
    with hangar().readers.present() as present:
        made = documents.sheet_pdf(present, producer, date, hangar().config.hub)
    return file_answer(made, PDF, f"feuille-{producer}-{date}.pdf")


def sheet_csv(producer: str, date: str) -> Response:
    """Return a producer's preparation sheet of a day as CSV."""
    with hangar().readers.present() as present:
        made = documents.sheet_csv(present, producer, date, hangar().config.hub)
    return file_answer(made, CSV, f"feuille-{producer}-{date}.csv")


def sheet_json(producer: str, date: str) -> Response:
    """Return a producer's preparation sheet of a day: rows by customer, what changed."""
    with hangar().readers.present() as present:
        found = documents.sheet_json(present, producer, date, hangar().config.hub)
    if found is None:
        return problem(404, "not_found", f"no producer {producer!r}", "Vérifiez le code.")
    return jsonify(found)
