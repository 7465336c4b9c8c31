"""Who is sent which papers of a day, over HTTP, and how it looks once a mail is queued."""

from tests.web_api.station_at_work import Station
from tests.web_api.test_today import carrots

FARM = {"code": "F01", "name": "Ferme du Vallon", "postcode": "61110"}


def test_the_days_mail_says_who_gets_what_and_what_became_of_it(station: Station) -> None:
    station.do("RegisterProducer", **FARM, email="f01@exemple.invalid")
    intake = station.get(f"/api/v1/crates/{carrots(station, 9_000)['id']}")["intake"]
    station.do("CloseIntake", intake=intake)

    (before,) = station.get("/api/v1/mail/day")["items"]
    answer = station.do("MailDayPapers", date=station.today)
    (after,) = station.get("/api/v1/mail/day")["items"]

    assert before["papers"] == [{"kind": "intake", "id": intake}]
    assert (before["unsent"], before["address"], before["mail"]) == (1, True, None)
    assert (after["unsent"], after["mail"]["id"]) == (0, answer["mail"])
    assert "exemple.invalid" not in str((before, after))
