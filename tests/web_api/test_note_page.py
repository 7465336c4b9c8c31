"""A delivery note's page behind its QR: what a customer sends becomes a claim, and nothing else."""

import base64
import io
import re
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from station.domain.commands.claims import PhotographClaim
from station.domain.deciding.claims import MOST_PHOTOS
from station.domain.words import Role
from station.links import Links, links_path
from station.messages import Sender
from station.note_links import LASTS_DAYS, NoteLinks
from tests.web_api.station_at_work import Station
from web.app import MAX_BODY_BYTES


@pytest.fixture
def note(station: Station) -> str:
    """Hand a crate of twelve bunches over to C01; return its note."""
    answer = station.do("HandOverCrate", crate=station.crate()["id"], customer="C01")
    return str(answer["delivery_note"])


def keys(station: Station) -> Path:
    return links_path(station.hangar.config.storage.ledger)


def address(station: Station, note: str, *, issued_on: str | None = None) -> str:
    return "/bon/" + NoteLinks(keys(station)).make(note, issued_on or station.today)


def page(station: Station, path: str) -> Any:
    return station.call("GET", path, role=None)


def send(station: Station, path: str, **more: Any) -> Any:
    form = {"id": str(uuid.uuid4()), "product": "RADIS", "kind": "short", "quantity": "2",
            "words": "deux bottes de moins", "contact": "Mme Petit"} | more  # fmt: skip
    return station.call("POST", path, role=None, data=form)


def picture() -> tuple[io.BytesIO, str]:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(drawn, "JPEG", exif=b"Exif\0\0secret-place")
    return io.BytesIO(drawn.getvalue()), "photo.jpg"


def claims(station: Station) -> list[dict[str, Any]]:
    return list(station.get("/api/v1/claims")["items"])


def test_the_page_shows_what_came_and_no_price(station: Station, note: str) -> None:
    answer = page(station, address(station, note))

    assert answer.status_code == 200
    assert "Radis" in answer.text and "12 bottes" in answer.text.replace("\xa0", " ")
    assert "€" not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "script-src" not in answer.text and "<script" not in answer.text


def test_a_claim_with_its_picture_reaches_the_coordinator(station: Station, note: str) -> None:
    sent = send(station, address(station, note), photo=picture())

    assert sent.status_code == 303
    (claim,) = claims(station)
    assert (claim["source"], claim["kind"], claim["quantity_milli"]) == ("note", "short", 2_000)
    assert (claim["words"], claim["contact"]) == ("deux bottes de moins", "Mme Petit")
    kept = station.call("GET", f"/api/v1/photos/{claim['photos'][0]['id']}.jpg")
    assert kept.status_code == 200 and b"secret-place" not in kept.data
    kinds = [one["kind"] for one in station.get("/api/v1/exceptions")["items"]]
    assert "claim_opened" in kinds


def test_it_is_said_seen_only_once_somebody_has_seen_it(station: Station, note: str) -> None:
    path = address(station, note)
    send(station, path)
    before = page(station, path).text
    (claim,) = claims(station)

    station.do("SeeClaim", claim=claim["id"])

    after = page(station, path).text
    assert "Personne ne l’a encore vue" in before and ", vue" not in before
    assert ", vue" in after and "Personne" not in after


def test_a_settled_claim_says_what_was_taken_back_and_lets_another_be_sent(
    station: Station, note: str
) -> None:
    path = address(station, note)
    send(station, path)
    (claim,) = claims(station)

    station.do("SettleClaim", claim=claim["id"], quantity_milli=2_000, reason="vrai, on s'excuse")

    text = page(station, path).text.replace("\xa0", " ")
    assert "2 bottes en moins sur votre bon" in text and "s'excuse" not in text
    assert send(station, path).status_code == 303


def test_sent_twice_it_is_one_claim(station: Station, note: str) -> None:
    path, id = address(station, note), str(uuid.uuid4())

    answers = [send(station, path, id=id, photo=picture()).status_code for _ in range(2)]

    assert answers == [303, 303]
    (claim,) = claims(station)
    assert len(claim["photos"]) == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"quantity": "13"}, "plus que ce qui est livré"),
        ({"quantity": "1,5"}, "Vérifiez la quantité"),
        ({"quantity": "-1"}, "Vérifiez la quantité"),
        ({"product": "YAOURT"}, "Vérifiez la quantité"),
        ({"kind": "<b>"}, "Vérifiez la quantité"),
        ({"words": "x" * 1_001}, "Valeur impossible"),
        ({"photo": (io.BytesIO(b"GIF89a rubbish"), "photo.gif")}, "Photo illisible"),
        ({"id": "../../x"}, "Vérifiez la quantité"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays_typed(
    station: Station, note: str, more: dict[str, Any], words: str
) -> None:
    answer = send(station, address(station, note), **more)

    assert answer.status_code == 422
    assert words in answer.text
    assert claims(station) == []
    if "words" not in more and more.get("product", "RADIS") == "RADIS":
        assert "deux bottes de moins" in answer.text and "Mme Petit" in answer.text


def test_words_are_shown_as_words_never_as_a_page(station: Station, note: str) -> None:
    answer = send(station, address(station, note), words="<script>x</script>\x00", quantity="99")

    assert "<script>" not in answer.text and "&lt;script&gt;x" in answer.text


def test_a_second_claim_on_the_same_product_waits_for_the_first(
    station: Station, note: str
) -> None:
    path = address(station, note)
    send(station, path)

    again = send(station, path)

    assert again.status_code == 422 and "déjà ouverte" in again.text
    assert "<form" not in page(station, path).text


def test_who_sends_too_fast_waits_and_loses_nothing(station: Station, note: str) -> None:
    path = address(station, note)

    answers = [send(station, path, quantity="99") for _ in range(14)]

    assert answers[0].status_code == 422 and answers[-1].status_code == 429
    assert "Attendez un peu" in answers[-1].text and "Mme Petit" in answers[-1].text
    assert page(station, path).status_code == 200


def test_a_picture_that_is_too_large_is_said_on_a_page(station: Station, note: str) -> None:
    body, kind = bytes(MAX_BODY_BYTES + 1), "multipart/form-data; boundary=ici"

    path = address(station, note)
    answer = station.call("POST", path, role=None, data=body, content_type=kind)

    assert answer.status_code == 413 and "Photo trop lourde" in answer.text
    assert answer.mimetype == "text/html" and claims(station) == []


def test_a_hangar_that_does_not_answer_keeps_what_was_typed_under_its_id(
    station: Station, note: str
) -> None:
    id = str(uuid.uuid4())
    station.hangar.bus.close()

    answer = send(station, address(station, note), id=id)

    assert answer.status_code == 503 and "n’a pas répondu" in answer.text
    assert "Mme Petit" in answer.text and f'name="id" value="{id}"' in answer.text


def test_a_claim_whose_picture_was_not_kept_is_not_said_to_have_it(
    station: Station, note: str
) -> None:
    """A sending that comes again with a picture, once its claim has all the pictures it may."""
    path, id = address(station, note), str(uuid.uuid4())
    send(station, path, id=id)
    (claim,) = claims(station)
    jpeg = base64.b64encode(picture()[0].getvalue()).decode("ascii")
    sender = Sender(name="essai", role=Role.DRIVER)
    for n in range(MOST_PHOTOS):
        photo = PhotographClaim(claim=claim["id"], jpeg=jpeg)
        station.hangar.photograph_claim(photo, sender, command_id=f"essai-photo-{n}")

    answer = send(station, path, id=id, photo=picture())

    shown = page(station, answer.headers["Location"])
    assert answer.status_code == 303 and len(claims(station)) == 1
    assert "mais pas la photo" in shown.text and "Réclamation envoyée" not in shown.text


def test_a_changed_old_or_foreign_link_opens_nothing(station: Station, note: str) -> None:
    good = address(station, note)
    old = (date.fromisoformat(station.today) - timedelta(days=LASTS_DAYS + 1)).isoformat()
    farm = Links(keys(station)).make("F01", generation=0, today=station.today)
    flipped = good[:-1] + ("A" if good[-1] != "A" else "B")

    forged = [flipped, f"{good}x", f"/bon/{farm}", "/bon/é.é", "/bon/" + "A" * 5_000]
    gone = [address(station, note, issued_on=old), address(station, "BR-000000-999")]
    for path in forged + gone:
        assert page(station, path).status_code == 403, path
        assert send(station, path).status_code == 403, path
    opened = re.sub("^/bon/", "/farm/", good)
    assert page(station, opened).status_code == 403
    assert claims(station) == []


def test_erasing_a_customer_erases_what_it_said_and_its_pictures(
    station: Station, note: str
) -> None:
    send(station, address(station, note), photo=picture())
    (claim,) = claims(station)

    station.do("EraseParty", role="admin", kind="customer", code="C01", why="asked")

    (left,) = claims(station)
    assert (left["words"], left["contact"]) == ("", "")
    photo = claim["photos"][0]["id"]
    assert station.call("GET", f"/api/v1/photos/{photo}.jpg").status_code == 404
